"""Rows by the value of one attribute: what stands in for a range in a filter, and for sorting a whole list."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from ..state.collection import Collection
from .kinds import Attribute
from .methods import comparison_key
from .parsing import Condition, Group

# With fewer rows than that, looking at all of them is as fast as keeping them in order.
_FEW = 500
# A range that holds more than this part of all rows is not worth gathering.
_WORTH = 4
# No sequence number is as large.
_BEYOND = 1 << 63
_SEQUENCE = itemgetter(2)

# Where the rows that pass a filter lie among the entries (is not null, value, sequence number): from, to, by its values.
_Place = Callable[[Sequence[Any], list[Any]], tuple[int, int]]


def _start(entries: Sequence[Any], value: Any) -> int:
    return bisect_left(entries, (True, value, 0))


def _end(entries: Sequence[Any], value: Any) -> int:
    return bisect_right(entries, (True, value, _BEYOND))


def _first(entries: Sequence[Any]) -> int:
    return bisect_left(entries, (True,))


_RANGES: dict[str, _Place] = {
    "lessThan": lambda entries, keys: (_first(entries), _start(entries, keys[0])),
    "lessThanEqual": lambda entries, keys: (_first(entries), _end(entries, keys[0])),
    "greaterThan": lambda entries, keys: (_end(entries, keys[0]), len(entries)),
    "greaterThanEqual": lambda entries, keys: (_start(entries, keys[0]), len(entries)),
    "between": lambda entries, keys: (_start(entries, keys[0]), _end(entries, keys[1])),
}


def _rank(attribute: Attribute) -> Callable[[Any], tuple[bool, Any]]:
    read, key = attribute.reader, comparison_key(attribute)

    def rank(row: Any) -> tuple[bool, Any]:
        value = read(row)
        return (False, 0) if value is None else (True, key(value))

    return rank


def _entries(collection: Collection[Any], attribute: Attribute) -> Sequence[Any]:
    return collection.in_order(attribute.index_name, _rank(attribute))


def narrow_by_ranges(
    collection: Collection[Any], filters: Sequence[Condition | Group]
) -> tuple[Sequence[int], list[Condition | Group]] | None:
    """Return the sequence numbers, in order, of the rows in the narrowest range that filters give, and the filters which that
    answers; None where no range is narrow."""
    if len(collection) < _FEW:
        return None
    ranges: dict[Attribute, list[Condition | Group]] = {}
    for item in filters:
        if isinstance(item, Condition) and item.method in _RANGES and item.attribute.on_demand:
            ranges.setdefault(item.attribute, []).append(item)
    found: list[tuple[int, int, Attribute]] = []
    for attribute, conditions in ranges.items():
        entries, key = _entries(collection, attribute), comparison_key(attribute)
        places = [
            _RANGES[item.method](entries, [key(value) for value in item.values])
            for item in conditions
            if isinstance(item, Condition)
        ]
        found.append((max(start for start, _ in places), min(end for _, end in places), attribute))
    if not found:
        return None
    start, end, attribute = min(found, key=lambda place: place[1] - place[0])
    if (end - start) * _WORTH > len(collection):
        return None
    entries = _entries(collection, attribute)
    # Half of what a comprehension takes, and most of what such a list costs among many rows.
    return sorted(map(_SEQUENCE, entries[start:end])), ranges[attribute]


def walk_in_order(collection: Collection[Any], attribute: Attribute, *, descending: bool) -> Iterator[Any] | None:
    """Yield all rows in the order of an attribute, equal ones as they were made and null as the least; None where that is
    not known without sorting."""
    if not attribute.on_demand or len(collection) < _FEW:
        return None
    rows, entries = collection.rows(), _entries(collection, attribute)
    if not descending:
        return (rows[entry[2]] for entry in entries)
    groups = (list(group) for _, group in groupby(reversed(entries), key=lambda entry: entry[:2]))
    return (rows[entry[2]] for group in groups for entry in reversed(group))
