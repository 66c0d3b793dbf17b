"""What becomes of an API key (docs/contract/auth.md §2, the table of key outcomes)."""

from __future__ import annotations

import pytest

from mockwrite.instance import Instance
from mockwrite.settings import Settings
from mockwrite.state.project import KEY_SCOPES
from tests.api.stage import Stage

NOBODY, UNKNOWN = (401, "general_unauthorized_scope"), (401, "user_unauthorized")
NO_CREDENTIALS = "The call sent no API key (X-Appwrite-Key) and no session of a user."
KEYS = {
    "an unknown secret": ("0123abcd", UNKNOWN, NOBODY),
    "an unknown standard key": ("standard_0123abcd", UNKNOWN, NOBODY),
    "an empty key": ("", NOBODY, NOBODY),
    "an unknown dynamic key": ("dynamic_0123abcd", NOBODY, NOBODY),
    "an unknown ephemeral key": ("ephemeral_0123abcd", NOBODY, NOBODY),
    "a key with another prefix": ("my_key", NOBODY, NOBODY),
}


@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.6.2", "1.6.1", "1.5.8"])
@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_is_not_known(name: str, version: str) -> None:
    secret, outcome, before = KEYS[name]
    answered = Stage(version).call("GET", "/messaging/topics", X_Appwrite_Key=secret)
    assert answered.outcome == (before if version in ("1.6.1", "1.5.8") else outcome)


def test_the_refusal_of_an_unknown_key_names_the_project_and_what_to_do_but_never_the_key() -> None:
    stage = Stage()
    message = stage.call("GET", "/messaging/topics", X_Appwrite_Key="standard_0123abcd").body["message"]
    assert f"The API key is none of the project '{stage.project.id}'. Send one of its own keys" in message
    assert "0123abcd" not in message


@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.5.8"])
def test_an_expired_key(version: str) -> None:
    stage = Stage(version)
    expired = stage.project.add_key(expire="2020-01-01T00:00:00+00:00").secret
    assert stage.call("GET", "/messaging/topics", X_Appwrite_Key=expired).outcome == (401, "project_key_expired")


def test_a_key_expires_on_the_clock_of_the_project() -> None:
    stage = Stage()
    stage.project.clock.freeze("2030-01-01T00:00:00+00:00")
    key = stage.project.add_key(expire="2030-01-01T01:00:00+00:00").secret
    assert stage.call("GET", "/messaging/topics", X_Appwrite_Key=key).status == 200
    stage.project.clock.advance(hours=2)
    assert stage.call("GET", "/messaging/topics", X_Appwrite_Key=key).outcome == (401, "project_key_expired")


@pytest.mark.parametrize(
    ("version", "ending"),
    [("1.9.6", 'missing scopes (["topics.read"])'), ("1.6.2", "missing scope (topics.read)")],
)
def test_a_missing_scope_names_the_caller_and_the_scope(version: str, ending: str) -> None:
    stage = Stage(version)
    session = stage.user("ada")
    key = stage.project.add_key(scopes=["topics.write"]).secret
    messages = {
        "a guest": stage.call("GET", "/messaging/topics"),
        "a user": stage.call("GET", "/messaging/topics", X_Appwrite_Session=session),
        "a key": stage.call("GET", "/messaging/topics", X_Appwrite_Key=key, Host="api.example.com:80"),
    }
    assert {name: (answered.outcome, answered.body["message"]) for name, answered in messages.items()} == {
        "a guest": (NOBODY, f"User (role: guests) {ending}. {NO_CREDENTIALS}"),
        "a user": (NOBODY, f"ada@example.com (role: users) {ending}"),
        "a key": (NOBODY, f"app.shop@service.api.example.com (role: applications) {ending}"),
    }


def test_every_key_may_ask_for_the_health_and_none_for_the_version() -> None:
    stage = Stage()
    assert stage.by_key("GET", "/health", scopes=[]).status == 200
    assert stage.by_key("GET", "/health/version").outcome == NOBODY


def test_no_key_holds_the_account_scope() -> None:
    assert "account" not in KEY_SCOPES
    assert Stage().by_key("GET", "/account").outcome == NOBODY


def test_an_open_server_lets_any_key_in() -> None:
    stage = Stage()
    stage.instance = Instance(Settings(strict_auth=False))
    assert stage.call("GET", "/messaging/topics", X_Appwrite_Key="whatever").status == 200
    assert stage.call("GET", "/messaging/topics", X_Appwrite_Project="new", X_Appwrite_Key="my_key").status == 200
    assert stage.call("GET", "/messaging/topics").outcome == NOBODY
