"""Signing up, in and out (docs/contract/users-targets.md §3)."""

from __future__ import annotations

import json
from urllib.parse import unquote

import jwt as tokens
import pytest

from tests.api.stage import Stage

INVALID = (400, "general_argument_invalid")
SIGN_UP = {"userId": "ada", "email": "Ada@Example.com", "password": "correct horse"}
SIGN_IN = {"email": "ada@example.com", "password": "correct horse"}


def test_signing_up_makes_a_user_with_an_email_target_and_no_session() -> None:
    stage = Stage()
    made = stage.call("POST", "/account", SIGN_UP)
    assert (made.status, made.body["$id"], made.body["email"]) == (201, "ada", "ada@example.com")
    assert [target["identifier"] for target in made.body["targets"]] == ["ada@example.com"]
    assert not {"password", "hash", "hashOptions"} & set(made.body)
    assert made.all("set-cookie") == []
    assert stage.by_key("GET", "/users/ada/sessions").body["total"] == 0


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"userId": "other"}, (409, "user_already_exists")),
        ({"email": "other@example.com"}, (409, "user_already_exists")),
        ({"userId": "_x"}, INVALID),
        ({"email": "nope"}, INVALID),
        ({"email": ""}, INVALID),
        ({"password": "1234567"}, INVALID),
        ({"password": "x" * 257}, INVALID),
        ({"name": ""}, INVALID),
        ({"name": "x" * 129}, INVALID),
    ],
    ids=str,
)
def test_signing_up_is_refused(change: dict[str, str], outcome: tuple[int, str]) -> None:
    stage = Stage()
    stage.call("POST", "/account", SIGN_UP)
    assert stage.call("POST", "/account", {**SIGN_UP, **change}).outcome == outcome


def test_signing_in_gives_cookies_and_a_fallback_and_hides_the_secret() -> None:
    stage = Stage()
    stage.project.clock.freeze("2026-11-23T15:10:23+00:00")
    stage.call("POST", "/account", SIGN_UP)
    made = stage.call("POST", "/account/sessions/email", {**SIGN_IN, "email": "ADA@example.com"})
    assert (made.status, made.body["secret"], made.body["current"]) == (201, "", True)
    assert (made.body["provider"], made.body["providerUid"], made.body["factors"]) == (
        "email",
        "ada@example.com",
        ["password"],
    )
    assert made.body["expire"] == "2027-11-23T15:10:23.000+00:00"
    legacy, cookie = made.all("set-cookie")
    rest = "; expires=Tue, 23-Nov-2027 15:10:23 GMT; Max-Age=31536000; path=/; HttpOnly"
    secret = cookie.partition("=")[2].partition(";")[0]
    assert legacy == f"a_session_shop_legacy={secret}{rest}"
    assert cookie == f"a_session_shop={secret}{rest}; SameSite=None"
    assert json.loads(made.header("x-fallback-cookies") or "") == {"a_session_shop": unquote(secret)}
    assert stage.call("GET", "/account", Cookie=f"a_session_shop={secret}").body["$id"] == "ada"


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({"password": "wrong horse"}, (401, "user_invalid_credentials")),
        ({"email": "nobody@example.com"}, (401, "user_invalid_credentials")),
        ({"password": "short"}, INVALID),
        ({"email": "nope"}, INVALID),
    ],
    ids=str,
)
def test_signing_in_is_refused(change: dict[str, str], outcome: tuple[int, str]) -> None:
    stage = Stage()
    stage.call("POST", "/account", SIGN_UP)
    refused = stage.call("POST", "/account/sessions", {**SIGN_IN, **change})
    assert (refused.outcome, refused.all("set-cookie")) == (outcome, [])


@pytest.mark.parametrize("way", ["email", "anonymous", "token"])
def test_whoever_is_signed_in_does_not_sign_in_again(way: str) -> None:
    stage = Stage()
    session = stage.user("ada")
    bodies = {"email": {"email": "x"}, "anonymous": {}, "token": {}}
    refused = stage.call("POST", f"/account/sessions/{way}", bodies[way], X_Appwrite_Session=session)
    assert refused.outcome == (401, "user_session_already_exists")


def test_a_key_sees_the_secret_of_a_session_it_makes_and_a_useless_hash_in_lists() -> None:
    stage = Stage()
    stage.call("POST", "/account", SIGN_UP)
    made = stage.by_key("POST", "/account/sessions/email", SIGN_IN)
    assert stage.call("GET", "/account", X_Appwrite_Session=made.body["secret"]).status == 200
    listed = stage.by_key("GET", "/users/ada/sessions").body["sessions"][0]
    assert len(listed["secret"]) == 64
    assert stage.call("GET", "/account", X_Appwrite_Session=listed["secret"]).status == 401


def test_an_anonymous_session_is_a_user_without_anything() -> None:
    stage = Stage()
    made = stage.call("POST", "/account/sessions/anonymous")
    user = stage.call("GET", "/account", X_Fallback_Cookies=made.header("x-fallback-cookies") or "").body
    assert (user["$id"], user["email"], user["targets"]) == (made.body["userId"], "", [])
    assert made.body["factors"] == ["anonymous"]


