"""A test with documents and an account's mail beside a letter, for the endurance of one process."""

from __future__ import annotations

from typing import Any

from appwrite.services.account import Account
from appwrite.services.tables_db import TablesDB

from benchmarks.cases.sdk import SUBJECT, send_letter


def test_story(mock_appwrite: Any, appwrite_client: Any) -> None:
    """Keep rows, look for one, recover a password, send a letter, and look at both mails."""
    given = mock_appwrite.given
    given.provider("sendgrid")
    ada = given.user(email="ada@example.com", password="correct horse")
    given.collection("main", "visits", attributes={"city": "string"})
    for city in ("Oslo", "Rome"):
        given.document("main", "visits", {"city": city})
    assert TablesDB(appwrite_client).list_rows("main", "visits").total == 2
    Account(appwrite_client).create_recovery("ada@example.com", "http://localhost/new")
    send_letter(appwrite_client, users=[ada.id])
    assert mock_appwrite.outbox.one(subject=SUBJECT)
    assert mock_appwrite.outbox.one(origin="recovery").secret
