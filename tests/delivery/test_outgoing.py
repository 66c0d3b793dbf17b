"""What each provider would have received: golden files, and the facts of delivery.md one by one.

The golden files hold one message with every field under each provider, as release 1.9.6 sends it. After a change:

    MOCKWRITE_WRITE_GOLDEN=1 python -m pytest tests/delivery/test_outgoing.py

writes them again; read the difference before you commit it.
"""

from __future__ import annotations

import base64
import json
import os
from email import message_from_bytes, message_from_string, policy
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from mockwrite.delivery.outgoing import wire_requests
from mockwrite.delivery.outgoing.wire import WireRequest
from mockwrite.outbox.content import Attachment, Content, Email, Push, Sms
from mockwrite.providers import KINDS
from mockwrite.records import Provider
from mockwrite.releases import parse_version, rules_for

GOLDEN = Path(__file__).parent / "golden" / "outgoing"
WRITE_GOLDEN = bool(os.environ.get("MOCKWRITE_WRITE_GOLDEN"))
NOW = 1_767_225_600_000  # 2026-01-01T00:00:00Z

SENDER = {
    "fromName": "Jane & Söhne, Ltd.",
    "fromEmail": "jane@example.com",
    "replyToName": "Desk",
    "replyToEmail": "desk@example.com",
}
EMAIL = Email(
    to=("ada@example.com", "bob@example.com"),
    cc=("carol@example.com",),
    bcc=("dan@example.com",),
    subject="Grüße: your order & more",
    content="<style>p { color: red }</style><p>Hello <b>Ada</b> – 100 % ~ *free*</p>",
    html=True,
    from_name=SENDER["fromName"],
    from_email=SENDER["fromEmail"],
    reply_to_name=SENDER["replyToName"],
    reply_to_email=SENDER["replyToEmail"],
    attachments=(
        Attachment("invoice.pdf", "application/pdf", bytes(range(256))),
        Attachment("größe.txt", "text/plain", "zwölf\n".encode()),
    ),
)
SMS = Sms(to=("+15550001", "+15550002"), content="Your code is 1234 & more", from_="+15559999")
PUSH = Push(
    to=("token-a", "token-b"),
    title="Parcel",
    body="It is on its way – today",
    data={"order": 7, "tags": ["a", "b"], "nothing": {}},
    action="OPEN_ORDER",
    image="https://example.com/v1/parcel.png",
    icon="ic_parcel",
    sound="ding",
    color="#112233",
    tag="order-7",
    badge=3,
    content_available=True,
    critical=True,
    priority="high",
    channel_id="orders",
)
SERVICE_ACCOUNT = {
    "project_id": "parcels",
    "client_email": "push@parcels.iam.example.com",
    "private_key": "the-private-key",
}
# kind: credentials, options. Every secret starts with "secret-".
PROVIDERS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "mailgun": ({"isEuRegion": True, "apiKey": "secret-mailgun", "domain": "mg.example.com"}, SENDER),
    "sendgrid": ({"apiKey": "secret-sendgrid"}, SENDER),
    "resend": ({"apiKey": "secret-resend"}, SENDER),
    "ses": ({"accessKey": "AKIAEXAMPLE", "secretKey": "secret-ses", "region": "eu-west-1"}, SENDER),
    "smtp": (
        {"port": 587, "username": "jane", "password": "secret-smtp", "host": "mail.example.com"},
        {**SENDER, "encryption": "tls", "autoTLS": True, "mailer": "Parcels 1.0"},
    ),
    "twilio": ({"accountSid": "AC123", "authToken": "secret-twilio"}, {"from": "+15559999"}),
    "telesign": ({"customerId": "customer", "apiKey": "secret-telesign"}, {"from": "+15559999"}),
    "textmagic": ({"username": "jane", "apiKey": "secret-textmagic"}, {"from": "+15559999"}),
    "msg91": ({"templateId": "template", "senderId": "PARCEL", "authKey": "secret-msg91"}, {}),
    "vonage": ({"apiKey": "secret-key", "apiSecret": "secret-vonage"}, {"from": "+15559999"}),
    "fcm": ({"serviceAccountJSON": {**SERVICE_ACCOUNT, "private_key": "secret-fcm"}}, {}),
    "apns": (
        {"authKey": "secret-apns", "authKeyId": "KEY123", "teamId": "TEAM123", "bundleId": "com.example.parcels"},
        {"sandbox": True},
    ),
    "appwrite": ({}, {"qos": 1, "expiry": 3600}),
}
CONTENT: dict[str, Content] = {
    **dict.fromkeys(("mailgun", "sendgrid", "resend", "ses", "smtp"), EMAIL),
    **dict.fromkeys(("twilio", "telesign", "textmagic", "vonage"), SMS),
    # Its provider has no sender option.
    "msg91": Sms(to=SMS.to, content=SMS.content),
    **dict.fromkeys(("fcm", "apns", "appwrite"), PUSH),
}


