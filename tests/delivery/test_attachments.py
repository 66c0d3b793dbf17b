"""What becomes of the attachments of an e-mail on their way (contract: delivery.md, building and adapters)."""

from __future__ import annotations

import pytest

from tests.delivery.called_project import CalledProject, result


def test_attachments_beyond_the_adapters_limit_are_one_error() -> None:
    mock = CalledProject()
    mock.given.provider("ses")
    file = mock.given.file(b"x" * (10 * 1024 * 1024 + 1), id="big")
    mock.post(users=[mock.given.user().id], attachments=[file.reference])
    assert result(mock) == ("failed", 0, 1, True)


def test_a_mail_can_be_too_large_although_its_attachments_are_not() -> None:
    mock = CalledProject()
    mock.given.provider("ses", reply_to_email="desk@example.com")
    users = [mock.given.user().id, mock.given.user().id]
    for number, size in enumerate((7, 8)):
        file = mock.given.file(b"x" * (size * 1024 * 1024), id=f"big{number}")
        mock.post(users=users, attachments=[file.reference], messageId=f"m{number}")
    assert result(mock, "m0") == ("sent", 2, 0, True)
    # In base64 it is a third larger, and SES takes 10 MiB.
    assert result(mock, "m1") == ("failed", 0, 1, True)


@pytest.mark.parametrize("address", ["from_email", "reply_to_email"])
def test_ses_sends_files_only_from_and_back_to_an_address(address: str) -> None:
    mock = CalledProject()
    provider = mock.given.provider("ses", reply_to_email="desk@example.com")
    field = "fromEmail" if address == "from_email" else "replyToEmail"
    providers = mock.project.providers
    providers.replace(provider, updated_at=provider.updated_at, options={**provider.options, field: ""})
    mock.post(users=[mock.given.user().id], attachments=[mock.given.file(b"x", id="f").reference])
    assert result(mock) == ("failed", 0, 1, True)
    mock.post(users=[mock.given.user().id], messageId="m2")
    assert result(mock, "m2") == ("sent", 1, 0, True)


@pytest.mark.parametrize(
    ("content", "type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"BEGIN:VCALENDAR", "text/plain"),
        (b'{"a":1}', "text/plain"),
        (b"<html></html>", "text/plain"),
        (b"\x00\x01\x02", "text/plain"),
    ],
    ids=["pdf", "calendar", "json", "html", "unknown"],
)
def test_an_attachment_has_its_type_only_when_the_server_lists_it(content: bytes, type: str) -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    file = mock.given.file(content, id="f")
    mock.post(users=[mock.given.user().id], attachments=[file.reference])
    (attached,) = mock.outbox.one().attachments
    assert (attached.mime_type, attached.content) == (type, content)
