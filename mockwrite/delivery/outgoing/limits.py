"""What a provider always refuses by its published rules, although Appwrite passes it on: one row a rule.

Each row answers as the provider does, and the answer is read by the adapter like any other. Checked in default mode, and with
`--provider-limits` in exact mode too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...outbox.content import Content, Email, Push, Sms
from ...php.arrays import with_lists
from .push import apns_payload, fcm_message
from .reading import READERS, UNKNOWN_ERROR, AdapterStops, ProviderAnswer

_MEBI = 1024 * 1024
_PUSH_BYTES = 4096
_RESERVED = ("from", "message_type")
_RESERVED_STARTS = ("google.", "gcm.")


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule of some providers. `broken` says what is wrong with a content, in words; None when nothing is.

    `answer` is what the provider then says; over SMTP it is a text, the server's reply to the mail.
    """

    name: str
    kinds: tuple[str, ...]
    meaning: str
    broken: Callable[[Any], str | None]
    answer: Callable[[str], ProviderAnswer | str]

    @property
    def fault(self) -> str:
        """How a delivery names it, in place of a fault rule."""
        return f"provider limit {self.name}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A limit that a content breaks, and what the adapter makes of the provider's answer."""

    limit: Limit
    error: str
    throws: bool = False


def broken_limit(kind: str, content: Content) -> Broken | None:
    """Return the first rule of a provider kind that a content breaks; None when it takes it."""
    for limit in _BY_KIND.get(kind, ()):
        detail = limit.broken(content)
        if detail is None:
            continue
        answer = limit.answer(detail)
        if isinstance(answer, str):
            return Broken(limit, answer)
        try:
            return Broken(limit, READERS[kind].error(answer) or UNKNOWN_ERROR)
        except AdapterStops as stop:
            return Broken(limit, str(stop), throws=True)
    return None


def _says(**body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)


def _fcm(detail: str) -> ProviderAnswer:
    return ProviderAnswer(400, _says(error={"code": 400, "message": detail, "status": "INVALID_ARGUMENT"}))


def _pairs(push: Push) -> Iterator[tuple[str, Any]]:
    data = push.data
    if isinstance(data, dict):
        yield from data.items()
    elif isinstance(data, list):
        yield from ((str(number), value) for number, value in enumerate(data))


def _value_that_is_no_text(push: Push) -> str | None:
    for number, (_, value) in enumerate(_pairs(push)):
        if not isinstance(value, str):
            shown = json.dumps(value, ensure_ascii=False)[:60]
            return f"Invalid value at 'message.data[{number}].value' (TYPE_STRING), {shown}"
    return None


def _reserved_key(push: Push) -> str | None:
    for name, _ in _pairs(push):
        if name in _RESERVED or name.startswith(_RESERVED_STARTS):
            return f"Invalid data payload key: {name}"
    return None