def provider(kind: str, **changes: Any) -> Provider:
    """Return the sample provider of a kind; `changes` replace values of its credentials and options."""
    credentials, options = PROVIDERS[kind]
    return Provider(
        id=f"a-{kind}",
        created_at=NOW,
        updated_at=NOW,
        name=kind,
        kind=kind,
        type="",
        enabled=True,
        credentials={**credentials, **{name: value for name, value in changes.items() if name in credentials}},
        options={**options, **{name: value for name, value in changes.items() if name in options}},
    )


def wire(kind: str, content: Content | None = None, version: str = "1.9.6", **changes: Any) -> list[WireRequest]:
    """Return the requests of a sample message under a release."""
    rules = rules_for(parse_version(version))
    return wire_requests(provider(kind, **changes), content or CONTENT[kind], rules, now=NOW)


def body(request: WireRequest) -> Any:
    """Read a JSON body."""
    return json.loads(request.body)


def form(request: WireRequest) -> dict[str, str]:
    """Read a form body."""
    return {name: value for name, [value] in parse_qs(request.body, keep_blank_values=True).items()}


def claims(token: str) -> Any:
    """Read the claims of a JWT without looking at its signature."""
    segment = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


NO_FILES = EMAIL._replace(attachments=())
GOLDENS: dict[str, tuple[str, Content]] = {
    **{kind: (kind, content) for kind, content in CONTENT.items()},
    **{f"{kind}-without-attachments": (kind, NO_FILES) for kind in ("mailgun", "resend", "ses")},
}


@pytest.mark.parametrize("name", sorted(GOLDENS))
def test_each_provider_receives_what_its_golden_file_says(name: str) -> None:
    kind, content = GOLDENS[name]
    requests = wire(kind, content)
    text = json.dumps([request.as_dict() for request in requests], indent=2, ensure_ascii=False) + "\n"
    file = GOLDEN / f"{name}.json"
    if WRITE_GOLDEN:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_every_provider_kind_has_a_golden_file_and_no_file_is_left_over() -> None:
    assert set(KINDS) <= set(GOLDENS)
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(GOLDENS)


@pytest.mark.parametrize("kind", sorted(CONTENT))
def test_no_secret_is_shown_unless_it_is_asked_for(kind: str) -> None:
    requests = wire(kind)
    shown = json.dumps([request.as_dict() for request in requests])
    for request in requests:
        assert request.headers.get("Authorization", "Basic ***").startswith(
            ("Basic ***", "Bearer ", "AWS4-HMAC-SHA256 ")
        )
    assert "secret-" not in shown


@pytest.mark.parametrize(
    ("kind", "secret"),
    [
        ("sendgrid", "secret-sendgrid"),
        ("textmagic", "secret-textmagic"),
        ("vonage", "secret-vonage"),
        ("smtp", "secret-smtp"),
    ],
    ids=["bearer", "header", "form", "login"],
)
def test_secrets_are_there_when_masking_is_off(kind: str, secret: str) -> None:
    rules = rules_for(parse_version("1.9.6"))
    [request, *_] = wire_requests(provider(kind), CONTENT[kind], rules, now=NOW, masked=False)
    assert secret in json.dumps(request.as_dict())


def test_basic_authentication_is_the_user_and_the_key_when_masking_is_off() -> None:
    rules = rules_for(parse_version("1.9.6"))
    [request] = wire_requests(provider("mailgun"), EMAIL, rules, now=NOW, masked=False)
    assert base64.b64decode(request.headers["Authorization"].removeprefix("Basic ")) == b"api:secret-mailgun"


@pytest.mark.parametrize("kind", sorted(CONTENT))
def test_looking_twice_shows_the_same(kind: str) -> None:
    assert wire(kind) == wire(kind)


