"""A project with its API called in this process, as a server with all rights would."""

from __future__ import annotations

import json
from typing import Any

from mockwrite.api.http import Request, Response
from mockwrite.api.pipeline import answer
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.outbox.outbox import Outbox
from mockwrite.settings import Settings

START = "2030-01-31T08:00:00.000+00:00"


class Refused(Exception):
    """An answer of 400 or above, with its status and type."""

    def __init__(self, status: int, type: str) -> None:
        self.status, self.type = status, type
        super().__init__(f"{status} {type}")


class CalledProject:
    """One project, frozen at START and with a random seed, and the means to call and prepare it."""

    def __init__(self, **settings: Any) -> None:
        self.instance = Instance(Settings(**settings))
        self.project = self.instance.create_project("shop", frozen_time=START, random_seed=1)
        self.given = Given(self.project)
        self.secret = self.given.key().secret

    @property
    def outbox(self) -> Outbox:
        """What was sent."""
        return self.project.outbox

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Response:
        """Make a call and return the raw answer."""
        headers = {"x-appwrite-project": "shop", "x-appwrite-key": self.secret, "content-type": "application/json"}
        content = b"" if body is None else json.dumps(body).encode()
        return answer(self.instance, Request(method, f"/v1{path}", headers=headers, body=content))

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """Make a call and return its JSON. Raises Refused."""
        response = self.send(method, path, body or None)
        shown: dict[str, Any] = json.loads(response.body) if response.body else {}
        if response.status >= 400:
            raise Refused(response.status, shown["type"])
        return shown

    def post(self, kind: str = "email", **body: Any) -> dict[str, Any]:
        """Create a message and return the answer."""
        filled = {
            "email": {"subject": "Hello", "content": "Text"},
            "sms": {"content": "Text"},
            "push": {"title": "Hello"},
        }
        return self.call("POST", f"/messaging/messages/{kind}", **{"messageId": "m1", **filled[kind], **body})

    def patch(self, kind: str = "email", **body: Any) -> dict[str, Any]:
        """Change the message `m1` and return the answer."""
        return self.call("PATCH", f"/messaging/messages/{kind}/m1", **body)

    def message(self, id: str = "m1") -> dict[str, Any]:
        """Read a message."""
        return self.call("GET", f"/messaging/messages/{id}")


def result(mock: CalledProject, id: str = "m1") -> tuple[Any, ...]:
    """Return what the sheet's table of results shows: status, total, number of errors, whether there is a time."""
    found = mock.message(id)
    return found["status"], found["deliveredTotal"], len(found["deliveryErrors"]), found["deliveredAt"] is not None
