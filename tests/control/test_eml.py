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
from mockwrite.outbox.eml import eml, headers
from mockwrite.records import ProviderKind
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.delivery.called_project import CalledProject

# Headers hold no line ends, and mail programs strip white space around names.
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
NAME = LINE.map(str.strip).filter(bool)
FILES = st.builds(
    Attachment, name=NAME, mime_type=st.sampled_from(["text/plain", "application/pdf", "no type"]), content=st.binary()
)
EMAILS = st.builds(
    Email,
    to=st.just(()),
    cc=st.just(()),
    named=st.none(),
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


def test_only_an_email_can_be_exported(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms")
    record = mock.outbox[0]
    with pytest.raises(ValueError, match="only an e-mail"):
        eml(record)
    assert control.get(f"/outbox/{record.id}/eml").status_code == 404


def test_the_export_comes_as_a_file(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", subject="Grüße", content="<b>Hi</b>", html=True)
    record = mock.outbox[0]
    answer = control.get(f"/outbox/{record.id}/eml")
    assert answer.headers["content-type"] == "message/rfc822"
    assert f"filename*=UTF-8''{record.id}.eml" in answer.headers["content-disposition"]
    assert opened(answer.content)["subject"] == "Grüße"


def sent_by(kind: ProviderKind, version: str) -> list[Delivery]:
    """Send a mail to Ada and Bob, with Carol in cc and Dan in bcc, and return what each got."""
    mock = CalledProject(appwrite_version=version)
    mock.given.provider(kind, reply_to_email="desk@example.com")
    ids = {}
    for name in ("ada", "bob", "carol", "dan"):
        user = mock.given.user(id=name, email=f"{name}@example.com")
        ids[name] = next(target.id for target in mock.project.targets.where("user_id", user.id))
    mock.post(targets=[ids["ada"], ids["bob"]], cc=[ids["carol"]], bcc=[ids["dan"]])
    return list(mock.outbox)


@pytest.mark.parametrize(
    ("kind", "version", "seen"),
    [
        ("smtp", "1.6.2", "ada@example.com, bob@example.com"),
        ("smtp", "1.9.6", None),
        ("sendgrid", "1.6.1", "ada@example.com, bob@example.com"),
        ("sendgrid", "1.9.6", "its own"),
        ("mailgun", "1.9.6", "its own"),
    ],
)
def test_a_reader_sees_whom_the_mail_names_and_never_a_blind_copy(
    kind: ProviderKind, version: str, seen: str | None
) -> None:
    records = sent_by(kind, version)
    assert {record.role for record in records} == {"to", "cc", "bcc"}
    for record in records:
        message = opened(eml(record))
        shown = dict(headers(record))
        assert message["Bcc"] is None and "Bcc" not in shown
        assert message["Cc"] == shown["Cc"] == "carol@example.com"
        assert message["X-Mockwrite-Delivery"] == record.id
        if record.role == "to" or seen != "its own":
            wanted = record.to if seen == "its own" else seen
            assert message["To"] == shown.get("To") == wanted
        else:
            # A copy of a mail to one reader names this one, and no copy names itself in To.
            assert record.to not in str(message["To"])


def test_a_mail_to_blind_copies_alone_says_so() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    mock.post(users=[mock.given.user().id, mock.given.user().id])
    for record in mock.outbox:
        assert dict(headers(record))["To"] == "undisclosed-recipients:;"


def test_the_export_of_a_mail_over_smtp_is_the_mail_on_the_wire() -> None:
    (record, *_) = sent_by("smtp", "1.9.6")
    (request,) = record.wire()
    assert eml(record).endswith(request.content)


def test_a_raw_mail_of_ses_is_exported_without_its_blind_copies() -> None:
    mock = CalledProject()
    mock.given.provider("ses", reply_to_email="desk@example.com")
    copy = mock.given.target(type="email", identifier="dan@example.com")
    file = mock.given.file(b"Hello", name="hello.txt")
    mock.post(users=[mock.given.user(email="ada@example.com").id], bcc=[copy.id], attachments=[file.reference])
    for record in mock.outbox:
        message = opened(eml(record))
        assert (message["To"], message["Bcc"]) == ("ada@example.com", None)
        assert [part.get_filename() for part in message.iter_attachments()] == ["hello.txt"]
