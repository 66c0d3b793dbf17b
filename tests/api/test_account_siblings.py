"""What no recording shows of accounts and what follows from the server's parameters, or from its other routes."""

from __future__ import annotations

import pytest

from mockwrite.state.sign_in import Sender, Template
from tests.api.stage import Stage
from tests.api.test_second_factor_and_invitations import crew, invite, member
from tests.api.test_secrets_of_mails import URL, people, secret_of

REFUSED = (400, "general_argument_invalid")


def test_a_password_that_is_recovered_is_measured_in_bytes() -> None:
    stage = people()
    stage.call("POST", "/account/recovery", {"email": "ada@example.com", "url": URL})
    body = {"userId": "ada", "secret": secret_of(stage.project.outbox[-1])}
    assert stage.call("PUT", "/account/recovery", {**body, "password": "ä" * 129}).outcome == REFUSED
    assert stage.call("PUT", "/account/recovery", {**body, "password": "äöüß"}).status == 200


@pytest.mark.parametrize(("version", "outcome"), [("1.9.6", (401, "user_invalid_credentials")), ("1.8.1", REFUSED)])
def test_an_old_password_may_be_any_text_since_1_9_5(version: str, outcome: tuple[int, str]) -> None:
    stage = Stage(version)
    me = {"X_Appwrite_Session": stage.user("ada", password="password")}
    body = {"password": "another password", "oldPassword": "short"}
    assert stage.call("PATCH", "/account/password", body, **me).outcome == outcome


def test_a_changed_password_ends_the_other_sessions_and_one_changed_by_key_all_of_them() -> None:
    stage = Stage()
    mine, other = (
        {"X_Appwrite_Session": stage.user("ada", password="password")},
        {"X_Appwrite_Session": stage.session("ada")},
    )
    body = {"password": "another password", "oldPassword": "password"}
    assert stage.call("PATCH", "/account/password", body, **mine).status == 200
    assert [stage.call("GET", "/account", **each).status for each in (mine, other)] == [200, 401]
    again = {"password": "a third password", "oldPassword": "another password"}
    assert stage.call("PATCH", "/account/password", again, X_Appwrite_JWT=stage.jwt("ada")).status == 200
    assert stage.call("GET", "/account", **mine).status == 200
    stage.by_key("PATCH", "/users/ada/password", {"password": ""})
    assert stage.call("GET", "/account", **mine).status == 200
    stage.by_key("PATCH", "/users/ada/password", {"password": "one more password"})
    assert stage.call("GET", "/account", **mine).status == 401


def test_a_new_user_keeps_the_address_for_a_code_as_it_was_sent() -> None:
    stage = people()
    assert stage.call("POST", "/account/tokens/email", {"userId": "eve", "email": "Eve@Example.com"}).status == 201
    eve = stage.by_key("GET", "/users/eve").body
    assert (eve["email"], eve["targets"][0]["identifier"]) == ("Eve@Example.com", "Eve@Example.com")
    again = stage.call("POST", "/account/tokens/email", {"userId": "other", "email": "eve@example.com"})
    assert again.body["userId"] == "eve"


def test_who_switches_the_second_factor_on_is_not_locked_out() -> None:
    stage, me = member()
    assert stage.call("PATCH", "/account/mfa", {"mfa": True}, **me).status == 200
    session = stage.call("GET", "/account/sessions/current", **me)
    assert (session.status, session.body["factors"]) == (200, ["server", "email"])


def test_the_type_of_an_authenticator_in_capitals_is_no_type_that_the_server_knows() -> None:
    stage, me = member()
    path = "/account/mfa/authenticators/TOTP"
    assert stage.call("POST", path, {}, **me).outcome == REFUSED
    stage.call("POST", "/account/mfa/authenticators/totp", {}, **me)
    assert stage.call("PUT", path, {"otp": "123456"}, **me).outcome == (404, "user_authenticator_not_found")


