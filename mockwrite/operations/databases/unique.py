"""Unique indexes: rows of the same values in all of their columns (databases.md §5, §6)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from ...queries.methods import comparison_key
from ...state.databases import Index, Row, Rows, Table
from .row_lists import row_attributes

_PREFIX = "unique "


def index_rows(table: Table, rows: Rows) -> None:
    """Give the rows the indexes by which doubles are found: those of the table's unique indexes, and no others."""
    wanted = {_PREFIX + index.key: _reader(table, index) for index in _unique(table)}
    for name in [name for name in rows.indexes if name.startswith(_PREFIX)]:
        rows.drop_index(name)
    for name, read in wanted.items():
        rows.index(name, read)


def has_doubles(table: Table, rows: Rows, index: Index) -> bool:
    """Tell whether two rows have the same values in all columns of an index."""
    read = _reader(table, index)
    seen = set()
    for row in rows:
        values = read(row)
        if values is None:
            continue
        if values in seen:
            return True
        seen.add(values)
    return False


def owner_of(table: Table, rows: Rows, row: Row) -> Row | None:
    """Return another row that has the values which a row would have in a unique index, or None."""
    for index in _unique(table):
        values = _reader(table, index)(row)
        if values is None:
            continue
        index_rows_once(table, rows)
        found = rows.first(_PREFIX + index.key, values)
        if found is not None and found.sequence != row.sequence:
            return found
    return None


def index_rows_once(table: Table, rows: Rows) -> None:
    """Make the indexes that are missing (rows that a seed or a snapshot brought have none)."""
    for index in _unique(table):
        rows.index(_PREFIX + index.key, _reader(table, index))


def _unique(table: Table) -> Iterator[Index]:
    return (index for index in table.indexes if index.type == "unique" and index.status == "available")


def _reader(table: Table, index: Index) -> Callable[[Row], Hashable]:
    attributes: Mapping[str, Any] = row_attributes(table)
    lengths = (*index.lengths, *[0] * len(index.columns))
    parts = [
        (attributes[key].reader, comparison_key(attributes[key]), length)
        for key, length in zip(index.columns, lengths, strict=False)
    ]

    def read(row: Row) -> Hashable:
        values = []
        for part, key, length in parts:
            value = part(row)
            if value is None:
                # Nothing equals null, not even null.
                return None
            # Where a length is given, only so much of a text has to be unique.
            values.append(key(value[:length] if length and isinstance(value, str) else value))
        return tuple(values)

    return read
