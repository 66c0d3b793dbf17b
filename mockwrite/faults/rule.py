"""One fault rule: which call or delivery it means, what happens to it, and how long it lives.

The fields are one table, which serves Python keywords, JSON (control API, seed files) and the docs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from ..errors import CATALOGUE, AppwriteError
from ..moments import format_time, to_ms

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
CHANNELS = ("email", "sms", "push")
MOMENTS = {"before": "the call has no effect", "after": "the call has taken effect, only its answer suffers"}
EFFECTS = {
    "status": "an error answer with `status`, `type` and `message`",
    "rate_limit": "429 with the headers of a rate limit",
    "delay": "the right answer, `delay` seconds late",
    "broken_body": "an answer that ends in the middle of its JSON",
    "half_body": "the connection is dropped in the middle of the body",
    "drop": "the connection is dropped before a byte of the answer",
}
# The type of an error answer for which only the status is given; all others are a server error.
_TYPE_OF_STATUS = {
    400: "general_bad_request",
    401: "general_access_forbidden",
    403: "general_api_disabled",
    404: "general_route_not_found",
    409: "general_resource_locked",
    429: "general_rate_limit_exceeded",
}


class FaultError(ValueError):
    """A fault rule that cannot be used; the text says what is wrong and what there is."""

    # The name by which users import it is the one that pytest shows.
    __module__ = "mockwrite"


class Kind(NamedTuple):
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
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0 else None


def _yes_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _status(value: Any) -> int | None:
    number = _count(value)
    return number if number is not None and 400 <= number <= 599 else None


def _time(value: Any) -> int | None:
    if isinstance(value, datetime):
        return to_ms(value)
    try:
        return to_ms(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return None


def _one_of(words: Collection[str]) -> Kind:
    return Kind(
        f"one of {', '.join(words)}", lambda value: value if isinstance(value, str) and value in words else None
    )


TEXT = Kind("a text", _text)


class Field(NamedTuple):
    """A field of a rule: its name, what it is for (`call`, `delivery` or both), and its values."""

    name: str
    on: tuple[str, ...]
    kind: Kind
    meaning: str


_BOTH, _CALL, _DELIVERY = ("call", "delivery"), ("call",), ("delivery",)
FIELDS: tuple[Field, ...] = (
    Field("name", _BOTH, TEXT, "what the rule is called in reports"),
    Field("method", _CALL, _one_of(METHODS), "HTTP method; any when left out"),
    Field("path", _CALL, TEXT, "path with or without /v1; `*` is any text within a segment, `**` any segments"),
    Field("effect", _CALL, _one_of(EFFECTS), "what happens to the call"),
    Field("status", _CALL, Kind("a number from 400 to 599", _status), "status of the error answer"),
    Field("type", _CALL, TEXT, "Appwrite error type of the error answer"),
    Field("message", _CALL, TEXT, "text of the error answer"),
    Field("delay", _CALL, Kind("a number of seconds", _seconds), "seconds before the answer, with any effect"),
    Field("moment", _CALL, _one_of(MOMENTS), "before (the default) or after the call takes effect"),
    Field("channel", _DELIVERY, _one_of(CHANNELS), "channel; any when left out"),
    Field("provider", _DELIVERY, TEXT, "id or kind of the provider"),
    Field("to", _DELIVERY, TEXT, "address, number or device token; `*` is any text"),
    Field("user", _DELIVERY, TEXT, "id of the user"),
    Field("topic", _DELIVERY, TEXT, "id of the topic by which the message comes"),
    Field("target", _DELIVERY, TEXT, "id of the target"),
    Field("failure", _DELIVERY, TEXT, "name of the provider's failure"),
    Field("error", _DELIVERY, TEXT, "text that the provider reports, in place of its own"),
    Field("nth", _BOTH, Kind("a whole number from 1 on", _count), "strike only from the nth match on"),
    Field(
        "times", _BOTH, Kind("a whole number from 1 on", _count), "strike so many times; 1 with `nth`, else for ever"
    ),
    Field("until", _BOTH, Kind("a time such as 2030-01-31T08:00:00Z", _time), "strike only before this project time"),
    Field("enabled", _BOTH, Kind("true or false", _yes_no), "whether it is switched on"),
)
_BY_NAME = {item.name: item for item in FIELDS}


class Handed(NamedTuple):
    """One recipient of a hand-over to a provider, as rules see it."""

    channel: str
    provider_id: str
    kind: str
    to: str
    user_id: str | None
    topic_id: str | None
    target_id: str | None


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Rule:
    """A fault rule. `seen` counts what it was meant for, `matched` how often it struck; `until` is in milliseconds."""

    id: str
    name: str
    on: str
    enabled: bool = True
    method: str | None = None
    path: str | None = None
    effect: str | None = None
    status: int | None = None
    type: str | None = None
    message: str | None = None
    delay: float = 0.0
    moment: str = "before"
    channel: str | None = None
    provider: str | None = None
    to: str | None = None
    user: str | None = None
    topic: str | None = None
    target: str | None = None
    failure: str | None = None
    error: str | None = None
    nth: int | None = None
    times: int | None = None
    until: int | None = None
    seen: int = 0
    matched: int = 0
    # The provider kinds that can fail so; None: all.
    kinds: frozenset[str] | None = None
    _path: re.Pattern[str] | None = None
    _to: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        if self.path is not None:
            self._path = _path_pattern(self.path)
        if self.to is not None:
            self._to = re.compile(".*".join(map(re.escape, self.to.split("*"))), re.IGNORECASE)

    @property
    def stops_call(self) -> bool:
        """True when the call is not carried out at all."""
        return self.moment == "before" and self.effect != "delay"

    def refusal(self) -> AppwriteError | None:
        """Return the error answer that the rule orders; None when its effect is another."""
        if self.effect == "rate_limit":
            return AppwriteError("general_rate_limit_exceeded", self.message)
        if self.effect != "status":
            return None
        kind = self.type or _TYPE_OF_STATUS.get(self.status or 0, "general_unknown")
        return AppwriteError(kind, self.message, status=self.status)

    def means_call(self, method: str, path: str) -> bool:
        """Tell whether the rule is about a call; `path` is without /v1 and empty segments."""
        return (self.method is None or self.method == method) and (
            self._path is None or bool(self._path.fullmatch(path))
        )

    def means_delivery(self, handed: Handed) -> bool:
        """Tell whether the rule is about one recipient of a hand-over to a provider."""
        return (
            (self.channel is None or self.channel == handed.channel)
            and (self.provider is None or self.provider in (handed.provider_id, handed.kind))
            and (self.user is None or self.user == handed.user_id)
            and (self.topic is None or self.topic == handed.topic_id)
            and (self.target is None or self.target == handed.target_id)
            and (self._to is None or bool(self._to.fullmatch(handed.to)))
            and (self.kinds is None or handed.kind in self.kinds)
        )

    def strikes(self, now: int) -> bool:
        """Count something that the rule is about; tell whether its life says that it strikes."""
        self.seen += 1
        first = self.nth or 1
        most = self.times or (1 if self.nth else None)
        if (
            self.seen < first
            or (most is not None and self.matched >= most)
            or (self.until is not None and now >= self.until)
        ):
            return False
        self.matched += 1
        return True

    def as_dict(self) -> dict[str, Any]:
        """Return the rule as JSON: what was given, its id and counts, and a description."""
        shown: dict[str, Any] = {"id": self.id, "name": self.name, "on": self.on, "enabled": self.enabled}
        for item in FIELDS:
            value = getattr(self, item.name)
            if self.on in item.on and item.name not in shown and value not in (None, 0.0):
                shown[item.name] = format_time(value) if item.name == "until" else value
        return {**shown, "seen": self.seen, "matched": self.matched, "description": self.description}

    @property
    def description(self) -> str:
        """One sentence about what the rule does."""
        if self.on == "call":
            what = f"{self.effect} {self.status or ''}".rstrip()
            which = f"{self.method or 'any'} call to {self.path or 'any path'}"
            text = f"{what} for each {which}" + (", after it took effect" if self.moment == "after" else "")
            text += f", {self.delay:g} s late" if self.delay else ""
        else:
            named = {
                "to": self.to,
                "user": self.user,
                "target": self.target,
                "by topic": self.topic,
                "through": self.provider,
            }
            which = "".join(f" {word} {value}" for word, value in named.items() if value)
            text = f"{self.failure or repr(self.error)} for each {self.channel or 'delivery'}{which}"
        life = [f"from match {self.nth} on"] if self.nth else []
        life += [f"{self.times} times"] if self.times else ["once"] if self.nth else []
        life += [f"until {format_time(self.until)}"] if self.until is not None else []
        return f"{text} ({', '.join(life)})" if life else text

    def __str__(self) -> str:
        return f"{self.name}: {self.description}"

    def __repr__(self) -> str:
        return f"<Rule {self}>"


def _path_pattern(path: str) -> re.Pattern[str]:
    """Turn a path with `*`, `**` and `{name}` into a pattern for a path without /v1."""
    segments = [segment for segment in path.split("?")[0].split("/") if segment]
    if segments[:1] == ["v1"]:
        del segments[0]
    text = "/".join(segments)
    parts = re.split(r"(\*\*|\*|\{[^/}]*\})", text)
    return re.compile(
        "".join({"**": ".*", "*": "[^/]*"}.get(part, "[^/]+" if part[:1] == "{" else re.escape(part)) for part in parts)
    )


def read_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Check the fields of a new rule and return its values, `on` included; raise FaultError otherwise.

    Names of failures are checked by `Faults`, which knows them.
    """
    values: dict[str, Any] = {}
    for name, value in given.items():
        if value is None or name == "on":
            continue
        item = _BY_NAME.get(name)
        if item is None:
            raise FaultError(
                f"a fault rule has no field {name!r}{hint(name, [*_BY_NAME, 'on'])} Fields are {', '.join(_BY_NAME)}"
            )
        values[name] = item.kind.read(value)
        if values[name] is None:
            raise FaultError(f"{name} of a fault rule is {item.kind.expected}, got {value!r}")
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
    if values["effect"] == "delay" and not values.get("delay"):
        raise FaultError("a fault rule with the effect delay needs `delay`, a number of seconds")
    if values["effect"] == "status":
        values.setdefault("status", CATALOGUE[kind][0] if kind is not None else 503)


def hint(wrong: str, known: Collection[str]) -> str:
    """Return the end of a sentence: `; did you mean …?` when a name is close to a known one, else a full stop."""
    from difflib import get_close_matches  # only for a mistake

    close = get_close_matches(wrong, list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else "."
