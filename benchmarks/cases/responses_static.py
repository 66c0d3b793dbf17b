"""`responses` with a static answer."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import responses
from appwrite.client import Client

from benchmarks.cases.sdk import SUBJECT, make_client, send_letter

ENDPOINT = "http://fake.test/v1"
ANSWER = {
    "$id": "message",
    "$createdAt": "2030-01-01T00:00:00.000+00:00",
    "$updatedAt": "2030-01-01T00:00:00.000+00:00",
    "providerType": "email",
    "topics": [],
    "users": [],
    "targets": ["target"],
    "scheduledAt": None,
    "deliveredAt": None,
    "deliveryErrors": [],
    "deliveredTotal": 0,
    "data": {"subject": SUBJECT, "content": "…"},
    "status": "processing",
}


@pytest.fixture
def mocked() -> Iterator[responses.RequestsMock]:
    """Answer the one call."""
    with responses.RequestsMock() as mocked:
        mocked.post(f"{ENDPOINT}/messaging/messages/email", json=ANSWER, status=201)
        yield mocked


@pytest.fixture
def client() -> Client:
    """Return a client of the SDK."""
    return make_client(ENDPOINT)


def test_letter(mocked: responses.RequestsMock, client: Client) -> None:
    """Send a letter and look at it."""
    send_letter(client, users=["ada"])
    assert json.loads(mocked.calls[0].request.body or "")["subject"] == SUBJECT
