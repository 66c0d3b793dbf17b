"""What else the Users service has: second factors, identities, log, usage (the route tables of running servers)."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage

NO_USER = (404, "user_not_found")


def test_recovery_codes_are_made_once_and_replaced() -> None:
    stage = Stage()
    stage.user("ada")
    path = "/users/ada/mfa/recovery-codes"
    assert stage.by_key("GET", path).outcome == (404, "user_recovery_codes_not_found")
    assert stage.by_key("PUT", path).outcome == (404, "user_recovery_codes_not_found")
    made = stage.by_key("PATCH", path)
    codes = made.body["recoveryCodes"]
    assert (made.status, len(codes), len(set(codes))) == (201, 6, 6)
    assert stage.by_key("PATCH", path).outcome == (409, "user_recovery_codes_already_exists")
    assert stage.by_key("GET", path).body == {"recoveryCodes": codes}
    replaced = stage.by_key("PUT", path)
    assert replaced.status == 200
    assert not set(replaced.body["recoveryCodes"]) & set(codes)
    assert stage.by_key("GET", "/users/ada/mfa/factors").body["recoveryCode"] is True


def test_factors_follow_what_is_verified() -> None:
    stage = Stage()
    stage.given.user(id="ada", email="ada@example.com")
    path = "/users/ada/mfa/factors"
    assert stage.by_key("GET", path).body == {"totp": False, "phone": False, "email": False, "recoveryCode": False}
    stage.by_key("PATCH", "/users/ada/verification", {"emailVerification": True})
    assert stage.by_key("GET", path).body["email"] is True


def test_the_second_factor_and_impersonation_are_switched_on() -> None:
    stage = Stage()
    stage.user("ada")
    assert stage.by_key("PATCH", "/users/ada/mfa", {"mfa": True}).body["mfa"] is True
    assert stage.by_key("PATCH", "/users/ada/impersonator", {"impersonator": True}).body["impersonator"] is True
    assert stage.by_key("PATCH", "/users/ada/mfa", {"mfa": "yes"}).outcome == (400, "general_argument_invalid")
    assert Stage("1.8.1").by_key("PATCH", "/users/ada/impersonator", {"impersonator": True}).status == 404


@pytest.mark.parametrize(
    ("method", "path", "outcome"),
    [
        ("DELETE", "/users/ada/mfa/authenticators/totp", (404, "user_authenticator_not_found")),
        ("DELETE", "/users/ada/mfa/authenticators/sms", (400, "general_argument_invalid")),
        ("DELETE", "/users/identities/none", (404, "user_identity_not_found")),
        ("DELETE", "/users/ghost/mfa/authenticators/totp", NO_USER),
        ("GET", "/users/ghost/mfa/factors", NO_USER),
        ("GET", "/users/ghost/mfa/recovery-codes", NO_USER),
        ("GET", "/users/ghost/logs", NO_USER),
        ("GET", "/users/ghost/sessions", NO_USER),
        ("POST", "/users/ghost/tokens", NO_USER),
        ("POST", "/users/ghost/jwts", NO_USER),
        ("GET", "/users/usage?range=1y", (400, "general_argument_invalid")),
    ],
)
def test_what_is_not_there(method: str, path: str, outcome: tuple[int, str]) -> None:
    stage = Stage()
    stage.user("ada")
    assert stage.by_key(method, path).outcome == outcome


def test_nobody_has_an_identity_elsewhere() -> None:
    assert Stage().by_key("GET", "/users/identities").body == {"total": 0, "identities": []}


def test_a_cursor_of_the_identities_is_never_found() -> None:
    cursor = "queries[0]=%7B%22method%22:%22cursorAfter%22,%22values%22:[%22ghost%22]%7D"

    assert Stage().by_key("GET", f"/users/identities?{cursor}").outcome == (400, "general_cursor_not_found")


def test_the_log_of_a_user_holds_what_the_user_did() -> None:
    stage = Stage()
    session = stage.user("ada")
    stage.by_key("PATCH", "/users/ada/name", {"name": "By a key"})
    stage.call("PATCH", "/account/name", {"name": "By ada"}, X_Appwrite_Session=session)
    listed = stage.by_key("GET", "/users/ada/logs").body
    assert [(entry["event"], entry["userEmail"]) for entry in listed["logs"]] == [("user.update", "ada@example.com")]


def test_usage_counts_users_and_sessions_over_time() -> None:
    stage = Stage()
    stage.project.clock.freeze("2026-11-20T10:30:00+00:00")
    stage.user("ada")
    stage.project.clock.advance(days=2)
    stage.user("bob")
    usage = stage.by_key("GET", "/users/usage").body
    assert (usage["range"], usage["usersTotal"], usage["sessionsTotal"]) == ("30d", 2, 2)
    assert [point["value"] for point in usage["users"][-4:]] == [0, 1, 1, 2]
    assert usage["users"][-1]["date"] == "2026-11-22T00:00:00.000+00:00"
    assert len(stage.by_key("GET", "/users/usage?range=24h").body["users"]) == 24


def test_a_session_without_its_second_factor_is_refused_and_a_jwt_is_not() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    refused = (401, "user_more_factors_required")
    stage.by_key("PATCH", "/users/ada/mfa", {"mfa": True})
    # Without a verified address or number there is no second factor to ask for.
    assert stage.call("GET", "/account", **me).status == 200
    stage.by_key("PATCH", "/users/ada/verification", {"emailVerification": True})
    assert stage.call("GET", "/account", **me).outcome == refused
    assert stage.call("POST", "/account/targets/push", {}, **me).outcome == refused
    assert stage.call("GET", "/messaging/topics", **me).outcome == (401, "general_unauthorized_scope")
    assert stage.call("GET", "/account", X_Appwrite_JWT=stage.jwt("ada")).status == 200
    stage.by_key("PATCH", "/users/ada/status", {"status": False})
    assert stage.call("GET", "/account", **me).outcome == (403, "user_blocked")
    stage.by_key("PATCH", "/users/ada/status", {"status": True})
    assert stage.call("DELETE", "/account/sessions/current", **me).status == 204
