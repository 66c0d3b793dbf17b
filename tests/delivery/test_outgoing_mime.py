"""Mail over SMTP, read back by Python's own `email` (contract: delivery.md, appendix, SMTP)."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, message_from_string, policy
from email.header import decode_header, make_header
from email.message import EmailMessage, MIMEPart
from typing import Any

import pytest

from mockwrite.delivery.outgoing import wire_requests
from mockwrite.delivery.outgoing.wire import WireRequest
from mockwrite.outbox.content import Attachment, Email
from mockwrite.records import Provider
from mockwrite.releases import parse_version, rules_for

NOW = 1_767_225_600_000
PLAIN = Email(
    to=("ada@example.com", "bob@example.com"),
    subject="Hello",
    content="Line one\nLine two",
    from_name="Jane",
    from_email="jane@example.com",
)
FILES = (
    Attachment("invoice.pdf", "application/pdf", bytes(range(256))),
    Attachment('größe "1".txt', "text/plain", "zwölf\n".encode()),
    Attachment("empty", "", b""),
)


def wire(mail: Email, version: str = "1.9.6", **changes: Any) -> WireRequest:
    """Return the SMTP transaction of a mail; `changes` replace credentials and options of the provider."""
    credentials = {"port": 587, "username": "jane", "password": "pass", "host": "mail.example.com"}
    options = {"encryption": "", "autoTLS": True, "mailer": ""}
    carrier = Provider(
        id="p",
        created_at=NOW,
        updated_at=NOW,
        name="p",
        kind="smtp",
        type="email",
        enabled=True,
        credentials={**credentials, **changes},
        options={**options, **changes},
    )
    [request] = wire_requests(carrier, mail, rules_for(parse_version(version)), now=NOW)
    return request


def parsed(mail: Email, version: str = "1.9.6", **changes: Any) -> EmailMessage:
    """Return the message as Python reads it."""
    octets = wire(mail, version, **changes).content
    message = message_from_bytes(octets, _class=EmailMessage, policy=policy.default)
    assert not message.defects
    return message


def content(part: MIMEPart | None) -> str:
    """Return the text of a part with plain line ends."""
    assert part is not None
    text: str = part.get_content()
    return text.replace("\r\n", "\n").rstrip("\n")


TEXTS = {
    "ascii": "Line one\nLine two",
    "letters": "Grüße aus Köln – 你好 🎉\nzweite Zeile",
    "carriage returns": "one\r\ntwo\r\nthree",
    "long line": "x" * 3000,
    "dots and from": ".\n.\nFrom here\n--alt\n=20",
    "markup": "a < b <3 & c > d",
    "empty": "",
    "blank": "   ",
}


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
def test_a_text_comes_out_as_it_went_in(text: str) -> None:
    message = parsed(PLAIN._replace(content=text))
    # The text goes out as HTML too, and without what looks like a tag as text.
    assert content(message.get_body(("html",)) or message) == text.replace("\r\n", "\n")


@pytest.mark.parametrize("text", list(TEXTS.values()), ids=list(TEXTS))
def test_html_comes_out_as_it_went_in_beside_a_text_without_tags(text: str) -> None:
    html = f"<style>p {{ color: red }}</style><p title='x'>Dear <b>Ada</b></p>{text}"
    message = parsed(PLAIN._replace(content=html, html=True))
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert content(message.get_body(("html",))) == html.replace("\r\n", "\n").rstrip("\n")
    plain = content(message.get_body(("plain",)))
    assert plain.startswith("Dear Ada")
    assert "color" not in plain


@pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
def test_files_come_out_as_they_went_in(html: bool) -> None:
    message = parsed(PLAIN._replace(html=html, attachments=FILES))
    found = [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]
    assert found == [(file.name, file.content) for file in FILES[:1]] + [
        ('größe \\"1\\".txt', FILES[1].content),
        ("empty", b""),
    ]
    types = [part.get_content_type() for part in message.iter_attachments()]
    assert types == ["application/pdf", "text/plain", "application/octet-stream"]
    assert content(message.get_body(("plain",))) == PLAIN.content


@pytest.mark.parametrize(
    ("name", "shown"),
    [("one\ntwo.txt", "one"), ("dir/one\ntwo.txt", "one"), ("one.\ntwo", "one.two"), ("a/..", "a")],
)
def test_of_a_file_name_with_line_ends_the_mailer_takes_the_first_line_unless_a_dot_ends_it(
    name: str, shown: str
) -> None:
    message = parsed(PLAIN._replace(attachments=(Attachment(name, "text/plain", b"x"),)))
    assert [part.get_filename() for part in message.iter_attachments()] == [shown]


def test_recipients_are_blind_copies_since_1_8_0() -> None:
    mail = PLAIN._replace(cc=("carol@example.com",), bcc=("dan@example.com",))
    new, old = parsed(mail), parsed(mail, "1.7.4")
    assert new["To"] is None
    assert new["Cc"] == old["Cc"] == "carol@example.com"
    assert old["To"] == "ada@example.com, bob@example.com"
    assert new["Bcc"] is None
    to, cc, bcc = ("ada@example.com", "bob@example.com"), "carol@example.com", "dan@example.com"
    # The server is told of those whom the mail names first.
    assert wire(mail).recipients == (cc, bcc, *to)
    assert wire(mail, "1.7.4").recipients == (*to, cc, bcc)
    assert wire(mail).headers["RCPT TO"] == ", ".join(f"<{address}>" for address in (cc, bcc, *to))


def test_a_mail_to_blind_copies_alone_names_nobody() -> None:
    message = parsed(PLAIN)
    assert message["To"].addresses == ()
    for address in PLAIN.to:
        assert address not in message.as_string()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jane", "Jane"),
        ("Jane & Söhne, Ltd.", "Jane & Söhne, Ltd."),
        ('The "Desk", Inc.', 'The "Desk", Inc.'),
        ("Jane\r\nBcc: eve@example.com", "JaneBcc: eve@example.com"),
        ("", ""),
    ],
    ids=["plain", "letters", "quotes", "line break", "none"],
)
def test_the_sender_is_named_safely(name: str, shown: str) -> None:
    message = parsed(PLAIN._replace(from_name=name))
    [sender] = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (shown, "jane@example.com")
    assert message["Bcc"] is None


def test_a_long_name_in_other_letters_comes_out_as_it_went_in() -> None:
    # Read with the older interface: the newer one of Python 3.11 puts spaces between the encoded words of a name.
    message = message_from_string(wire(PLAIN._replace(from_name="你好" * 40)).body)
    assert str(make_header(decode_header(message["From"]))) == f"{'你好' * 40} <jane@example.com>"


@pytest.mark.parametrize(
    ("name", "word"),
    [("Jörg Müller", "=?UTF-8?Q?J=C3=B6rg_M=C3=BCller?="), ("Büro 🏢", "=?UTF-8?B?QsO8cm8g8J+Pog==?=")],
    ids=["few", "many"],
)
def test_a_name_is_in_base64_when_more_than_a_third_of_it_cannot_stay(name: str, word: str) -> None:
    mail = wire(PLAIN._replace(from_name=name, reply_to_name=name, reply_to_email="desk@example.com")).body
    assert f"From: {word} <jane@example.com>" in mail
    assert f"Reply-To: {word} <desk@example.com>" in mail


@pytest.mark.parametrize("address", ["", "nobody"])
def test_a_sender_that_is_no_address_is_left_out_with_its_name(address: str) -> None:
    request = wire(PLAIN._replace(from_email=address))
    assert request.headers["MAIL FROM"] == "<>"
    assert "\r\nFrom: \r\n" in request.body


def test_white_space_around_addresses_is_left_out_of_the_mail_and_of_what_the_server_is_told() -> None:
    request = wire(
        PLAIN._replace(to=(" bob@example.com", "ada@example.com "), cc=("ada@example.com ", "Bob@example.com"))
    )
    assert request.headers["RCPT TO"] == "<ada@example.com>, <Bob@example.com>"
    assert "\r\nCc: ada@example.com, Bob@example.com\r\n" in request.body


def test_line_ends_in_the_name_of_the_mailer_begin_lines_of_the_head() -> None:
    assert "\r\nX-Mailer: Post\r\nX-Office: 7\r\n" in wire(PLAIN, mailer="Post\nX-Office: 7\n").body


def test_a_reply_to_may_name_the_number_of_a_host() -> None:
    mail = PLAIN._replace(reply_to_name="Desk", reply_to_email="desk@[127.0.0.1]")
    assert "\r\nReply-To: Desk <desk@[127.0.0.1]>\r\n" in wire(mail).body


@pytest.mark.parametrize(
    "subject",
    ["Hello", "Grüße: your order", "你好 " * 60, "word " * 60, "", "=?utf-8?q?x?"],
    ids=["plain", "letters", "long letters", "long", "empty", "looks encoded"],
)
def test_the_subject_comes_out_as_it_went_in(subject: str) -> None:
    message = parsed(PLAIN._replace(subject=subject))
    assert (message["Subject"] or "") == subject.strip()


def test_a_line_break_in_the_subject_starts_no_header() -> None:
    message = parsed(PLAIN._replace(subject="Hello\r\nBcc: eve@example.com"))
    assert message["Subject"] == "HelloBcc: eve@example.com"
    assert message["Bcc"] is None


def test_a_reply_to_is_written_only_when_there_is_an_address() -> None:
    assert parsed(PLAIN)["Reply-To"] is None
    assert parsed(PLAIN._replace(reply_to_name="Desk", reply_to_email="desk@example.com"))["Reply-To"] == (
        "Desk <desk@example.com>"
    )


def test_the_date_is_the_projects_time() -> None:
    assert parsed(PLAIN)["Date"].datetime == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_message_has_crlf_line_ends() -> None:
    text = wire(PLAIN._replace(subject="Grüße", content="Grüße\n\r", attachments=FILES)).body
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")


def test_no_line_of_a_mail_is_longer_than_smtp_allows() -> None:
    for text in ("x" * 999, "word " * 199 + "x" * 5, "ä" * 499 + "x", "y" * 1000):
        mail = wire(PLAIN._replace(subject="z" * 2000, content=text)).content
        assert max(map(len, mail.split(b"\r\n"))) <= 998


def test_the_mailer_is_named_when_the_provider_names_one() -> None:
    assert parsed(PLAIN)["X-Mailer"].startswith("PHPMailer 6.9.1 ")
    assert parsed(PLAIN, mailer=" ")["X-Mailer"] is None
    assert parsed(PLAIN, mailer="Parcels 1.0")["X-Mailer"] == "Parcels 1.0"


def test_the_session_signs_in_only_with_user_and_password() -> None:
    assert wire(PLAIN).headers["Login"] == "jane ***"
    assert "Login" not in wire(PLAIN, username="").headers
    assert "Login" not in wire(PLAIN, password="").headers


@pytest.mark.parametrize(
    ("host", "encryption", "url", "used"),
    [
        ("mail.example.com", "", "smtp://mail.example.com:587", "none"),
        ("mail.example.com", "ssl", "smtps://mail.example.com:587", "ssl"),
        ("mail.example.com:25", "", "smtp://mail.example.com:25", "none"),
        ("tls://one.example.com:587;ssl://two.example.com", "", "smtp://one.example.com:587", "tls"),
        ("a b", "", "smtp://a b:587", "none"),
    ],
    ids=["host", "ssl", "port", "list", "odd"],
)
def test_the_first_host_of_the_list_is_asked_first(host: str, encryption: str, url: str, used: str) -> None:
    request = wire(PLAIN, host=host, encryption=encryption)
    assert (request.method, request.url, request.headers["Encryption"]) == ("SMTP", url, used)
    assert ("two.example.com" in request.note) == (";" in host)