def _too_large_for_fcm(push: Push) -> str | None:
    size = len(
        json.dumps(with_lists(fcm_message(push)), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )
    return f"Message is too big: {size} bytes, at most {_PUSH_BYTES} are allowed" if size > _PUSH_BYTES else None


def _too_large_for_apns(push: Push) -> str | None:
    # It goes out as PHP writes it: letters beyond ASCII as \\uXXXX, and slashes escaped.
    text = json.dumps(with_lists(apns_payload(push)), separators=(",", ":")).replace("/", "\\/")
    return "PayloadTooLarge" if len(text) > _PUSH_BYTES else None


def _longer_than(most: int) -> Callable[[Sms], str | None]:
    def broken(sms: Sms) -> str | None:
        length = len(sms.content)
        return f"The message body has {length} characters, at most {most} are allowed" if length > most else None

    return broken


def _not_encodable(sms: Sms) -> str | None:
    try:
        sms.content.encode()
    except UnicodeEncodeError:
        return "The text holds half a character, which cannot be encoded"
    return None


def _larger_than(most: int) -> Callable[[Email], str | None]:
    """Refuse a whole mail over a number of bytes: its text, and its files in base64 with their line ends."""

    def broken(email: Email) -> str | None:
        files = sum((len(file.content) + 2) // 3 * 4 for file in email.attachments)
        size = len(email.content.encode("utf-8", "replace")) + files + files // 76 * 2
        return f"The mail has {size} bytes, at most {most} are allowed" if size > most else None

    return broken


def _template_larger_than(most: int) -> Callable[[Email], str | None]:
    def broken(email: Email) -> str | None:
        size = len(email.content.encode("utf-8", "replace"))
        too_large = not email.attachments and size > most
        return f"The template has {size} bytes, at most {most} are allowed" if too_large else None

    return broken


LIMITS = (
    # firebase.google.com/docs/reference/fcm/rest/v1/projects.messages, "data: map (key: string, value: string)", November 2026.
    Limit("fcm-data-texts", ("fcm",), "the values of a push's data are texts", _value_that_is_no_text, _fcm),
    # The same page: reserved words of keys.
    Limit(
        "fcm-data-keys",
        ("fcm",),
        "a push's data has no key from, message_type, google.… or gcm.…",
        _reserved_key,
        _fcm,
    ),
    # firebase.google.com/docs/cloud-messaging/concept-options, "maximum payload", November 2026.
    Limit("fcm-size", ("fcm",), "a push has at most 4,096 bytes", _too_large_for_fcm, _fcm),
    # developer.apple.com, "Generating a remote notification", November 2026.
    Limit(
        "apns-size",
        ("apns",),
        "a push has at most 4,096 bytes",
        _too_large_for_apns,
        lambda detail: ProviderAnswer(413, _says(reason=detail)),
    ),
    # twilio.com/docs/api/errors/21617, November 2026.
    Limit(
        "twilio-length",
        ("twilio",),
        "an SMS has at most 1,600 characters",
        _longer_than(1600),
        lambda detail: ProviderAnswer(400, _says(code=21617, message=detail, status=400)),
    ),
    # What is no Unicode text cannot be written as JSON or as a form (RFC 3629).
    Limit(
        "sms-encoding",
        ("twilio", "telesign", "textmagic", "msg91", "vonage"),
        "an SMS is a text that can be encoded",
        _not_encodable,
        lambda detail: ProviderAnswer(400, _says(message=detail, errors=[{"description": detail}])),
    ),
    # docs.sendgrid.com, "Mail send limitations": 30 MB for the whole mail, November 2026.
    Limit(
        "sendgrid-size",
        ("sendgrid",),
        "a mail has at most 30 MB",
        _larger_than(30 * _MEBI),
        lambda detail: ProviderAnswer(413, _says(errors=[{"message": detail}])),
    ),
    # documentation.mailgun.com, "Sending messages": 25 MB for the whole mail, November 2026.
    Limit(
        "mailgun-size",
        ("mailgun",),
        "a mail has at most 25 MB",
        _larger_than(25 * _MEBI),
        lambda detail: ProviderAnswer(413, _says(message=detail)),
    ),
    # resend.com/docs, "Send email: attachments": 40 MB for the whole mail after base64, November 2026.
    Limit(
        "resend-size",
        ("resend",),
        "a mail has at most 40 MB",
        _larger_than(40 * _MEBI),
        lambda detail: ProviderAnswer(422, _says(statusCode=422, name="validation_error", message=detail)),
    ),
    # docs.aws.amazon.com/ses, "Service quotas": a template of 500 KB, a mail of 40 MB after encoding, November 2026.
    Limit(
        "ses-template-size",
        ("ses",),
        "a mail without files has at most 500 KB",
        _template_larger_than(500 * 1024),
        lambda detail: ProviderAnswer(400, _says(message=detail)),
    ),
    Limit(
        "ses-size",
        ("ses",),
        "a mail has at most 40 MB",
        _larger_than(40 * _MEBI),
        lambda detail: ProviderAnswer(400, _says(message=detail)),
    ),
    # There is no rule for all servers; this is the limit of the large mail hosters, and what many servers are set to.
    Limit(
        "smtp-size",
        ("smtp",),
        "a mail has at most 25 MB",
        _larger_than(25 * _MEBI),
        lambda detail: f"SMTP Error: data not accepted: 552 5.3.4 {detail}",
    ),
)
BY_FAULT: Mapping[str, Limit] = {limit.fault: limit for limit in LIMITS}
_BY_KIND: Mapping[str, tuple[Limit, ...]] = {
    kind: tuple(limit for limit in LIMITS if kind in limit.kinds) for limit in LIMITS for kind in limit.kinds
}
