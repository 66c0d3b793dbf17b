"""One fault rule: which call or delivery it means, what happens to it, and how long it lives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..errors import AppwriteError
from ..moments import format_time
from ..names import do_nothing
from ..outbox.mail import MESSAGING
from .canned import Answer
from .fields import FIELDS
from .patterns import READ_AT_MOST, path_pattern, start_pattern, text_pattern

# The type of an error answer for which only the status is given; all others are a server error.
_TYPE_OF_STATUS = {
    400: "general_bad_request",
    401: "general_access_forbidden",
    403: "general_api_disabled",
    404: "general_route_not_found",
    409: "general_resource_locked",
    429: "general_rate_limit_exceeded",
}


class Handed(NamedTuple):
    """One recipient of a hand-over to a provider, as rules see it."""

    channel: str
    provider_id: str
    kind: str
    to: str
    user_id: str | None
    topic_id: str | None
    target_id: str | None
    origin: str = MESSAGING


@dataclass(slots=True, kw_only=True, eq=False, repr=False)
class Rule:
    """A fault rule. `seen` counts what it was meant for, `matched` how often it struck; `until` is in milliseconds."""

    # Called when the rule is switched on or off. It stands first, so that it is there when `enabled` is set.
    switched: Callable[[], None] = do_nothing
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
    json: Any = None
    text: str | None = None
    headers: Mapping[str, str] | None = None
    function: Callable[..., Any] | None = None
    delay: float = 0.0
    moment: str = "before"
    channel: str | None = None
    origin: str | None = None
    provider: str | None = None
    to: str | None = None
    user: str | None = None
    topic: str | None = None
    target: str | None = None
    failure: str | None = None
    error: str | None = None
    answers: dict[str, list[Any]] | None = None
    replies: dict[str, Any] | None = None
    nth: int | None = None
    times: int | None = None
    until: int | None = None
    seen: int = 0
    matched: int = 0
    # The provider kinds that can fail so; None: all.
    kinds: frozenset[str] | None = None
    # How many of the answers of each place, or of the replies of each SMTP step, were given.
    used: dict[str, int] = field(default_factory=dict)
    _path: re.Pattern[str] | None = None
    _to: re.Pattern[str] | None = None

    def __post_init__(self) -> None:
        if self.path is not None:
            self._path = path_pattern(self.path)
        if self.to is not None:
            self._to = text_pattern(self.to)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        if name == "enabled":
            self.switched()

    @property
    def stops_call(self) -> bool:
        """True when the call is not carried out at all."""
        return self.moment == "before" and self.effect != "delay"

    @property
    def is_answer(self) -> bool:
        """True for a canned answer, which is no failure."""
        return self.effect == "answer"

    @property
    def answer(self) -> Answer:
        """The canned answer, as far as it was given as values."""
        return Answer(self.status or 200, self.json, self.text, self.headers or {})

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
            self._path is None or bool(self._path.fullmatch(path[:READ_AT_MOST]))
        )

    def means_delivery(self, handed: Handed) -> bool:
        """Tell whether the rule is about one recipient of a hand-over to a provider."""
        return (
            (self.channel is None or self.channel == handed.channel)
            and (self.origin is None or self.origin == handed.origin)
            and (self.provider is None or self.provider in (handed.provider_id, handed.kind))
            and (self.user is None or self.user == handed.user_id)
            and (self.topic is None or self.topic == handed.topic_id)
            and (self.target is None or self.target == handed.target_id)
            and (self._to is None or bool(self._to.fullmatch(handed.to[:READ_AT_MOST])))
            and (self.kinds is None or handed.kind in self.kinds)
        )

    @property
    def is_script(self) -> bool:
        """True when it says what the provider answers, not what becomes of a delivery."""
        return self.answers is not None or self.replies is not None

    def place_of(self, url: str) -> str | None:
        """Return the place for which it has answers to a request; None when it has none."""
        rest = url.partition("://")[2]
        return next((place for place in self.answers or () if start_pattern(place).match(rest[:READ_AT_MOST])), None)

    def next_of(self, name: str, items: Any) -> Any:
        """Return the next of a list of answers or replies; the last is repeated, and what is no list is always the same."""
        if not isinstance(items, (list, tuple)):
            return items
        number = self.used.get(name, 0)
        self.used[name] = number + 1
        return items[min(number, len(items) - 1)]

    def strikes(self, now: int) -> bool:
        """Count something that the rule is about; tell whether its life says that it strikes."""
        struck = self.would_strike(now)
        self.seen += 1
        self.matched += struck
        return struck

    def would_strike(self, now: int) -> bool:
        """Tell whether it strikes what comes next, without counting."""
        most = self.times or (1 if self.nth else None)
        return (
            self.seen + 1 >= (self.nth or 1)
            and (most is None or self.matched < most)
            and (self.until is None or now < self.until)
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the rule as JSON: what was given, its id and counts, and a description."""
        shown: dict[str, Any] = {"id": self.id, "name": self.name, "on": self.on, "enabled": self.enabled}
        for item in FIELDS:
            value = getattr(self, item.name)
            belongs = item.of_answers if self.is_answer else self.on in item.on
            if belongs and item.name not in shown and value is not None and (item.name, value) != ("delay", 0):
                shown[item.name] = _SHOWN_AS.get(item.name, _as_it_is)(value)
        return {**shown, "seen": self.seen, "matched": self.matched, "description": self.description}

    @property
    def description(self) -> str:
        """One sentence about what the rule does."""
        if self.on == "call":
            what = f"{self.effect} {self.answer.status if self.is_answer else self.status or ''}".rstrip()
            which = f"{self.method or ''} call to {self.path or 'any path'}".lstrip()
            text = f"{what} for each {which}" + (", after it took effect" if self.moment == "after" else "")
            text += f", {self.delay:g} s late" if self.delay else ""
        else:
            named = {
                "of": self.origin,
                "to": self.to,
                "user": self.user,
                "target": self.target,
                "by topic": self.topic,
                "through": self.provider,
            }
            which = "".join(f" {word} {value}" for word, value in named.items() if value)
            ordered = ", ".join(self.answers or self.replies or ())
            what = self.failure or (f"answers of {ordered}" if ordered else repr(self.error))
            text = f"{what} for each {self.channel or 'delivery'}{which}"
        life = [f"from match {self.nth} on"] if self.nth else []
        life += [f"{self.times} times"] if self.times else ["once"] if self.nth else []
        life += [f"until {format_time(self.until)}"] if self.until is not None else []
        return f"{text} ({', '.join(life)})" if life else text

    def __str__(self) -> str:
        return f"{self.name}: {self.description}"

    def __repr__(self) -> str:
        return f"<Rule {self}>"


def _as_it_is(value: Any) -> Any:
    return value


# Fields that JSON shows otherwise than they are kept.
_SHOWN_AS: dict[str, Callable[[Any], Any]] = {"until": format_time, "function": lambda value: repr(value)}
