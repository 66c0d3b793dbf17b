"""Push targets of the own account (docs/contract/users-targets.md §4)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stage import Stage

PATH = "/account/targets"
TAKEN, GONE = (409, "user_target_already_exists"), (404, "user_target_not_found")
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 "
    "Mobile/15E148 Safari/604.1"
)
ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/112.0.0.0 Mobile Safari/537.36"


def device(stage: Stage, id: str, headers: dict[str, str], **more: Any) -> Any:
    """Register a device, which must work, and return the target."""
    made = stage.call("POST", f"{PATH}/push", {"targetId": id, "identifier": f"token-{id}", **more}, **headers)
    assert made.status == 201, made
    return made.body


def target_ids(stage: Stage, user: str) -> set[str]:
    """The push targets of a user."""
    targets = stage.by_key("GET", f"/users/{user}/targets").body["targets"]
    return {target["$id"] for target in targets if target["providerType"] == "push"}


@pytest.mark.parametrize(
    ("agent", "name"),
    [(IPHONE, "Apple iPhone"), (ANDROID, "Samsung Galaxy S23 Ultra"), ("Python-urllib/3.12", " "), ("", " ")],
)
def test_a_target_is_named_after_the_device(agent: str, name: str) -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada"), "User_Agent": agent}
    made = device(stage, "phone", me)
    assert (made["name"], made["providerType"], made["userId"], made["providerId"]) == (name, "push", "ada", None)


def test_the_provider_is_stored_as_it_was_sent() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    assert device(stage, "phone", me, providerId="ghost")["providerId"] == "ghost"


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ({"targetId": "phone", "identifier": "new"}, TAKEN),
        ({"targetId": "new", "identifier": "token-phone"}, TAKEN),
        ({"targetId": "new", "identifier": "ada@example.com"}, TAKEN),
        ({"targetId": "_x", "identifier": "new"}, (400, "general_argument_invalid")),
        ({"targetId": "new", "identifier": ""}, (400, "general_argument_invalid")),
        ({"targetId": "new", "identifier": "x" * 256}, (400, "general_argument_invalid")),
        ({"targetId": "new"}, (400, "general_argument_invalid")),
    ],
    ids=str,
)
def test_registering_is_refused(body: dict[str, str], outcome: tuple[int, str]) -> None:
    stage = Stage()
    ada, bob = stage.user("ada"), stage.user("bob")
    device(stage, "phone", {"X_Appwrite_Session": ada})
    assert stage.call("POST", f"{PATH}/push", body, X_Appwrite_Session=bob).outcome == outcome


def test_a_key_has_no_device() -> None:
    body = {"targetId": "phone", "identifier": "token"}
    assert Stage(exact=True).by_key("POST", f"{PATH}/push", body).outcome == (500, "general_unknown")
    friendly = Stage().by_key("POST", f"{PATH}/push", body)
    assert friendly.outcome == (400, "general_argument_invalid")
    assert "POST /users/{userId}/targets" in friendly.body["message"]


def test_an_id_that_is_taken_is_refused_before_a_key_is() -> None:
    stage = Stage(exact=True)
    stage.user("ada")
    taken = stage.by_key("GET", "/users/ada/targets").body["targets"][0]["$id"]
    answered = stage.by_key("POST", f"{PATH}/push", {"targetId": taken, "identifier": "token"})
    assert answered.outcome == (409, "user_target_already_exists")


def test_every_session_and_jwt_of_the_user_changes_a_target_and_nobody_else() -> None:
    stage = Stage()
    ada, bob = stage.user("ada"), stage.user("bob")
    device(stage, "phone", {"X_Appwrite_Session": ada})
    owners = [{"X_Appwrite_Session": stage.session("ada")}, {"X_Appwrite_JWT": stage.jwt("ada")}]
    others = [{"X_Appwrite_Session": bob}, {"X_Appwrite_Key": stage.key}]
    for number, headers in enumerate(owners):
        changed = stage.call("PUT", f"{PATH}/phone/push", {"identifier": f"token-{number}"}, **headers)
        assert changed.body["identifier"] == f"token-{number}"
    for headers in others:
        assert stage.call("PUT", f"{PATH}/phone/push", {"identifier": "x"}, **headers).outcome == GONE
        assert stage.call("DELETE", f"{PATH}/phone/push", **headers).outcome == GONE
    assert stage.call("DELETE", f"{PATH}/phone/push", **owners[1]).status == 204
    assert stage.call("DELETE", f"{PATH}/phone/push", **owners[1]).outcome == GONE


def test_a_new_token_revives_an_expired_target() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    device(stage, "phone", me)
    target = stage.project.targets.get("phone")
    assert target is not None
    stage.project.targets.replace(target, expired=True)
    changed = stage.call("PUT", f"{PATH}/phone/push", {"identifier": "new"}, **me, User_Agent=IPHONE).body
    assert (changed["expired"], changed["name"]) == (False, "Apple iPhone")


@pytest.mark.parametrize(
    ("version", "exact", "outcome"),
    [
        ("1.9.6", True, (500, "general_unknown")),
        ("1.8.1", True, (500, "general_unknown")),
        ("1.6.2", True, (409, "document_already_exists")),
        ("1.6.2", False, (409, "document_already_exists")),
        ("1.9.6", False, (400, "general_argument_invalid")),
    ],
)
def test_a_token_of_another_target_is_refused_on_change(version: str, exact: bool, outcome: tuple[int, str]) -> None:
    stage = Stage(version, exact=exact)
    me = {"X_Appwrite_Session": stage.user("ada")}
    device(stage, "phone", me)
    device(stage, "tablet", me)
    assert stage.call("PUT", f"{PATH}/phone/push", {"identifier": "token-tablet"}, **me).outcome == outcome
    assert stage.call("PUT", f"{PATH}/phone/push", {"identifier": "token-phone"}, **me).status == 200


class Devices(Stage):
    """Ada has a device by each of two sessions and one by JWT, and all of them are subscribed."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = self.user("ada"), self.session("ada")
        device(self, "first", {"X_Appwrite_Session": self.first})
        device(self, "second", {"X_Appwrite_Session": self.second})
        device(self, "by-jwt", {"X_Appwrite_JWT": self.jwt("ada")})
        self.given.topic(id="news", subscribers=["first", "second", "by-jwt"])

    def subscribed(self) -> int:
        """How many push targets the topic counts."""
        return int(self.by_key("GET", "/messaging/topics/news").body["pushTotal"])


def test_signing_out_takes_the_targets_of_that_session_away() -> None:
    stage = Devices()
    stage.call("DELETE", "/account/sessions/current", X_Appwrite_Session=stage.first)
    assert (target_ids(stage, "ada"), stage.subscribed()) == ({"second", "by-jwt"}, 2)


def test_signing_out_everywhere_takes_the_targets_of_the_calling_session_away() -> None:
    stage = Devices()
    stage.call("DELETE", "/account/sessions", X_Appwrite_Session=stage.first)
    assert (target_ids(stage, "ada"), stage.subscribed()) == ({"second", "by-jwt"}, 2)


@pytest.mark.parametrize("path", ["/users/ada/sessions", "/users/ada/sessions/{id}"])
def test_a_server_that_ends_sessions_leaves_the_targets(path: str) -> None:
    stage = Devices()
    first = stage.by_key("GET", "/users/ada/sessions").body["sessions"][0]["$id"]
    assert stage.by_key("DELETE", path.format(id=first)).status == 204
    assert stage.call("GET", "/account", X_Appwrite_Session=stage.first).status == 401
    assert (target_ids(stage, "ada"), stage.subscribed()) == ({"first", "second", "by-jwt"}, 3)
