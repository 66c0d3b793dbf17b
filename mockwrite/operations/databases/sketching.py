"""Tables made up from what a test says: a few words about a column, or no more than the values of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ...access.caller import Caller
from ...moments import format_time, to_ms
from ...state.databases import Row, Table, table_key
from ...state.project import Project
from .columns import create_column
from .databases import create_database
from .indexes import create_index
from .kinds import KINDS
from .places import LEGACY, TablePath, find_place
from .rows import create_row
from .tables import create_table

# The size of a text column of which nothing is said.
_SIZE = 1024
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
# What may be said of a column, and of an index.
COLUMN_WORDS = ("type", "required", "array", "size", "min", "max", "elements", "default", "encrypt")
INDEX_WORDS = ("key", "type", "attributes", "orders", "lengths")


def collection_path(database_id: str, table_id: str) -> TablePath:
    """Name a table in the words of the older service, which every release has."""
    return TablePath(LEGACY, database_id, table_id)


def ensure_table(
    project: Project,
    caller: Caller,
    at: TablePath,
    *,
    columns: Mapping[str, Any] | None = None,
    indexes: Iterable[Mapping[str, Any]] = (),
    **options: Any,
) -> Table:
    """Return a table, after making what is missing of it: the database, the table, columns and indexes.

    `columns` says by key what each is: its kind (`"email"`), or words such as `{"type": "integer", "required": True}`.
    `options` (`name`, `permissions`, `security`) only count for a table that is made. Raises ValueError for words that mean
    nothing, AppwriteError for what the server refuses.
    """
    if at.database_id not in project.databases:
        create_database(project, caller, names=at.names, database_id=at.database_id, name=at.database_id)
    database = project.databases.get(at.database_id)
    if database is None or table_key(database.sequence, at.table_id) not in project.tables:
        made = create_table(project, caller, at, name=options.pop("name", None) or at.table_id, **options)
        at = at._replace(table_id=made.id)
    for key, words in (columns or {}).items():
        if find_place(project, caller, at).table.column(key) is None:
            add_column(project, caller, at, key, words)
    for words in indexes:
        _add_index(project, caller, at, words)
    return find_place(project, caller, at).table


def add_column(project: Project, caller: Caller, at: TablePath, key: str, words: Any) -> None:
    """Add a column by a few words. Raises ValueError when they mean nothing."""
    said: dict[str, Any] = {"type": words} if isinstance(words, str) else dict(words)
    unknown = sorted(set(said) - set(COLUMN_WORDS))
    kind = said.pop("type", "string")
    if unknown or kind not in KINDS:
        wrong = f"{', '.join(unknown)}" if unknown else repr(kind)
        raise ValueError(
            f"attribute {key!r}: {wrong} is not known; the types are {', '.join(KINDS)}, with {', '.join(COLUMN_WORDS[1:])}"
        )
    if not KINDS[kind].size and KINDS[kind].compared == "string":
        said.setdefault("size", _SIZE)
    said.setdefault("required", False)
    create_column(project, caller, at, kind=kind, key=key, **said)


def _add_index(project: Project, caller: Caller, at: TablePath, words: Mapping[str, Any]) -> None:
    unknown = sorted(set(words) - set(INDEX_WORDS))
    if unknown or "attributes" not in words:
        raise ValueError(f"an index has attributes, and may have {', '.join(INDEX_WORDS)}; got {', '.join(words)}")
    key = words.get("key") or "_".join(words["attributes"])
    if find_place(project, caller, at).table.index(key) is None:
        create_index(
            project, caller, at, key=key, type=words.get("type", "key"), columns=list(words["attributes"]),
            orders=words.get("orders", ()), lengths=words.get("lengths", ()),
        )  # fmt: skip


def sketch_column(key: str, value: Any) -> dict[str, Any] | None:
    """Return words for a column that takes a value; None for null, which says nothing.

    Raises TypeError for a value that no column can hold.
    """
    if value is None:
        return None
    if isinstance(value, list):
        entries = [words for words in (sketch_column(key, entry) for entry in value) if words is not None]
        return {**(entries[0] if entries else {"type": "string"}), "array": True}
    kinds = {bool: "boolean", int: "integer", float: "float", datetime: "datetime"}
    kind = kinds.get(type(value))
    if kind is not None:
        return {"type": kind}
    if not isinstance(value, str):
        raise TypeError(f"{key!r} is a {type(value).__name__}, which no attribute holds; write it as a text")
    if _MOMENT.fullmatch(value):
        return {"type": "datetime"}
    return {"type": "string", "size": max(_SIZE, len(value))}


def ensure_row(
    project: Project, caller: Caller, at: TablePath, data: Mapping[str, Any], *, id: str, permissions: Any
) -> Row:
    """Store a row, after making what is missing for it: the database, the table, and columns that take its values."""
    sketched = {key: words for key, value in data.items() if (words := sketch_column(key, value)) is not None}
    table = ensure_table(project, caller, at, columns=sketched)
    if not table.columns:
        raise ValueError("data needs a value that is not None, from which an attribute can be made")
    # Null of which no column is known says nothing.
    sent = {key: _as_text(value) for key, value in data.items() if value is not None or table.column(key) is not None}
    granted = None if permissions is None else list(permissions)
    return create_row(project, caller, at, row_id=id, data=sent, permissions=granted).row


def _as_text(value: Any) -> Any:
    if isinstance(value, list):
        return [_as_text(entry) for entry in value]
    return format_time(to_ms(value)) if isinstance(value, datetime) else value
