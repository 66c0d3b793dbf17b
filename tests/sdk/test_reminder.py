"""An application that finds in rows whom to write to: it runs as it is, and what it sends depends on what was given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mockwrite import InProcess, MockServer

pytest.importorskip("appwrite", reason="needs the official SDK: pip install appwrite")


@pytest.mark.parametrize("transport", [MockServer, InProcess])
def test_who_meets_within_the_hour_gets_one_letter(transport: type[MockServer | InProcess]) -> None:
    from tests.sdk import reminder

    now = datetime.now(UTC)
    with transport() as host, host.project() as mock:
        mock.given.provider("sendgrid")
        client = reminder.connect(mock.endpoint, mock.project_id, mock.api_key)
        reminder.set_up(client)
        reminder.set_up(client)
        for minutes, name, reminded in ((90, "ada", False), (40, "bob", False), (20, "cyd", False), (10, "dan", True)):
            mock.given.user(email=f"{name}@example.com")
            meeting = {
                "title": f"Talk of {name}",
                "guest": f"{name}@example.com",
                "at": (now + timedelta(minutes=minutes)).isoformat(),
                "reminded": reminded,
            }
            mock.given.document(reminder.DATABASE, reminder.MEETINGS, meeting)
        assert reminder.remind(client, now) == 2
        sent = [(letter.to, letter.subject) for letter in mock.outbox]
        assert sent == [("cyd@example.com", "Soon: Talk of cyd"), ("bob@example.com", "Soon: Talk of bob")]
        assert reminder.remind(client, now) == 0
        assert len(mock.outbox) == 2
