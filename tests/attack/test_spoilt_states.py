"""States with something wrong in them: each is refused with its place, or what comes of it works and can be exported again.

`MOCKWRITE_STATE_CASES` and `MOCKWRITE_SEED` make it longer, and repeat it.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import httpx
import pytest

from mockwrite.server.mock_server import MockServer

CASES = int(os.environ.get("MOCKWRITE_STATE_CASES", "400" if os.environ.get("CI") else "40"))
SEED = int(os.environ.get("MOCKWRITE_SEED", "20"))
KEY = "key-of-states"
# What no member, or hardly any, is expected to be.
WRONG: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.5, 10**12, 2**63, 10**400, "", "x", "\ud83d", "\x00", "a" * 500, "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00", "2030-01-01T00:00:00Z", [], [None], ["x"], [1], {}, {"a": 1}, {"a": {"b": []}}, "current", "unique()",
)  # fmt: skip
# What makes a state in which something of each kind exists.
CALLS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        "POST",
        "/v1/users",
        {"userId": "ada", "email": "ada@example.com", "phone": "+12025550101", "password": "password"},
    ),
    ("POST", "/v1/users/ada/targets", {"targetId": "phone", "providerType": "push", "identifier": "device"}),
    ("POST", "/v1/users/ada/sessions", {}),
    ("POST", "/v1/users/ada/tokens", {}),
    ("POST", "/v1/messaging/topics", {"topicId": "news", "name": "News"}),
    ("POST", "/v1/messaging/topics/news/subscribers", {"subscriberId": "gone", "targetId": "phone"}),
    ("DELETE", "/v1/messaging/topics/news/subscribers/gone", {}),
    ("POST", "/v1/messaging/topics/news/subscribers", {"subscriberId": "here", "targetId": "phone"}),
    ("POST", "/v1/messaging/messages/email", {"messageId": "sent", "subject": "S", "content": "C", "users": ["ada"]}),
    (
        "POST",
        "/v1/messaging/messages/push",
        {"messageId": "later", "title": "T", "body": "B", "topics": ["news"], "scheduledAt": "2099-01-01T00:00:00Z"},
    ),
    # By the path of another type: the message then has what only that type has.
    ("POST", "/v1/messaging/messages/sms", {"messageId": "draft", "content": "C", "draft": True}),
    ("PATCH", "/v1/messaging/messages/push/draft", {"priority": "normal"}),
    ("POST", "/v1/storage/buckets", {"bucketId": "box", "name": "Box"}),
    ("POST", "/v1/teams", {"teamId": "team", "name": "Team"}),
    ("POST", "/v1/teams/team/memberships", {"userId": "ada", "roles": ["owner"]}),
    ("POST", "/v1/databases", {"databaseId": "db", "name": "Db"}),
    ("POST", "/v1/databases/db/collections", {"collectionId": "table", "name": "Table"}),
    ("POST", "/v1/databases/db/collections/table/attributes/string", {"key": "name", "size": 20, "required": False}),
    ("POST", "/v1/databases/db/collections/table/indexes", {"key": "by", "type": "key", "attributes": ["name"]}),
    ("POST", "/v1/databases/db/collections/table/documents", {"documentId": "row", "data": {"name": "a"}}),
    ("POST", "/_mockwrite/faults", {"on": "call", "method": "GET", "path": "/none", "effect": "status", "status": 503}),
    ("POST", "/_mockwrite/answers", {"method": "GET", "path": "/functions", "json": {}}),
    (
        "PATCH",
        "/_mockwrite/sign-in",
        {
            "mockNumbers": {"+12025550177": "123456"},
            "sender": {"name": "a", "email": "a@example.com"},
            "templates": [{"origin": "recovery", "locale": "en", "subject": "a", "message": "b"}],
            "people": [{"email": "a@example.com"}],
        },
    ),
)
READ = (
    "/v1/users", "/v1/users/ada/logs", "/v1/users/ada/sessions", "/v1/users/ada/memberships", "/v1/messaging/messages",
    "/v1/messaging/messages/later/logs", "/v1/messaging/topics/news/logs", "/v1/messaging/topics/news/subscribers",
    "/v1/messaging/subscribers/here/logs", "/v1/messaging/providers", "/v1/storage/buckets/box/files", "/v1/teams/team/memberships",
    "/v1/teams/team/logs", "/v1/databases/db/collections", "/v1/databases/db/collections/table/documents", "/_mockwrite/projects",
    "/_mockwrite/outbox", "/_mockwrite/faults", "/_mockwrite/sign-in", "/_mockwrite/explain?to=ada@example.com",
)  # fmt: skip
SENT = {"email": {"subject": "S", "content": "C"}, "sms": {"content": "C"}, "push": {"title": "T", "body": "B"}}


@pytest.fixture(autouse=True)
def no_misshapen_answers() -> None:
    """What a spoilt state holds is shown as it is: only whether it breaks anything is judged here."""


class Trial:
    """A project that gets one state after the other."""

    def __init__(self, server: MockServer, client: httpx.Client) -> None:
        self.server = server
        self.client = client

    def call(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Call the project; whatever it is asked, it does not break."""
        answer = self.client.request(method, path, content=None if body is None else json.dumps(body))
        # A fault rule of the state may order a 503.
        assert answer.status_code < 500 or answer.status_code == 503, (method, path, answer.text)
        return answer

    def take(self, document: Any) -> bool:
        """Give it a state; tell whether it took it, and see that what it then holds works."""
        if self.call("PUT", "/_mockwrite/state", document).status_code != 200:
            return False
        # As it was told: half a character in it has no other form.
        told = self.call("GET", "/_mockwrite/state").content
        sent = {"Content-Type": "application/json"}
        assert self.client.put("/_mockwrite/state?project=copy", content=told, headers=sent).status_code == 200
        for path in READ:
            self.call("GET", path)
        for channel, words in SENT.items():
            self.call("POST", f"/v1/messaging/messages/{channel}", {"messageId": "unique()", "users": ["ada"], **words})
        self.call("POST", "/_mockwrite/clock/advance", {"days": 400})
        assert [bug for project in self.server.instance.projects.values() for bug in project.bugs] == []
        return True


