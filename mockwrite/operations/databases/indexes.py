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
from ...state.databases import Index, Table
from ...state.project import Project
from .kinds import KINDS
from .listed import ListedIndex
from .places import Names, find_place
from .unique import has_doubles, index_rows

# The most bytes of text that the server's database indexes together, fulltext aside.
_LONGEST = 768
_INTERNAL = ("$id", "$sequence", "$createdAt", "$updatedAt")


class IndexType(NamedTuple):
    """A type of index: what columns of which type of queries it takes, and whether the length of texts matters."""

    compared: tuple[str, ...]
    is_measured: bool = True
    needs_required: bool = False


_VALUES = ("string", "integer", "float", "boolean", "date")
INDEX_TYPES: dict[str, IndexType] = {
    "key": IndexType(_VALUES),
    "unique": IndexType(_VALUES),
    "fulltext": IndexType(("string",), is_measured=False),
    "spatial": IndexType(("shape",), is_measured=False, needs_required=True),
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
    return Index(key, type.lower(), now, now, keys, tuple(given or [0] * len(keys)), tuple(orders))


def check_index(names: Names, table: Table, index: Index) -> None:
    """Raise `index_invalid` when the server's database could not make the index; its columns exist."""
    kind = INDEX_TYPES[index.type]
    if not index.columns or len(set(index.columns)) < len(index.columns) or len(index.lengths) > len(index.columns):
        raise names.error("index", "invalid", "An index is on one column or more, each once, with a length for each.")
    measured = 0
    for key, length in zip(index.columns, (*index.lengths, *[0] * len(index.columns)), strict=False):
        column = table.column(key)
        if column is None:
            continue
        if column.array:
            # The one type of error here that is the same in both services (databases.md §1).
            raise AppwriteError("index_invalid", f"{key!r} is a list, which cannot be indexed.")
        compared = KINDS[column.kind].compared
        if compared not in kind.compared or (kind.needs_required and not column.required):
            raise names.error("index", "invalid", f"{key!r} is not for an index of the type {index.type}.")
        if compared == "string" and kind.is_measured:
            if length > column.size:
                raise names.error("index", "invalid", f"{key!r} is not as long as {length}.")
            measured += length or column.size
    if measured > _LONGEST:
        raise names.error("index", "invalid", f"The columns are longer than {_LONGEST} together; give lengths.")


def create_index(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    key: str,
    type: str,
    columns: list[str],
    **options: Any,
) -> tuple[Table, Index]:
    """Add an index; `options` are its orders and lengths.

    Raises `attribute_unknown` for a column that is not there, what `check_index` does, and `index_already_exists`.
    """
    place = find_place(project, caller, names, database_id, table_id)
    table = place.table
    index = index_of(key, type, project.clock.ms, columns, orders=options["orders"], lengths=options["lengths"])
    for name in index.columns:
        if table.column(name) is None and name not in _INTERNAL:
            raise names.error("column", "unknown", f"There is no {names.column} with the key {name!r}.")
    check_index(names, table, index)
    if table.index(key) is not None:
        raise names.error("index", "already_exists", f"There is an index with the key {key!r} already.")
    if index.type == "unique" and has_doubles(table, place.rows, index):
        # The server's background work ends so when there are rows that the index would not allow.
        index = index._replace(status="failed")
    table = project.tables.replace(table, indexes=(*table.indexes, index))
    index_rows(table, place.rows)
    return table, index


def get_index(
    project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, key: str
) -> tuple[Table, Index]:
    """Return an index with its table; 404 `index_not_found`."""
    table = find_place(project, caller, names, database_id, table_id).table
    index = table.index(key)
    if index is None:
        raise names.error("index", "not_found", f"There is no index with the key {key!r}.")
    return table, index


def list_indexes(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    queries: Query,
    total: bool = True,
) -> tuple[int, list[tuple[Table, Index]]]:
    """List the indexes of a table; a cursor is a key."""
    table = find_place(project, caller, names, database_id, table_id).table
    listed: Collection[ListedIndex] = Collection()
    for index in table.indexes:
        listed.add(ListedIndex.of(index))
    count, found = select(listed, queries, INDEXES, project.rules, total=total, exact=project.exact)
    return count, [(table, item.index) for item in found]


def delete_index(project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, key: str) -> None:
    """Delete an index."""
    table, index = get_index(project, caller, names=names, database_id=database_id, table_id=table_id, key=key)
    place = find_place(project, caller, names, database_id, table_id)
    changed = project.tables.replace(table, indexes=tuple(other for other in table.indexes if other.key != index.key))
    index_rows(changed, place.rows)
