"""What the tests share: the SDK's client and the one call."""

from __future__ import annotations

from typing import Any

from appwrite.client import Client
from appwrite.services.messaging import Messaging

SUBJECT = "Welcome, Ada"
CONTENT = "Your account is ready. Sign in at https://example.com/start to begin."


def make_client(endpoint: str) -> Client:
    """Return a client as an application sets it up."""
    client = Client()
    client.set_endpoint(endpoint)
    client.set_project("bench")
    client.set_key("bench-key")
    return client


def send_letter(client: Client, **recipients: list[str]) -> Any:
    """Create an e-mail; return the SDK's message."""
    return Messaging(client).create_email("unique()", SUBJECT, CONTENT, **recipients)