def test_a_token_signs_in_once_and_its_own_user_only() -> None:
    stage = Stage()
    stage.user("ada")
    stage.user("bob")
    token = stage.by_key("POST", "/users/ada/tokens", {"length": 20, "expire": 60}).body["secret"]
    assert len(token) == 20
    for user in ("bob", "ghost"):
        refused = stage.call("POST", "/account/sessions/token", {"userId": user, "secret": token})
        assert refused.outcome == (401, "user_invalid_token")
    good = {"userId": "ada", "secret": token}
    assert stage.call("POST", "/account/sessions/token", good).body["provider"] == "token"
    assert stage.call("POST", "/account/sessions/token", good).outcome == (401, "user_invalid_token")


def test_a_token_expires() -> None:
    stage = Stage()
    stage.user("ada")
    token = stage.by_key("POST", "/users/ada/tokens", {"expire": 60}).body["secret"]
    stage.project.clock.advance(seconds=61)
    refused = stage.call("POST", "/account/sessions/token", {"userId": "ada", "secret": token})
    assert refused.outcome == (401, "user_invalid_token")


def test_the_account_changes_its_name_and_preferences() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    assert stage.call("PATCH", "/account/name", {"name": "Ada"}, **me).body["name"] == "Ada"
    assert stage.call("PATCH", "/account/name", {"name": ""}, **me).outcome == INVALID
    assert stage.call("PATCH", "/account/prefs", {"prefs": {"theme": "dark"}}, **me).body["prefs"] == {"theme": "dark"}
    assert stage.call("GET", "/account/prefs", **me).body == {"theme": "dark"}
    assert stage.call("PATCH", "/account/prefs", {"prefs": [1]}, **me).outcome == INVALID


def test_a_user_blocks_the_own_account() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    blocked = stage.call("PATCH", "/account/status", **me)
    assert (blocked.body["status"], blocked.header("x-fallback-cookies")) == (False, "[]")
    assert stage.call("GET", "/account", **me).outcome == (403, "user_blocked")


def test_deleting_the_account_ends_its_sessions() -> None:
    stage = Stage()
    me = {"X_Appwrite_Session": stage.user("ada")}
    assert stage.call("DELETE", "/account", **me).status == 204
    assert stage.call("GET", "/account", **me).outcome == (401, "general_unauthorized_scope")
    assert stage.by_key("GET", "/users/ada").outcome == (404, "user_not_found")


def test_a_user_reads_the_own_sessions_by_id_and_as_current() -> None:
    stage = Stage()
    first, second = stage.user("ada"), stage.session("ada")
    stage.user("bob")
    theirs = stage.by_key("GET", "/users/bob/sessions").body["sessions"][0]["$id"]
    me = {"X_Appwrite_Session": second}
    listed = stage.call("GET", "/account/sessions", **me).body
    assert [row["current"] for row in listed["sessions"]] == [False, True]
    assert {row["secret"] for row in listed["sessions"]} == {""}
    ids = [row["$id"] for row in listed["sessions"]]
    assert stage.call("GET", "/account/sessions/current", **me).body["$id"] == ids[1]
    assert stage.call("GET", f"/account/sessions/{ids[0]}", **me).body["current"] is False
    for other in ("ghost", theirs):
        assert stage.call("GET", f"/account/sessions/{other}", **me).outcome == (404, "user_session_not_found")
        assert stage.call("DELETE", f"/account/sessions/{other}", **me).outcome == (404, "user_session_not_found")
    assert first != second


def test_a_session_is_extended() -> None:
    stage = Stage()
    session = stage.user("ada")
    stage.project.clock.advance(days=300)
    extended = stage.call("PATCH", "/account/sessions/current", X_Appwrite_Session=session)
    assert (extended.status, extended.body["current"]) == (200, False)
    stage.project.clock.advance(days=300)
    assert stage.call("GET", "/account", X_Appwrite_Session=session).status == 200


def test_signing_out_ends_one_session_and_forgets_its_cookies() -> None:
    stage = Stage()
    first, second = stage.user("ada"), stage.session("ada")
    out = stage.call("DELETE", "/account/sessions/current", X_Appwrite_Session=first)
    assert (out.status, out.header("x-fallback-cookies")) == (204, "[]")
    gone = "deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0; path=/; HttpOnly"
    assert out.all("set-cookie") == [f"a_session_shop_legacy={gone}", f"a_session_shop={gone}; SameSite=None"]
    assert stage.call("GET", "/account", X_Appwrite_Session=first).status == 401
    assert stage.call("GET", "/account", X_Appwrite_Session=second).status == 200


def test_ending_another_own_session_leaves_the_cookies_alone() -> None:
    stage = Stage()
    first, second = stage.user("ada"), stage.session("ada")
    other = stage.call("GET", "/account/sessions/current", X_Appwrite_Session=second).body["$id"]
    out = stage.call("DELETE", f"/account/sessions/{other}", X_Appwrite_Session=first)
    assert (out.status, out.all("set-cookie")) == (204, [])
    assert stage.call("GET", "/account", X_Appwrite_Session=second).status == 401


