"""The values of the model of tables: what each kind of column takes, and how values are compared (databases.md §7, §8, §10)."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

_WRONG = object()


class Kind(NamedTuple):
    """A kind of column: the route that makes it with `options`, what it takes (sent and shown), and what it refuses."""

    route: str
    options: dict[str, Any]
    takes: Sequence[tuple[Any, Any]]
    refuses: Sequence[Any]
    array: bool = False
    compared: str = "text"
    counts: bool = False
    default: Any = None

    @property
    def wrong(self) -> object:
        """What `take` returns for a value that is refused."""
        return _WRONG

    def take(self, value: Any, *, required: bool) -> Any:
        """Return a value as it is stored and shown."""
        if self.array and required and isinstance(value, list) and None in value:
            return _WRONG
        if self.counts and type(value) in (int, float) and json.dumps(value) not in map(json.dumps, self.refuses):
            # Calls that count make numbers of their own, which are sent again.
            low, high = self.options.get("min", value), self.options.get("max", value)
            return value if low <= value <= high else _WRONG
        for sent, shown in self.takes:
            if json.dumps(value) in (json.dumps(sent), json.dumps(shown)):
                return shown
        return _WRONG


def _plain(*values: Any) -> list[tuple[Any, Any]]:
    return [(value, value) for value in values]


_MORNING = "2030-01-01T00:00:00.000+00:00"
_RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
# One of each sort of value is enough: what matters is that they meet.
KINDS: dict[str, Kind] = {
    "text": Kind("varchar", {"size": 8}, _plain("Ann", "ann", "Änne", "anne", "Bo", "a%b", "a_b", "", "anna bo"),
                 [5, True, ["x"], {"a": 1}, "123456789"]),
    "nick": Kind("string", {"size": 8}, _plain("Ann", "BO", "bo"), [5, "123456789"], default="Ann"),
    "number": Kind("integer", {"min": 0, "max": 9}, _plain(0, 1, 5, 9), [10, -1, 1.5, 1.0, "5", True],
                   compared="number", counts=True, default=5),
    "long": Kind("bigint", {}, [(1, 1), ("1", 1), (-5, -5), (1 << 60, 1 << 60)], [1.5, 1 << 63, "x", True],
                 compared="number", counts=True),
    "ratio": Kind("float", {}, _plain(0, 1.5, -2, 3), ["1.5", True], compared="number", counts=True),
    "done": Kind("boolean", {}, _plain(True, False), ["true", 0, 1, ""], compared="boolean"),
    "day": Kind("datetime", {}, [(_MORNING, _MORNING), ("2030-01-01T02:00:00+02:00", _MORNING),
                                 ("2031-05-05", "2031-05-05T00:00:00.000+00:00")], [5, "someday", "2030-13-01"], compared="date"),
    "hue": Kind("enum", {"elements": ["red", "green"]}, _plain("red", "green"), ["Red", "", 1], default="red"),
    "mail": Kind("email", {}, _plain("a@b.co", "ann@b.co"), ["a", "", 1]),
    "tags": Kind("string", {"size": 4}, [(["a", "b"], ["a", "b"]), (["A"], ["A"]), ([], []), ({"0": "a"}, ["a"]),
                                         (["a", None], ["a", None])], ["a", [1], {"k": "a"}, ["12345"]], array=True),
    "numbers": Kind("integer", {}, [([1, 2], [1, 2]), ([2], [2]), ([], []), ([1, None], [1, 0])], [5, ["x"]],
                    array=True, compared="number"),
    "place": Kind("point", {}, _plain([1, 2], [-180, 90]), [[181, 0], [1], "x"], compared="shape"),
    "area": Kind("polygon", {}, [([_RING], [_RING]), (_RING, [_RING])], [[[0, 0], [1, 1]], "x"], compared="shape"),
}  # fmt: skip


def weight(value: Any) -> Any:
    """Return what the database compares of a value: texts without case, accents, and spaces at the end."""
    if not isinstance(value, str):
        return value
    letters = unicodedata.normalize("NFD", value)
    return "".join(sign for sign in letters if not unicodedata.combining(sign)).upper().rstrip(" ")


def is_same(shown: Any, sent: Any) -> bool:
    """Tell whether an update finds the value that it sends; a number is written with a fraction or without."""
    if isinstance(shown, list) and isinstance(sent, list):
        return len(shown) == len(sent) and all(map(is_same, shown, sent))
    return isinstance(shown, bool) == isinstance(sent, bool) and bool(shown == sent)


def is_loosely_equal(one: Any, other: Any) -> bool:
    """Tell whether PHP's `==` holds between two values."""
    for first, second in ((one, other), (other, one)):
        if first is None and isinstance(second, str):
            return second == ""
        if isinstance(first, bool) or first is None:
            return bool(first) == _is_true(second)
    if isinstance(one, list) and isinstance(other, dict):
        other = list(other.values()) if list(other) == [str(at) for at in range(len(other))] else other
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_loosely_equal, one, other))
    numbers = [_number(value) for value in (one, other)]
    if None not in numbers:
        return numbers[0] == numbers[1]
    return type(one) is type(other) and bool(one == other)


def _is_true(value: Any) -> bool:
    return value not in (None, False, 0, "", "0", [], {})


def _number(value: Any) -> float | int | None:
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            return None
    return value if isinstance(value, (int, float)) else None