@pytest.mark.parametrize("kind", sorted(CONTENT))
def test_all_recipients_are_reached(kind: str) -> None:
    content = CONTENT[kind]
    copies = (*content.cc, *content.bcc) if isinstance(content, Email) else ()
    reached = [recipient for request in wire(kind) for recipient in request.recipients]
    assert set(reached) == {*content.to, *copies}


@pytest.mark.parametrize("kind", sorted(set(CONTENT) - {"smtp", "appwrite", "apns"}))
def test_http_requests_name_their_adapter(kind: str) -> None:
    # What is sent over HTTP/2, side by side, has no name.
    for request in wire(kind)[: 1 if kind == "fcm" else None]:
        assert request.method == "POST"
        assert request.headers["User-Agent"].startswith("Appwrite ")
        assert request.headers["User-Agent"].endswith(" Message Sender")


def test_a_provider_of_another_channel_sends_nothing() -> None:
    assert wire("twilio", EMAIL) == []


@pytest.mark.parametrize("kind", sorted(CONTENT))
@pytest.mark.parametrize(
    "content", [Email(to=("a@example.com",)), Sms(to=("+15550001",)), Push(to=("t",))], ids=["email", "sms", "push"]
)
def test_a_message_with_nothing_set_can_be_shown_too(kind: str, content: Content) -> None:
    matching = type(content) is type(CONTENT[kind])
    assert bool(wire(kind, content)) == matching


# Mailgun


def test_mailgun_has_a_host_for_europe() -> None:
    assert [request.url for request in wire("mailgun")] == ["https://api.eu.mailgun.net/v3/mg.example.com/messages"]
    [request] = wire("mailgun", isEuRegion=False)
    assert request.url == "https://api.mailgun.net/v3/mg.example.com/messages"


def test_mailgun_gets_the_reply_to_in_a_field_called_zero() -> None:
    [request] = wire("mailgun", NO_FILES)
    assert form(request)["0"] == "h:Reply-To: Desk <desk@example.com>"
    assert "h:Reply-To" not in form(request)


def test_mailgun_recipients_do_not_see_each_other_since_1_6_2() -> None:
    [request] = wire("mailgun", NO_FILES)
    assert json.loads(form(request)["recipient-variables"]) == {"ada@example.com": [], "bob@example.com": []}
    [single] = wire("mailgun", NO_FILES._replace(to=("ada@example.com",)))
    assert "recipient-variables" not in form(single)
    [old] = wire("mailgun", NO_FILES, version="1.6.1")
    assert "recipient-variables" not in form(old)
    assert form(old)["from"] == "Jane & Söhne, Ltd.<jane@example.com>"


def test_mailgun_files_can_be_read_back_from_the_multipart_body() -> None:
    [request] = wire("mailgun")
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parsed = message_from_bytes(head + request.content, policy=policy.HTTP)
    parts = {part.get_param("name", header="content-disposition"): part for part in parsed.iter_parts()}
    assert parts["attachment[0]"].get_payload(decode=True) == bytes(range(256))
    assert parts["attachment[1]"].get_filename() == "größe.txt"
    assert parts["text"].get_payload(decode=True) == b""
    assert parts["html"].get_payload(decode=True) == EMAIL.content.encode()


# Sendgrid, Resend, SES


def test_sendgrid_writes_a_mail_for_each_recipient_since_1_6_2() -> None:
    [request] = wire("sendgrid")
    assert [item["to"] for item in body(request)["personalizations"]] == [
        [{"email": "ada@example.com"}],
        [{"email": "bob@example.com"}],
    ]
    [old] = wire("sendgrid", version="1.6.1")
    assert [item["to"] for item in body(old)["personalizations"]] == [
        [{"email": "ada@example.com"}, {"email": "bob@example.com"}]
    ]


def test_sendgrid_gets_an_empty_reply_to_from_a_provider_without_one() -> None:
    [request] = wire("sendgrid", EMAIL._replace(reply_to_name="", reply_to_email=""))
    assert body(request)["reply_to"] == {"name": "", "email": ""}


def test_resend_gets_one_list_or_one_request_a_recipient_with_files() -> None:
    [batch] = wire("resend", NO_FILES)
    assert batch.url == "https://api.resend.com/emails/batch"
    assert [mail["to"] for mail in body(batch)] == [["ada@example.com"], ["bob@example.com"]]
    singles = wire("resend")
    assert [request.url for request in singles] == ["https://api.resend.com/emails"] * 2
    assert base64.b64decode(body(singles[0])["attachments"][0]["content"]) == bytes(range(256))


