"""Databases in a seed: their collections, with attributes, indexes and documents (docs/seed.md).

By hand an attribute is no more than its type, and what `mockwrite.given` would make up may be left out; an export is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..access.caller import Caller
from ..moments import format_time, read_time
from ..operations.databases.databases import create_database
from ..operations.databases.kinds import KINDS, shown_value
from ..operations.databases.places import LEGACY, rows_of
from ..operations.databases.sketching import collection_path, ensure_row, ensure_table
from ..state.databases import Column, Database, Index, Row, Table
from ..state.project import Project
from .forms import COLUMN_NAMES, INDEX_NAMES

Path = tuple[str | int, ...]
_STAMPS = ("createdAt", "updatedAt")


def write_databases(project: Project) -> list[dict[str, Any]]:
    """Return the databases of a project with all that is in them."""
    return [_write_database(project, database) for database in project.databases]


def _write_database(project: Project, database: Database) -> dict[str, Any]:
    tables = project.tables.where("database_sequence", database.sequence)
    shown = {
        "id": database.id, **_stamps(database), "name": database.name, "type": database.type,
        "collectionsMade": database.tables_made,
        "collections": [_write_table(project, table) for table in tables],
    }  # fmt: skip
    return shown if database.enabled else {**shown, "enabled": False}


def _write_table(project: Project, table: Table) -> dict[str, Any]:
    rows = rows_of(project, table)
    shown: dict[str, Any] = {
        "id": table.id, **_stamps(table), "number": table.number, "name": table.name, "permissions": table.permissions,
        "documentSecurity": table.security,
        "attributes": {column.key: _write_part(column) for column in table.columns},
        "indexes": [{"key": index.key, **_write_part(index)} for index in table.indexes],
        "documents": [_write_row(table, row) for row in rows],
        "documentsMade": rows.last,
    }  # fmt: skip
    return shown if table.enabled else {**shown, "enabled": False}


def _stamps(record: Any) -> dict[str, Any]:
    return {"sequence": record.sequence, **_times(record)}


def _times(record: Any) -> dict[str, str]:
    return {"createdAt": format_time(record.created_at), "updatedAt": format_time(record.updated_at)}


_RENAMED: Mapping[type, Mapping[str, str]] = {Column: COLUMN_NAMES, Index: INDEX_NAMES}


def _write_part(part: Column | Index) -> dict[str, Any]:
    """Write a column or index without its key and without what is as by default."""
    defaults = part._field_defaults
    named = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in part._asdict().items()
        if name not in ("key", "created_at", "updated_at") and (name not in defaults or value != defaults[name])
    }
    renamed = _RENAMED[type(part)]
    return {renamed.get(name, name): value for name, value in named.items()} | _times(part)


def _write_row(table: Table, row: Row) -> dict[str, Any]:
    data = {key: shown_value(column, row.data[key]) for key in row.data if (column := table.column(key)) is not None}
    return {"id": row.id, **_stamps(row), "permissions": row.permissions, "data": data}


def load_databases(project: Project, caller: Caller, entries: list[Mapping[str, Any]]) -> Iterator[Path]:
    """Add databases to a project, and yield the place in the seed before each step, for errors.

    Raises AppwriteError and ValueError for what cannot be made.
    """
    for number, entry in enumerate(entries):
        path: Path = ("databases", number)
        yield path
        _load_database(project, caller, entry)
        for at, table in enumerate(entry.get("collections", ())):
            inner = (*path, "collections", at)
            yield inner
            made = _load_table(project, caller, entry["id"], table)
            for place, row in enumerate(table.get("documents", ())):
                yield (*inner, "documents", place)
                _load_row(project, caller, made, row)
            rows_of(project, made).skip_to(table.get("documentsMade", 0))


def _load_database(project: Project, caller: Caller, entry: Mapping[str, Any]) -> None:
    if "sequence" in entry:
        project.databases.skip_to(entry["sequence"] - 1)
    name = entry.get("name", entry["id"])
    database = create_database(
        project, caller, names=LEGACY, database_id=entry["id"], name=name, enabled=entry.get("enabled", True)
    )
    exported = {
        "tables_made": entry.get("collectionsMade", 0),
        "type": entry.get("type", database.type),
        **_read_times(entry),
    }
    project.databases.replace(database, **exported)


def _load_table(project: Project, caller: Caller, database_id: str, entry: Mapping[str, Any]) -> Table:
    database = project.databases.get(database_id)
    if "sequence" not in entry or database is None:
        words = {key: entry[key] for key in ("name", "permissions") if key in entry}
        made = ensure_table(
            project, caller, collection_path(database_id, entry["id"]), columns=entry.get("attributes"),
            indexes=entry.get("indexes", ()), security=entry.get("documentSecurity", False), enabled=entry.get("enabled", True), **words,
        )  # fmt: skip
        return made
    project.tables.skip_to(entry["sequence"] - 1)
    columns = [Column(key, **_part(Column, words)) for key, words in entry["attributes"].items()]
    indexes = [Index(**_part(Index, words)) for words in entry["indexes"]]
    table = Table(
        id=entry["id"], **_read_times(entry), database_id=database_id, database_sequence=database.sequence,
        number=entry["number"], name=entry["name"], permissions=entry["permissions"], security=entry["documentSecurity"],
        enabled=entry.get("enabled", True), columns=tuple(columns), indexes=tuple(indexes),
    )  # fmt: skip
    return project.tables.add(table)


def _part(kind: type, words: Mapping[str, Any]) -> dict[str, Any]:
    python = {name: field for field, name in _RENAMED[kind].items()}
    named = {python.get(name, name): value for name, value in words.items() if name not in _STAMPS}
    # What a column or index lists never changes in place.
    lists = {"elements", "columns", "lengths", "orders"}
    return {name: tuple(value) if name in lists else value for name, value in named.items()} | _read_times(words)


def _read_times(entry: Mapping[str, Any]) -> dict[str, int]:
    return {
        field: read_time(entry[name])
        for name, field in zip(_STAMPS, ("created_at", "updated_at"), strict=True)
        if name in entry
    }


def _load_row(project: Project, caller: Caller, table: Table, entry: Mapping[str, Any]) -> None:
    if "sequence" not in entry:
        at, permissions = collection_path(table.database_id, table.id), entry.get("permissions")
        ensure_row(project, caller, at, entry["data"], id=entry.get("id", "unique()"), permissions=permissions)
        return
    data = {key: _stored(table, key, value) for key, value in entry["data"].items()}
    row = Row(id=entry["id"], **_read_times(entry), permissions=entry["permissions"], data=data)
    rows = rows_of(project, table)
    rows.skip_to(entry["sequence"] - 1)
    rows.add(row)


def _stored(table: Table, key: str, value: Any) -> Any:
    column = table.column(key)
    if column is None or KINDS[column.kind].compared != "date":
        return value
    return [None if entry is None else read_time(entry) for entry in value] if column.array else read_time(value)
