"""The tests of the example application `clinic`, with the SDK patched by `unittest.mock` in place of a double of the server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from unittest.mock import patch

import clinic
import pytest
from appwrite.exception import AppwriteException
from fastapi.testclient import TestClient


@pytest.fixture
def sdk(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Return the services of the SDK, each a mock."""
    for name in ("ENDPOINT", "PROJECT_ID", "API_KEY"):
        monkeypatch.setenv(f"APPWRITE_{name}", "http://localhost")
    with (
        patch("clinic.Users") as users,
        patch("clinic.TablesDB") as tables,
        patch("clinic.Functions") as functions,
        patch("clinic.Messaging") as messaging,
    ):
        yield SimpleNamespace(
            users=users.return_value,
            tables=tables.return_value,
            functions=functions.return_value,
            messaging=messaging.return_value,
        )


@pytest.fixture
def app() -> TestClient:
    """Return the application."""
    return TestClient(clinic.app)


def test_an_appointment_is_kept_and_confirmed(app: TestClient, sdk: SimpleNamespace) -> None:
    """Ask for an appointment."""
    sdk.users.get.return_value = SimpleNamespace(name="Ada")
    sdk.tables.create_row.return_value = SimpleNamespace(id="r1")
    sdk.functions.create_execution.return_value = SimpleNamespace(responsebody="invoice-1.pdf")
    answer = app.post("/appointments", json={"patient": "ada", "at": "2030-01-31T09:30:00Z"})
    assert answer.status_code == 201
    _, subject, content = sdk.messaging.create_email.call_args.args
    assert subject == "Your appointment"
    assert "see you on 31 January" in content
    assert "invoice-1.pdf" in content


def test_a_stranger_gets_no_appointment(app: TestClient, sdk: SimpleNamespace) -> None:
    """Ask for an appointment as nobody."""
    sdk.users.get.side_effect = AppwriteException("no user", 404, "user_not_found", "")
    answer = app.post("/appointments", json={"patient": "bob", "at": "2030-01-31T09:30:00Z"})
    assert answer.status_code == 404
    sdk.messaging.create_email.assert_not_called()


def test_a_reminder_goes_out_the_day_before_and_only_once(app: TestClient, sdk: SimpleNamespace) -> None:
    """Remind of two appointments, and then of none."""
    now = datetime(2030, 1, 30, 12, tzinfo=UTC).isoformat()
    times = ("2030-01-30T14:00:00.000+00:00", "2030-01-31T11:00:00.000+00:00")
    rows = [SimpleNamespace(id=f"r{at}", data={"patient": "ada", "at": at}) for at in times]
    sdk.tables.list_rows.side_effect = [SimpleNamespace(rows=rows), SimpleNamespace(rows=[])]
    assert app.post("/reminders", params={"now": now}).json() == {"reminded": 2}
    assert app.post("/reminders", params={"now": now}).json() == {"reminded": 0}
    assert [call.args[1] for call in sdk.messaging.create_sms.call_args_list] == [
        "Tomorrow at 14:00",
        "Tomorrow at 11:00",
    ]


def test_a_patient_whose_phone_is_dead_is_not_reminded_again_and_again(app: TestClient, sdk: SimpleNamespace) -> None:
    """Remind twice; that the provider fails cannot be seen here."""
    row = SimpleNamespace(id="r1", data={"patient": "ada", "at": "2030-01-31T09:00:00.000+00:00"})
    sdk.tables.list_rows.side_effect = [SimpleNamespace(rows=[row]), SimpleNamespace(rows=[])]
    for _ in range(2):
        app.post("/reminders", params={"now": "2030-01-30T12:00:00Z"})
    assert sdk.messaging.create_sms.call_count == 1
