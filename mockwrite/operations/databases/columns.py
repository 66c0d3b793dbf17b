"""Columns of a table (contract: databases.md §4). They are there at once; the server makes them in the background."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace as record_with
from typing import Any

from ...access.caller import Caller
from ...errors import AppwriteError
from ...queries.parsing import Query
from ...queries.selecting import select
from ...queries.tables import COLUMNS
from ...state.collection import Collection
from ...state.databases import Column, Index, Table
from ...state.project import Project
from ...validators.texts import UID
from .kinds import KINDS, Unfit, width
from .listed import ListedColumn
from .places import Names, Place, find_place
from .row_lists import index_name
from .unique import index_rows

# What the server takes for the key of a column or an index.
_KEY = re.compile(UID)
# The server encrypts only what is at least this long.
_LEAST_ENCRYPTED = 150
# What the columns of a table may take together, and what a table without any takes.
MOST_BYTES, LEAST_BYTES = 65_535, 1067
# A whole number that may grow beyond this takes twice the bytes.
_SMALL_INTEGER = 2_147_483_647


def is_key(text: object) -> bool:
    """Tell whether a text can be the key of a column or an index."""
    return isinstance(text, str) and _KEY.fullmatch(text) is not None


def bytes_used(table: Table) -> int:
    """Return how many bytes a row of the table may take (databases.md §3)."""
    return LEAST_BYTES + sum(map(width, table.columns))


def check_width(names: Names, table: Table) -> None:
    """Raise `attribute_limit_exceeded` when the columns of a table take more than a row can."""
    if bytes_used(table) > MOST_BYTES:
        message = f"The {names.column}s of this {names.table} take more than {MOST_BYTES} bytes together."
        raise names.error("column", "limit_exceeded", message)


def check_default(names: Names, column: Column) -> None:
    """Raise `attribute_value_invalid` for bounds that leave nothing, and for a default that the column would not take."""
    low, high = column.minimum, column.maximum
    if low is not None and high is not None and low > high:
        raise names.error("column", "value_invalid", f"min is {low}, which is more than max, {high}.")
    if column.default is None:
        return
    if column.required or column.array:
        raise names.error("column", "default_unsupported", "What is required, or a list, has no default.")
    try:
        KINDS[column.kind].take(column.default, column, 0)
    except Unfit as unfit:
        raise names.error("column", "value_invalid", f"The default does not fit: {unfit.reason}.") from None


def create_column(
    project: Project, caller: Caller, *, names: Names, kind: str, database_id: str, table_id: str, **options: Any
) -> Column:
    """Add a column of a kind; `options` are the parameters of its route.

    Raises what `check_default` does, `attribute_already_exists`, `attribute_limit_exceeded`, and `general_bad_request` for
    a short text that is to be encrypted.
    """
    column = _new_column(project, kind, **options)
    if column.encrypt and KINDS[kind].compared == "string" and 0 < column.size < _LEAST_ENCRYPTED:
        raise AppwriteError(
            "general_bad_request", f"Only texts of {_LEAST_ENCRYPTED} characters and more are encrypted."
        )
    # Values are looked at before the table is, but whether there may be a default at all after it.
    check_default(names, column._replace(required=False, array=False))
    place = find_place(project, caller, names, database_id, table_id)
    check_default(names, column)
    if place.table.column(column.key) is not None:
        raise names.error("column", "already_exists", f"There is a {names.column} with the key {column.key!r} already.")
    made = record_with(place.table, columns=(*place.table.columns, column))
    check_width(names, made)
    project.tables.replace(place.table, columns=made.columns)
    return column


def _new_column(project: Project, kind: str, *, key: str, **options: Any) -> Column:
    row = KINDS[kind]
    now = project.clock.ms
    low, high = row.bounds or (None, None)
    minimum, maximum = options.get("min"), options.get("max")
    size = options.get("size") or row.size
    size = stored_size(kind, size, maximum)
    return Column(
        key, kind, now, now,
        required=options["required"], array=bool(options.get("array")), size=size,
        minimum=low if minimum is None else minimum, maximum=high if maximum is None else maximum,
        elements=tuple(options.get("elements") or ()), default=options.get("default"), encrypt=bool(options.get("encrypt")),
    )  # fmt: skip


def stored_size(kind: str, size: int, maximum: float | None) -> int:
    """Return the size of a column as it is stored: whole numbers that stay small take half of the bytes."""
    small = kind == "integer" and maximum is not None and maximum <= _SMALL_INTEGER
    return KINDS[kind].size // 2 if small else size


def find_column(place: Place, key: str) -> Column:
    """Return a column; 404 `attribute_not_found`."""
    column = place.table.column(key)
    if column is None:
        raise place.names.error("column", "not_found", f"There is no {place.names.column} with the key {key!r}.")
    return column


def get_column(project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, key: str) -> Column:
    """Return a column."""
    return find_column(find_place(project, caller, names, database_id, table_id), key)


def list_columns(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    queries: Query,
    total: bool = True,
) -> tuple[int, list[Column]]:
    """List the columns of a table; a cursor is a key."""
    place = find_place(project, caller, names, database_id, table_id)
    listed: Collection[ListedColumn] = Collection()
    for column in place.table.columns:
        listed.add(ListedColumn.of(column))
    count, found = select(listed, queries, COLUMNS, project.rules, total=total, exact=project.exact)
    return count, [item.column for item in found]


def update_column(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    kind: str,
    database_id: str,
    table_id: str,
    key: str,
    **options: Any,
) -> Column:
    """Change a column. The kind in the path is hardly looked at (recorded): what the column is stays.

    The answer tells when the column was changed before, if nothing but its key changes.
    """
    place = find_place(project, caller, names, database_id, table_id)
    column = find_column(place, key)
    changed = _changed(names, column, kind, options)
    check_default(names, changed)
    new_key = options.get("new_key") or key
    if new_key != key and place.table.column(new_key) is not None:
        raise names.error("column", "already_exists", f"There is a {names.column} with the key {new_key!r} already.")
    _check_resize(place, column, changed)
    if changed != column:
        changed = changed._replace(updated_at=project.clock.ms)
    stored = changed._replace(key=new_key)
    if new_key != key:
        # The answer does not know yet that the key has changed just now (recorded).
        stored = stored._replace(updated_at=project.clock.ms)
    _put_in_place(project, place, column, stored)
    return changed._replace(key=new_key)


def _check_resize(place: Place, before: Column, after: Column) -> None:
    """Raise `attribute_invalid_resize` when a text that is stored would not fit any more."""
    if KINDS[after.kind].compared != "string" or after.size >= before.size:
        return
    for row in place.rows:
        value = row.data.get(before.key)
        texts = value if isinstance(value, list) else [value]
        if any(isinstance(text, str) and len(text) > after.size for text in texts):
            message = f"{before.key!r} holds a text that is longer than {after.size} characters."
            raise place.names.error("column", "invalid_resize", message)


def _changed(names: Names, column: Column, kind: str, options: dict[str, Any]) -> Column:
    changed = column._replace(required=options["required"], default=options.get("default"))
    if kind == "enum":
        if not options.get("elements"):
            raise names.error("column", "value_invalid", "A list of elements is expected that is not empty.")
        changed = changed._replace(elements=tuple(options["elements"]))
    if options.get("size") is not None:
        changed = changed._replace(size=options["size"])
    for name, field in (("min", "minimum"), ("max", "maximum")):
        if options.get(name) is not None:
            changed = changed._replace(**{field: options[name]})
    return changed


def _put_in_place(project: Project, place: Place, before: Column, after: Column) -> None:
    columns = tuple(after if column.key == before.key else column for column in place.table.columns)
    indexes = place.table.indexes
    if after.key != before.key:
        indexes = tuple(_with_columns(index, _renamed(before.key, after.key)) for index in indexes)
        _move_values(place, before.key, after.key)
    table = project.tables.replace(place.table, columns=columns, indexes=indexes)
    index_rows(table, place.rows)


def _renamed(old: str, new: str) -> Callable[[Iterable[str]], Iterator[str]]:
    return lambda keys: (new if key == old else key for key in keys)


def _with_columns(index: Index, change: Callable[[Iterable[str]], Iterator[str]]) -> Index:
    return index._replace(columns=tuple(change(index.columns)))


def _move_values(place: Place, old: str, new: str | None) -> None:
    """Move the values of a column to another key, or drop them; nobody may know that a row was touched."""
    rows = place.rows
    for name in (*rows.indexes, index_name(old), index_name(new or old)):
        rows.drop_index(name)
    for row in list(rows):
        if old in row.data:
            data = {key: value for key, value in row.data.items() if key != old}
            if new is not None:
                data[new] = row.data[old]
            rows.replace(row, data=data)


def delete_column(project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, key: str) -> None:
    """Delete a column with its values; indexes lose it, and those on nothing else go with it (recorded)."""
    place = find_place(project, caller, names, database_id, table_id)
    column = find_column(place, key)
    _move_values(place, column.key, None)
    left = lambda keys: (other for other in keys if other != column.key)
    indexes = tuple(index for index in (_with_columns(index, left) for index in place.table.indexes) if index.columns)
    columns = tuple(other for other in place.table.columns if other.key != column.key)
    table = project.tables.replace(place.table, columns=columns, indexes=indexes)
    index_rows(table, place.rows)
