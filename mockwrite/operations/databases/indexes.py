"""Indexes of a table (contract: databases.md §5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ...access.caller import Caller
from ...errors import AppwriteError
from ...queries.parsing import Query
from ...queries.selecting import select
from ...queries.tables import INDEXES
from ...state.collection import Collection
from ...state.databases import Column, Index, Table
from ...state.project import Project
from .kinds import KINDS
from .listed import ListedIndex
from .places import Names, TablePath, find_place
from .unique import has_doubles, index_rows

# The most characters that the server's database indexes together, fulltext aside; a number or a date takes the room of some.
_LONGEST = 768
_ROOM = {"float": 2}
# The most indexes of a table: the 64 of the server's database without those that every table has.
_MOST = 59
# What the server's database calls an index of its own, in any letter case.
_RESERVED = "primary"
# What every row has besides its columns, as an index sees it (databases.md §5).
INTERNAL = {
    key: Column(key, kind, 0, 0, required=True, size=size)
    for key, kind, size in (("$id", "string", 255), ("$createdAt", "datetime", 0), ("$updatedAt", "datetime", 0))
}


class IndexType(NamedTuple):
    """A type of index: what columns of which type of queries it takes, `most` of them, and whether their length matters."""

    compared: tuple[str, ...]
    is_measured: bool = True
    needs_required: bool = False
    most: int | None = None


_VALUES = ("string", "integer", "float", "boolean", "date")
INDEX_TYPES: dict[str, IndexType] = {
    "key": IndexType(_VALUES),
    "unique": IndexType(_VALUES),
    "fulltext": IndexType(("string",), is_measured=False),
    "spatial": IndexType(("shape",), is_measured=False, needs_required=True, most=1),
}


def index_of(
    key: str,
    type: str,
    now: int,
    columns: Iterable[str],
    *,
    orders: Iterable[str] = (),
    lengths: Iterable[int | None] = (),
) -> Index:
    """Return an index that is on no table yet."""
    keys = tuple(columns)
    given = [length or 0 for length in lengths]
    return Index(key, type, now, now, keys, tuple(given or [0] * len(keys)), tuple(orders))


def check_index(names: Names, table: Table, index: Index) -> None:
    """Raise `index_invalid` when the server's database could not make the index; its columns exist."""
    kind = INDEX_TYPES.get(index.type)
    if kind is None:
        # The parameter check lets a type in capitals pass (1.9.6-params-databases); by reading, the database knows none such.
        raise names.error("index", "invalid", f"{index.type!r} is no type of an index; write {index.type.lower()!r}.")
    if not index.columns or len(set(index.columns)) < len(index.columns) or len(index.lengths) > len(index.columns):
        raise names.error("index", "invalid", "An index is on one column or more, each once, with a length for each.")
    if kind.most is not None and len(index.columns) > kind.most:
        raise names.error("index", "invalid", f"An index of the type {index.type} is on {kind.most} column.")
    if index.key.lower() == _RESERVED:
        raise names.error("index", "invalid", f"{index.key!r} is the name of an index that every table has.")
    measured = 0
    for key, length in zip(index.columns, (*index.lengths, *[0] * len(index.columns)), strict=False):
        column = table.column(key) or INTERNAL[key]
        _refuse_list(column)
        compared = KINDS[column.kind].compared
        if compared not in kind.compared or (kind.needs_required and not column.required):
            raise names.error("index", "invalid", f"{key!r} is not for an index of the type {index.type}.")
        if kind.is_measured and compared != "string":
            measured += _ROOM.get(compared, 1)
        elif kind.is_measured:
            if not 0 <= length <= column.size:
                raise names.error("index", "invalid", f"{key!r} is not as long as {length}.")
            measured += length or column.size
    if measured > _LONGEST:
        raise names.error("index", "invalid", f"The columns are longer than {_LONGEST} together; give lengths.")


def _refuse_list(column: Column) -> None:
    if column.array:
        # The one type of error here that is the same in both services (databases.md §1).
        raise AppwriteError("index_invalid", f"{column.key!r} is a list, which cannot be indexed.")


def create_index(
    project: Project, caller: Caller, at: TablePath, *, key: str, type: str, columns: list[str], **options: Any
) -> tuple[Table, Index]:
    """Add an index; `options` are its orders and lengths.

    Raises `index_limit_exceeded`, `attribute_unknown` for a column that is not there, what `check_index` does, and
    `index_already_exists`.
    """
    place = find_place(project, caller, at)
    table = place.table
    if len(table.indexes) >= _MOST:
        raise at.names.error("index", "limit_exceeded", f"A {at.names.table} has {_MOST} indexes at the most.")
    index = index_of(key, type, project.clock.ms, columns, orders=options["orders"], lengths=options["lengths"])
    for name in index.columns:
        column = table.column(name) or INTERNAL.get(name)
        if column is None:
            raise at.names.error("column", "unknown", f"There is no {at.names.column} with the key {name!r}.")
        _refuse_list(column)
    check_index(at.names, table, index)
    if table.index(key) is not None:
        raise at.names.error("index", "already_exists", f"There is an index with the key {key!r} already.")
    if index.type == "unique" and has_doubles(table, place.rows, index):
        # The server's background work ends so when there are rows that the index would not allow.
        index = index._replace(status="failed")
    table = project.tables.replace(table, indexes=(*table.indexes, index))
    index_rows(table, place.rows)
    return table, index


def get_index(project: Project, caller: Caller, at: TablePath, *, key: str) -> tuple[Table, Index]:
    """Return an index with its table; 404 `index_not_found`."""
    table = find_place(project, caller, at).table
    index = table.index(key)
    if index is None:
        raise at.names.error("index", "not_found", f"There is no index with the key {key!r}.")
    return table, index


def list_indexes(
    project: Project, caller: Caller, at: TablePath, *, queries: Query, total: bool = True
) -> tuple[int, list[tuple[Table, Index]]]:
    """List the indexes of a table; a cursor is a key."""
    table = find_place(project, caller, at).table
    listed: Collection[ListedIndex] = Collection()
    for index in table.indexes:
        listed.add(ListedIndex.of(index))
    count, found = select(listed, queries, INDEXES, project.rules, total=total, exact=project.exact)
    return count, [(table, item.index) for item in found]


def delete_index(project: Project, caller: Caller, at: TablePath, *, key: str) -> None:
    """Delete an index."""
    table, index = get_index(project, caller, at, key=key)
    place = find_place(project, caller, at)
    changed = project.tables.replace(table, indexes=tuple(other for other in table.indexes if other.key != index.key))
    index_rows(changed, place.rows)
