"""The calls that are timed: the same letter for everybody, in the words that each server understands."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .rounds import Unavailable


@dataclass(frozen=True)
class Call:
    """One HTTP request."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


# Sends a call to one server and returns status and body.
Ask = Callable[[Call], tuple[int, bytes]]

JSON = {"Content-Type": "application/json"}
PROJECT = {**JSON, "X-Appwrite-Project": "bench", "X-Appwrite-Key": "bench-key"}
SIGNED = {
    **JSON,
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20300101/us-east-1/ses/aws4_request,"
    " SignedHeaders=host;x-amz-date, Signature=0",
}
MESSAGES = "/v1/messaging/messages"
LETTER = {"subject": "Welcome, Ada", "content": "Your account is ready. Sign in at https://example.com/start to begin."}
SES_LETTER = {
    "FromEmailAddress": "desk@example.com",
    "Destination": {"ToAddresses": ["ada@example.com"]},
    "Content": {"Simple": {"Subject": {"Data": LETTER["subject"]}, "Body": {"Text": {"Data": LETTER["content"]}}}},
}
PROVIDER = {
    "providerId": "mail",
    "name": "Mail",
    "fromEmail": "desk@example.com",
    "apiKey": "key",
    "enabled": True,
}


def post(path: str, headers: Mapping[str, str], body: object) -> Call:
    """Make a POST of a JSON body."""
    return Call("POST", path, headers, json.dumps(body))


def get(path: str) -> Call:
    """Make a GET with the project's headers."""
    return Call("GET", path, PROJECT)


def create_letter(**recipients: list[str]) -> Call:
    """Make the call that creates the e-mail, as the SDKs send it."""
    return post(f"{MESSAGES}/email", PROJECT, {"messageId": "unique()", **LETTER, **recipients})


def answer_of(ask: Ask, call: Call) -> dict[str, Any]:
    """Send a set-up call and return its JSON; raises Unavailable when it was refused."""
    status, body = ask(call)
    if status >= 400:
        raise Unavailable(f"the set-up call {call.method} {call.path} was answered with {status}: {body[:300]!r}")
    document: dict[str, Any] = json.loads(body)
    return document


def floor_calls(ask: Ask) -> dict[str, Call]:
    """Return the calls that the floor is timed with."""
    create = create_letter(targets=["target"])
    return {"create": create, "get": get(f"{MESSAGES}/{answer_of(ask, create)['$id']}")}


def mockwrite_calls(ask: Ask) -> dict[str, Call]:
    """Set up a provider and a recipient, check that the letter reaches the outbox, and return the timed calls."""
    answer_of(ask, post("/v1/messaging/providers/sendgrid", PROJECT, PROVIDER))
    answer_of(ask, post("/v1/users", PROJECT, {"userId": "ada", "email": "ada@example.com"}))
    target = {"targetId": "inbox", "providerType": "email", "identifier": "ada.home@example.com"}
    answer_of(ask, post("/v1/users/ada/targets", PROJECT, target))
    create = create_letter(targets=["inbox"])
    read = get(f"{MESSAGES}/{answer_of(ask, create)['$id']}")
    message = answer_of(ask, read)
    if message["status"] != "sent":
        raise Unavailable(f"the timed letter must be sent, but is {message['status']}: {message['deliveryErrors']}")
    return {"create": create, "get": read}


def moto_calls(ask: Ask) -> dict[str, Call]:
    """Verify the sender and return the calls that moto is timed with: an e-mail through SES, and a read of the sender."""
    answer_of(ask, post("/v2/email/identities", SIGNED, {"EmailIdentity": "desk@example.com"}))
    return {
        "create": post("/v2/email/outbound-emails", SIGNED, SES_LETTER),
        "get": Call("GET", "/v2/email/identities/desk@example.com", SIGNED),
    }
