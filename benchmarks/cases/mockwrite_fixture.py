"""mockwrite's fixture, with a provider and a recipient made first, so that the letter arrives in the outbox."""

from __future__ import annotations

from typing import Any

from benchmarks.cases.sdk import SUBJECT, send_letter


def test_letter(mock_appwrite: Any, appwrite_client: Any) -> None:
    """Send a letter and look at it."""
    mock_appwrite.given.provider("sendgrid")
    target = mock_appwrite.given.target(type="email")
    send_letter(appwrite_client, targets=[target.id])
    assert mock_appwrite.outbox.one().subject == SUBJECT
