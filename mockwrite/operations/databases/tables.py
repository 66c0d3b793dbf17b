"""Tables (contract: databases.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ...access.caller import Caller
from ...access.permissions import BUCKET_ACTIONS, write_out
from ...errors import AppwriteError
from ...php.arrays import as_list
from ...queries.parsing import Query
from ...queries.tables import COLLECTIONS, TABLES
from ...records import LogEntry
from ...state.databases import Column, Table, table_key
from ...state.project import Project
from ..lists import logs, page
from .columns import check_default, check_width, is_key, stored_size
from .indexes import INDEX_TYPES, check_index, index_of
from .kinds import KINDS
from .places import LEGACY, Names, find_database, find_place


def create_table(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    name: str,
    columns: Any = (),
    indexes: Any = (),
    **options: Any,
) -> Table:
    """Store a table; `options` are `permissions`, `security` and `enabled`.

    Columns and indexes may come with it; when one of them is refused, there is no table.
    """
    database = find_database(project, caller, database_id)
    table_id = project.new_id(table_id)
    # Attempts that fail use numbers up as well (recorded).
    number = database.tables_made + 1
    project.databases.replace(database, tables_made=number)
    if table_key(database.sequence, table_id) in project.tables:
        raise names.error("table", "already_exists")
    now = project.clock.ms
    made = Table(
        id=table_id, created_at=now, updated_at=now, database_id=database.id, database_sequence=database.sequence,
        number=number, name=name, permissions=_read(options.get("permissions")) or [],
        security=bool(options.get("security")), enabled=options.get("enabled") is not False,
    )  # fmt: skip
    for definition in as_list(columns):
        made = _with_column(made, names, definition, now)
    for definition in as_list(indexes):
        made = _with_index(project, made, names, definition, now)
    return project.tables.add(made)


def _with_column(table: Table, names: Names, definition: Any, now: int) -> Table:
    given = _definition(names.column, definition, ("key", "type"))
    key, wanted = given["key"], given["type"]
    kind = _INLINE.get(wanted)
    if given.get("format") is not None and wanted == "string":
        kind = given["format"] if given["format"] in KINDS else None
    if kind is None:
        raise _refused(f"the type of a {names.column} is one of {', '.join(_INLINE)}, not {wanted!r}")
    if not is_key(key) or table.column(key) is not None:
        raise _refused(f"the key {key!r} is none, or there are two {names.column}s of this key")
    size = given.get("size", KINDS[kind].size)
    if KINDS[kind].compared == "string" and (type(size) is not int or size < 1):
        raise _refused(f"the size of the {names.column} {key!r} is missing")
    size = stored_size(kind, size or 0, given.get("max"))
    column = Column(
        key, kind, now, now, required=bool(given.get("required")), array=bool(given.get("array")), size=size,
        minimum=given.get("min"), maximum=given.get("max"), elements=tuple(given.get("elements") or ()),
        default=given.get("default"), encrypt=bool(given.get("encrypt")),
    )  # fmt: skip
    try:
        check_default(names, column)
        made = replace(table, columns=(*table.columns, column))
        check_width(names, made)
    except AppwriteError as error:
        raise _refused(error.message) from None
    return made


def _with_index(project: Project, table: Table, names: Names, definition: Any, now: int) -> Table:
    given = _definition("index", definition, ("key", "type", "attributes"))
    if given["type"] not in INDEX_TYPES or not isinstance(given["attributes"], list) or not is_key(given["key"]):
        raise _refused("an index has a key, a type and a list of attributes")
    index = index_of(
        given["key"], given["type"], now, given["attributes"], orders=given.get("orders") or (), lengths=given.get("lengths") or ()
    )  # fmt: skip
    unknown = [key for key in index.columns if table.column(key) is None and not key.startswith("$")]
    if unknown or table.index(index.key) is not None:
        raise names.error("index", "invalid", f"The index {index.key!r} names {unknown}, which is not there.")
    check_index(names, table, index)
    return replace(table, indexes=(*table.indexes, index))


def _definition(noun: str, definition: Any, needed: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(definition, dict):
        raise _refused(f"the definition of a {noun} is an object")
    missing = [name for name in needed if definition.get(name) is None]
    if missing:
        raise _refused(f"the definition of a {noun} lacks {', '.join(missing)}")
    return definition


def _refused(reason: str) -> AppwriteError:
    return AppwriteError("general_argument_invalid", f"Invalid definition: {reason}.")


# What a column that comes with its table may be called, and the kind that it then is (recorded).
_INLINE = {kind.type: name for name, kind in KINDS.items() if kind.inline}


def list_tables(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    queries: Query,
    search: str = "",
    total: bool = True,
) -> tuple[int, list[Table]]:
    """List the tables of a database."""
    database = find_database(project, caller, database_id)
    if queries.cursor is not None:
        if table_key(database.sequence, queries.cursor) not in project.tables:
            message = f"{names.table.capitalize()} '{queries.cursor}' for the 'cursor' value not found."
            raise AppwriteError("general_cursor_not_found", message)
        queries.cursor = table_key(database.sequence, queries.cursor)
    within = ("database_sequence", database.sequence)
    kind = COLLECTIONS if names is LEGACY else TABLES
    return page(project, project.tables, kind, queries, search=search, total=total, within=within)


def get_table(project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str) -> Table:
    """Return a table; 404 `table_not_found`."""
    return find_place(project, caller, names, database_id, table_id).table


def update_table(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    name: str | None = None,
    **options: Any,
) -> Table:
    """Replace a table's options: what is left out goes back to its default, name and permissions stay (recorded)."""
    table = find_place(project, caller, names, database_id, table_id).table
    given = _read(options.get("permissions"))
    return project.tables.change(
        table,
        project.clock.ms,
        name=table.name if name is None else name,
        permissions=table.permissions if given is None else given,
        security=bool(options.get("security")),
        enabled=options.get("enabled") is not False,
    )


def _read(permissions: Any) -> list[str] | None:
    return None if permissions is None else write_out(as_list(permissions), BUCKET_ACTIONS)


def delete_table(project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str) -> None:
    """Delete a table with its rows; its id can be used again and then starts empty."""
    table = find_place(project, caller, names, database_id, table_id).table
    project.rows.pop(table.sequence, None)
    project.tables.remove(table)


def list_table_logs(
    project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, queries: Query
) -> tuple[int, list[LogEntry]]:
    """List who changed a table and what is in it, newest first (databases.md §15)."""
    place = find_place(project, caller, names, database_id, table_id)
    return logs(project, f"{place.database.id}/{place.table.id}", queries)


def list_row_logs(
    project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, row_id: str, queries: Query
) -> tuple[int, list[LogEntry]]:
    """List nothing: the logs of rows are never written (recorded)."""
    place = find_place(project, caller, names, database_id, table_id)
    if row_id not in place.rows:
        raise names.error("row", "not_found", f"There is no {names.row} with the id {row_id!r}.")
    return 0, []