def test_who_is_invited_by_number_gets_an_sms_and_a_new_user_then_has_no_name() -> None:
    stage, me = crew()
    stage.given.user(id="bob", email="bob@example.com", phone="+12025550170", name="Bob")
    assert invite(stage, me, phone="+12025550170").body["userName"] == "Bob"
    assert (stage.project.outbox[-1].channel, stage.project.outbox[-1].to) == ("sms", "+12025550170")
    assert invite(stage, me, userId="bob").status == 201
    assert stage.project.outbox[-1].to == "bob@example.com"
    assert invite(stage, me, phone="+12025550171").body["userName"] == ""


def test_the_text_0_names_nobody_and_is_no_name() -> None:
    stage, me = crew()
    stage.given.user(id="bob", email="bob@example.com", name="0")
    assert invite(stage, me, userId="0").outcome == REFUSED
    assert invite(stage, me, userId="0", email="new@example.com", name="0").body["userName"] == "new@example.com"
    assert invite(stage, me, userId="bob", name="Bob").status == 201
    assert "Bob" in (stage.project.outbox[-1].content or "")


def test_that_nothing_sends_sms_is_found_when_the_invitation_is_there() -> None:
    stage, me = crew()
    stage.given.user(id="bob", email="bob@example.com", phone="+12025550170")
    stage.given.sign_in(disabled_channels={"sms"})
    for _ in range(2):
        assert invite(stage, me, phone="+12025550170").outcome == (503, "general_phone_disabled")
    rows = stage.by_key("GET", "/teams/crew/memberships").body["memberships"]
    assert [(row["userId"], row["confirm"]) for row in rows if row["userId"] == "bob"] == [("bob", False)]
    assert invite(stage, me, userId="bob").status == 201
    stage.by_key("POST", "/teams/crew/memberships", {"userId": "bob", "roles": []})
    assert invite(stage, me, phone="+12025550170").outcome == (409, "membership_already_confirmed")


def test_a_key_that_confirms_an_invitation_makes_its_link_worthless() -> None:
    stage, me = crew()
    id = invite(stage, me, email="bob@example.com").body["$id"]
    sent = stage.project.outbox[-1]
    stage.project.clock.advance(minutes=1)
    made = stage.by_key("POST", "/teams/crew/memberships", {"email": "bob@example.com", "roles": []}).body
    assert (made["$id"], made["confirm"], made["invited"]) == (id, True, made["joined"])
    body = {"userId": sent.user_id, "secret": sent.secret}
    assert stage.call("PATCH", f"/teams/crew/memberships/{id}/status", body).outcome == (401, "team_invalid_secret")


def test_a_membership_of_another_team_is_a_mismatch_for_every_route() -> None:
    stage, me = crew()
    id = invite(stage, me, email="bob@example.com").body["$id"]
    stage.by_key("POST", "/teams", {"teamId": "other", "name": "Other"})
    for method, body in (("GET", None), ("PATCH", {"roles": []}), ("DELETE", None)):
        answered = stage.by_key(method, f"/teams/other/memberships/{id}", body)
        assert answered.outcome == (404, "team_membership_mismatch"), method
    assert stage.by_key("DELETE", f"/teams/ghost/memberships/{id}").outcome == (404, "team_not_found")


@pytest.mark.parametrize(("exact", "outcome"), [(True, (500, "general_unknown")), (False, REFUSED)])
def test_a_challenge_by_app_cannot_be_answered_without_one(*, exact: bool, outcome: tuple[int, str]) -> None:
    stage = Stage(exact=exact)
    me = {"X_Appwrite_Session": stage.user("ada")}
    id = stage.call("POST", "/account/mfa/challenges", {"factor": "totp"}, **me).body["$id"]
    body = {"challengeId": id, "otp": "123456"}
    assert stage.call("PUT", "/account/mfa/challenges", body, **me).outcome == outcome


