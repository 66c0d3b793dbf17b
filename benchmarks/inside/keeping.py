"""Memory of a project that keeps its newest deliveries and calls only, in the course of a simulated day."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..calls import PROJECT, Call, answer_of, create_letter, mockwrite_calls, post
from .growth import resident
from .own_project import PROJECT_ID, OwnProject

KEPT = 1000
_ROWS = "/v1/tablesdb/main/tables/visits/rows"
_DAY = 86_400


def keeping(rounds: int) -> Mapping[str, float]:
    """Make a message, a row and a recovery mail and delete the first two, so many times; return kB of memory on the way.

    What stays of a turn are log entries, the token of the recovery until the daily maintenance, and how the message was sent.
    """
    mock = OwnProject()
    mockwrite_calls(mock.ask)
    project = mock.instance.project(PROJECT_ID)
    assert project is not None
    project.clock.freeze("2030-01-01T06:00:00Z")
    project.outbox.most = KEPT
    _set_up(mock)
    figures: dict[str, float] = {}
    for number in range(rounds):
        _traffic(mock)
        project.clock.advance(seconds=_DAY / rounds)
        if number == rounds // 5:
            figures["RSS kB after a fifth"] = resident() / 1024
    return {**figures, "RSS kB at the end": resident() / 1024}


def _set_up(mock: OwnProject) -> None:
    answer_of(mock.ask, post("/v1/tablesdb", PROJECT, {"databaseId": "main", "name": "Main"}))
    answer_of(mock.ask, post("/v1/tablesdb/main/tables", PROJECT, {"tableId": "visits", "name": "Visits"}))
    column = {"key": "city", "size": 40, "required": False}
    answer_of(mock.ask, post("/v1/tablesdb/main/tables/visits/columns/string", PROJECT, column))
    user = {"userId": "bob", "email": "bob@example.com", "password": "correct horse battery"}
    answer_of(mock.ask, post("/v1/users", PROJECT, user))


def _traffic(mock: OwnProject) -> None:
    message = answer_of(mock.ask, create_letter(users=["bob"]))["$id"]
    row = answer_of(mock.ask, post(_ROWS, PROJECT, {"rowId": "unique()", "data": {"city": "Oslo"}}))["$id"]
    body = json.dumps({"email": "bob@example.com", "url": "http://localhost/new"})
    guest = {name: value for name, value in PROJECT.items() if name != "X-Appwrite-Key"}
    answer_of(mock.ask, Call("POST", "/v1/account/recovery", guest, body))
    for path in (f"/v1/messaging/messages/{message}", f"{_ROWS}/{row}"):
        status, answered = mock.ask(Call("DELETE", path, PROJECT))
        if status >= 400:
            raise RuntimeError(f"DELETE {path}: {answered!r}")
