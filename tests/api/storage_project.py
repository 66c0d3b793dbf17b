"""A project as an application uses its storage: requests in process, by a key, a user or a guest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mockwrite.access.signing import make_jwt
from mockwrite.api.http import Request, Response
from mockwrite.api.pipeline import answer
from mockwrite.instance import Instance
from mockwrite.settings import Settings
from mockwrite.state.project import Project

MIB = 1 << 20
BUCKETS = "/v1/storage/buckets"
_BOUNDARY = "parts-of-a-form"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its status, its JSON (an empty map when it holds none) and the response itself."""

    status: int
    body: dict[str, Any]
    response: Response

    @property
    def outcome(self) -> tuple[int, Any]:
        """The status and, of a refusal, the type."""
        return self.status, self.body.get("type")


@dataclass(frozen=True, slots=True)
class Storage:
    """One project and the ways to call it."""

    instance: Instance
    project: Project
    key: str

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: str = "",
        headers: dict[str, str] | None = None,
        as_: str | None = None,
    ) -> Answer:
        """Send JSON or bytes to a path below the buckets; `as_` is a user's id, `guest`, or None for the key."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        sent = {"host": "localhost", "content-type": "application/json", **self._credentials(as_), **(headers or {})}
        response = answer(self.instance, Request(method, BUCKETS + path, query, sent, content))
        is_json = (response.header("content-type") or "").startswith("application/json") and response.body
        return Answer(response.status, json.loads(response.body) if is_json else {}, response)

    def _credentials(self, as_: str | None) -> dict[str, str]:
        project = {"x-appwrite-project": self.project.id}
        if as_ is None:
            return {**project, "x-appwrite-key": self.key}
        if as_ == "guest":
            return project
        expires = self.project.clock.ms // 1000 + 900
        return {**project, "x-appwrite-jwt": make_jwt(self.project, {"userId": as_, "sessionId": "", "exp": expires})}

    def bucket(self, id: str = "b", **options: Any) -> None:
        """Make a bucket."""
        assert self.send("POST", "", {"bucketId": id, "name": id, **options}).status == 201

    def upload(
        self,
        content: bytes = b"hello",
        id: str = "f",
        *,
        name: str = "a.txt",
        bucket: str = "b",
        fields: Iterable[tuple[str, str]] = (),
        span: str = "",
        continues: str = "",
        as_: str | None = None,
    ) -> Answer:
        """Upload a file, or the chunk that `span` (a Content-Range) says."""
        parts = [field("fileId", id), *(field(*pair) for pair in fields), file_part("file", name, content)]
        headers = {"content-range": span, "x-appwrite-id": continues}
        return self.post_form(bucket, parts, headers={key: value for key, value in headers.items() if value}, as_=as_)

    def post_form(
        self, bucket: str, parts: Iterable[bytes], *, headers: dict[str, str] | None = None, as_: str | None = None
    ) -> Answer:
        """Send a form to the files of a bucket."""
        sent = {"content-type": f"multipart/form-data; boundary={_BOUNDARY}", **(headers or {})}
        return self.send("POST", f"/{bucket}/files", form(parts), headers=sent, as_=as_)

    def get(self, id: str = "f", rest: str = "", **more: Any) -> Answer:
        """Get a file of the bucket `b`, or what `rest` (`/download`) says."""
        return self.send("GET", f"/b/files/{id}{rest}", **more)


def storage(version: str = "1.9.6", **settings: Any) -> Storage:
    """Make a project of one release with the users `ada` and `bob` and no bucket."""
    instance = Instance(Settings(appwrite_version=version, strict_auth=True, **settings))
    project = instance.create_project("shop")
    made = Storage(instance, project, project.add_key().secret)
    for user in ("ada", "bob"):
        body = json.dumps({"userId": user}).encode()
        headers = {"content-type": "application/json", "x-appwrite-project": "shop", "x-appwrite-key": made.key}
        assert answer(instance, Request("POST", "/v1/users", "", headers, body)).status == 201
    return made


def field(name: str, value: str) -> bytes:
    """Write a plain field of a form."""
    return f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()


def file_part(name: str, file_name: str, content: bytes) -> bytes:
    """Write a file of a form."""
    head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: text/plain\r\n\r\n'
    return head.encode() + content


def form(parts: Iterable[bytes]) -> bytes:
    """Join the parts of a form."""
    line = f"--{_BOUNDARY}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def spans(size: int, length: int = 5 * MIB) -> list[tuple[str, slice]]:
    """Cut a file into chunks: the Content-Range of each, and where it lies."""
    starts = range(0, size, length)
    return [
        (f"bytes {start}-{min(start + length, size) - 1}/{size}", slice(start, min(start + length, size)))
        for start in starts
    ]