@pytest.mark.parametrize(("exact", "outcome"), [(True, (500, "general_unknown")), (False, REFUSED)])
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/account/mfa", {"mfa": True}),
        ("PATCH", "/account/mfa", {"mfa": False}),
        # Before anything else is looked at.
        ("PUT", "/account/mfa/challenges", {"challengeId": "ghost", "otp": "123456"}),
        ("PUT", "/account/mfa/challenge", {"challengeId": "ghost", "otp": "123456"}),
        ("PUT", "/account/mfa/authenticators/totp", {"otp": "123456"}),
    ],
)
def test_what_notes_a_factor_on_a_session_breaks_without_one(
    method: str, path: str, body: dict[str, object], *, exact: bool, outcome: tuple[int, str]
) -> None:
    stage = Stage(exact=exact)
    stage.user("ada")
    assert stage.call(method, path, body, X_Appwrite_JWT=stage.jwt("ada")).outcome == outcome
    assert stage.by_key("GET", "/users/ada").body["mfa"] is False


def test_with_a_jwt_a_challenge_and_codes_can_be_had() -> None:
    stage = Stage()
    stage.user("ada")
    me = {"X_Appwrite_JWT": stage.jwt("ada")}
    for path, body in (("/account/mfa/challenges", {"factor": "totp"}), ("/account/mfa/recovery-codes", {})):
        assert stage.call("POST", path, body, **me).status == 201


def test_a_template_is_filled_with_what_the_server_calls_so_for_its_kind_of_mail() -> None:
    stage = people()
    templates = {
        ("email-token", "it"): Template("{{otp}} {{team}}.", "{{user}} {{agentDevice}} {{agentOs}} {{redirect}}"),
        ("invitation", "en"): Template("{{team}}", "{{owner}} {{otp}}"),
    }
    stage.given.sign_in(sender=Sender("Shop", "shop@example.net", "", ""), templates=templates)
    stage.given.user(id="eve", email="eve@example.com", name="Eve <b>")
    body = {"userId": "eve", "email": "eve@example.com"}
    stage.call("POST", "/account/tokens/email", body, X_Appwrite_Locale="it", User_Agent="curl/8")
    mail = stage.project.outbox[-1]
    assert mail.subject == f"{mail.code} ."
    assert (mail.content or "").startswith("Eve &lt;b&gt; UNKNOWN ")
    assert (mail.content or "").endswith(" {{redirect}}")
    me = {"X_Appwrite_Session": stage.session("ada")}
    stage.call("POST", "/teams", {"teamId": "crew", "name": "Crew & Co"}, **me)
    stage.call("POST", "/teams/crew/memberships", {"email": "bob@example.com", "roles": [], "url": URL}, **me)
    assert (stage.project.outbox[-1].subject, stage.project.outbox[-1].content) == ("Crew & Co", "Ada {{otp}}")


def test_who_is_invited_does_not_see_the_team_and_cannot_refuse_and_a_member_leaves() -> None:
    stage, me = crew()
    bob = {"X_Appwrite_Session": stage.user("bob")}
    id = invite(stage, me, userId="bob").body["$id"]
    path = f"/teams/crew/memberships/{id}"
    assert stage.call("DELETE", path, **bob).outcome == (404, "team_not_found")
    secret = stage.project.outbox[-1].secret
    joined = stage.call("PATCH", f"{path}/status", {"userId": "bob", "secret": secret}, **bob)
    assert (joined.status, stage.call("DELETE", path, **bob).status) == (200, 204)


def test_an_address_is_kept_in_small_letters_where_it_is_no_link_or_code_that_makes_the_user() -> None:
    stage = Stage()
    stage.by_key("POST", "/users", {"userId": "ada", "email": "Ada@Example.com"})
    stage.by_key("POST", "/users/bcrypt", {"userId": "bob", "email": "Bob@Example.com", "password": "x" * 60})
    stage.call("POST", "/account", {"userId": "eve", "email": "Eve@Example.com", "password": "password"})
    for id in ("ada", "bob", "eve"):
        user = stage.by_key("GET", f"/users/{id}").body
        assert (user["email"], user["targets"][0]["identifier"]) == (f"{id}@example.com",) * 2
