"""Columns of a table (contract: databases.md §4). They are there at once; the server makes them in the background."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace as record_with
from typing import Any, TypeVar

from ...access.caller import Caller
from ...errors import AppwriteError
from ...queries.parsing import Query
from ...queries.selecting import select
from ...queries.tables import COLUMNS
from ...state.collection import Collection
from ...state.databases import Column, Index, Table
from ...state.project import Project
from .indexes import check_index
from .kinds import KINDS, Unfit, width
from .listed import ListedColumn
from .places import Names, Place, TablePath, find_place
from .row_lists import index_name
from .unique import index_rows

T = TypeVar("T")
# The server encrypts only what is at least this long.
_LEAST_ENCRYPTED = 150
# What the columns of a table may take together, and what a table without any takes.
MOST_BYTES, LEAST_BYTES = 65_535, 1067
# A whole number that may grow beyond this takes twice the bytes.
_SMALL_INTEGER = 2_147_483_647


def bytes_used(table: Table) -> int:
    """Return how many bytes a row of the table may take (databases.md §3)."""
    return LEAST_BYTES + sum(map(width, table.columns))


def check_width(names: Names, table: Table) -> None:
    """Raise `attribute_limit_exceeded` when the columns of a table take more than a row can."""
    if bytes_used(table) >= MOST_BYTES:
        message = f"The {names.column}s of this {names.table} take {MOST_BYTES} bytes or more together."
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
        # A default is measured as it was sent, also where values are encrypted.
        KINDS[column.kind].take(column.default, column._replace(encrypt=False), 0)
    except Unfit as unfit:
        raise names.error("column", "value_invalid", f"The default does not fit: {unfit.reason}.") from None


def create_column(project: Project, caller: Caller, at: TablePath, *, kind: str, **options: Any) -> Column:
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
    check_default(at.names, column._replace(required=False, array=False))
    place = find_place(project, caller, at)
    check_default(at.names, column)
    made = record_with(place.table, columns=(*place.table.columns, column))
    check_width(at.names, made)
    _check_key_is_free(place, column.key)
    project.tables.replace(place.table, columns=made.columns)
    return column


def _check_key_is_free(place: Place, key: str, *, but_for: str | None = None) -> None:
    owner = place.table.stored_column(key)
    if owner is not None and owner.key != but_for:
        noun = place.names.column
        raise place.names.error("column", "already_exists", f"There is a {noun} with the key {owner.key!r} already.")


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
    """Return a column, whatever the letter case of the key (corrections.md C); 404 `attribute_not_found`."""
    column = place.table.stored_column(key)
    if column is None:
        raise place.names.error("column", "not_found", f"There is no {place.names.column} with the key {key!r}.")
    return column


def get_column(project: Project, caller: Caller, at: TablePath, *, key: str) -> Column:
    """Return a column."""
    return find_column(find_place(project, caller, at), key)


def list_columns(
    project: Project, caller: Caller, at: TablePath, *, queries: Query, total: bool = True
) -> tuple[int, list[Column]]:
    """List the columns of a table; a cursor is a key."""
    place = find_place(project, caller, at)
    listed: Collection[ListedColumn] = Collection()
    for column in place.table.columns:
        listed.add(ListedColumn.of(column))
    count, found = select(listed, queries, COLUMNS, project.rules, total=total, exact=project.exact)
    return count, [item.column for item in found]


def update_column(project: Project, caller: Caller, at: TablePath, *, kind: str, key: str, **options: Any) -> Column:
    """Change a column. The kind in the path is hardly looked at (recorded): what the column is stays.

    The answer tells when the column was changed before, if nothing but its key changes.
    """
    place = find_place(project, caller, at)
    column = find_column(place, key)
    changed = _changed(at.names, column, kind, options)
    check_default(at.names, changed)
    new_key = options.get("new_key") or column.key
    if new_key != column.key:
        _check_key_is_free(place, new_key, but_for=column.key)
    _check_resize(place, column, changed)
    if changed != column:
        changed = changed._replace(updated_at=project.clock.ms)
    stored = changed._replace(key=new_key)
    if new_key != column.key:
        # The answer does not know yet that the key has changed just now (recorded).
        stored = stored._replace(updated_at=project.clock.ms)
    _put_in_place(project, place, column, stored)
    return changed._replace(key=new_key)


def _check_resize(place: Place, before: Column, after: Column) -> None:
    """Raise `attribute_invalid_resize` when a text that is stored would not fit any more, and what a new column or index would
    raise when the table or one of its indexes has no room for longer texts."""
    if after.size > before.size:
        resized = record_with(place.table, columns=_with_column_changed(place, before, after))
        check_width(place.names, resized)
        for index in resized.indexes:
            if before.key in index.columns:
                check_index(place.names, resized, index)
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


def _with_column_changed(place: Place, before: Column, after: Column) -> tuple[Column, ...]:
    return tuple(after if column.key == before.key else column for column in place.table.columns)


def _put_in_place(project: Project, place: Place, before: Column, after: Column) -> None:
    columns = _with_column_changed(place, before, after)
    indexes = place.table.indexes
    if after.key != before.key:
        indexes = tuple(_renamed(index, before.key, after.key) for index in indexes)
        _move_values(place, before.key, after.key)
    table = project.tables.replace(place.table, columns=columns, indexes=indexes)
    index_rows(table, place.rows)


def _renamed(index: Index, old: str, new: str) -> Index:
    return index._replace(columns=tuple(new if key == old else key for key in index.columns))


def _without_like(parts: tuple[T, ...], at: int) -> tuple[T, ...]:
    return tuple(part for part in parts if part not in parts[at : at + 1])


def _without_column(indexes: Iterable[Index], key: str) -> tuple[Index, ...]:
    """Take a column out of indexes, with its length and order; one on nothing else goes with it, and one that is then like
    another.

    The server takes every length and order out that is the same as that of the column (databases.md §5, by reading).
    """
    left = list(indexes)
    for index in indexes:
        if key not in index.columns:
            continue
        at = index.columns.index(key)
        columns = _without_like(index.columns, at)
        lengths, orders = _without_like(index.lengths, at), _without_like(index.orders, at)
        shorter = index._replace(columns=columns, lengths=lengths, orders=orders)
        like_another = any(
            other.key != index.key and (other.columns, other.orders) == (columns, orders) for other in left
        )
        place = left.index(index)
        left[place : place + 1] = [] if like_another or not columns else [shorter]
    return tuple(left)


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


def delete_column(project: Project, caller: Caller, at: TablePath, *, key: str) -> None:
    """Delete a column with its values; indexes lose it, and those on nothing else go with it (recorded)."""
    place = find_place(project, caller, at)
    column = find_column(place, key)
    _move_values(place, column.key, None)
    indexes = _without_column(place.table.indexes, column.key)
    columns = tuple(other for other in place.table.columns if other.key != column.key)
    table = project.tables.replace(place.table, columns=columns, indexes=indexes)
    index_rows(table, place.rows)
