"""Databases, tables, columns, indexes and rows as JSON (contract: databases.md §2 to §6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from ...moments import format_time
from ...operations.databases.columns import MOST_BYTES, bytes_used
from ...operations.databases.kinds import KINDS, shown_value
from ...operations.databases.listed import AVAILABLE
from ...operations.databases.places import Names
from ...operations.databases.rows import Shown
from ...state.databases import Column, Database, Index, Table
from .common import Json, View

# Up to and including which response format the number of a row is a number (databases.md §15).
_SEQUENCE_IS_TEXT = (1, 9, 0)


def database(record: Database, view: View) -> Json:
    """databases.md §2."""
    body = {
        "$id": record.id,
        "name": record.name,
        "$createdAt": format_time(record.created_at),
        "$updatedAt": format_time(record.updated_at),
        "enabled": record.enabled,
    }
    return body | {"type": record.type} if view.project.rules.database_has_type else body


# What an index says of how it failed.
_ERRORS = {"failed": "Rows have the same values in all of its columns."}


class Models:
    """What is written in the words of one service."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def table(self, record: Table, view: View) -> Json:
        """databases.md §3."""
        body: Json = {
            "$id": record.id,
            "$createdAt": format_time(record.created_at),
            "$updatedAt": format_time(record.updated_at),
            "$permissions": record.permissions,
            "databaseId": record.database_id,
            "name": record.name,
            "enabled": record.enabled,
            self._names.security: record.security,
            f"{self._names.column}s": [column(item, view) for item in record.columns],
            "indexes": [self.index((record, item), view) for item in record.indexes],
        }
        if view.project.rules.table_has_bytes:
            body |= {"bytesMax": MOST_BYTES, "bytesUsed": bytes_used(record)}
        return body

    def created_table(self, record: Table, view: View) -> Json:
        """databases.md §3: the columns and indexes that came with a table are not in its first answer (recorded)."""
        return self.table(replace(record, columns=(), indexes=()), view)

    def index(self, pair: tuple[Table, Index], view: View) -> Json:
        """databases.md §5."""
        table, item = pair
        return {
            "$id": f"{table.database_sequence}_{table.number}_{item.key}",
            "$createdAt": format_time(item.created_at),
            "$updatedAt": format_time(item.updated_at),
            "key": item.key,
            "type": item.type,
            "status": item.status,
            "error": _ERRORS.get(item.status, ""),
            f"{self._names.column}s": list(item.columns),
            "lengths": list(item.lengths),
            "orders": list(item.orders),
        }

    def created_index(self, pair: tuple[Table, Index], view: View) -> Json:
        """databases.md §5: the server makes it in the background, and does not know yet how that ends."""
        return self.index(pair, view) | {"status": "processing", "error": ""}

    def row(self, shown: Shown, view: View) -> Json:
        """databases.md §6."""
        record, table = shown.row, shown.place.table
        # What is not stored has no number.
        sequence: Any = record.sequence if _sequence_is_number(view) else str(record.sequence or "")
        columns = {
            item.key: shown_value(item, shown.values.get(item.key, record.data.get(item.key))) for item in table.columns
        }
        facts: Json = {
            "$id": record.id,
            "$sequence": sequence,
            "$createdAt": format_time(record.created_at),
            "$updatedAt": format_time(record.updated_at),
            "$permissions": record.permissions,
        }
        if not view.project.rules.row_has_sequence:
            del facts["$sequence"]
        place = {"$databaseId": table.database_id, f"${self._names.table}Id": table.id}
        if shown.order == "hidden":
            # The server reads a row that it may not show, and answers with what is left (recorded).
            return {**place, "$sequence": ""}
        everything = columns | facts
        keys = ROW_ORDERS[shown.order](shown, table, columns)
        return {key: everything[key] for key in keys if key in everything} | place


def _sequence_is_number(view: View) -> bool:
    return view.project.rules.sequence_is_number or view.caller.wants_format_before(_SEQUENCE_IS_TEXT)


def column(record: Column, view: View) -> Json:
    """databases.md §4."""
    return _column(record, record.kind, AVAILABLE)


def created_column(record: Column, view: View) -> Json:
    """databases.md §4: the server makes it in the background."""
    return _column(record, record.kind, "processing")


def listed_column(record: Column, view: View) -> Json:
    """databases.md §4: on lists only the kind `string` knows whether it is encrypted (recorded)."""
    body = column(record, view)
    return body | {"encrypt": None} if "encrypt" in body and record.kind != "string" else body


def updated_column(kind: str) -> Callable[[Column, View], Json]:
    """databases.md §4: an update answers with the fields of the kind in its path, and forgets what is encrypted (recorded)."""

    def write(record: Column, view: View) -> Json:
        body = _column(record, kind, AVAILABLE)
        return body | {"encrypt": None} if "encrypt" in body else body

    return write


def _column(record: Column, kind: str, status: str) -> Json:
    own = {
        "size": record.size,
        "min": record.minimum,
        "max": record.maximum,
        "elements": list(record.elements),
        "format": KINDS[kind].format,
        "default": record.default,
        "encrypt": record.encrypt,
    }
    return {
        "key": record.key,
        "type": KINDS[record.kind].type,
        "status": status,
        "error": "",
        "required": record.required,
        "array": record.array,
        "$createdAt": format_time(record.created_at),
        "$updatedAt": format_time(record.updated_at),
        **{name: own[name] for name in KINDS[kind].shown},
    }


_HEAD = ("$createdAt", "$updatedAt", "$permissions")


def _read(shown: Shown, table: Table, columns: Json) -> Iterable[str]:
    return (*_chosen(shown, columns), "$sequence", "$id", *_HEAD)


def _listed(shown: Shown, table: Table, columns: Json) -> Iterable[str]:
    return (*_chosen(shown, columns), "$id", "$sequence", *_HEAD)


def _chosen(shown: Shown, columns: Json) -> Iterable[str]:
    selected = shown.selected
    return [key for key in columns if key in selected] if selected else columns


def _created(shown: Shown, table: Table, columns: Json) -> Iterable[str]:
    # What was sent, in its order; what the server adds; defaults; and what is left, which is null.
    given = (item.key for item in table.columns if item.default is not None)
    return dict.fromkeys(
        (*shown.sent, "$id", "$permissions", "$createdAt", "$updatedAt", *given, "$sequence", *columns)
    )


def _upserted(shown: Shown, table: Table, columns: Json) -> Iterable[str]:
    return dict.fromkeys((*shown.sent, "$id", "$permissions", "$updatedAt", "$createdAt", *columns, "$sequence"))


def _upserted_with_others(shown: Shown, table: Table, columns: Json) -> Iterable[str]:
    return dict.fromkeys((*shown.sent, "$id", "$updatedAt", "$createdAt", *columns, "$permissions", "$sequence"))


# In what order the keys of a row come, by the kind of answer (recorded).
ROW_ORDERS: dict[str, Callable[[Shown, Table, Json], Iterable[str]]] = {
    "read": _read,
    "listed": _listed,
    "created": _created,
    "upserted": _upserted,
    "upserted with others": _upserted_with_others,
}
