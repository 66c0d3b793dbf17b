"""The fields of fault rules and canned answers as one table, and how a new rule is read and checked against it.

The table serves Python keywords, JSON (control API, seed files) and the docs.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from json import dumps
from typing import Any, Literal, NamedTuple

from ..errors import CATALOGUE, hint
from ..moments import to_ms
from ..outbox.mail import ORIGINS
from ..records import CHANNELS
from ..system.levels import LEVELS, is_too_deep
from .canned import BODILESS, HEADERS_EXPECTED, read_headers, read_status
from .script import SMTP_STEPS, read_answers, read_replies

# A day; nobody waits longer for an answer.
LONGEST_DELAY = 86_400
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
MOMENTS = {"before": "the call has no effect", "after": "the call has taken effect, only its answer suffers"}
EFFECTS = {
    "status": "an error answer with `status`, `type` and `message`",
    "rate_limit": "429 with the headers of a rate limit",
    "delay": "the right answer, `delay` seconds late",
    "broken_body": "an answer that ends in the middle of its JSON",
    "half_body": "the connection is dropped in the middle of the body",
    "drop": "the connection is dropped before a byte of the answer",
    "answer": "a canned answer: `json` or `text`, with `status` (200) and `headers`, or what `function` returns",
}


# How a provider can fail; the texts are in `delivery/outgoing/failures.py`.
FailureName = Literal[
    "invalid_recipient", "bounced", "rejected", "throttled", "expired_token", "provider_down", "timeout", "unauthorized",
    "quota", "server_error", "unexplained", "adapter_exception",
]  # fmt: skip


class FaultError(ValueError):
    """A fault rule that cannot be used; the text says what is wrong and what there is."""

    # The name by which users import it is the one that pytest shows.
    __module__ = "mockwrite"


class ValueKind(NamedTuple):
    """A kind of value: what is expected, in words, and how a given value is read (None: it cannot be)."""

    expected: str
    read: Callable[[Any], Any]


def _text(value: Any) -> str | None:
    # A user, topic, target or provider stands for its id.
    found = value if isinstance(value, str) else getattr(value, "id", None)
    return found if isinstance(found, str) and found else None


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 1 else None


def _seconds(value: Any) -> float | None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= LONGEST_DELAY else None


def _yes_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _json(value: Any) -> Any:
    try:
        dumps(value)
    except (TypeError, ValueError, RecursionError):
        return None
    return None if is_too_deep(value) else value


def _time(value: Any) -> int | None:
    if isinstance(value, datetime):
        return to_ms(value)
    try:
        return to_ms(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return None


def _one_of(words: Collection[str]) -> ValueKind:
    return ValueKind(
        f"one of {', '.join(words)}", lambda value: value if isinstance(value, str) and value in words else None
    )


TEXT = ValueKind("a text", _text)


# Fields of rules on calls that mean something for a failure only.
_NOT_OF_ANSWERS = ("type", "message", "moment")


class RuleField(NamedTuple):
    """A field of a rule: its name, what it is for (`call`, `delivery` or both), its values, and if canned answers have it."""

    name: str
    on: tuple[str, ...]
    kind: ValueKind
    meaning: str

    @property
    def of_answers(self) -> bool:
        """True for what a canned answer may have."""
        return "call" in self.on and self.name not in ("effect", *_NOT_OF_ANSWERS)


_BOTH, _CALL, _DELIVERY = ("call", "delivery"), ("call",), ("delivery",)
FIELDS: tuple[RuleField, ...] = (
    RuleField("name", _BOTH, TEXT, "what the rule is called in reports"),
    RuleField("method", _CALL, _one_of(METHODS), "HTTP method; any when left out"),
    RuleField("path", _CALL, TEXT, "path with or without /v1; `*` is any text within a segment, `**` any segments"),
    RuleField("effect", _CALL, _one_of(EFFECTS), "what happens to the call"),
    RuleField(
        "status",
        _CALL,
        ValueKind("a number from 200 to 599, for an error from 400 on", read_status),
        "status of the answer",
    ),
    RuleField("type", _CALL, TEXT, "Appwrite error type of the error answer"),
    RuleField("message", _CALL, TEXT, "text of the error answer"),
    RuleField(
        "json",
        _CALL,
        ValueKind(f"a value that can be written as JSON, of {LEVELS} levels at most", _json),
        "body of a canned answer",
    ),
    RuleField(
        "text",
        _CALL,
        ValueKind("a text", lambda value: value if isinstance(value, str) else None),
        "body of a canned answer",
    ),
    RuleField("headers", _CALL, ValueKind(HEADERS_EXPECTED, read_headers), "headers of a canned answer"),
    RuleField(
        "function",
        _CALL,
        ValueKind("a function", lambda value: value if callable(value) else None),
        "makes a canned answer; in Python only",
    ),
    RuleField(
        "delay",
        _CALL,
        ValueKind(f"a number of seconds, {LONGEST_DELAY} at most", _seconds),
        "seconds before the answer, with any effect",
    ),
    RuleField("moment", _CALL, _one_of(MOMENTS), "before (the default) or after the call takes effect"),
    RuleField("channel", _DELIVERY, _one_of(CHANNELS), "channel; any when left out"),
    RuleField("origin", _DELIVERY, _one_of(ORIGINS), "messaging, or what an account sends; any when left out"),
    RuleField("provider", _DELIVERY, TEXT, "id or kind of the provider"),
    RuleField("to", _DELIVERY, TEXT, "address, number or device token; `*` is any text"),
    RuleField("user", _DELIVERY, TEXT, "id of the user"),
    RuleField("topic", _DELIVERY, TEXT, "id of the topic by which the message comes"),
    RuleField("target", _DELIVERY, TEXT, "id of the target"),
    RuleField("failure", _DELIVERY, TEXT, "name of the provider's failure"),
    RuleField("error", _DELIVERY, TEXT, "text that the provider reports, in place of its own"),
    RuleField(
        "answers",
        _DELIVERY,
        ValueKind("answers by host and path, each with a status from 100 to 599, an action, or success", read_answers),
        "what the provider answers, request by request, by host and path (`*` is any text); the last is repeated",
    ),
    RuleField(
        "replies",
        _DELIVERY,
        ValueKind("replies of an SMTP server by step, such as `data: 451 later`", read_replies),
        f"what the SMTP server answers at which step ({', '.join(SMTP_STEPS)}); of a list one a try",
    ),
    RuleField("nth", _BOTH, ValueKind("a whole number from 1 on", _count), "strike only from the nth match on"),
    RuleField(
        "times",
        _BOTH,
        ValueKind("a whole number from 1 on", _count),
        "strike so many times; 1 with `nth`, else for ever",
    ),
    RuleField(
        "until", _BOTH, ValueKind("a time such as 2030-01-31T08:00:00Z", _time), "strike only before this project time"
    ),
    RuleField("enabled", _BOTH, ValueKind("true or false", _yes_no), "whether it is switched on"),
)
_BY_NAME = {item.name: item for item in FIELDS}


def read_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Check the fields of a new rule and return its values, `on` included; raise FaultError otherwise.

    Names of failures are checked by `Faults`, which knows them.
    """
    is_answer = given.get("effect") == "answer"
    what = "a canned answer" if is_answer else "a fault rule"
    known = [item.name for item in FIELDS if item.of_answers or not is_answer]
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or name == "on":
            continue
        item = _BY_NAME.get(name)
        if item is None:
            raise FaultError(
                f"{what} has no field {name!r}{hint(name, [*known, 'on'])} Its fields are {', '.join(known)}"
            )
        values[name] = item.kind.read(value)
        if values[name] is None:
            raise FaultError(f"{name} of {what} is {item.kind.expected}, got {value!r}")
    values["on"] = _what_on(given.get("on"), values)
    if values["on"] == "call":
        _complete_call(values)
    return values


