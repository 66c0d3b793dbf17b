"""Passwords that may not come again, and a server without SMTP or an SMS provider (docs/contract/account-mails.md §4 and §11)."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.seed import export, load
from tests.api.stage import Stage

RECENT = (400, "password_recently_used")
SMTP, SMS = (503, "general_smtp_disabled"), (503, "general_phone_disabled")
URL = "http://localhost/back"
INVITATIONS = "/teams/crew/memberships"
FIRST = "the first password"


def ada(stage: Stage, password_history: int) -> dict[str, str]:
    """Let ada sign up in a project that forbids her latest passwords; return her headers."""
    stage.given.sign_in(password_history=password_history)
    body = {"userId": "ada", "email": "ada@example.com", "password": FIRST}
    assert stage.call("POST", "/account", body).status == 201
    return {"X_Appwrite_Session": stage.session("ada")}


def change(stage: Stage, me: dict[str, str], before: str, after: str) -> Any:
    """Change ada's password."""
    return stage.call("PATCH", "/account/password", {"oldPassword": before, "password": after}, **me)


def test_the_latest_passwords_may_not_come_again_and_older_ones_may() -> None:
    stage = Stage()
    me = ada(stage, 2)
    other = {"X_Appwrite_Session": stage.session("ada")}
    assert change(stage, me, FIRST, FIRST).outcome == RECENT
    assert stage.call("GET", "/account", **other).status == 200
    assert change(stage, me, "a wrong one", FIRST).outcome == (401, "user_invalid_credentials")
    assert change(stage, me, FIRST, "the second password").status == 200
    assert change(stage, me, "the second password", FIRST).outcome == RECENT
    assert change(stage, me, "the second password", "the third password").status == 200
    assert change(stage, me, "the third password", FIRST).status == 200


def test_a_key_is_held_to_it_too() -> None:
    stage = Stage()
    ada(stage, 1)
    assert stage.by_key("PATCH", "/users/ada/password", {"password": FIRST}).outcome == RECENT
    assert stage.by_key("PATCH", "/users/ada/password", {"password": "another one"}).status == 200


def test_the_link_of_a_recovery_outlives_a_password_that_was_refused() -> None:
    stage = Stage()
    ada(stage, 3)
    stage.call("POST", "/account/recovery", {"email": "ada@example.com", "url": URL})
    body = {"userId": "ada", "secret": stage.project.outbox[-1].secret, "password": FIRST}
    assert stage.call("PUT", "/account/recovery", body).outcome == RECENT
    assert stage.call("PUT", "/account/recovery", {**body, "password": "a new password"}).status == 200


def test_without_the_policy_every_password_may_come_again() -> None:
    stage = Stage()
    assert change(stage, ada(stage, 0), FIRST, FIRST).status == 200


def test_a_seed_keeps_the_policies_and_the_passwords() -> None:
    stage, other = Stage(), Stage()
    me = ada(stage, 2)
    stage.given.sign_in(disabled_channels={"sms"})
    change(stage, me, FIRST, "the second password")
    seed = export(stage.project)
    assert (seed["signIn"]["passwordHistory"], seed["signIn"]["disabledChannels"]) == (2, ["sms"])
    load(other.project, seed)
    me = {"X_Appwrite_Session": other.session("ada")}
    assert change(other, me, "the second password", FIRST).outcome == RECENT


def test_a_user_of_a_seed_may_not_keep_the_password() -> None:
    stage = Stage()
    load(stage.project, {"signIn": {"passwordHistory": 1}, "users": [{"id": "ada", "password": FIRST}]})
    assert stage.by_key("PATCH", "/users/ada/password", {"password": FIRST}).outcome == RECENT


_MAIL = {"userId": "unique()", "email": "ada@example.com"}


@pytest.mark.parametrize(
    ("channel", "path", "body", "outcome"),
    [
        ("email", "/account/recovery", {"email": "nobody@example.com", "url": URL}, SMTP),
        ("email", "/account/verifications/email", {"url": URL}, SMTP),
        ("email", "/account/verification", {"url": URL}, SMTP),
        ("email", "/account/tokens/magic-url", _MAIL, SMTP),
        ("email", "/account/sessions/magic-url", _MAIL, SMTP),
        ("email", "/account/tokens/email", _MAIL, SMTP),
        ("email", "/account/mfa/challenges", {"factor": "email"}, SMTP),
        ("email", INVITATIONS, {"email": "bob@example.com", "roles": [], "url": URL}, SMTP),
        ("email", INVITATIONS, {"phone": "+12025550177", "roles": [], "url": URL}, SMTP),
        ("sms", "/account/tokens/phone", {"userId": "unique()", "phone": "+12025550177"}, SMS),
        ("sms", "/account/verifications/phone", {}, SMS),
        ("sms", "/account/mfa/challenges", {"factor": "phone"}, SMS),
        ("sms", INVITATIONS, {"phone": "+12025550177", "roles": [], "url": URL}, SMS),
    ],
)
def test_where_there_is_nothing_to_send_by_nothing_is_sent(
    channel: str, path: str, body: dict[str, Any], outcome: tuple[int, str]
) -> None:
    stage = Stage()
    stage.user("ada")
    me = {"X_Appwrite_Session": stage.session("ada")}
    stage.call("POST", "/teams", {"teamId": "crew", "name": "Crew"}, **me)
    stage.given.sign_in(disabled_channels={channel})
    assert stage.call("POST", path, body, **me).outcome == outcome
    # By number the server makes whom it invites before it looks for a way to tell them.
    assert stage.by_key("GET", "/users").body["total"] == (2 if (channel, path) == ("sms", INVITATIONS) else 1)
    assert not stage.project.outbox
    stage.given.sign_in(disabled_channels=())
    assert stage.call("POST", path, body, **me).status != 503


def test_the_other_channel_is_as_ever() -> None:
    stage = Stage()
    stage.given.sign_in(disabled_channels={"sms"})
    assert stage.call("POST", "/account/tokens/email", _MAIL).status == 201
    stage.given.sign_in(disabled_channels={"email"})
    phone = {"userId": "unique()", "phone": "+12025550177"}
    assert stage.call("POST", "/account/tokens/phone", phone).status == 201


def test_parameters_come_before_the_channel_and_a_key_that_invites_sends_nothing() -> None:
    stage = Stage()
    stage.given.sign_in(disabled_channels={"email", "sms"})
    assert stage.call("POST", "/account/recovery", {"email": "no", "url": URL}).outcome == (
        400,
        "general_argument_invalid",
    )
    stage.by_key("POST", "/teams", {"teamId": "crew", "name": "Crew"})
    body = {"email": "bob@example.com", "roles": []}
    assert stage.by_key("POST", INVITATIONS, body).status == 201


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({"disabled_channels": {"push"}}, "push is no channel of account mails; these can be disabled: email, sms"),
        ({"password_history": 21}, r"password_history is a number of passwords from 0 \(none\) to 20, got 21"),
    ],
)
def test_a_policy_that_does_not_exist_is_named(rules: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Stage().given.sign_in(**rules)
