"""Tables (contract: databases.md §3)."""

from __future__ import annotations

from typing import Any, Unpack

from ...access.caller import Caller
from ...access.permissions import BUCKET_ACTIONS, write_out
from ...errors import AppwriteError
from ...php.arrays import as_list
from ...queries.parsing import Query
from ...queries.tables import COLLECTIONS, TABLES
from ...records import LogEntry
from ...state.databases import Table, table_key
from ...state.project import Project
from ..lists import Listing, logs, page
from .definitions import with_column, with_index
from .places import LEGACY, Names, TablePath, find_database, find_place


def create_table(
    project: Project,
    caller: Caller,
    at: TablePath,
    *,
    name: str,
    columns: Any = (),
    indexes: Any = (),
    **options: Any,
) -> Table:
    """Store a table; `options` are `permissions`, `security` and `enabled`.

    Columns and indexes may come with it; when one of them is refused, there is no table.
    """
    database = find_database(project, caller, at.database_id)
    table_id = project.new_id(at.table_id)
    # Attempts that fail use numbers up as well (recorded).
    number = database.tables_made + 1
    project.databases.replace(database, tables_made=number)
    if table_key(database.sequence, table_id) in project.tables:
        raise at.names.error("table", "already_exists")
    now = project.clock.ms
    made = Table(
        **project.ids.stamp(now, table_id), database_id=database.id, database_sequence=database.sequence,
        number=number, name=name, permissions=_read(options.get("permissions")) or [],
        security=bool(options.get("security")), enabled=options.get("enabled") is not False,
    )  # fmt: skip
    for definition in as_list(columns):
        made = with_column(project, made, at.names, definition)
    for definition in as_list(indexes):
        made = with_index(project, made, at.names, definition)
    return project.tables.add(made)


def list_tables(
    project: Project, caller: Caller, *, names: Names, database_id: str, queries: Query, **listing: Unpack[Listing]
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
    return page(project, project.tables, kind, queries, within=within, **listing)


def get_table(project: Project, caller: Caller, at: TablePath) -> Table:
    """Return a table; 404 `table_not_found`."""
    return find_place(project, caller, at).table


def update_table(project: Project, caller: Caller, at: TablePath, *, name: str | None = None, **options: Any) -> Table:
    """Replace a table's options: what is left out goes back to its default, name and permissions stay (recorded)."""
    table = find_place(project, caller, at).table
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


def delete_table(project: Project, caller: Caller, at: TablePath) -> None:
    """Delete a table with its rows; its id can be used again and then starts empty."""
    table = find_place(project, caller, at).table
    project.rows.pop(table.sequence, None)
    project.tables.remove(table)


def list_table_logs(project: Project, caller: Caller, at: TablePath, *, queries: Query) -> tuple[int, list[LogEntry]]:
    """List who changed a table and what is in it, newest first (databases.md §15)."""
    place = find_place(project, caller, at)
    return logs(project, f"{place.database.id}/{place.table.id}", queries)


def list_row_logs(
    project: Project, caller: Caller, at: TablePath, *, row_id: str, queries: Query
) -> tuple[int, list[LogEntry]]:
    """List nothing: the logs of rows are never written (recorded)."""
    place = find_place(project, caller, at)
    if row_id not in place.rows:
        raise at.names.error("row", "not_found", f"There is no {at.names.row} with the id {row_id!r}.")
    return 0, []