def _what_on(given: Any, values: Mapping[str, Any]) -> str:
    """Find out whether a rule is about calls or deliveries: it says so, or its fields do."""
    if given not in (None, "call", "delivery"):
        raise FaultError(f"on of a fault rule is call or delivery, got {given!r}")
    telling = {name: _BY_NAME[name].on[0] for name in values if len(_BY_NAME[name].on) == 1}
    on: str | None = given or next(iter(telling.values()), None)
    if on is None:
        raise FaultError("a fault rule is on a call (path, method, effect …) or on a delivery (to, channel, failure …)")
    strange = [name for name, of in telling.items() if of != on]
    if strange:
        known = ", ".join(item.name for item in FIELDS if on in item.on)
        raise FaultError(f"a fault rule on a {on} has no field {strange[0]!r}; its fields are {known}")
    return on


def _complete_call(values: dict[str, Any]) -> None:
    kind = values.get("type")
    if kind is not None and kind not in CATALOGUE:
        raise FaultError(f"there is no Appwrite error type {kind!r}{hint(kind, CATALOGUE)}")
    if "effect" not in values:
        if not {"status", "type", "delay"} & values.keys():
            listed = "; ".join(f"{name}: {meaning}" for name, meaning in EFFECTS.items())
            raise FaultError(f"a fault rule on a call needs an effect: {listed}")
        values["effect"] = "status" if {"status", "type"} & values.keys() else "delay"
    given = [name for name in ("json", "text", "headers", "function") if name in values]
    if values["effect"] == "answer":
        _complete_answer(values)
    elif given:
        raise FaultError(
            f"{given[0]} belongs to a canned answer, a rule with the effect answer; this one's is {values['effect']}"
        )
    elif values.get("status", 400) < 400:
        raise FaultError(
            f"status of a fault rule is a number from 400 to 599, got {values['status']}; a canned answer may have any"
        )
    if values["effect"] == "delay" and not values.get("delay"):
        raise FaultError("a fault rule with the effect delay needs `delay`, a number of seconds")
    if values["effect"] == "status":
        values.setdefault("status", CATALOGUE[kind][0] if kind is not None else 503)


def _complete_answer(values: Mapping[str, Any]) -> None:
    bodies = [name for name in ("json", "text", "function") if name in values]
    if len(bodies) > 1:
        raise FaultError(f"a canned answer has one body, got {' and '.join(bodies)}")
    if values.get("status") in BODILESS and {"json", "text"} & values.keys():
        raise FaultError(f"a canned answer with the status {values['status']} has no body")
    strange = [name for name in _NOT_OF_ANSWERS if name in values]
    if strange:
        raise FaultError(f"a canned answer has no {strange[0]}; its fields are json, text, status, headers, delay")
