"""Rate limits of account routes (docs/contract/auth.md §7): headers always, refusals with `--rate-limits` only."""

from __future__ import annotations

import pytest

from tests.api.stage import Answer, Stage

LIMITED = (429, "general_rate_limit_exceeded")
MAKE_USER = {"userId": "unique()", "email": "not an address", "password": "password"}


def shown(answered: Answer) -> tuple[str | None, ...]:
    """The three headers: limit, remaining, reset."""
    return tuple(answered.header(f"x-ratelimit-{name}") for name in ("limit", "remaining", "reset"))


def test_limited_routes_say_so_and_refuse_nobody_by_default() -> None:
    stage = Stage()
    stage.project.clock.freeze("2026-11-23T15:10:00+00:00")
    for _ in range(12):
        answered = stage.call("POST", "/account", MAKE_USER)
        assert answered.outcome == (400, "general_argument_invalid")
        assert shown(answered) == ("10", "9", "1795449600")


@pytest.mark.parametrize(("path", "limit"), [("email", 10), ("token", 10), ("anonymous", 50)])
def test_signing_in_twice_is_counted_before_it_is_refused(path: str, limit: int) -> None:
    stage = Stage(rate_limits=True)
    session = stage.user("ada")
    outcomes = []
    for number in range(limit):
        answered = stage.call("POST", f"/account/sessions/{path}", {}, X_Appwrite_Session=session)
        assert shown(answered)[:2] == (str(limit), str(limit - 1 - number))
        outcomes.append(answered.outcome)
    assert set(outcomes) == {(401, "user_session_already_exists")}
    assert stage.call("POST", f"/account/sessions/{path}", {}, X_Appwrite_Session=session).outcome == LIMITED


def test_calls_through_a_proxy_are_counted_by_the_first_address_it_names() -> None:
    stage = Stage(rate_limits=True)
    for _ in range(10):
        stage.call("POST", "/account", MAKE_USER, X_Forwarded_For="203.0.113.7, 10.0.0.1")
    assert stage.call("POST", "/account", MAKE_USER, X_Forwarded_For="203.0.113.7").outcome == LIMITED
    for others in ("203.0.113.8", "2001:db8::1", "unknown", ""):
        assert stage.call("POST", "/account", MAKE_USER, X_Forwarded_For=others).status == 400


def test_other_routes_do_not_mention_limits() -> None:
    stage = Stage()
    assert shown(stage.by_key("GET", "/users")) == (None, None, None)
    assert shown(stage.by_key("POST", "/users/ghost/sessions")) == (None, None, None)


def test_the_eleventh_sign_up_in_an_hour_is_refused() -> None:
    stage = Stage(rate_limits=True)
    stage.project.clock.freeze("2026-11-23T15:10:00+00:00")
    remaining = [stage.call("POST", "/account", MAKE_USER).header("x-ratelimit-remaining") for _ in range(10)]
    assert remaining == [str(left) for left in range(9, -1, -1)]
    refused = stage.call("POST", "/account", MAKE_USER)
    assert (refused.outcome, shown(refused)) == (LIMITED, ("10", "0", "1795449600"))
    stage.project.clock.advance(minutes=50)
    assert stage.call("POST", "/account", MAKE_USER).outcome == (400, "general_argument_invalid")


def test_keys_are_never_refused() -> None:
    stage = Stage(rate_limits=True)
    outcomes = {stage.by_key("POST", "/account", MAKE_USER).outcome for _ in range(12)}
    assert outcomes == {(400, "general_argument_invalid")}


def test_signing_in_is_counted_by_address_and_forgotten_on_success() -> None:
    stage = Stage(rate_limits=True)
    stage.user("ada", password="correct horse")
    wrong = {"email": "ada@example.com", "password": "wrong horse"}
    right = {"email": "ada@example.com", "password": "correct horse"}
    for _ in range(9):
        assert stage.call("POST", "/account/sessions/email", wrong).status == 401
    assert stage.call("POST", "/account/sessions/email", right).status == 201
    for _ in range(10):
        assert stage.call("POST", "/account/sessions/email", wrong).status == 401
    assert stage.call("POST", "/account/sessions/email", right).outcome == LIMITED
    other = {**wrong, "email": "bob@example.com"}
    assert stage.call("POST", "/account/sessions/email", other).status == 401


@pytest.mark.parametrize(
    ("version", "limit", "seconds"), [("1.9.6", 120, 60), ("1.8.1", 100, 3600), ("1.6.2", 100, 3600)]
)
def test_jwts_are_counted_by_user(version: str, limit: int, seconds: int) -> None:
    stage = Stage(version, rate_limits=True)
    stage.project.clock.freeze("2026-11-23T15:00:00+00:00")
    ada, bob = stage.user("ada"), stage.user("bob")
    made = [stage.call("POST", "/account/jwts", X_Appwrite_Session=ada) for _ in range(limit)]
    start = 1795446000
    assert {each.status for each in made} == {201}
    assert shown(made[0]) == (str(limit), str(limit - 1), str(start + seconds))
    assert stage.call("POST", "/account/jwts", X_Appwrite_Session=ada).outcome == LIMITED
    assert stage.call("POST", "/account/jwts", X_Appwrite_Session=bob).status == 201


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("POST", "/account/sessions/anonymous", 50),
        ("POST", "/account/sessions/token", 10),
        ("PATCH", "/account/sessions/ghost", 10),
        ("DELETE", "/account/sessions/ghost", 100),
        ("DELETE", "/account/sessions", 100),
        ("POST", "/teams/ghost/memberships", 10),
    ],
)
def test_the_limits_of_the_other_routes(method: str, path: str, limit: int) -> None:
    stage = Stage()
    signed_in = {} if "anonymous" in path or "token" in path else {"X_Appwrite_Session": stage.user("ada")}
    assert stage.call(method, path, **signed_in).header("x-ratelimit-limit") == str(limit)


def test_signing_in_twice_is_refused_and_counted_all_the_same() -> None:
    # Recorded: the refusal carries the counter.
    stage = Stage()
    session = stage.user("ada")
    body = {"email": "ada@example.com", "password": "correct horse"}
    answered = stage.call("POST", "/account/sessions/email", body, X_Appwrite_Session=session)
    assert answered.outcome == (401, "user_session_already_exists")
    assert shown(answered)[:2] == ("10", "9")


@pytest.mark.parametrize("by", ["address", "machine"])
def test_of_two_counters_the_one_that_is_full_refuses(by: str) -> None:
    stage = Stage(rate_limits=True)
    answers = [
        stage.call(
            "POST",
            "/account/recovery",
            {"email": "ada@example.com" if by == "address" else f"ada{number}@example.com", "url": "http://localhost"},
            X_Forwarded_For=f"203.0.113.{number if by == 'address' else 1}",
        ).status
        for number in range(12)
    ]
    assert answers == [404] * 10 + [429] * 2
