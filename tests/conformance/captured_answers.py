"""Order a captured answer of a provider as a fault, send, and compare what is stored with what a real worker stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockwrite.delivery.outgoing.failures import is_retryable
from tests.conformance.captured_project import KEYS, CapturedProject, channel_of
from tests.conformance.captured_requests import outcome_differences

SENDER = {
    "fromName": "Example",
    "fromEmail": "noreply@example.com",
    "replyToName": "Desk",
    "replyToEmail": "desk@example.com",
}
PROVIDERS: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "mailgun": ({"isEuRegion": False, "apiKey": "key", "domain": "mg.example.com"}, SENDER),
    "sendgrid": ({"apiKey": "key"}, SENDER),
    "resend": ({"apiKey": "key"}, SENDER),
    "ses": ({"accessKey": "AKIADUMMY", "secretKey": "secret", "region": "eu-central-1"}, SENDER),
    "smtp": (
        {"port": 587, "username": "jane", "password": "pass", "host": "smtp.example.com"},
        {**SENDER, "encryption": "", "autoTLS": False, "mailer": ""},
    ),
    "twilio": ({"accountSid": "AC0123", "authToken": "token"}, {"from": "+15550009999"}),
    "telesign": ({"customerId": "customer", "apiKey": "key"}, {"from": "+15550009999"}),
    "textmagic": ({"username": "jane", "apiKey": "key"}, {"from": "+15550009999"}),
    "msg91": ({"templateId": "template", "senderId": "EXMPLE", "authKey": "key"}, {}),
    "vonage": ({"apiKey": "key", "apiSecret": "secret"}, {"from": "+15550009999"}),
    "fcm": (
        {
            "serviceAccountJSON": {
                "project_id": "parcels", "client_email": "push@example.com", "private_key": KEYS["<RSA private key>"],
            },
        },
        {},
    ),
    "apns": (
        {
            "authKey": KEYS["<EC P-256 private key>"], "authKeyId": "KEYID12345", "teamId": "TEAMID1234",
            "bundleId": "com.example.app",
        },
        {"sandbox": False},
    ),
}  # fmt: skip
DATA = {
    "email": {"subject": "Hello", "content": "Hello world", "html": False},
    "sms": {"content": "Hello"},
    "push": {"title": "Hello", "body": "RecordedProject"},
}
FILE = {"name": "notes.txt", "mimeType": "text/plain", "contentBase64": "eDEK"}
_NAMES = {
    "email": ("ada@example.com", "bob@example.com"),
    "sms": ("+15550001111", "+15550002222"),
    "push": ("token-a", "token-b"),
}
# What an SMTP case is about where its name alone says so; the first that fits.
_CONNECT = (
    ("certificate", "certificate"),
    # Encryption that must be and is not to be had ends the connection just so.
    ("tls wanted, not offered", "certificate"),
    ("connection refused", "refuse"),
    ("no connection", "unreachable"),
    ("no greeting", "hang"),
    ("no answer", "hang"),
)
# The requests of these go out side by side, so which recipient gets which of several answers is a matter of chance.
_SIDE_BY_SIDE = ("fcm", "apns")


def judge(line: dict[str, Any], **settings: Any) -> list[str]:
    """Return how the outcome differs from the captured one; nothing when it is the same."""
    made = CapturedProject(**settings)
    kind = line["kind"]
    channel = channel_of(kind)
    credentials, options = PROVIDERS[kind]
    provider = {"$id": "p", "provider": kind, "enabled": True, "credentials": credentials, "options": options}
    made.add_provider(provider)
    recipients, cc, bcc = _people(line)
    for identifier in (*recipients, *cc, *bcc):
        if identifier not in made.target_ids:
            made.add_target(channel, identifier)
    order(made, line)
    message: dict[str, Any] = {"type": channel, "data": DATA[channel], "cc, as given": cc, "bcc, as given": bcc}
    if line["attachment"]:
        message["attachments"] = [FILE]
    sent = made.send(message, {"topics": [], "users": [], "targets": recipients})
    return [*outcome_differences(made, sent, _by_chance(line)), *_texts(line, sent)]


def _by_chance(line: dict[str, Any]) -> dict[str, Any]:
    stored: dict[str, Any] = line["stored"]
    if line["kind"] not in _SIDE_BY_SIDE:
        return stored
    # Those who fail here are the last ones; the captured ones may be others.
    recipients, _, _ = _people(line)
    entries = [entry for entry in stored["deliveryErrors"] if entry["about"] == "recipient"]
    others = [entry for entry in stored["deliveryErrors"] if entry["about"] != "recipient"]
    last = recipients[len(recipients) - len(entries) :]
    renamed = [{**entry, "recipient": name} for entry, name in zip(entries, last, strict=True)]
    return {**stored, "deliveryErrors": [*others, *renamed]}


def order(made: CapturedProject, line: dict[str, Any]) -> None:
    """Order the answers of a line as fault rules."""
    faults = made.mock.project.faults
    places = {_place(place): answers for place, answers in (line.get("answers, by host and path") or {}).items()}
    if places:
        faults.answer_delivery(places)
    if line.get("refused"):
        faults.answer_delivery({host: {"action": "refuse"} for host in line["refused"]})
    if line["kind"] == "smtp":
        script = _smtp(line)
        if script:
            faults.answer_delivery(replies=script)


def _place(pattern: str) -> str:
    return pattern.replace("\\.", ".").replace(".*", "*")


def _smtp(line: dict[str, Any]) -> dict[str, Any]:
    script = dict(line.get("smtp") or {})
    if script.pop("auth_fails", False):
        script["auth"] = "535 5.7.8 Authentication credentials invalid"
    connect = next((step for words, step in _CONNECT if words in line["answer"]), None)
    return {"connect": connect} if connect and not script else script


def _people(line: dict[str, Any]) -> tuple[list[str], list[str], list[str]]:
    """Return recipients, cc and bcc. Over SMTP the recipients are hidden among the blind copies."""
    sends = line["adapter"] if isinstance(line["adapter"], list) else []
    first = sends[0] if sends else {}
    cc, bcc = first.get("cc") or [], first.get("bcc") or []
    handed = [name for send in sends for name in (send["to"] or send.get("bcc") or [])]
    recipients = [name for name in dict.fromkeys(handed) if name not in cc]
    if not recipients:  # not told
        recipients = [*_NAMES[channel_of(line["kind"])]]
        recipients += [f"r{number}@example.com" for number in range(len(recipients), line["recipients"])]
    if line["kind"] == "smtp":
        recipients, bcc = recipients[-line["recipients"] :], recipients[: -line["recipients"]]
    return recipients, cc, bcc


def _texts(line: dict[str, Any], sent: dict[str, Any]) -> list[str]:
    """Compare what the errors say where the capture tells: the provider's own words, what they contain, and can it pass."""
    found: list[str] = []
    for entry in line["stored"]["deliveryErrors"]:
        error = entry["error"]
        same = [text.partition(": ")[2] if entry["about"] == "recipient" else text for text in sent["deliveryErrors"]]
        wanted = [error["text"]] if "text" in error else error.get("contains", [])
        wanted = [words for words in wanted if words != "null"]
        if not any(all(words in text for words in wanted) for text in same):
            found.append(f"no error has {wanted}: {same}")
        if "retryable" in error and not any(is_retryable(text) == error["retryable"] for text in same):
            found.append(f"an error that is {'' if error['retryable'] else 'not '}retryable was captured: {same}")
    return found
