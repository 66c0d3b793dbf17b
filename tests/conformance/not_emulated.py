"""What the recordings of databases hold and mockwrite does not emulate: such lines are not played, and counted.

Left out are transactions, relationships, queries of shapes and usage. What a transaction did to a table is put in from the
next answer that shows the table's rows, so that the lines after it can be played.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from mockwrite.moments import to_ms
from mockwrite.operations.databases.kinds import KINDS, read_moment
from mockwrite.state.databases import Row, Table
from mockwrite.state.project import Project
from tests.conformance.lines import Line

_SERVICES = ("databases", "tablesdb")
# The names of a table, of its rows and of a list of rows, by either service.
_TABLE_IDS = ("tableId", "collectionId", "relatedTableId", "relatedCollectionId")
_ROWS = ("rows", "documents")
_OF_SHAPES = frozenset(
    f"{prefix}{word}"
    for word in (
        "crosses",
        "intersects",
        "overlaps",
        "touches",
        "distanceEqual",
        "distanceLessThan",
        "distanceGreaterThan",
    )
    for prefix in ("", "not")
)


class NotEmulated:
    """Tells which lines of a recording are left out, and makes up for what they did."""

    def __init__(self, project: Project) -> None:
        self._project = project
        # Tables with a relationship, those that a transaction is about, and those that one has changed.
        self._related: set[str] = set()
        self._staged: set[str] = set()
        self._changed: set[str] = set()
        self._unknown_numbers: set[str] = set()

    def holds(self, line: Line) -> bool:
        """Tell whether a line is not played."""
        segments = line.request.path.strip("/").split("/")[1:]
        if not segments or segments[0] not in _SERVICES:
            return False
        table = _table(segments)
        if "relationship" in segments:
            self._related |= {table, *_tables_in(line.request.body)}
            return True
        if "transactions" in segments[:2] or _names_transaction(line):
            self._note_transaction(line, table)
            return True
        about_usage = segments[-1] == "usage"
        return about_usage or table in self._related or (line.answer.status < 400 and _asks_for_shapes(line))

    def _note_transaction(self, line: Line, table: str) -> None:
        self._staged |= {table, *_tables_in(line.request.body)}
        committed = isinstance(line.request.body, dict) and line.request.body.get("commit") is True
        if committed and line.answer.status == 200:
            self._changed |= self._staged
            self._unknown_numbers |= self._staged

    def make_up(self, line: Line) -> None:
        """Bring a table that a transaction has changed to what a line shows of it, before the line is played."""
        segments = line.request.path.strip("/").split("/")[1:]
        if len(segments) < 5 or segments[4] not in _ROWS or line.answer.status >= 300:
            return
        table = self._find(segments)
        body = line.answer.body
        if table is None or not isinstance(body, dict):
            return
        rows = self._project.rows.get(table.sequence)
        if rows is None:
            return
        if line.request.method == "GET" and table.id in self._changed:
            shown = body.get(segments[4])
            if shown is None:
                rows.fill([row for row in rows if row.id != body["$id"]] + [_row(table, body)])
            elif not line.request.query:
                rows.fill(_row(table, row) for row in shown)
                self._changed.discard(table.id)
        elif line.request.method in ("POST", "PUT") and table.id in self._unknown_numbers and "$sequence" in body:
            rows.skip_to(int(body["$sequence"]) - 1)

    def _find(self, segments: list[str]) -> Table | None:
        return next((table for table in self._project.tables if table.id == segments[3]), None)


def _table(segments: list[str]) -> str:
    return segments[3] if len(segments) > 3 else ""


def _tables_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[name] for name in _TABLE_IDS if isinstance(value.get(name), str))
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _tables_in(inner)


def _names_transaction(line: Line) -> bool:
    body = line.request.body
    in_body = isinstance(body, dict) and "transactionId" in body
    return in_body or any(name == "transactionId" for name, _ in line.request.query)


def _asks_for_shapes(line: Line) -> bool:
    for _, text in line.request.query:
        try:
            query = json.loads(text)
        except ValueError:
            continue
        if isinstance(query, dict):
            values = query.get("values")
            nested = isinstance(values, list) and any(isinstance(value, list) for value in values)
            if nested or query.get("method") in _OF_SHAPES:
                return True
    return False


def _row(table: Table, shown: dict[str, Any]) -> Row:
    columns = {column.key: column for column in table.columns}
    data = {
        key: read_moment(value, 0) if KINDS[columns[key].kind].compared == "date" else value
        for key, value in shown.items()
        if key in columns and value is not None
    }
    created, updated = (to_ms(datetime.fromisoformat(shown[name])) for name in ("$createdAt", "$updatedAt"))
    return Row(
        id=shown["$id"], created_at=created, updated_at=updated, sequence=int(shown["$sequence"]),
        permissions=shown["$permissions"], data=data,
    )  # fmt: skip
