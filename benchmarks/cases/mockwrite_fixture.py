"""mockwrite's fixture, by whichever transport the run was told to use."""

from __future__ import annotations

from typing import Any

from benchmarks.cases.sdk import SUBJECT, send_letter


def test_letter(mock_appwrite: Any, appwrite_client: Any) -> None:
    """Send a letter and look at it."""
    mock_appwrite.given.provider("sendgrid")
    target = mock_appwrite.given.target(type="email")
    send_letter(appwrite_client, target.id)
    assert mock_appwrite.outbox.one().subject == SUBJECT