def test_resend_leaves_out_an_empty_reply_to_and_an_empty_name() -> None:
    [request] = wire("resend", NO_FILES._replace(reply_to_email="", from_name="", to=("ada@example.com",)))
    [mail] = body(request)
    assert "reply_to" not in mail
    assert mail["from"] == "jane@example.com"


def test_ses_names_the_template_after_its_content() -> None:
    [bulk] = wire("ses", NO_FILES)
    name = body(bulk)["DefaultContent"]["Template"]["TemplateName"]
    assert name.startswith("utopia-") and len(name) == len("utopia-") + 57
    [other] = wire("ses", NO_FILES._replace(html=False))
    assert body(other)["DefaultContent"]["Template"]["TemplateName"] != name


def test_ses_is_given_the_template_when_it_does_not_have_it() -> None:
    rules = rules_for(parse_version("1.9.6"))
    steps = ("outbound-bulk-emails", "templates", "outbound-bulk-emails")
    bulk, template, again = wire_requests(provider("ses"), NO_FILES, rules, now=NOW, steps=steps)
    assert body(template)["TemplateName"] == body(bulk)["DefaultContent"]["Template"]["TemplateName"]
    assert body(template)["TemplateContent"] == {"Subject": EMAIL.subject, "Html": EMAIL.content}
    assert again == bulk


def test_ses_quotes_a_sender_name_with_special_characters() -> None:
    [bulk] = wire("ses", NO_FILES)
    assert body(bulk)["FromEmailAddress"] == '"Jane & Söhne, Ltd." <jane@example.com>'
    assert body(bulk)["ReplyToAddresses"] == ["Desk <desk@example.com>"]


def test_ses_sends_files_in_a_raw_mail_for_each_recipient() -> None:
    for request, address in zip(wire("ses"), EMAIL.to, strict=True):
        assert request.url == "https://email.eu-west-1.amazonaws.com/v2/email/outbound-emails"
        assert body(request)["Destination"] == {"ToAddresses": [address]}
        raw = base64.b64decode(body(request)["Content"]["Raw"]["Data"]).decode()
        mail = message_from_string(raw, policy=policy.default)
        assert (mail["To"], mail["Cc"], mail["Bcc"]) == (address, "carol@example.com", "dan@example.com")


def test_ses_requests_are_dated_by_the_clock_of_the_project() -> None:
    for request in wire("ses"):
        assert request.headers["X-Amz-Date"] == "20260101T000000Z"
        assert "Credential=***/20260101/eu-west-1/ses/aws4_request" in request.headers["Authorization"]
        assert request.headers["Authorization"].endswith("Signature=***")


# SMS


def test_sms_forms_say_what_the_sheet_says() -> None:
    first, second = wire("twilio")
    assert form(first) == {"Body": SMS.content, "From": "+15559999", "To": "+15550001"}
    assert form(second)["To"] == "+15550002"
    [textmagic] = wire("textmagic")
    assert form(textmagic) == {"text": SMS.content, "from": "15559999", "phones": "15550001,15550002"}
    vonage, _ = wire("vonage")
    assert form(vonage) == {
        "text": SMS.content,
        "from": "+15559999",
        "to": "15550001",
        "api_key": "***",
        "api_secret": "***",
    }


def test_telesign_gets_no_sender_and_numbers_with_ids_of_their_own() -> None:
    [request] = wire("telesign")
    assert set(form(request)) == {"template", "recipients"}
    pairs = [pair.split(":") for pair in form(request)["recipients"].split(",")]
    assert [number for number, _ in pairs] == list(SMS.to)
    assert len({unique for _, unique in pairs}) == 2


def test_msg91_gets_the_content_a_second_time_as_otp() -> None:
    [request] = wire("msg91", templateId="")
    assert body(request) == {
        "sender": "PARCEL",
        "template_id": "",
        "recipients": [{"mobiles": number[1:], "content": SMS.content, "otp": SMS.content} for number in SMS.to],
    }


def test_an_unset_sender_is_left_out_of_a_form() -> None:
    [request] = wire("twilio", Sms(to=("+15550001",), content="x"))
    assert "From" not in form(request)
