"""The mails themselves: who they come from, what they say, how they fail, wait, are explained, recorded and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from mockwrite.instance import Instance
from mockwrite.outbox.deliveries import OutboxError
from mockwrite.recording.reading import open_recording
from mockwrite.recording.writing import Recorder
from mockwrite.seed.exporting import export
from mockwrite.seed.loading import load
from mockwrite.state.sign_in import Sender, Template
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.stage import Stage

URL = "http://localhost/back?x=1#top"


def recover(stage: Stage, **headers: str) -> Any:
    return stage.call("POST", "/account/recovery", {"email": "ada@example.com", "url": URL}, **headers)


def with_ada(**settings: Any) -> Stage:
    stage = Stage(**settings)
    stage.given.user(id="ada", email="ada@example.com", name="Ada <b>")
    return stage


def test_a_mail_comes_from_the_server_and_holds_the_link_behind_the_query_and_before_the_fragment() -> None:
    stage = with_ada()
    recover(stage)
    mail = stage.project.outbox.one(origin="recovery")
    assert (mail.from_, mail.reply_to, mail.to_name) == ("Appwrite <noreply@appwrite.io>",) * 2 + ("Ada <b>",)
    assert list(mail.link.query) == ["x", "userId", "secret", "expire"]
    assert mail.link.endswith("#top")
    assert mail.links[0] == mail.link
    assert mail.html
    assert "Ada &lt;b&gt;" in (mail.content or "")
    assert len(mail.secret or "") == 256


@pytest.mark.parametrize(
    ("url", "before", "behind"),
    [
        ("HTTP://LocalHost/a", "HTTP://LocalHost/a?", ""),
        ("http://localhost:/a?", "http://localhost/a?", ""),
        ("http://localhost:080#", "http://localhost:80?", "#"),
        ("http://a:b@localhost?x#/r?y", "http://a:b@localhost?x=&", "#/r?y"),
        ("exp://10.0.0.1:19000/--/x", "exp://10.0.0.1:19000/--/x?", ""),
        ("appwrite-callback-shop://", "appwrite-callback-shop://?", ""),
    ],
)
def test_a_link_is_put_together_out_of_what_php_takes_the_url_apart_into(url: str, before: str, behind: str) -> None:
    stage = with_ada()
    assert stage.call("POST", "/account/recovery", {"email": "ada@example.com", "url": url}).status == 201
    mail = stage.project.outbox.one()
    assert mail.mail is not None
    assert mail.mail.link.startswith(f"{before}userId=ada&secret={mail.secret}&expire=")
    assert mail.mail.link.endswith(f"%2B00%3A00{behind}")


def test_a_code_stands_by_itself_and_is_found() -> None:
    stage = with_ada()
    stage.call("POST", "/account/tokens/email", {"userId": "x", "email": "ada@example.com", "phrase": True})
    mail = stage.project.outbox.one(origin="email-token")
    assert mail.codes == [mail.code] == [mail.secret]
    assert f">{mail.code}</p>" in (mail.content or "")
    assert mail.mail is not None
    assert mail.mail.facts["phrase"] in (mail.content or "")


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("de", "Neues Passwort für shop"), ("de-AT", "Neues Passwort für shop"), ("fr", "Nouveau mot de passe pour shop"),
        ("es", "Nueva contraseña para shop"), ("xx", "Set a new password for shop"), ("", "Neues Passwort für shop"),
    ],
)  # fmt: skip
def test_the_language_is_what_the_caller_asks_for_else_the_projects(asked: str, subject: str) -> None:
    stage = with_ada()
    stage.given.sign_in(locale="de")
    recover(stage, **({"X_Appwrite_Locale": asked} if asked else {}))
    assert stage.project.outbox.one().subject == subject


def test_a_project_has_a_sender_and_a_text_of_its_own() -> None:
    stage = with_ada()
    template = Template("For {{user}}", "Go {{redirect}} {{nobody}}", reply_to="tpl@example.net")
    stage.given.sign_in(
        sender=Sender("Shop", "shop@example.net", "Help", "help@example.net"), templates={("recovery", "en"): template}
    )
    recover(stage)
    mail = stage.project.outbox.one()
    assert (mail.subject, mail.from_, mail.reply_to) == (
        "For Ada <b>",
        "Shop <shop@example.net>",
        "Help <tpl@example.net>",
    )
    assert mail.content == f"Go {mail.link} {{{{nobody}}}}"


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("http://localhost:3000", 201), ("https://localhost", 201), ("https://shop.example.com:8080/x", 201),
        ("https://a.example.org/", 201), ("exp://192.168.0.1:19000", 201), ("appwrite-callback-shop://done", 201),
        ("https://example.org/", 400), ("http://127.0.0.1/", 400), ("myapp://done", 400), ("javascript:alert(1)", 400),
        ("//localhost/x", 400), ("http://", 400), ("http://localhost/a b", 400), ("http://localhost:x/", 400),
        ("http://localhost@evil.example/", 400), ("appwrite-callback-other://done", 400), ("http://[::1", 400),
    ],
)  # fmt: skip
def test_links_lead_to_localhost_to_platforms_and_back_into_the_app(url: str, status: int) -> None:
    stage = with_ada()
    stage.given.platform("shop.example.com")
    stage.project.platforms.add("*.example.org")
    assert stage.call("POST", "/account/recovery", {"email": "ada@example.com", "url": url}).status == status
    assert len(stage.project.outbox) == (status == 201)


def test_an_option_lets_links_lead_anywhere_but_not_to_what_is_no_url() -> None:
    stage = with_ada()
    stage.given.sign_in(any_url=True)
    for url, status in (
        ("https://anything.example/", 201),
        ("myapp://x", 201),
        ("javascript:alert(1)", 400),
        ("x", 400),
    ):
        assert stage.call("POST", "/account/recovery", {"email": "ada@example.com", "url": url}).status == status


def test_a_fault_can_name_what_it_means() -> None:
    stage = with_ada()
    rule = stage.project.faults.fail_delivery("provider_down", origin="recovery", times=1)
    stage.call("POST", "/account/tokens/email", {"userId": "x", "email": "ada@example.com"})
    assert rule.matched == 0
    assert recover(stage).status == 201
    (failed,) = stage.project.outbox.failed
    assert (failed.origin, failed.fault) == ("recovery", rule.name)
    recover(stage)
    stage.project.outbox.one(origin="recovery")


def test_a_mail_waits_until_it_is_told_to_go_and_is_explained(mock_appwrite_factory: Any) -> None:
    mock: MockAppwrite = mock_appwrite_factory(delivery="manual")
    mock.clock.freeze("2030-01-01T00:00:00Z")
    mock.given.user(id="ada", email="ada@example.com", name="Ada")
    asked = requests.post(
        f"{mock.endpoint}/account/recovery", json={"email": "ada@example.com", "url": URL},
        headers={"X-Appwrite-Project": mock.project_id}, timeout=60,
    ).json()  # fmt: skip
    assert len(mock.outbox) == 0
    assert "waits for deliver()" in str(mock.explain(asked["$id"]))
    (mail,) = mock.deliver()
    assert mail.origin == "recovery"
    good_until = "what it carries is good until 2030-01-01 01:00:00 UTC."
    assert f"asked for a new password; {good_until}" in str(mock.explain(mail))


def test_the_wire_shows_the_mail_and_the_job_of_an_sms() -> None:
    stage = with_ada()
    recover(stage)
    (request,) = stage.project.outbox.one().wire()
    assert request.method == "SMTP"
    assert "X-Mailer: Appwrite Mailer" in request.body
    assert '\r\nTo: "Ada <b>" <ada@example.com>\r\nFrom: Appwrite <noreply@appwrite.io>\r\n' in request.body
    link = stage.project.outbox.one().link
    text, html = request.body.split("\r\n--")[1:3]
    assert f"\r\n{link}\r\n" in text
    assert f'"{link}"' in html
    stage.call("POST", "/account/tokens/phone", {"userId": "eve", "phone": "+12025550101"})
    sms = stage.project.outbox.one(channel="sms")
    (job,) = sms.wire()
    told = json.loads(job.body)
    assert (told["message"]["data"], told["providerType"]) == ({"content": sms.code}, "sms")


def test_messaging_knows_nothing_of_it() -> None:
    stage = with_ada()
    recover(stage)
    assert stage.by_key("GET", "/messaging/messages").body["total"] == 0
    with pytest.raises(OutboxError):
        stage.project.outbox.one(origin="messaging")
    stage.given.message("sms")
    assert len(stage.project.outbox) == 2
    assert stage.project.outbox.one(origin="messaging").channel == "sms"


def test_an_option_leaves_account_mails_out_unless_an_origin_is_named() -> None:
    stage = with_ada(account_mails=False)
    recover(stage)
    assert len(stage.project.outbox) == 0
    stage.project.outbox.assert_none()
    assert stage.project.outbox.one(origin="recovery").to == "ada@example.com"


def test_a_recording_holds_no_secret(tmp_path: Path) -> None:
    stage = Stage()
    recorder = Recorder(tmp_path / "a.jsonl", stage.instance)
    stage.given.user(id="ada", email="ada@example.com")
    recover(stage)
    stage.call("POST", "/account/tokens/email", {"userId": "x", "email": "ada@example.com"})
    secrets = [mail.secret for mail in stage.project.outbox]
    me = {"X_Appwrite_Session": stage.session("ada")}
    app = stage.call("POST", "/account/mfa/authenticators/totp", {}, **me).body["secret"]
    codes = stage.call("POST", "/account/mfa/recovery-codes", {}, **me).body["recoveryCodes"]
    stage.call("POST", "/account/sessions/token", {"userId": "ada", "secret": secrets[1]})
    recorder.close()
    text = (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    for secret in (*secrets, app, *codes):
        assert secret
        assert secret not in text
    read = open_recording(tmp_path / "a.jsonl")
    assert [mail.origin for mail in read.projects["shop"].outbox] == ["recovery", "email-token"]


def test_a_seed_and_a_snapshot_keep_tokens_factors_and_rules() -> None:
    stage = with_ada()
    stage.given.mock_number("+12025550177")
    stage.given.sign_in(session_alerts=True, switched_off={"anonymous"}, sender=Sender("Shop", "shop@example.net"))
    before = stage.project.sign_in
    recover(stage)
    me = {"X_Appwrite_Session": stage.session("ada")}
    stage.call("POST", "/account/mfa/challenges", {"factor": "totp"}, **me)
    stage.call("POST", "/account/mfa/authenticators/totp", {}, **me)
    document = json.loads(json.dumps(export(stage.project)))
    copy = Instance().create_project("copy")
    load(copy, document)
    assert copy.sign_in == before
    for name in ("tokens", "challenges", "authenticators"):
        assert list(getattr(copy, name)) == list(getattr(stage.project, name))


def test_alerts_tell_of_every_session_but_the_first() -> None:
    stage = Stage()
    stage.given.user(id="ada", email="ada@example.com", password="password")
    sign_in = {"email": "ada@example.com", "password": "password"}
    for wanted, expected in ((False, 0), (True, 1)):
        stage.given.sign_in(session_alerts=wanted)
        stage.call("POST", "/account/sessions/email", sign_in)
        assert len(stage.project.outbox.where(origin="session-alert")) == expected
    stage.call("POST", "/account/sessions/anonymous", {})
    stage.by_key("POST", "/users/ada/sessions", {})
    assert len(stage.project.outbox.where(origin="session-alert")) == 1
