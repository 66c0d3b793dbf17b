"""Whether data fits the columns of a table, and how it is stored (databases.md §7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import AppwriteError
from ...php.arrays import is_list
from ...state.databases import Column
from .kinds import KINDS, Unfit
from .places import Place


def checked(place: Place, data: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return what is stored of the data of a whole row, defaults included, without what is null.

    Raises `row_invalid_structure`: first for what is required and missing, then for unknown keys, then for values.
    """
    for column in place.table.columns:
        if column.required and data.get(column.key) is None:
            raise _missing(place, column)
    taken = checked_part(place, data, now)
    taken |= {key: value for key, value in defaults(place.table.columns, now) if data.get(key) is None}
    return taken


def checked_part(place: Place, data: Mapping[str, Any], now: int) -> dict[str, Any]:
    """Return what is stored of the keys that were sent: null where one was sent as null and has no default.

    Raises `row_invalid_structure` for a required key that is null, an unknown key and a value that does not fit.
    """
    columns = {column.key: column for column in place.table.columns}
    for key, value in data.items():
        if value is None and key in columns and columns[key].required:
            raise _missing(place, columns[key])
    for key in data:
        if key not in columns:
            known = ", ".join(columns) or "none"
            raise invalid(place, f'The {place.names.column} "{key}" is unknown here; there are: {known}.')
    return {key: _stored(place, columns[key], value, now) for key, value in data.items()}


def defaults(columns: Iterable[Column], now: int) -> Iterable[tuple[str, Any]]:
    """Yield the keys of columns that have a default, and what it is stored as."""
    for column in columns:
        if column.default is not None:
            yield column.key, KINDS[column.kind].take(column.default, column, now)


def _stored(place: Place, column: Column, value: Any, now: int) -> Any:
    take = KINDS[column.kind].take
    try:
        if value is None:
            # Null takes the default, in an update too (recorded).
            return None if column.default is None else take(column.default, column, now)
        if not column.array:
            return take(value, column, now)
        return [_entry(column, entry, now) for entry in _entries(value)]
    except Unfit as unfit:
        raise invalid(place, f'The {place.names.column} "{column.key}" cannot be stored: {unfit.reason}.') from None


def _entries(value: Any) -> list[Any]:
    if isinstance(value, dict) and is_list(value):
        return list(value.values())
    if not isinstance(value, list):
        raise Unfit("a list is expected")
    return value


def _entry(column: Column, entry: Any, now: int) -> Any:
    if entry is None:
        # Recorded: null stays in a list of texts and becomes 0 in one of whole numbers.
        return 0 if KINDS[column.kind].compared == "integer" else None
    return KINDS[column.kind].take(entry, column, now)


def _missing(place: Place, column: Column) -> AppwriteError:
    return invalid(place, f'The {place.names.column} "{column.key}" is required and has no value.')


def invalid(place: Place, message: str) -> AppwriteError:
    """Return `row_invalid_structure` in the words of the service."""
    return place.names.error("row", "invalid_structure", message)