@pytest.fixture(scope="module")
def trial() -> Iterator[Trial]:
    with MockServer() as server, httpx.Client(base_url=server.url, timeout=60) as client:
        for id in ("tried", "copy"):
            client.post("/_mockwrite/projects", json={"id": id, "key": KEY})
        client.headers.update(
            {"X-Appwrite-Project": "tried", "X-Appwrite-Key": KEY, "Content-Type": "application/json"}
        )
        yield Trial(server, client)


@pytest.fixture(scope="module")
def state(trial: Trial) -> Any:
    for method, path, body in CALLS:
        answer = trial.client.request(method, path, json=body)
        assert answer.is_success, (method, path, answer.text)
    return trial.client.get("/_mockwrite/state").json()


def places(document: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each value in a document."""
    inside = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for name, value in inside:
        yield (*at, name)
        yield from places(value, (*at, name))


def spoil(document: Any, chance: random.Random) -> Any:
    """Return a document in which something is wrong, gone, there twice or in the place of something else."""
    spoilt = deepcopy(document)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chosen = chance.choice(list(spoilt))
        found = [place for place in places(spoilt) if place[0] == chosen]
        *way, last = chance.choice(found)
        inside = spoilt
        for name in way:
            inside = inside[name]
        how = chance.choice(("wrong", "wrong", "wrong", "gone", "more", "other"))
        if how == "wrong":
            inside[last] = chance.choice(WRONG)
        elif how == "gone":
            del inside[last]
        elif how == "more" and isinstance(inside, list):
            inside.append(deepcopy(inside[last]))
        elif how == "more":
            inside[chance.choice(("x", "\ud83d", "", "id"))] = chance.choice(WRONG)
        else:
            other = spoilt
            for name in chance.choice(found):
                other = other[name]
            inside[last] = deepcopy(other)
    return spoilt


def test_a_spoilt_state_is_refused_or_works(trial: Trial, state: Any) -> None:
    chance = random.Random(SEED)
    assert trial.take(state)
    taken = sum(trial.take(spoil(state, chance)) for _ in range(CASES))
    # Some of what is spoilt does no harm: else nothing was tried.
    assert 0 < taken < CASES, f"seed {SEED}"


@pytest.mark.parametrize(
    ("place", "value", "taken"),
    [
        (("users", 0, "sessions", 0, "secret"), "\ud83d", True),
        (("answers", 0, "path"), None, True),
        (("signIn", "people", 0, "email"), "", True),
        (("signIn", "templates", 0, "subject"), "", True),
        (("signIn", "sender", "email"), "", True),
        (("users", 0, "sessions", 0, "agent"), {"osName": []}, False),
        (("logs", "team/team", 0, "time"), "\x00", False),
        (("mails",), [{"id": "a", "origin": "mfa", "channel": "sms", "to": "", "user_id": "", "facts": "abc"}], False),
        (("unsubscribed", 0, "at"), "now", False),
        (("databases", 0, "collections", 0, "attributes", "name"), "2030-01-01T00:00:00Z", False),
        (("databases", 0, "collections", 0, "attributes", "name", "size"), "x", False),
        (("databases", 0, "collections", 0, "indexes", 0, "lengths"), ["x"], False),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_what_is_wrong_in_a_state_breaks_nothing_later(
    trial: Trial, state: Any, place: tuple[Any, ...], value: Any, *, taken: bool
) -> None:
    spoilt = deepcopy(state)
    *way, last = place
    inside = spoilt
    for name in way:
        inside = inside[name]
    inside[last] = value
    assert trial.take(spoilt) is taken
