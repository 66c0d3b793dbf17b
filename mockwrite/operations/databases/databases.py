"""Databases (contract: databases.md §2)."""

from __future__ import annotations

from ...access.caller import Caller
from ...errors import AppwriteError
from ...queries.parsing import Query
from ...queries.tables import DATABASES
from ...records import LogEntry
from ...state.databases import Database
from ...state.project import Project
from ..lists import logs, page
from .places import LEGACY, Names, find_database


def create_database(
    project: Project, caller: Caller, *, names: Names, database_id: str, name: str, enabled: bool = True
) -> Database:
    """Store a database, of the type of the service that makes it."""
    database_id = project.new_id(database_id)
    if database_id in project.databases:
        project.databases.skip_to(project.databases.last + 1)
        raise AppwriteError("database_already_exists")
    now = project.clock.ms
    made = Database(
        **project.ids.stamp(now, database_id), name=name, enabled=enabled, type=_TYPES.get(names.service, names.service)
    )  # fmt: skip
    return project.databases.add(made)


# The older service calls what it makes by another word than its own.
_TYPES = {LEGACY.service: "legacy"}


def list_databases(
    project: Project, caller: Caller, *, names: Names, queries: Query, search: str = "", total: bool = True
) -> tuple[int, list[Database]]:
    """List databases; by the older names only those that were made by them."""
    visible = None
    if names is LEGACY:
        visible = lambda database: database.type == _TYPES[names.service]
    return page(project, project.databases, DATABASES, queries, search=search, total=total, visible=visible)


def get_database(project: Project, caller: Caller, *, names: Names, database_id: str) -> Database:
    """Return a database; 404 `database_not_found`."""
    return find_database(project, caller, database_id)


def update_database(
    project: Project, caller: Caller, *, names: Names, database_id: str, name: str | None = None, enabled: bool = True
) -> Database:
    """Rename a database, and enable it unless the call says otherwise (recorded)."""
    database = find_database(project, caller, database_id)
    wanted = database.name if name is None else name
    return project.databases.change(database, project.clock.ms, name=wanted, enabled=enabled)


def list_database_logs(
    project: Project, caller: Caller, *, names: Names, database_id: str, queries: Query
) -> tuple[int, list[LogEntry]]:
    """List who changed a database, newest first (databases.md §15)."""
    return logs(project, f"database/{find_database(project, caller, database_id).id}", queries)


def delete_database(project: Project, caller: Caller, *, names: Names, database_id: str) -> None:
    """Delete a database with everything in it."""
    database = find_database(project, caller, database_id)
    for table in project.tables.where("database_sequence", database.sequence):
        project.tables.remove(table)
        project.rows.pop(table.sequence, None)
    project.databases.remove(database)
