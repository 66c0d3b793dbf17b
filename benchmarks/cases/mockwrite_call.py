"""mockwrite's fixture and one SDK call, as the others do it: nothing is prepared, so the letter reaches nobody."""

from __future__ import annotations

from typing import Any

from benchmarks.cases.sdk import SUBJECT, send_letter


def test_letter(mock_appwrite: Any, appwrite_client: Any) -> None:
    """Send a letter and look at it."""
    send_letter(appwrite_client, users=["ada"])
    (message,) = mock_appwrite.project.messages
    assert message.data["subject"] == SUBJECT
