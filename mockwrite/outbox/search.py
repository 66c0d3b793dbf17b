"""The search language of the outbox, the same in HTTP, on the command line and in the page. Pure.

    to:ada channel:sms subject:"reset" has:attachment after:10m failed -tag:promo

Words and `field:value` pairs, all of which must hold; `-` before one turns it round. Texts are compared without regard to
case and match in part; fields with a fixed set of values (`channel`, `status`, `role`) match whole. `failed` and `sent` alone
mean the status; in quotes they are words like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from ..errors import hint
from ..moments import to_ms
from .fields import FIELDS

Reader = Callable[[Any], Any]
Test = Callable[[Any], bool]

_TERM = re.compile(r'(-?)(?:([A-Za-z_-]+):(?!//))?("(?:[^"\\]|\\.)*"?|\S+)?')
_AGO = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d|w)\Z")
# No time can be written that is before it.
_BEGINNING = to_ms(datetime.min)
# Longer ago than any time that can be written.
_AGES = 1e15
_UNIT = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}


class SearchError(ValueError):
    """A search that cannot be carried out; the text says what was found and what is possible."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What can be asked of one kind of record.

    `texts` match in part, `choices` whole (with the values there are), `has` are yes-or-no questions, `flags` are bare words
    with a meaning, `words` gives everything that a bare word is looked up in, `time` the record's time in milliseconds.
    """

    texts: Mapping[str, Reader]
    choices: Mapping[str, tuple[Reader, tuple[str, ...]]]
    has: Mapping[str, Reader]
    flags: Mapping[str, Test]
    words: Callable[[Any], Sequence[Any]]
    time: Callable[[Any], int]

    def names(self) -> list[str]:
        """Return the names that can stand before a colon."""
        return [*self.texts, *self.choices, "has", "after", "before"]


@dataclass(frozen=True, slots=True)
class Search:
    """A parsed search. `names_status` tells whether it says which status is meant."""

    tests: tuple[Test, ...] = ()
    names_status: bool = False

    def matches(self, record: Any) -> bool:
        """Tell whether a record is what was searched for."""
        return all(test(record) for test in self.tests)


def _is_there(value: Any) -> bool:
    # A badge of 0 is one: it takes the number off the icon.
    return bool(value) or type(value) is int


def _asked(read: Reader) -> Reader:
    return lambda delivery: _is_there(read(delivery))


def _joined(readers: Sequence[Reader]) -> Reader:
    if len(readers) == 1:
        return readers[0]
    return lambda delivery: " ".join(text for text in (read(delivery) for read in readers) if text)


def _of_deliveries() -> Vocabulary:
    """Build what can be asked of deliveries from the table of their fields."""
    texts: dict[str, list[Reader]] = {}
    choices: dict[str, tuple[Reader, tuple[str, ...]]] = {}
    has: dict[str, Reader] = {}
    words: list[Reader] = []
    # A name that asks for several fields (provider: id or kind) matches in part.
    shared = Counter(field.search for field in FIELDS)
    for field in FIELDS:
        read = field.text or attrgetter(field.name)
        if field.search is not None:
            values = field.schema.get("enum")
            if values is None or shared[field.search] > 1:
                texts.setdefault(field.search, []).append(read)
            else:
                choices[field.search] = (read, tuple(values))
        if field.has is not None:
            has[field.has] = _asked(attrgetter(field.name))
        if field.word:
            words.append(read)
    return Vocabulary(
        texts={name: _joined(readers) for name, readers in texts.items()},
        choices=choices,
        has=has,
        # Bare words that say a status.
        flags={status: _says(choices["status"][0], status) for status in choices["status"][1]},
        words=lambda delivery: [read(delivery) for read in words],
        time=lambda delivery: int(delivery.at),
    )


def _says(read: Reader, value: str) -> Test:
    return lambda delivery: bool(read(delivery) == value)


DELIVERIES = _of_deliveries()

CALLS = Vocabulary(
    texts={
        "path": lambda call: call.path,
        "error": lambda call: call.error,
        "caller": lambda call: call.caller,
        "message": lambda call: call.message_id,
        "fault": lambda call: call.fault,
        "source": lambda call: call.source,
    },
    choices={
        "method": (lambda call: call.method.lower(), ("get", "post", "put", "patch", "delete", "head", "options")),
    },
    has={
        "error": lambda call: call.error,
        "message": lambda call: call.message_id,
        "delivery": lambda call: call.deliveries,
        "fault": lambda call: call.fault,
        "bug": lambda call: call.bug,
    },
    flags={
        "failed": lambda call: call.status >= 400,
    },
    words=lambda call: (call.method, call.path, call.query, str(call.status), call.error, call.caller, call.message_id),
    time=lambda call: int(call.at),
)


def parse(text: str, now: int, vocabulary: Vocabulary = DELIVERIES) -> Search:
    """Read a search. `now` is the project's time in milliseconds, from which `after:10m` counts back.

    Raises SearchError when a field, a value or a time is not known.
    """
    tests: list[Test] = []
    names_status = False
    for negated, field, value in _terms(text):
        test = _test(field, value, now, vocabulary)
        names_status = names_status or field == "status" or (not field and value.lower() in vocabulary.flags)
        tests.append(_negate(test) if negated else test)
    return Search(tuple(tests), names_status)


def moment(text: str, now: int) -> int:
    """Read `10m` (that long before now) or an ISO time; return milliseconds. Raises SearchError."""
    ago = _AGO.match(text)
    if ago:
        return max(now - int(min(float(ago[1]) * _UNIT[ago[2]], _AGES)), _BEGINNING)
    try:
        return to_ms(datetime.fromisoformat(text))
    except ValueError:
        example = "write how long ago (30s, 10m, 2h, 1d) or a date such as 2030-01-31T08:00"
        raise SearchError(f"{text!r} is no time: {example}") from None


def _terms(text: str) -> list[tuple[bool, str, str]]:
    found = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TERM.match(text, position)
        # The pattern matches at least the one character that is no space.
        if match is None or match.end() == position:
            raise SearchError(f"{text[position:]!r} cannot be read")
        minus, field, value = match[1], (match[2] or "").lower(), match[3] or ""
        if field and not value:
            raise SearchError(f"{field}: needs a value right after the colon, for example {field}:ada")
        if minus and not field and not value:
            minus, value = "", "-"
        found.append((bool(minus), field, value))
        position = match.end()
    return found


def _test(field: str, value: str, now: int, vocabulary: Vocabulary) -> Test:
    if not field:
        flag = vocabulary.flags.get(value.lower())
        return flag if flag is not None else _anywhere(_unquoted(value), vocabulary)
    value = _unquoted(value)
    if field in vocabulary.texts:
        return _contains(vocabulary.texts[field], value.lower())
    if field in vocabulary.choices:
        return _equals(field, *vocabulary.choices[field], value.lower())
    if field == "has":
        return _present(value.lower(), vocabulary)
    if field in ("after", "before"):
        return _timed(field, moment(value, now), vocabulary.time)
    raise SearchError(
        f"there is no field {field!r}{hint(field, vocabulary.names())} "
        f"Fields are {', '.join(vocabulary.names())}. A word with a colon goes in quotes."
    )


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    # A quotation that is still being typed has no end yet.
    inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
    return re.sub(r"\\(.)", r"\1", inner)


def _negate(test: Test) -> Test:
    return lambda record: not test(record)


def _anywhere(value: str, vocabulary: Vocabulary) -> Test:
    wanted = value.lower()
    words = vocabulary.words
    return lambda record: any(part and wanted in part.lower() for part in words(record))


def _contains(read: Reader, wanted: str) -> Test:
    return lambda record: wanted in (read(record) or "").lower()


def _equals(field: str, read: Reader, values: tuple[str, ...], wanted: str) -> Test:
    if wanted not in values:
        raise SearchError(f"{field} is one of {', '.join(values)}, got {wanted!r}")
    return _says(read, wanted)


def _present(what: str, vocabulary: Vocabulary) -> Test:
    read = vocabulary.has.get(what)
    if read is None:
        raise SearchError(f"has: takes one of {', '.join(vocabulary.has)}, got {what!r}")
    return lambda record: bool(read(record))


def _timed(field: str, at: int, read: Callable[[Any], int]) -> Test:
    if field == "after":
        return lambda record: read(record) >= at
    return lambda record: read(record) < at
