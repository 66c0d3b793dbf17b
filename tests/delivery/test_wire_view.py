"""What the provider would have received, read from the outbox: each delivery carries the request of its batch."""

from __future__ import annotations

import json
from typing import Any

import pytest

from mockwrite.providers import KINDS
from mockwrite.records import ProviderKind
from tests.delivery.called_project import CalledProject

CONTENT: dict[str, dict[str, Any]] = {
    "email": {"subject": "Subject line", "content": "<b>Bodytext</b>", "html": True},
    "sms": {"content": "Bodytext"},
    "push": {"title": "Subject line", "body": "Bodytext", "data": {"key": "value"}, "badge": 3, "action": "open"},
}


def sent_through(kind: ProviderKind) -> CalledProject:
    """Send a message to two people through one kind of provider."""
    mock = CalledProject()
    provider = mock.given.provider(kind)
    people = [mock.given.user(email=f"p{n}@example.com", phone=f"+1202555010{n}", push=f"token-{n}").id for n in (1, 2)]
    mock.post(provider.type, users=people, **CONTENT[provider.type])
    return mock


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_provider_shows_its_requests(kind: ProviderKind) -> None:
    mock = sent_through(kind)
    assert len(mock.outbox) == 2
    for sent in mock.outbox:
        requests = [request.as_dict() for request in sent.wire()]
        text = json.dumps(requests)
        assert requests
        assert "Bodytext" in text
        assert sent.to in {to for request in requests for to in request["recipients"]}


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_of_a_provider_is_shown(kind: ProviderKind) -> None:
    mock = sent_through(kind)
    (provider,) = mock.project.providers
    shown = json.dumps([request.as_dict() for sent in mock.outbox for request in sent.wire()])
    secrets = ("apiKey", "apiSecret", "secretKey", "authKey", "authToken", "password")
    for name in secrets:
        value = provider.credentials.get(name)
        assert not value or str(value) not in shown, name


def test_the_request_is_that_of_the_time_of_sending() -> None:
    mock = sent_through("sendgrid")
    (provider,) = mock.project.providers
    mock.call("PATCH", f"/messaging/providers/sendgrid/{provider.id}", fromEmail="later@example.com")
    (request,) = mock.outbox[0].wire()
    assert "noreply@example.com" in json.dumps(request.as_dict())
    assert "later@example.com" not in json.dumps(request.as_dict())


def test_a_batch_is_one_request_and_a_single_recipient_another() -> None:
    assert len({id(sent.handover) for sent in sent_through("sendgrid").outbox}) == 1
    assert len({id(sent.handover) for sent in sent_through("twilio").outbox}) == 2
