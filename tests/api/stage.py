"""A project to call in tests as somebody: a key, a user by session or JWT, or a guest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.settings import Settings

PROJECT = "shop"
AGENT = "Python-urllib/3.12"


@dataclass(frozen=True)
class Answer:
    """What came back; `outcome` is the status with the type of the error, None for a success."""

    status: int
    headers: list[tuple[str, str]]
    body: Any

    @property
    def outcome(self) -> tuple[int, str | None]:
        """Status and error type."""
        is_error = self.status >= 400 and isinstance(self.body, dict)
        return self.status, self.body["type"] if is_error else None

    def header(self, name: str) -> str | None:
        """The first header of a name."""
        return next((value for key, value in self.headers if key == name), None)

    def all(self, name: str) -> list[str]:
        """Every header of a name."""
        return [value for key, value in self.headers if key == name]


class Stage:
    """One project of one release, where only known keys are let in."""

    def __init__(self, version: str = "1.9.6", **settings: Any) -> None:
        self.instance = Instance(Settings(strict_auth=True, appwrite_version=version, **settings))
        self.project = self.instance.create_project(PROJECT)
        self.given = Given(self.project)
        self.key = self.project.add_key(name="server").secret

    def call(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Call a route with these headers; `_` in their names stands for `-`, and the project is named unless it is given."""
        path, _, query = path.partition("?")
        sent = {"x-appwrite-project": PROJECT, "content-type": "application/json", "user-agent": AGENT}
        sent |= {name.replace("_", "-").lower(): value for name, value in headers.items()}
        content = b"" if body is None else json.dumps(body).encode()
        response = answer(self.instance, Request(method, f"/v1{path}", query, sent, content))
        is_json = (response.header("content-type") or "").startswith("application/json")
        return Answer(response.status, response.headers, json.loads(response.body) if is_json else response.body)

    def by_key(self, method: str, path: str, body: object = None, *, scopes: list[str] | None = None) -> Answer:
        """Call with a key that has all scopes, or these."""
        secret = self.key if scopes is None else self.project.add_key(scopes=scopes).secret
        return self.call(method, path, body, X_Appwrite_Key=secret)

    def user(self, id: str, **values: Any) -> str:
        """Make a user and return a session of it."""
        self.given.user(id=id, email=f"{id}@example.com", **values)
        return self.session(id)

    def session(self, user_id: str) -> str:
        """Sign a user in and return the text for `X-Appwrite-Session`."""
        return self.given.session(user_id).secret

    def jwt(self, user_id: str, **body: Any) -> str:
        """Make a JWT of a user."""
        made = self.by_key("POST", f"/users/{user_id}/jwts", body)
        assert made.status == 201, made
        return str(made.body["jwt"])

    def jwt_of_new_user(self, user_id: str) -> str:
        """Make a user and return a JWT of it."""
        self.given.user(id=user_id, email=f"{user_id}@example.com")
        return self.jwt(user_id)
