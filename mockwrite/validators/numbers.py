"""Booleans, whole numbers and times."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ..php import dates
from .base import Context, Rejected

# What PHP takes for a whole number in a text; spaces around it do not matter.
# More digits make no number that any range holds, and Python refuses to read very many.
_WHOLE = re.compile(r"\s*[+-]?\d{1,40}\s*\Z", re.ASCII)


class Boolean(NamedTuple):
    """A JSON boolean; `loose` also takes 1, 0 and the words, with the server's odd reading of them.

    `false_is_false`: the text "false" is read as it was meant, unless in exact mode.
    """

    loose: bool = False
    false_is_false: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if value is True or value is False:
            return value
        if self.loose and (value in ("true", "false", "1", "0") or (type(value) is int and value in (0, 1))):
            if value == "false":
                # The text "false" is a non-empty text, which 1.8.1 and 1.9.5 on take as true (queries.md §7).
                meant = self.false_is_false and not context.exact
                return not (meant or context.rules.total_false_text_is_false)
            return value in ("true", "1", 1)
        raise Rejected("a boolean is expected: true or false")

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


class Integer(NamedTuple):
    """A JSON integer; texts and floats are refused."""

    low: int = -(2**31)
    high: int = 2**31 - 1

    def check(self, value: Any, context: Context) -> Any:
        if type(value) is int and self.low <= value <= self.high:
            return value
        raise Rejected(f"an integer between {self.low} and {self.high} is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class Range(NamedTuple):
    """A whole number between two ends, as JSON integer or text; `floats` also takes 7.0 (typed SDKs send it)."""

    low: int
    high: int
    floats: bool = False

    def check(self, value: Any, context: Context) -> Any:
        number = value
        if isinstance(value, str) and _WHOLE.match(value):
            number = int(value)
        if self.floats and isinstance(value, float) and value.is_integer():
            number = int(value)
        if type(number) is int and self.low <= number <= self.high:
            return number
        raise Rejected(f"a whole number between {self.low} and {self.high} is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class Moment:
    """A text that the server can read as a date, not earlier than now; the result is in milliseconds."""

    def check(self, value: Any, context: Context) -> Any:
        at = dates.parse(value, context.now) if isinstance(value, str) else None
        if at is None:
            raise Rejected("a date and time is expected, such as 2030-01-31T08:00:00.000+00:00")
        if at < context.now:
            raise Rejected("a date and time in the future is expected")
        return at

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}
