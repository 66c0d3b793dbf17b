"""Whether a call says something new about a row: what does not is not written (contract: databases.md §8).

The server compares what was sent with what it shows, not what both would be stored as.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...php.comparing import is_loosely_equal
from ...state.databases import Column, Row
from .kinds import shown_value


def says_nothing_new(columns: Iterable[Column], stored: Mapping[str, Any], sent: Mapping[str, Any]) -> bool:
    """Tell whether an update would find every value there already. Null where there is a default is news: it takes that."""
    by_key = {column.key: column for column in columns}
    return all(_is_shown(by_key.get(key), stored.get(key), value) for key, value in sent.items())


def upsert_says_nothing_new(
    columns: Iterable[Column], before: Row, sent: Mapping[str, Any], permissions: list[str]
) -> bool:
    """Tell whether an upsert would find the same permissions, in any order, and exactly these columns and values.

    Values are compared as PHP's `==` does, and times do not count. Who does not name every column of a row that is there
    changes something, in the server's eyes (recorded).
    """
    known = tuple(columns)
    return (
        sorted(permissions) == sorted(before.permissions)
        and sent.keys() == {column.key for column in known}
        and all(
            is_loosely_equal(shown_value(column, before.data.get(column.key)), sent[column.key]) for column in known
        )
    )


def _is_shown(column: Column | None, stored: Any, value: Any) -> bool:
    if column is None:
        return value is None
    if value is None and column.default is not None:
        return False
    return _is_same(shown_value(column, stored), value)


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    # JSON writes a number without a fraction in two ways, and PHP shows it in one of them.
    return _is_bool(one) is _is_bool(other) and bool(one == other)


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)
