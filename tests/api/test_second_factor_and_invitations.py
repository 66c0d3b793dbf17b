"""Second factors and invitations: what is refused, and what is done (docs/contract/account-mails.md §7, §8)."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.operations.second_factor import code_at
from tests.api.stage import Answer, Stage

DENIED = (401, "user_invalid_token")
URL = "http://localhost/join"


def member() -> tuple[Stage, dict[str, str]]:
    stage = Stage()
    # Far from midnight, when the daily maintenance takes away what has expired.
    stage.project.clock.travel_to("2030-01-01T12:00:00+00:00")
    stage.given.user(id="ada", email="ada@example.com", phone="+12025550101", name="Ada", password="password")
    stage.by_key("PATCH", "/users/ada/verification", {"emailVerification": True})
    return stage, {"X_Appwrite_Session": stage.session("ada")}


def challenge(stage: Stage, me: dict[str, str], factor: str) -> str:
    made = stage.call("POST", "/account/mfa/challenges", {"factor": factor}, **me)
    assert made.status == 201, made
    return str(made.body["$id"])


def give(stage: Stage, me: dict[str, str], id: str, otp: str) -> Answer:
    return stage.call("PUT", "/account/mfa/challenges", {"challengeId": id, "otp": otp}, **me)


def test_a_challenge_is_good_once_for_its_user_and_its_code() -> None:
    stage, me = member()
    first, second = challenge(stage, me, "email"), challenge(stage, me, "email")
    code, other = (mail.code for mail in stage.project.outbox.where(origin="mfa"))
    eve = {"X_Appwrite_Session": stage.user("eve")}
    assert give(stage, eve, first, code).outcome == DENIED
    assert give(stage, me, first, other).outcome == DENIED
    assert give(stage, me, "ghost", code).outcome == DENIED
    assert give(stage, me, first, code).body["factors"] == ["server", "email"]
    assert give(stage, me, first, code).outcome == DENIED
    # That it has expired is not looked at (recorded).
    stage.project.clock.advance(hours=2)
    assert give(stage, me, second, other).status == 200


def test_a_factor_that_is_not_verified_is_refused() -> None:
    stage, me = member()
    asked = stage.call("POST", "/account/mfa/challenges", {"factor": "phone"}, **me)
    assert asked.outcome == (400, "user_phone_not_verified")
    assert len(stage.project.outbox) == 0


def test_a_factor_in_another_letter_case_is_taken_and_never_fits() -> None:
    stage, me = member()
    id = challenge(stage, me, "EMAIL")
    assert len(stage.project.outbox) == 0
    known = stage.project.challenges.get(id)
    assert known is not None
    assert give(stage, me, id, known.code).outcome == DENIED


def test_an_app_is_proven_by_the_code_of_this_half_minute() -> None:
    stage, me = member()
    path = "/account/mfa/authenticators/totp"
    assert stage.call("PUT", path, {"otp": "123456"}, **me).outcome == (404, "user_authenticator_not_found")
    stage.project.clock.freeze()
    dropped = stage.call("POST", path, {}, **me).body["secret"]
    secret = stage.call("POST", path, {}, **me).body["secret"]
    now = stage.project.clock.ms
    for wrong in (code_at(dropped, now), code_at(secret, now - 30_000), code_at(secret, now + 30_000)):
        assert stage.call("PUT", path, {"otp": wrong}, **me).outcome == DENIED
    assert stage.call("PUT", path, {"otp": code_at(secret, now)}, **me).status == 200
    assert stage.call("POST", path, {}, **me).outcome == (409, "user_authenticator_already_verified")
    assert stage.by_key("GET", "/users/ada/mfa/factors").body["totp"] is True
    stage.by_key("DELETE", "/users/ada/mfa/authenticators/totp")
    assert stage.by_key("GET", "/users/ada/mfa/factors").body["totp"] is False


def test_recovery_codes_are_shown_to_who_gave_a_factor_in_the_last_half_hour_and_each_is_good_once() -> None:
    stage, me = member()
    path = "/account/mfa/recovery-codes"
    codes = stage.call("POST", path, {}, **me).body["recoveryCodes"]
    assert stage.call("POST", path, {}, **me).outcome == (409, "user_recovery_codes_already_exists")
    assert stage.call("GET", path, **me).outcome == (401, "user_challenge_required")
    assert give(stage, me, challenge(stage, me, "recoveryCode"), codes[0]).status == 200
    assert stage.call("GET", path, **me).body["recoveryCodes"] == codes[1:]
    assert give(stage, me, challenge(stage, me, "recoveryCode"), codes[0]).outcome == DENIED
    stage.project.clock.advance(minutes=31)
    assert stage.call("PATCH", path, {}, **me).outcome == (401, "user_challenge_required")


def test_before_the_second_factor_a_session_may_ask_for_it_and_nothing_else() -> None:
    stage, me = member()
    stage.call("PATCH", "/account/mfa", {"mfa": True}, **me)
    fresh = {"X_Appwrite_Session": stage.session("ada")}
    for method, path, body in (
        ("GET", "/account", None),
        ("PATCH", "/account/mfa", {"mfa": False}),
        ("POST", "/account/verifications/phone", {}),
        ("GET", "/teams", None),
    ):
        assert stage.call(method, path, body, **fresh).outcome == (401, "user_more_factors_required"), path
    assert stage.call("GET", "/account/mfa/factors", **fresh).status == 200
    id = challenge(stage, fresh, "email")
    assert give(stage, fresh, id, stage.project.outbox.one(origin="mfa").code).status == 200
    assert stage.call("GET", "/account", **fresh).status == 200


def crew() -> tuple[Stage, dict[str, str]]:
    stage, me = member()
    stage.call("POST", "/teams", {"teamId": "crew", "name": "Crew & Co"}, **me)
    return stage, me


def invite(stage: Stage, me: dict[str, str], **body: Any) -> Answer:
    return stage.call("POST", "/teams/crew/memberships", {"roles": ["deck"], "url": URL, **body}, **me)


def accept(stage: Stage, secret: str, *, team: str = "crew", **more: Any) -> Answer:
    (row,) = [each for each in stage.project.memberships if each.roles != ["owner"]]
    headers = {name: more.pop(name) for name in list(more) if name.startswith("X_")}
    id = more.pop("id", row.id)
    body = {"userId": row.user_id, "secret": secret, **more}
    return stage.call("PATCH", f"/teams/{team}/memberships/{id}/status", body, **headers)


def test_the_newest_invitation_makes_a_member_and_signs_in() -> None:
    stage, me = crew()
    invited = invite(stage, me, email="bob@example.com").body
    first = stage.project.outbox.one(origin="invitation")
    assert list(first.link.query) == ["membershipId", "userId", "secret", "teamId", "teamName"]
    assert first.link.query["teamName"] == "Crew & Co"
    invite(stage, me, email="bob@example.com")
    second = stage.project.outbox.where(origin="invitation")[1]
    eve = {"X_Appwrite_Session": stage.user("eve")}
    for answered, outcome in (
        (accept(stage, first.secret or ""), (401, "team_invalid_secret")),
        (accept(stage, second.secret or "", userId="ada"), (401, "team_invite_mismatch")),
        (accept(stage, second.secret or "", **eve), (401, "team_invite_mismatch")),
        (accept(stage, second.secret or "", id="ghost"), (404, "membership_not_found")),
        (accept(stage, second.secret or "", team="ghost"), (404, "team_not_found")),
    ):
        assert answered.outcome == outcome
    joined = accept(stage, second.secret or "")
    assert (joined.body["$id"], joined.body["confirm"]) == (invited["$id"], True)
    cookies = joined.header("x-fallback-cookies") or ""
    bob = stage.call("GET", "/account", X_Fallback_Cookies=cookies).body
    assert (bob["email"], bob["emailVerification"], bob["targets"]) == ("bob@example.com", True, [])
    assert accept(stage, second.secret or "").outcome == (409, "membership_already_confirmed")
    assert invite(stage, me, email="bob@example.com").outcome == (409, "membership_already_confirmed")


@pytest.mark.parametrize(("exact", "mark"), [(False, "&"), (True, "&amp;")])
def test_an_invitation_by_sms_is_the_link_which_the_server_escapes(*, exact: bool, mark: str) -> None:
    stage = Stage(exact=exact)
    stage.given.user(id="ada", email="ada@example.com")
    me = {"X_Appwrite_Session": stage.session("ada")}
    stage.call("POST", "/teams", {"teamId": "crew", "name": "Crew"}, **me)
    invite(stage, me, phone="+12025550170")
    sms = stage.project.outbox.one(origin="invitation")
    assert sms.content == sms.link.replace("&", mark)
    assert '"providerType":"SMS"' in sms.wire()[0].body


def test_several_names_have_to_mean_the_same_person() -> None:
    stage, me = crew()
    stage.given.user(id="bob", email="bob@example.com")
    assert invite(stage, me, userId="bob", email="eve@example.com").outcome == (409, "user_already_exists")
    assert invite(stage, me, userId="bob", email="Bob@example.com").status == 201


def test_whoever_may_not_invite_makes_a_user_of_an_unknown_address_but_no_member() -> None:
    stage, me = crew()
    stage.given.user(id="bob", email="bob@example.com")
    stage.given.membership("crew", "bob", roles=["deck"])
    bob = {"X_Appwrite_Session": stage.session("bob")}
    assert invite(stage, bob, email="new@example.com").outcome == (401, "user_unauthorized")
    made = stage.project.users.first("email", "new@example.com")
    assert made is not None
    assert not list(stage.project.memberships.where("user_sequence", made.sequence))
    assert invite(stage, me, email="new@example.com").body["userId"] == made.id
