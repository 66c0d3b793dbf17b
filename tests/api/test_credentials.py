"""Sessions and JWTs, alone and together with keys (docs/contract/auth.md §2)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from urllib.parse import quote

import jwt as tokens
import pytest

from tests.api.stage import Stage

NOBODY, BAD_JWT = (401, "general_unauthorized_scope"), (401, "user_jwt_invalid")
BOTH, KEY_AND_USER = (403, "user_jwt_and_cookie_set"), (403, "user_key_and_session_set")
OK = (200, None)


def who(stage: Stage, **headers: str) -> str:
    """Say who is signed in with these headers: an id, or the outcome."""
    answered = stage.call("GET", "/account", **headers)
    return str(answered.body["$id"]) if answered.status == 200 else str(answered.outcome)


def forged(stage: Stage, kind: str) -> str:
    """Make a JWT that is not valid."""
    good = stage.jwt("ada")
    head, claims, signature = good.split(".")
    none = base64.urlsafe_b64encode(b'{"typ":"JWT","alg":"none"}').decode().rstrip("=")
    forms = {
        "garbage": "garbage",
        "three parts of garbage": "a.b.c",
        "signature changed": f"{head}.{claims}.{signature[:-6]}AAAAAA",
        "without algorithm": f"{none}.{claims}.",
        "of another secret": tokens.encode({"userId": "ada", "sessionId": "", "exp": 4_000_000_000}, "x" * 64),
        "without user": tokens.encode({"sessionId": "", "exp": 4_000_000_000}, stage.project.secret),
        "without end": tokens.encode({"userId": "ada", "sessionId": ""}, stage.project.secret),
    }
    return forms[kind]


@pytest.mark.parametrize(
    "kind",
    [
        "garbage",
        "three parts of garbage",
        "signature changed",
        "without algorithm",
        "of another secret",
        "without user",
        "without end",
    ],
)
def test_a_bad_jwt_is_refused_even_beside_a_good_key(kind: str) -> None:
    stage = Stage()
    stage.user("ada")
    bad = forged(stage, kind)
    assert stage.call("GET", "/account", X_Appwrite_JWT=bad).outcome == BAD_JWT
    assert stage.call("GET", "/users", X_Appwrite_JWT=bad, X_Appwrite_Key=stage.key).outcome == BAD_JWT


def test_a_jwt_expires() -> None:
    stage = Stage()
    stage.user("ada")
    short, usual = stage.jwt("ada", duration=60), stage.jwt("ada")
    assert who(stage, X_Appwrite_JWT=short) == "ada"
    stage.project.clock.advance(seconds=61)
    assert stage.call("GET", "/account", X_Appwrite_JWT=short).outcome == BAD_JWT
    assert who(stage, X_Appwrite_JWT=usual) == "ada"
    stage.project.clock.advance(seconds=900)
    assert stage.call("GET", "/account", X_Appwrite_JWT=usual).outcome == BAD_JWT


def test_an_empty_jwt_is_as_if_absent() -> None:
    stage = Stage()
    session = stage.user("ada")
    assert stage.call("GET", "/account", X_Appwrite_JWT="").outcome == NOBODY
    assert who(stage, X_Appwrite_JWT="", X_Appwrite_Session=session) == "ada"


def test_a_jwt_holds_three_claims_and_is_not_read_from_the_query() -> None:
    stage = Stage()
    stage.user("ada")
    made = stage.jwt("ada")
    claims = tokens.decode(made, stage.project.secret, algorithms=["HS256"])
    assert (list(claims), claims["userId"], claims["sessionId"]) == (["userId", "sessionId", "exp"], "ada", "")
    assert tokens.get_unverified_header(made) == {"typ": "JWT", "alg": "HS256"}
    assert stage.call("GET", f"/account?jwt={made}").outcome == NOBODY


@pytest.mark.parametrize("gone", ["session", "user"])
def test_a_jwt_whose_session_or_user_is_gone_is_worth_nothing(gone: str) -> None:
    stage = Stage()
    stage.user("ada")
    dead = stage.jwt("ada", sessionId="recent")
    assert who(stage, X_Appwrite_JWT=dead) == "ada"
    assert stage.by_key("DELETE", "/users/ada/sessions" if gone == "session" else "/users/ada").status == 204
    assert stage.call("GET", "/account", X_Appwrite_JWT=dead).outcome == NOBODY
    assert stage.call("GET", "/users", X_Appwrite_JWT=dead, X_Appwrite_Key=stage.key).outcome == OK


def test_a_jwt_counts_with_the_roles_of_this_moment() -> None:
    stage = Stage()
    stage.user("ada", push="token-1")
    early = stage.jwt("ada")
    topic = stage.given.topic(subscribe=["label:vip"])
    stage.by_key("PUT", "/users/ada/labels", {"labels": ["vip"]})
    target = stage.project.targets.first("identifier", "token-1")
    assert target is not None
    body = {"subscriberId": "s1", "targetId": target.id}
    assert stage.call("POST", f"/messaging/topics/{topic.id}/subscribers", body, X_Appwrite_JWT=early).status == 201


CARRIERS: dict[str, Callable[[str], dict[str, str]]] = {
    "header": lambda text: {"X_Appwrite_Session": text},
    "header, URL-encoded": lambda text: {"X_Appwrite_Session": quote(text, safe="")},
    "cookie": lambda text: {"Cookie": f"theme=dark; a_session_shop={text}"},
    "cookie, URL-encoded": lambda text: {"Cookie": f"a_session_shop={quote(text, safe='')}"},
    "legacy cookie": lambda text: {"Cookie": f"a_session_shop_legacy={text}"},
    "fallback header": lambda text: {"X_Fallback_Cookies": json.dumps({"a_session_shop": text})},
}


@pytest.mark.parametrize("carrier", CARRIERS)
def test_a_session_travels_in_many_ways(carrier: str) -> None:
    stage = Stage()
    assert who(stage, **CARRIERS[carrier](stage.user("ada"))) == "ada"


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("text", ["garbage", "", "eyJpZCI6ImFkYSIsInNlY3JldCI6IngifQ==", "bm8ganNvbg=="])
def test_a_session_that_is_not_valid_makes_a_guest(carrier: str, text: str) -> None:
    stage = Stage()
    stage.user("ada")
    assert stage.call("GET", "/account", **CARRIERS[carrier](text)).outcome == NOBODY


def test_a_session_expires_after_a_year() -> None:
    stage = Stage()
    session = stage.user("ada")
    stage.project.clock.advance(days=364)
    assert who(stage, X_Appwrite_Session=session) == "ada"
    stage.project.clock.advance(days=2)
    assert stage.call("GET", "/account", X_Appwrite_Session=session).outcome == NOBODY


def test_broken_fallback_cookies_and_cookies_of_other_projects_are_no_session() -> None:
    stage = Stage()
    session = stage.user("ada")
    for headers in (
        {"X_Fallback_Cookies": "{"},
        {"X_Fallback_Cookies": "[1]"},
        {"Cookie": f"a_session_other={session}"},
    ):
        assert stage.call("GET", "/account", **headers).outcome == NOBODY


def test_a_cookie_comes_before_the_header_and_the_header_before_the_fallback() -> None:
    stage = Stage()
    ada, bob, eve = stage.user("ada"), stage.user("bob"), stage.user("eve")
    fallback = json.dumps({"a_session_shop": eve})
    cookie = f"a_session_shop={ada}"
    assert who(stage, Cookie=cookie, X_Appwrite_Session=bob, X_Fallback_Cookies=fallback) == "ada"
    assert who(stage, X_Appwrite_Session=bob, X_Fallback_Cookies=fallback) == "bob"
    assert who(stage, Cookie="a_session_shop=garbage", X_Appwrite_Session=bob) == "bob"


@pytest.mark.parametrize("expired", [False, True], ids=["valid", "expired"])
def test_a_jwt_beside_a_session_is_refused_before_it_is_verified(expired: bool) -> None:
    stage = Stage()
    ada, bob = stage.user("ada"), stage.jwt_of_new_user("bob")
    if expired:
        stage.project.clock.advance(hours=1)
    for more in ({}, {"X_Appwrite_Key": stage.key}, {"X_Appwrite_Key": "unknown"}):
        assert stage.call("GET", "/users", X_Appwrite_JWT=bob, X_Appwrite_Session=ada, **more).outcome == BOTH


@pytest.mark.parametrize("version", ["1.8.1", "1.6.2"])
def test_before_1_9_the_jwt_beside_a_session_counts(version: str) -> None:
    stage = Stage(version)
    ada, bob = stage.user("ada"), stage.jwt_of_new_user("bob")
    assert who(stage, X_Appwrite_JWT=bob, X_Appwrite_Session=ada) == "bob"
    stage.project.clock.advance(hours=1)
    assert stage.call("GET", "/account", X_Appwrite_JWT=bob, X_Appwrite_Session=ada).outcome == BAD_JWT


@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.6.2"])
def test_a_jwt_beside_an_invalid_session_counts(version: str) -> None:
    stage = Stage(version)
    assert who(stage, X_Appwrite_JWT=stage.jwt_of_new_user("bob"), X_Appwrite_Session="garbage") == "bob"


@pytest.mark.parametrize("credential", ["session", "jwt"])
def test_a_key_beside_a_user_wins_and_borrows_no_scope(credential: str) -> None:
    stage = Stage()
    session = stage.user("ada")
    user = {"X_Appwrite_Session": session} if credential == "session" else {"X_Appwrite_JWT": stage.jwt("ada")}
    narrow = stage.project.add_key(scopes=["locale.read"]).secret
    assert stage.call("GET", "/users", X_Appwrite_Key=stage.key, **user).outcome == OK
    assert stage.call("GET", "/account", X_Appwrite_Key=stage.key, **user).outcome == NOBODY
    assert stage.call("GET", "/teams", X_Appwrite_Key=narrow, **user).outcome == NOBODY
    assert stage.call("GET", "/users", X_Appwrite_Key="unknown", **user).outcome == (401, "user_unauthorized")


@pytest.mark.parametrize("version", ["1.8.1", "1.6.2", "1.5.8"])
def test_before_1_9_a_key_beside_a_user_is_refused_whatever_key_it_is(version: str) -> None:
    stage = Stage(version)
    session = stage.user("ada")
    expired = stage.project.add_key(expire="2020-01-01T00:00:00+00:00").secret
    for key in (stage.key, stage.project.add_key(scopes=[]).secret, "unknown", expired):
        assert stage.call("GET", "/users", X_Appwrite_Key=key, X_Appwrite_Session=session).outcome == KEY_AND_USER


@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.6.2"])
def test_a_key_beside_an_invalid_session_counts_alone(version: str) -> None:
    stage = Stage(version)
    assert stage.call("GET", "/users", X_Appwrite_Key=stage.key, X_Appwrite_Session="garbage").outcome == OK


@pytest.mark.parametrize(("version", "status"), [("1.9.6", 403), ("1.9.0", 403), ("1.8.1", 401), ("1.6.2", 401)])
def test_a_blocked_user_is_refused_after_the_scope_is_checked(version: str, status: int) -> None:
    stage = Stage(version)
    session = stage.user("ada")
    jwt, bound = stage.jwt("ada"), stage.jwt("ada", sessionId="recent")
    stage.by_key("PATCH", "/users/ada/status", {"status": False})
    ways = [{"X_Appwrite_Session": session}, {"Cookie": f"a_session_shop={session}"}]
    for headers in (*ways, {"X_Appwrite_JWT": jwt}, {"X_Appwrite_JWT": bound}):
        assert stage.call("GET", "/account", **headers).outcome == (status, "user_blocked")
        assert stage.call("GET", "/messaging/topics", **headers).outcome == NOBODY
    stage.by_key("PATCH", "/users/ada/status", {"status": True})
    assert who(stage, X_Appwrite_Session=session) == "ada"


def test_a_blocked_user_is_signed_in_by_a_key_or_token_but_not_by_password() -> None:
    stage = Stage()
    stage.user("ada", password="correct horse")
    stage.by_key("PATCH", "/users/ada/status", {"status": False})
    sign_in = {"email": "ada@example.com", "password": "correct horse"}
    wrong = {**sign_in, "password": "wrong horse"}
    assert stage.call("POST", "/account/sessions/email", sign_in).outcome == (403, "user_blocked")
    assert stage.call("POST", "/account/sessions/email", wrong).outcome == (401, "user_invalid_credentials")
    assert stage.by_key("POST", "/users/ada/sessions").status == 201
    assert stage.by_key("POST", "/users/ada/jwts").status == 201
    token = stage.by_key("POST", "/users/ada/tokens").body["secret"]
    assert stage.call("POST", "/account/sessions/token", {"userId": "ada", "secret": token}).status == 201


DEEP = b"[" * 40_000
ODD = {
    "a session of deep nesting": {"X_Appwrite_Session": base64.b64encode(DEEP).decode()},
    "a session that is no ASCII": {"X_Appwrite_Session": "sésame"},
    "a session that is a text": {"X_Appwrite_Session": base64.b64encode(b'"secret"').decode()},
    "fallback cookies of deep nesting": {"X_Fallback_Cookies": DEEP.decode()},
    "fallback cookies with a number": {"X_Fallback_Cookies": '{"a_session_shop": 5}'},
    "a cookie without a value": {"Cookie": "a_session_shop; ;=;a_session_shop_legacy="},
}


@pytest.mark.parametrize("name", ODD)
def test_odd_credentials_make_a_guest(name: str) -> None:
    assert Stage().call("GET", "/account", **ODD[name]).outcome == NOBODY


@pytest.mark.parametrize("head", [DEEP, b"5", b"{}", b'{"alg": 5}', b'{"alg":"HS256","crit":["x"]}', b"\xff"])
@pytest.mark.parametrize("claims", [DEEP, b"5", b"{}"])
def test_odd_jwts_are_refused(head: bytes, claims: bytes) -> None:
    parts = [base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (head, claims, b"signature")]
    assert Stage().call("GET", "/account", X_Appwrite_JWT=".".join(parts)).outcome == BAD_JWT


def test_a_jwt_of_another_project_is_a_good_one_of_somebody_unknown() -> None:
    stage = Stage()
    stage.user("ada")
    foreign = stage.jwt("ada")
    other = stage.instance.create_project("other")
    key = other.add_key(name="server").secret
    there = {"X_Appwrite_Project": "other", "X_Appwrite_JWT": foreign}
    assert stage.call("GET", "/account", **there).outcome == NOBODY
    assert stage.call("GET", "/users", **there, X_Appwrite_Key=key).outcome == OK
    assert stage.call("GET", "/account", X_Appwrite_Project="", X_Appwrite_JWT=foreign).outcome == NOBODY
    assert stage.call("GET", "/account", X_Appwrite_Project="", X_Appwrite_JWT=foreign[:-4]).outcome == BAD_JWT


def test_a_jwt_is_worth_nothing_on_another_server() -> None:
    stage, elsewhere = Stage(), Stage()
    stage.user("ada")
    elsewhere.user("ada")
    assert elsewhere.call("GET", "/account", X_Appwrite_JWT=stage.jwt("ada")).outcome == BAD_JWT


def test_in_admin_mode_users_of_the_project_are_guests_and_keys_are_keys() -> None:
    stage = Stage()
    session = stage.user("ada")
    admin = {"X_Appwrite_Mode": "admin"}
    assert stage.call("GET", "/account", X_Appwrite_Session=session, **admin).outcome == NOBODY
    assert stage.call("GET", "/account", X_Appwrite_JWT=stage.jwt("ada"), **admin).outcome == NOBODY
    assert stage.call("GET", "/account", X_Appwrite_JWT="garbage", **admin).outcome == BAD_JWT
    assert stage.call("GET", "/users", X_Appwrite_Key=stage.key, **admin).outcome == OK
    assert who(stage, X_Appwrite_Session=session, X_Appwrite_Mode="default") == "ada"


@pytest.mark.parametrize(("version", "sent"), [("1.9.6", None), ("1.8.1", "nosniff")])
def test_what_is_refused_first_lacks_a_header(version: str, sent: str | None) -> None:
    stage = Stage(version)
    session = stage.user("ada")
    refused = [
        stage.call("GET", "/account", X_Appwrite_JWT="garbage"),
        stage.call("GET", "/account", X_Appwrite_Project="", X_Appwrite_Key=stage.key),
        stage.call("GET", "/account", X_Appwrite_Session=session, X_Appwrite_JWT="garbage"),
    ]
    assert [answered.header("x-content-type-options") for answered in refused] == [sent] * 3
    assert stage.call("GET", "/account").header("x-content-type-options") == "nosniff"


@pytest.mark.parametrize(("version", "status"), [("1.9.6", 403), ("1.8.1", 401)])
def test_a_blocked_user_does_not_learn_which_routes_exist(version: str, status: int) -> None:
    stage = Stage(version)
    session = stage.user("ada")
    stage.by_key("PATCH", "/users/ada/status", {"status": False})
    assert stage.call("GET", "/no/such/route", X_Appwrite_Session=session).outcome == (status, "user_blocked")
