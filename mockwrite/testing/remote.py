"""`mockwrite.connect`: a project on a server in another process, with everything that the fixture has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Self, Unpack

from ..delivery.explanation import Explanation
from ..given import Given
from ..instance import Instance
from ..outbox.delivery import Delivery
from ..outbox.matching import check_names
from ..records import Message, Target, User
from ..settings import Settings
from ..state.collection import Collection
from ..state.project import Project
from .control_client import DEFAULT_URL, ControlClient
from .hosting import ProjectOptions
from .mock_appwrite import MockAppwrite
from .oauth import OAuth
from .remote_parts import RemoteOAuth, RemoteOutbox, ServerLink


class RemoteProject(Project):
    """Stands for a project in another process: its records are there, and reached by `given` and the API only."""

    def make_collection(self, name: str, indexes: Sequence[str]) -> Collection[Any]:
        """Raise AttributeError: the collection is out of reach."""
        raise AttributeError(
            f"the project is on a server in another process, so its {name} cannot be read here; ask its API, or the outbox",
            name=name,
            obj=self,
        )


class RemoteSnapshot:
    """What the project on the server held at one moment; as a context manager it brings it back at the end."""

    def __init__(self, client: ControlClient) -> None:
        self._client = client
        self._id = client.call("POST", "/snapshots", body={})["id"]

    def restore(self) -> None:
        """Make the project what it was. It can be done again."""
        self._client.call("POST", f"/snapshots/{self._id}/restore", body={})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.restore()


class RemoteAppwrite(MockAppwrite):
    """A project on a server in another process, as a test sees it."""

    def __init__(self, client: ControlClient, *, key: str | None, fail_on_refused: bool = False) -> None:
        shown = client.call("GET", f"/projects/{client.project}", {"project": None})
        settings = Settings(appwrite_version=shown["appwriteVersion"], delivery=shown["delivery"], exact=shown["exact"])
        self.link = ServerLink(client, RemoteProject(shown["id"], settings))
        self.link.fetch()
        self._first_stray, self._first_bug = len(self.link.strays), len(self.link.bugs)
        super().__init__(Instance(), self.link.project, f"{client.url}/v1", fail_on_refused=fail_on_refused)
        self._key = key

    @property
    def given(self) -> Given:
        """Makes ready-made things in the project."""
        return self.link.given

    @property
    def outbox(self) -> RemoteOutbox:
        """What was sent."""
        return self.link.outbox

    @property
    def oauth(self) -> OAuth:
        """Says who signs in through another service."""
        return RemoteOAuth(self.link)

    @property
    def api_key(self) -> str:
        """A key with all scopes."""
        if self._key is None:
            self._key = self.link.call("project", "api_key")
        return self._key

    def key(self, *, scopes: Iterable[str] | None = None, expire: datetime | str | None = None) -> str:
        """Make a key with these scopes (all by default) and return its secret."""
        secret: str = self.link.call("project", "key", scopes=scopes, expire=expire)
        return secret

    def deliver(self, message_id: str | None = None) -> list[Delivery]:
        """Send what waits in `manual` mode: one message, or all of them in order; return the deliveries."""
        sent: list[Delivery] = self.link.call("project", "deliver", message_id)
        return sent

    def explain(self, message: Message | Delivery | str, person: User | Target | str | None = None) -> Explanation:
        """Say why a message reached whom it reached, or why one person did or did not get it."""
        if isinstance(message, Delivery):
            message = message.message_id or message.id
        found: Explanation = self.link.call("project", "explain", message, person)
        return found

    def snapshot(self) -> Any:
        """Keep what the project holds now; `with mock_appwrite.snapshot():` brings it back at the end of the block."""
        return RemoteSnapshot(self.link.client)

    def restore(self, snapshot: Any) -> None:
        """Make the project what it was when the snapshot was taken. Raises TypeError for what is no snapshot of this server."""
        if not isinstance(snapshot, RemoteSnapshot):
            raise TypeError(f"a snapshot is expected, as snapshot() returns it; got {snapshot!r}")
        snapshot.restore()

    def check(self) -> None:
        """Look back at the end of a test, at what happened up to now."""
        __tracebackhide__ = True
        self.link.fetch()
        super().check()

    def strays(self) -> list[str]:
        """Return the calls since this project began that named no project, or one that does not exist."""
        self.link.fetch()
        return super().strays() + self.link.strays[self._first_stray :]

    def bugs(self) -> list[str]:
        """Return the tracebacks of calls in which mockwrite itself broke."""
        return super().bugs() + self.link.bugs[self._first_bug :]


class RemoteHost:
    """Makes and removes projects on a server in another process, as `Host` does on one of this process."""

    def __init__(self, url: str) -> None:
        """Raises NoServer when the URL is none."""
        self._client = ControlClient(url, None)
        self.endpoint = f"{self._client.url}/v1"
        # The projects that are open, by id, the newest last.
        self.mocks: dict[str, MockAppwrite] = {}

    def open_project(
        self,
        id: str | None = None,
        *,
        key: str | None = None,
        fail_on_refused: bool = False,
        **options: Unpack[ProjectOptions],
    ) -> RemoteAppwrite:
        """Make a new, empty project (in place of one with the same id) and return it; options as in `Host.open_project`.

        Raises NoServer, and Refused with the server's reason.
        """
        check_names(options, ProjectOptions.__annotations__, what="a project")
        chosen = options.get("settings") or Settings(strict_auth=True)
        frozen_time = options.get("frozen_time")
        body = {
            "id": id,
            "name": options.get("name"),
            "key": key,
            "randomSeed": options.get("random_seed"),
            "frozenTime": frozen_time.isoformat() if isinstance(frozen_time, datetime) else frozen_time,
            "appwriteVersion": chosen.appwrite_version,
            "delivery": chosen.delivery,
            "exact": chosen.exact,
            "strictAuth": chosen.strict_auth,
            "rateLimits": chosen.rate_limits,
            "providers": chosen.with_providers,
            "accountMails": chosen.account_mails,
        }
        if id is not None and any(row["id"] == id for row in self._client.call("GET", "/projects")["projects"]):
            self._client.call("DELETE", f"/projects/{id}")
        made = self._client.call(
            "POST", "/projects", body={name: value for name, value in body.items() if value is not None}
        )
        client = ControlClient(self._client.url, made["id"])
        mock = RemoteAppwrite(client, key=made["key"], fail_on_refused=fail_on_refused)
        mock.outbox.counts_account_mails = chosen.account_mails
        self.mocks.pop(mock.project_id, None)
        self.mocks[mock.project_id] = mock
        return mock

    def close_project(self, mock: MockAppwrite) -> None:
        """Remove a project, unless another one with its id has taken its place; what it did can still be read."""
        if self.mocks.get(mock.project_id) is mock and isinstance(mock, RemoteAppwrite):
            del self.mocks[mock.project_id]
            mock.link.end()
            self._client.call("DELETE", f"/projects/{mock.project_id}")

    @contextmanager
    def project(self, id: str | None = None, **options: Any) -> Iterator[RemoteAppwrite]:
        """Make a new, empty project for the length of a `with` block (options as in `open_project`)."""
        __tracebackhide__ = True
        mock = self.open_project(id, **options)
        try:
            yield mock
        finally:
            self.close_project(mock)
        mock.check()


def connect(url: str = DEFAULT_URL, *, project: str | None = None, key: str | None = None) -> RemoteAppwrite:
    """Attach to a project of a running server: the result has what the fixture `mock_appwrite` has.

    `url` is where `mockwrite serve` listens, with or without `/v1`; `project` an id (the server's default one when left out;
    an open server makes one that does not exist yet); `key` a secret to hand to SDKs. Raises NoServer when nobody answers,
    Refused with the server's reason.
    """
    client = ControlClient(url, None)
    listed = client.call("GET", "/projects")
    chosen = project or listed["current"]
    known = next((row for row in listed["projects"] if row["id"] == chosen), None)
    if known is None:
        known = client.call("POST", "/projects", body={"id": chosen})
    return RemoteAppwrite(ControlClient(client.url, chosen), key=key or known.get("key"))
