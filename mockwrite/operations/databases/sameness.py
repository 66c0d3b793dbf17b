"""Whether a call says something new about a row: what does not is not written (contract: databases.md §8).

The server compares what was sent with what it shows, not what both would be stored as.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...php.comparing import is_loosely_equal
from ...php.nesting import rebuild
from ...state.databases import Column, Row
from .kinds import KINDS, shown_value

# The server holds these as numbers with a fraction, however they are written.
_FRACTIONS = ("float", "shape")


def says_nothing_new(columns: Iterable[Column], stored: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Tell whether an update would find every value there already, of the same type: 2 is not the 2.0 of a float."""
    by_key = {column.key: column for column in columns}
    return all(_is_identical(_as_held(by_key.get(key), stored.get(key)), value) for key, value in sent.items())


def upsert_says_nothing_new(
    columns: Iterable[Column], before: Row | None, sent: Mapping[str, Any], permissions: list[str] | None
) -> bool:
    """Tell whether an upsert would find the same permissions, in any order, and exactly these columns and values.

    Values are compared as PHP's `==` does, so a new row of which nothing but null, 0, false or "" was sent is not made
    (recorded: one with an id alone), and times do not count. Who does not name every column of a row that is there changes
    something, in the server's eyes (recorded).
    """
    if permissions is not None and sorted(permissions) != sorted([] if before is None else before.permissions):
        return False
    if before is None:
        return all(is_loosely_equal(None, value) for value in sent.values())
    known = tuple(columns)
    return sent.keys() == {column.key for column in known} and all(
        is_loosely_equal(shown_value(column, before.data.get(column.key)), sent[column.key]) for column in known
    )


def _as_held(column: Column | None, value: Any) -> Any:
    if column is None:
        return None
    shown = shown_value(column, value)
    return rebuild(shown, _as_fraction) if KINDS[column.kind].compared in _FRACTIONS else shown


def _as_fraction(value: Any) -> Any:
    return float(value) if type(value) is int else value


def _is_identical(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_identical, one, other))
    return type(one) is type(other) and bool(one == other)
