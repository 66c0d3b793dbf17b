"""What an account sends, and what its secret is good for: right, wrong, used, expired, another user's (docs/contract/account-mails.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from mockwrite.outbox.delivery import Delivery
from tests.api.stage import Answer, Stage

URL = "http://localhost/back"
DENIED = (401, "user_invalid_token")


class Way(NamedTuple):
    """One way: how ada asks for a secret, how somebody gives it, the status when it is right, and how long it is good (seconds)."""

    origin: str
    ask: Callable[[Stage], Answer]
    give: Callable[[Stage, str, str], Answer]
    status: int
    lives: int
    unknown: tuple[int, str]


def ask(path: str, body: dict[str, Any] | None = None, *, signed_in: bool = False) -> Callable[[Stage], Answer]:
    def act(stage: Stage) -> Answer:
        headers = {"X_Appwrite_Session": stage.session("ada")} if signed_in else {}
        return stage.call("POST", path, body or {}, **headers)

    return act


def give(method: str, path: str, **more: Any) -> Callable[[Stage, str, str], Answer]:
    return lambda stage, user, secret: stage.call(method, path, {"userId": user, "secret": secret, **more})


NOBODY = (404, "user_not_found")
MAIL = {"userId": "unique()", "email": "ada@example.com"}
PHONE = {"userId": "unique()", "phone": "+12025550101"}
WAYS = {
    "recovery": Way(
        "recovery", ask("/account/recovery", {"email": "ada@example.com", "url": URL}),
        give("PUT", "/account/recovery", password="a new password"), 200, 3600, NOBODY,
    ),
    "verification": Way(
        "verification", ask("/account/verifications/email", {"url": URL}, signed_in=True),
        give("PUT", "/account/verifications/email"), 200, 3600, NOBODY,
    ),
    "old verification": Way(
        "verification", ask("/account/verification", {"url": URL}, signed_in=True), give("PUT", "/account/verification"), 200,
        3600, NOBODY,
    ),
    "phone verification": Way(
        "verification", ask("/account/verifications/phone", signed_in=True), give("PUT", "/account/verifications/phone"), 200,
        3600, NOBODY,
    ),
    "old phone verification": Way(
        "verification", ask("/account/verification/phone", signed_in=True), give("PUT", "/account/verification/phone"), 200,
        3600, NOBODY,
    ),
    "magic url": Way(
        "magic-url", ask("/account/tokens/magic-url", {**MAIL, "url": URL}), give("PUT", "/account/sessions/magic-url"), 201,
        3600, DENIED,
    ),
    "old magic url": Way(
        "magic-url", ask("/account/sessions/magic-url", {**MAIL, "url": URL}), give("POST", "/account/sessions/token"), 201,
        3600, DENIED,
    ),
    "e-mail code": Way(
        "email-token", ask("/account/tokens/email", MAIL), give("POST", "/account/sessions/token"), 201, 900, DENIED
    ),
    "phone code": Way(
        "phone-token", ask("/account/tokens/phone", PHONE), give("PUT", "/account/sessions/phone"), 201, 900, DENIED
    ),
    "old phone code": Way(
        "phone-token", ask("/account/sessions/phone", PHONE), give("POST", "/account/sessions/token"), 201, 900, DENIED
    ),
}  # fmt: skip
EVERY = pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))


def people(**settings: Any) -> Stage:
    stage = Stage(**settings)
    stage.project.clock.freeze("2030-01-31T08:00:00+00:00")
    stage.given.user(id="ada", email="ada@example.com", phone="+12025550101", name="Ada")
    stage.given.user(id="bob", email="bob@example.com", phone="+12025550102")
    return stage


def sent(stage: Stage, way: Way) -> Delivery:
    asked = way.ask(stage)
    assert (asked.status, asked.body["secret"]) == (201, "")
    delivery = stage.project.outbox[-1]
    assert (delivery.origin, delivery.user_id, delivery.message_id) == (way.origin, "ada", "")
    return delivery


def secret_of(delivery: Delivery) -> str:
    assert delivery.secret
    return delivery.secret


@EVERY
def test_a_secret_is_good_once(way: Way) -> None:
    stage = people()
    secret = secret_of(sent(stage, way))
    assert way.give(stage, "ada", secret).status == way.status
    assert way.give(stage, "ada", secret).outcome == DENIED


@EVERY
def test_a_wrong_secret_and_that_of_another_user_are_refused(way: Way) -> None:
    stage = people()
    secret = secret_of(sent(stage, way))
    assert way.give(stage, "ada", "0" * len(secret)).outcome == DENIED
    assert way.give(stage, "bob", secret).outcome == DENIED
    assert way.give(stage, "ghost", secret).outcome == way.unknown
    assert way.give(stage, "ada", secret).status == way.status


@EVERY
def test_a_secret_is_good_until_it_expires_on_the_clock_of_the_project(way: Way) -> None:
    stage = people()
    delivery = sent(stage, way)
    assert delivery.expires is not None
    assert (delivery.expires - delivery.time).total_seconds() == way.lives
    stage.project.clock.advance(seconds=way.lives - 1)
    in_time = secret_of(sent(stage, way))
    stage.project.clock.advance(seconds=2)
    assert way.give(stage, "ada", secret_of(delivery)).outcome == DENIED
    assert way.give(stage, "ada", in_time).status == way.status


@EVERY
def test_an_earlier_secret_stays_good_beside_a_newer_one(way: Way) -> None:
    stage = people()
    first, second = (secret_of(sent(stage, way)) for _ in range(2))
    assert [way.give(stage, "ada", secret).status for secret in (first, second)] == [way.status] * 2


def test_recovery_and_verification_do_not_take_the_secrets_of_each_other() -> None:
    stage = people()
    secrets = {name: secret_of(sent(stage, WAYS[name])) for name in ("recovery", "verification", "magic url")}
    assert WAYS["recovery"].give(stage, "ada", secrets["verification"]).outcome == DENIED
    assert WAYS["verification"].give(stage, "ada", secrets["recovery"]).outcome == DENIED
    assert WAYS["recovery"].give(stage, "ada", secrets["magic url"]).outcome == DENIED
    # Nobody signs in with them either, and trying does not use them up.
    assert WAYS["e-mail code"].give(stage, "ada", secrets["recovery"]).outcome == DENIED
    assert WAYS["recovery"].give(stage, "ada", secrets["recovery"]).status == 200


def test_a_recovered_password_signs_in_and_ends_the_sessions_there_were() -> None:
    stage = people()
    old = {"X_Appwrite_Session": stage.session("ada")}
    WAYS["recovery"].give(stage, "ada", secret_of(sent(stage, WAYS["recovery"])))
    right = {"email": "ada@example.com", "password": "a new password"}
    assert stage.call("POST", "/account/sessions/email", right).status == 201
    assert stage.call("GET", "/account", **old).outcome == (401, "general_unauthorized_scope")
    assert stage.by_key("GET", "/users/ada").body["emailVerification"] is True


def test_before_1_9_5_sessions_outlive_a_recovery() -> None:
    stage = people(version="1.9.0")
    old = {"X_Appwrite_Session": stage.session("ada")}
    WAYS["recovery"].give(stage, "ada", secret_of(sent(stage, WAYS["recovery"])))
    assert stage.call("GET", "/account", **old).status == 200


@pytest.mark.parametrize("version", ["1.5.0", "1.6.2", "1.7.4"])
def test_up_to_1_7_there_are_the_old_paths_only(version: str) -> None:
    stage = people(version=version)
    me = {"X_Appwrite_Session": stage.session("ada")}
    for path, body in (
        ("/account/verifications/email", {"url": URL}),
        ("/account/verifications/phone", {}),
        ("/account/mfa/challenges", {"factor": "totp"}),
    ):
        assert stage.call("POST", path, body, **me).status == 404, path
    for path, body in (
        ("/account/verification", {"url": URL}),
        ("/account/verification/phone", {}),
        ("/account/mfa/challenge", {"factor": "totp"}),
    ):
        assert stage.call("POST", path, body, **me).status == 201, path


def test_a_key_is_shown_the_secret() -> None:
    stage = people()
    shown = stage.by_key("POST", "/account/recovery", {"email": "ada@example.com", "url": URL}).body["secret"]
    assert shown == stage.project.outbox.one(origin="recovery").secret
    code = stage.by_key("POST", "/account/tokens/email", MAIL).body["secret"]
    assert code == stage.project.outbox.one(origin="email-token").code
    # Of a code by SMS it is a text with which nobody can sign in.
    encoded = stage.by_key("POST", "/account/tokens/phone", PHONE).body["secret"]
    assert WAYS["phone code"].give(stage, "ada", encoded).outcome == DENIED


def test_a_blocked_user_gets_codes_and_sessions_that_are_worth_nothing_but_no_recovery() -> None:
    stage = people()
    stage.by_key("PATCH", "/users/ada/status", {"status": False})
    assert WAYS["recovery"].ask(stage).outcome == (403, "user_blocked")
    assert (
        people(version="1.8.1").call("POST", "/account/recovery", {"email": "x@example.com", "url": URL}).status == 404
    )
    for name in ("magic url", "e-mail code", "phone code"):
        made = WAYS[name].give(stage, "ada", secret_of(sent(stage, WAYS[name])))
        assert made.status == 201
        cookies = made.header("x-fallback-cookies") or ""
        assert stage.call("GET", "/account", X_Fallback_Cookies=cookies).outcome == (403, "user_blocked")


@pytest.mark.parametrize(
    ("path", "body", "outcome"),
    [
        ("/account/verifications/email", {"url": URL}, (400, "user_email_not_found")),
        ("/account/verifications/phone", {}, (400, "user_phone_not_found")),
    ],
)
def test_who_has_no_address_or_number_cannot_verify_it(
    path: str, body: dict[str, str], outcome: tuple[int, str]
) -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "eve", "name": "Eve"})
    assert stage.call("POST", path, body, X_Appwrite_Session=stage.session("eve")).outcome == outcome
    assert len(stage.project.outbox) == 0


@pytest.mark.parametrize(
    ("way", "outcome"),
    [
        ("verification", (409, "user_email_already_verified")),
        ("phone verification", (409, "user_phone_already_verified")),
    ],
)
def test_what_is_verified_is_not_verified_again(way: str, outcome: tuple[int, str]) -> None:
    stage = people()
    WAYS[way].give(stage, "ada", secret_of(sent(stage, WAYS[way])))
    assert WAYS[way].ask(stage).outcome == outcome


def test_a_taken_id_with_another_address_says_so() -> None:
    body = {"userId": "ada", "email": "new@example.com", "url": URL}
    refused = people().call("POST", "/account/tokens/magic-url", body)
    assert refused.outcome == (400, "general_argument_invalid")
    assert "userId" in refused.body["message"]
    assert people(exact=True).call("POST", "/account/tokens/magic-url", body).outcome == (500, "general_unknown")


def test_a_mock_number_gets_no_sms_and_its_code_signs_in() -> None:
    stage = Stage()
    number = stage.given.mock_number("+12025550177", "654321")
    user = stage.call("POST", "/account/tokens/phone", {"userId": "eve", "phone": number}).body["userId"]
    assert len(stage.project.outbox) == 0
    assert WAYS["phone code"].give(stage, user, "654321").status == 201


def test_a_mock_number_needs_a_code_of_six_figures() -> None:
    with pytest.raises(ValueError, match="six figures, got '12'"):
        Stage().given.mock_number("+12025550177", "12")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("email-password", "/account/sessions/email", {"email": "ada@example.com", "password": "password"}),
        ("magic-url", "/account/tokens/magic-url", {**MAIL, "url": URL}),
        ("email-otp", "/account/tokens/email", MAIL),
        ("phone", "/account/tokens/phone", PHONE),
        ("anonymous", "/account/sessions/anonymous", {}),
    ],
)
def test_a_way_to_sign_in_that_is_switched_off_is_open_for_keys_only(
    method: str, path: str, body: dict[str, str]
) -> None:
    stage = people()
    stage.given.sign_in(switched_off={method})
    assert stage.call("POST", path, body).outcome == (501, "user_auth_method_unsupported")
    # It is looked at before the parameters.
    assert stage.call("POST", path, {"userId": 5}).outcome == (501, "user_auth_method_unsupported")
    assert stage.by_key("POST", path, body).status in (201, 401)


def test_an_unknown_way_to_sign_in_cannot_be_switched_off() -> None:
    with pytest.raises(ValueError, match="fax is no way to sign in; these can be switched off: email-password, "):
        Stage().given.sign_in(switched_off={"fax"})
