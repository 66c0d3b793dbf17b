"""An e-mail exported as .eml opens with Python's `email`."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mockwrite.outbox.content import Attachment, Email
from mockwrite.outbox.delivery import Delivery, Handover
from mockwrite.outbox.eml import eml
from mockwrite.testing.mock_appwrite import MockAppwrite

# Headers hold no line ends, and mail programs strip white space around names.
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
NAME = LINE.map(str.strip).filter(bool)
FILES = st.builds(
    Attachment, name=NAME, mime_type=st.sampled_from(["text/plain", "application/pdf", "no type"]), content=st.binary()
)
EMAILS = st.builds(
    Email,
    to=st.just(()),
    subject=LINE,
    content=st.text(st.characters(exclude_categories=["Cs"])),
    html=st.booleans(),
    from_name=NAME,
    from_email=st.just("hello@acme.example"),
    attachments=st.lists(FILES, max_size=3).map(tuple),
)


def delivered(sent: Email) -> Delivery:
    """A delivery of an e-mail to Ada."""
    return Delivery(
        id="d1", number=1, project_id="p", message_id="m", channel="email", role="to", to="ada@example.com",
        target_id=None, user_id="ada", topic_id=None, provider_id="smtp", provider="smtp", status="sent", error=None,
        at=1_893_456_000_000, payload=sent, handover=Handover(time=0, recipients=1),
    )  # fmt: skip


def opened(content: bytes) -> EmailMessage:
    """What Python reads."""
    message = email.message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@settings(max_examples=200)
@given(EMAILS)
def test_subject_text_and_attachments_survive(sent: Email) -> None:
    message = opened(eml(delivered(sent)))
    body = message.get_body()
    assert isinstance(body, EmailMessage)
    files = [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]
    assert message["subject"] == sent.subject
    assert body.get_content_subtype() == ("html" if sent.html else "plain")
    assert body.get_content() == sent.content
    assert files == [(file.name, file.content) for file in sent.attachments]
    assert message["from"].addresses[0].display_name == sent.from_name
    assert message["to"] == "ada@example.com"
    assert message.defects == []


def test_a_line_end_in_a_subject_cannot_make_a_header() -> None:
    message = opened(eml(delivered(Email(to=(), subject="Hello\r\nBcc: eve@example.com", from_email="a@b.example"))))
    assert message["bcc"] is None
    assert message["subject"] == "Hello Bcc: eve@example.com"


@pytest.mark.parametrize("length", [61, 70, 78, 998])
def test_a_subject_without_spaces_comes_back_as_it_was(length: int) -> None:
    for subject in ("x" * length, "See " + "x" * length):
        file = eml(delivered(Email(to=(), subject=subject, from_email="a@b.example")))
        assert opened(file)["subject"] == subject
        # RFC 5322 section 2.1.1
        assert max(map(len, file.split(b"\r\n"))) <= 998


def test_half_characters_and_odd_senders_do_not_break_the_export() -> None:
    odd = Email(to=(), subject="\ud83d", content="\ud83d", from_name='Zoë, the "best"', from_email="zoë@exämple.com")
    message = opened(eml(delivered(odd)))
    assert message["subject"] == "?"
    assert "zoë@exämple.com" in str(message["from"])


def test_only_an_email_can_be_exported(world: MockAppwrite, control: httpx.Client) -> None:
    world.given.message("sms")
    record = world.outbox[0]
    with pytest.raises(ValueError, match="only an e-mail"):
        eml(record)
    assert control.get(f"/outbox/{record.id}/eml").status_code == 404


def test_the_export_comes_as_a_file(world: MockAppwrite, control: httpx.Client) -> None:
    world.given.message("email", subject="Grüße", content="<b>Hi</b>", html=True)
    record = world.outbox[0]
    answer = control.get(f"/outbox/{record.id}/eml")
    assert answer.headers["content-type"] == "message/rfc822"
    assert f"filename*=UTF-8''{record.id}.eml" in answer.headers["content-disposition"]
    assert opened(answer.content)["subject"] == "Grüße"
