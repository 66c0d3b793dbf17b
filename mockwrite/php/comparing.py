"""What PHP takes for equal with `==`: texts that are numbers, and whatever is empty (contract: databases.md §8)."""

from __future__ import annotations

from typing import Any

from .numbers import numeric


def is_loosely_equal(one: Any, other: Any) -> bool:
    """Tell whether two JSON values are equal for PHP 8: null is like an empty text, what is true is like anything not empty,
    and a text that is a number is like that number. Maps and lists are equal entry by entry."""
    if one is None and isinstance(other, str) or other is None and isinstance(one, str):
        return not one and not other
    if one is None or other is None or isinstance(one, bool) or isinstance(other, bool):
        return _is_true(one) == _is_true(other)
    if isinstance(one, (list, dict)) and isinstance(other, (list, dict)):
        mine, theirs = _entries(one), _entries(other)
        return mine.keys() == theirs.keys() and all(is_loosely_equal(mine[key], theirs[key]) for key in mine)
    first, second = numeric(one), numeric(other)
    if isinstance(one, str) and isinstance(other, str) and (first is None or second is None):
        return one == other
    return first is not None and first == second


def _is_true(value: Any) -> bool:
    return bool(value) and value != "0"


def _entries(value: list[Any] | dict[str, Any]) -> dict[str, Any]:
    return value if isinstance(value, dict) else {str(at): entry for at, entry in enumerate(value)}
