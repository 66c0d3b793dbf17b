"""Whether data fits the columns of a table, and how it is stored (databases.md §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import AppwriteError
from ...php.arrays import with_lists
from ...state.databases import Column
from .kinds import KINDS, Unfit
from .places import Place


def checked(place: Place, data: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return what is stored of the data of a whole row, defaults included, without what is null.

    Raises `row_invalid_structure`: first for what is required and missing, then for unknown keys, then for values.
    """
    check_whole(place, data)
    taken = checked_part(place, data, now)
    taken |= {key: value for key, value in defaults(place.table.columns, now) if data.get(key) is None}
    return taken


def missing(place: Place, data: Mapping[str, Any]) -> Column | None:
    """Return the first column that a whole row must have and that has no value in the data."""
    return next((column for column in place.table.columns if column.required and data.get(column.key) is None), None)


def check_whole(place: Place, data: Mapping[str, Any]) -> None:
    """Check that a whole row has what is required. Raises `row_invalid_structure`."""
    column = missing(place, data)
    if column is not None:
        raise _missing(place, column)


def checked_part(place: Place, data: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return what is stored of the keys that were sent: null where one was sent as null and has no default.

    Raises `row_invalid_structure` for a required key that is null, an unknown key and a value that does not fit.
    """
    columns = {column.key: column for column in place.table.columns}
    for key, column in columns.items():
        if column.required and key in data and data[key] is None:
            raise _missing(place, column)
    for key in data:
        if key not in columns:
            known = ", ".join(columns) or "none"
            raise invalid(place, f'The {place.names.column} "{key}" is unknown here; there are: {known}.')
    return {key: _stored(place, columns[key], value, now) for key, value in data.items()}


def defaults(columns: Iterable[Column], now: int) -> Iterable[tuple[str, Any]]:
    """Yield the keys of columns that have a default, and what it is stored as."""
    for column in columns:
        if column.default is not None:
            yield column.key, default_of(column, now)


def default_of(column: Column, now: int) -> Any:
    """Return what a column's default is stored as; it was judged when the column was made."""
    return KINDS[column.kind].take(column.default, column._replace(encrypt=False), now)


def _stored(place: Place, column: Column, value: Any, now: int) -> Any:
    take = KINDS[column.kind].take
    try:
        if value is None:
            # Null takes the default, in an update too (recorded).
            return None if column.default is None else default_of(column, now)
        if isinstance(value, (dict, list)):
            # A point sent as {"0": 1, "1": 2} is a list for PHP, at any depth.
            value = with_lists(value)
        if not column.array:
            return take(value, column, now)
        if not isinstance(value, list):
            raise Unfit("a list is expected")
        return [_entry(column, entry, now) for entry in value]
    except Unfit as unfit:
        raise invalid(place, f'The {place.names.column} "{column.key}" cannot be stored: {unfit.reason}.') from None


def _entry(column: Column, entry: Any, now: int) -> Any:
    if entry is None:
        # Recorded: null stays in a list of texts and becomes 0 in one of whole numbers. What is required has no null in it.
        if column.required:
            raise Unfit("a list without null is expected")
        return KINDS[column.kind].null_in_list
    return KINDS[column.kind].take(entry, column, now)


def _missing(place: Place, column: Column) -> AppwriteError:
    return invalid(place, f'The {place.names.column} "{column.key}" is required and has no value.')


def invalid(place: Place, message: str) -> AppwriteError:
    """Return `row_invalid_structure` in the words of the service."""
    return place.names.error("row", "invalid_structure", message)