def test_signing_out_everywhere() -> None:
    stage = Stage()
    first, second = stage.user("ada"), stage.session("ada")
    assert stage.call("DELETE", "/account/sessions", X_Appwrite_Session=first).status == 204
    assert {stage.call("GET", "/account", X_Appwrite_Session=each).status for each in (first, second)} == {401}


@pytest.mark.parametrize(("version", "kept"), [("1.9.6", 12), ("1.9.0", 12), ("1.8.1", 10), ("1.6.2", 10)])
def test_older_releases_drop_the_oldest_of_many_sessions(version: str, kept: int) -> None:
    stage = Stage(version)
    stage.call("POST", "/account", SIGN_UP)
    made = [stage.call("POST", "/account/sessions/email", SIGN_IN) for _ in range(12)]
    assert stage.by_key("GET", "/users/ada/sessions").body["total"] == kept
    first, last = (each.header("x-fallback-cookies") or "" for each in (made[0], made[-1]))
    assert stage.call("GET", "/account", X_Fallback_Cookies=first).status == (200 if kept == 12 else 401)
    assert stage.call("GET", "/account", X_Fallback_Cookies=last).status == 200


@pytest.mark.parametrize(
    ("duration", "outcome"),
    [
        (1, (201, None)),
        (3600, (201, None)),
        ("60", (201, None)),
        (3601, INVALID),
        (-1, INVALID),
        (1.5, INVALID),
        ("x", INVALID),
    ],
)
def test_the_life_of_a_jwt_is_chosen(duration: object, outcome: tuple[int, str | None]) -> None:
    stage = Stage()
    session = stage.user("ada")
    assert stage.call("POST", "/account/jwts", {"duration": duration}, X_Appwrite_Session=session).outcome == outcome
    assert stage.by_key("POST", "/users/ada/jwts", {"duration": duration}).outcome == outcome


def test_a_jwt_that_lives_for_no_time_breaks_the_server() -> None:
    for exact, outcome in ((True, (500, "general_unknown")), (False, INVALID)):
        stage = Stage(exact=exact)
        session = stage.user("ada")
        assert stage.call("POST", "/account/jwts", {"duration": 0}, X_Appwrite_Session=session).outcome == outcome
        assert stage.by_key("POST", "/users/ada/jwts", {"duration": 0}).outcome == outcome


def test_before_1_9_every_account_jwt_lives_for_fifteen_minutes() -> None:
    stage = Stage("1.8.1")
    stage.project.clock.freeze("2026-11-23T15:00:00+00:00")
    session = stage.user("ada")
    made = stage.call("POST", "/account/jwt", {"duration": "x"}, X_Appwrite_Session=session).body["jwt"]
    stage.project.clock.advance(minutes=14)
    assert stage.call("GET", "/account", X_Appwrite_JWT=made).status == 200
    stage.project.clock.advance(minutes=2)
    assert stage.call("GET", "/account", X_Appwrite_JWT=made).outcome == (401, "user_jwt_invalid")


@pytest.mark.parametrize(
    ("wanted", "bound"),
    [(None, ""), ("recent", "second"), ("current", ""), ("ghost", ""), ("first", "first"), ("theirs", "")],
)
def test_a_jwt_made_by_a_key_is_tied_to_a_session_that_is_named(wanted: str | None, bound: str) -> None:
    stage = Stage()
    stage.user("ada")
    stage.user("bob")
    stage.session("ada")
    mine = [row["$id"] for row in stage.by_key("GET", "/users/ada/sessions").body["sessions"]]
    theirs = stage.by_key("GET", "/users/bob/sessions").body["sessions"][0]["$id"]
    ids = {"first": mine[0], "second": mine[1], "theirs": theirs}
    body = {} if wanted is None else {"sessionId": ids.get(wanted, wanted)}
    made = stage.by_key("POST", "/users/ada/jwts", body).body["jwt"]
    claims = tokens.decode(made, stage.project.secret, algorithms=["HS256"])
    assert claims["sessionId"] == ids.get(bound, bound)


def test_a_session_shows_the_device_and_whether_an_account_was_used() -> None:
    stage = Stage()
    stage.given.user(id="ada", email="ada@example.com")
    phone = (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/17.0 Mobile/15E148 Safari/604.1"
    )
    made = stage.call("POST", "/account/sessions/anonymous", User_Agent=phone).body
    shown = [made[name] for name in ("osName", "clientName", "deviceName", "deviceBrand", "deviceModel", "ip")]
    assert shown == ["iOS", "Mobile Safari", "smartphone", "Apple", "iPhone", "127.0.0.1"]
    assert stage.by_key("GET", "/users/ada").body["accessedAt"] == ""
    stage.call("GET", "/account", X_Appwrite_Session=stage.session("ada"))
    assert stage.by_key("GET", "/users/ada").body["accessedAt"] != ""


def test_a_route_of_a_service_that_is_not_whole_says_so() -> None:
    answered = Stage().call("GET", "/account/billing")
    assert answered.outcome == (404, "general_route_not_found")
    assert "'account'" in answered.body["message"]
