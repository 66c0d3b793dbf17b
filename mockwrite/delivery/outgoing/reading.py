"""How each adapter reads its provider's answer: who got it, and what is reported for the others (delivery.md, rows "Judge").

An answer is what came over the wire, or what kept it from coming. Nothing here knows where it is from: a fault rule orders it,
or it is what a named failure or a limit of a provider amounts to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...php.json import parse_json
from ...php.numbers import with_numbers
from ...providers import KINDS

# What an adapter reports when the provider's answer holds no reason it understands.
UNKNOWN_ERROR = "Unknown error"
SERVER_ERROR = "Server error"
# What the FCM and APNs adapters report for a device token that is gone.
EXPIRED_TOKEN = "Expired device token"
# The adapter reports nothing about anybody: nothing is delivered, and the only entry is the generic one.
NO_RESULT = ""
NO_LIST = "The answer lists no results"

# What curl says when no answer comes.
TRANSPORT = {
    "close": "Empty reply from server",
    "hang": "Operation timed out after 30000 milliseconds with 0 bytes received",
    "reset": "Recv failure: Connection reset by peer",
    "refuse": "Failed to connect to the server: Connection refused",
    "unreachable": "Failed to connect to the server: Connection timed out",
}


class AdapterStops(Exception):
    """The adapter stops with an exception: one error for the whole batch. The text says why, `steps` which requests were made
    by then (empty: all)."""

    def __init__(self, reason: str, *steps: str) -> None:
        self.steps = steps
        super().__init__(reason)


class ProviderAnswer(NamedTuple):
    """What a provider answered. `body` is None where no answer came; `transport` says why."""

    status: int = 0
    body: str | None = None
    transport: str = ""

    @property
    def value(self) -> Any:
        """The body as the adapters see it: what the JSON holds, the text where it is none, False where nothing came."""
        if self.body is None:
            return False
        try:
            return parse_json(self.body)
        except ValueError:
            return self.body


class Reader(NamedTuple):
    """How one adapter judges. `accepts` is asked for the status; `error` for what is reported where it says no.

    `entry` reads what an accepted answer says about one recipient, by its place in the request. None from either is a success.
    """

    accepts: Callable[[int], bool]
    error: Callable[[ProviderAnswer], str | None]
    entry: Callable[[ProviderAnswer, int], str | None] | None = None

    def result(self, answer: ProviderAnswer | None, place: int) -> str | None:
        """Return what is reported about the recipient at a place of the request; None when it got the message.

        None in place of an answer is the provider's success. Raises AdapterStops.
        """
        if answer is None:
            return None
        if not self.accepts(answer.status):
            error = self.error(answer)
        else:
            error = self.entry(answer, place) if self.entry is not None else None
        # To PHP the text "0" is empty, and an empty reason is none.
        return NO_RESULT if error == "0" else error


def _is(*statuses: int) -> Callable[[int], bool]:
    return lambda status: status in statuses


def _success(status: int) -> bool:
    return 200 <= status < 300


def _never(status: int) -> bool:
    return False


def at(value: Any, *path: str | int) -> Any:
    """Return what lies at a path in JSON; None where there is nothing."""
    for step in path:
        if isinstance(step, int) and isinstance(value, list):
            value = value[step] if step < len(value) else None
        elif isinstance(value, dict):
            value = value.get(str(step))
        else:
            return None
    return value


def _first(value: Any, *paths: tuple[str | int, ...]) -> str | None:
    for path in paths:
        found = at(value, *path)
        if found is not None:
            return _text(found)
    return None


def _text(reason: Any) -> str:
    """Return a reason as PHP passes it on where a text is asked for."""
    if isinstance(reason, (dict, list)):
        raise AdapterStops("The adapter stopped with a type error: the reason in the provider's answer is no text.")
    if isinstance(reason, bool):
        return "1" if reason else ""
    return str(with_numbers(reason))


def _says(*paths: tuple[str | int, ...], text_too: bool = False) -> Callable[[ProviderAnswer], str]:
    """Read the reason at the first path that holds one; `text_too`: an answer that is no JSON is the reason itself."""

    def error(answer: ProviderAnswer) -> str:
        value = answer.value
        if text_too and isinstance(value, str):
            return value  # an empty one too, and then nothing is reported
        found = _first(value, *paths)
        return UNKNOWN_ERROR if found is None else found

    return error


def _mailgun_error(answer: ProviderAnswer) -> str:
    return _says(("message",), text_too=True)(answer) if 400 <= answer.status < 500 else NO_RESULT


def _resend_error(answer: ProviderAnswer) -> str:
    if answer.status < 400:
        return NO_RESULT
    found = _says(("message",), ("error",), text_too=True)(answer)
    return SERVER_ERROR if found == UNKNOWN_ERROR and answer.status >= 500 else found


def _resend_entry(answer: ProviderAnswer, place: int) -> str | None:
    errors = at(answer.value, "errors")
    for item in errors if isinstance(errors, list) else ():
        if at(item, "index") == place:
            return _first(item, ("message",)) or UNKNOWN_ERROR
    return None


def _ses_error(answer: ProviderAnswer) -> str:
    found = _first(answer.value, ("message",), ("Message",))
    return found or (answer.value if isinstance(answer.value, str) else "") or answer.transport or UNKNOWN_ERROR


def _ses_entry(answer: ProviderAnswer, place: int) -> str | None:
    results = at(answer.value, "BulkEmailEntryResults")
    if not isinstance(results, list):
        return NO_LIST
    entry = at(results, place)
    if at(entry, "Status") == "SUCCESS":
        return None
    return _first(entry, ("Error",), ("Status",)) or UNKNOWN_ERROR


def _vonage_error(answer: ProviderAnswer) -> str | None:
    # Only the number is taken for a success; what Vonage sends is the text "0".
    status = at(answer.value, "messages", 0, "status")
    if status == 0 and isinstance(status, int) and not isinstance(status, bool):
        return None
    return _first(answer.value, ("messages", 0, "error-text")) or UNKNOWN_ERROR


def _fcm_error(answer: ProviderAnswer) -> str:
    if at(answer.value, "error", "status") in ("UNREGISTERED", "NOT_FOUND"):
        return EXPIRED_TOKEN
    return _says(("error", "message"))(answer)


def _apns_error(answer: ProviderAnswer) -> str:
    reason = _first(answer.value, ("reason",))
    if reason is None:
        # It takes the reason for granted, and PHP stops the whole batch.
        raise AdapterStops("The adapter stopped with a type error: the answer of APNs holds no reason.")
    return EXPIRED_TOKEN if reason in ("ExpiredToken", "BadDeviceToken") else reason


# How most read: any 2xx is a success, and the reason is called `message`. Other ways of reading are rows; SMTP has no such answers.
_USUAL = Reader(_success, _says(("message",)))
_READERS: Mapping[str, Reader | None] = {
    "smtp": None,
    "mailgun": Reader(_success, _mailgun_error),
    "sendgrid": Reader(_is(202), _says(("errors", 0, "message"), text_too=True)),
    "resend": Reader(_is(200), _resend_error, _resend_entry),
    "ses": Reader(_success, _ses_error, _ses_entry),
    "telesign": Reader(_is(200), _says(("errors", 0, "description"))),
    "msg91": Reader(_is(200), _says()),
    "vonage": Reader(_never, _vonage_error),
    "fcm": Reader(_is(200), _fcm_error),
    "apns": Reader(_is(200), _apns_error),
    # Appwrite's own is not public; it is taken to be like FCM.
    "appwrite": Reader(_is(200), _fcm_error),
}
READERS: Mapping[str, Reader] = {kind: reader for kind in KINDS if (reader := _READERS.get(kind, _USUAL)) is not None}
# Where files make a request for each recipient, its answer is about this one.
READERS_WITH_FILES: Mapping[str, Reader] = {
    "resend": Reader(_success, _resend_error),
    "ses": Reader(_success, _ses_error),
}
