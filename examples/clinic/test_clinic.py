"""The clinic as a whole: its web API in front, Appwrite's double behind, and the outbox at the end."""

from datetime import timedelta

import pytest
from clinic import app
from fastapi.testclient import TestClient


@pytest.fixture
def clinic(mock_appwrite, appwrite_env):
    """The application, with the variables that it reads set for this test's project."""
    mock_appwrite.given.user(id="ada", name="Ada", email="ada@example.com", phone="+12025550101")
    return TestClient(app)


def test_an_appointment_is_kept_and_confirmed(clinic, mock_appwrite):
    mock_appwrite.respond("POST", "/functions/invoice/executions", json=executed("invoice-1.pdf"), status=201)
    answer = clinic.post("/appointments", json={"patient": "ada", "at": "2030-01-31T09:30:00Z"})
    assert answer.status_code == 201
    mail = mock_appwrite.outbox.one(to="ada@example.com", subject="Your appointment")
    assert "see you on 31 January" in mail.content
    assert "invoice-1.pdf" in mail.content


def test_a_stranger_gets_no_appointment(clinic, mock_appwrite):
    answer = clinic.post("/appointments", json={"patient": "bob", "at": "2030-01-31T09:30:00Z"})
    assert answer.status_code == 404
    assert not mock_appwrite.outbox


def test_a_reminder_goes_out_the_day_before_and_only_once(clinic, mock_appwrite):
    mock_appwrite.clock.freeze("2030-01-30T12:00:00Z")
    now = mock_appwrite.clock.now()
    for hours in (2, 23, 25):
        mock_appwrite.given.document(
            "main", "appointments", {"patient": "ada", "at": (now + timedelta(hours=hours)).isoformat()}
        )
    assert clinic.post("/reminders", params={"now": now.isoformat()}).json() == {"reminded": 2}
    assert clinic.post("/reminders", params={"now": now.isoformat()}).json() == {"reminded": 0}
    assert [sms.content for sms in mock_appwrite.outbox.where(channel="sms")] == [
        "Tomorrow at 14:00",
        "Tomorrow at 11:00",
    ]


def test_a_patient_whose_phone_is_dead_is_not_reminded_again_and_again(clinic, mock_appwrite):
    mock_appwrite.faults.fail_delivery("invalid_recipient", channel="sms")
    mock_appwrite.given.document("main", "appointments", {"patient": "ada", "at": "2030-01-31T09:00:00.000+00:00"})
    for _ in range(2):
        clinic.post("/reminders", params={"now": "2030-01-30T12:00:00Z"})
    assert len(mock_appwrite.outbox.failed) == 1


def executed(answer):
    """What Appwrite says of a function that has run; functions are not emulated, so the test prepares it."""
    stamp = "2030-01-01T00:00:00.000+00:00"
    return {
        "$id": "e1", "$createdAt": stamp, "$updatedAt": stamp, "$permissions": [], "functionId": "invoice", "deploymentId": "d1",
        "trigger": "http", "status": "completed", "requestMethod": "POST", "requestPath": "/", "requestHeaders": [],
        "responseStatusCode": 200, "responseBody": answer, "responseHeaders": [], "logs": "", "errors": "", "duration": 0.1,
    }  # fmt: skip
