"""Where a call leads: its database and table, found in the server's order, and what the path calls things.

Two services lead to one store (databases.md §1). Whose words an error uses is decided by the path, not by the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ...access.caller import Caller
from ...errors import AppwriteError
from ...state.databases import Database, Rows, Table, table_key
from ...state.project import Project
from ..finding import missing


@dataclass(frozen=True, slots=True)
class Names:
    """What a service calls things: the word in singular is also how its error types begin; `index` is one of those."""

    service: str
    table: str
    column: str
    row: str
    index: str
    rows: str
    security: str

    def error(self, noun: str, rest: str, message: str | None = None) -> AppwriteError:
        """Return the error of this service for `table`, `column`, `row` or `index`: `row_not_found`, `document_not_found`."""
        return AppwriteError(f"{getattr(self, noun)}_{rest}", message)


LEGACY = Names("databases", "collection", "attribute", "document", "index", "documents", "documentSecurity")
TABLES = Names("tablesdb", "table", "column", "row", "column_index", "rows", "rowSecurity")


class TablePath(NamedTuple):
    """Which table a call names, and in the words of which service; `find_place` finds it."""

    names: Names
    database_id: str
    table_id: str


class Place(NamedTuple):
    """A table that was found, with its rows."""

    names: Names
    database: Database
    table: Table
    rows: Rows


def find_database(project: Project, caller: Caller, database_id: str) -> Database:
    """Return a database; 404 `database_not_found`, for clients also when it is disabled (databases.md §2)."""
    database = project.databases.get(database_id)
    if database is None or not (database.enabled or caller.is_privileged):
        raise missing("database", database_id)
    return database


def find_place(project: Project, caller: Caller, at: TablePath) -> Place:
    """Return a table; 404 `database_not_found`, `table_not_found`, for clients also when it is disabled."""
    names, database_id, table_id = at
    database = find_database(project, caller, database_id)
    table = project.tables.get(table_key(database.sequence, table_id))
    if table is None or not (table.enabled or caller.is_privileged):
        raise names.error("table", "not_found", f"There is no {names.table} with the id {table_id!r} in this database.")
    return Place(names, database, table, rows_of(project, table))


def rows_of(project: Project, table: Table) -> Rows:
    """Return the rows of a table, in which one can look and add."""
    rows = project.rows.get(table.sequence)
    if rows is None:
        rows = project.rows[table.sequence] = Rows()
    return rows
