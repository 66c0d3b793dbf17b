"""Counting a number in a row up or down (contract: databases.md §11)."""

from __future__ import annotations

from typing import Any

from ...access.caller import Caller
from ...errors import AppwriteError
from ...state.project import Project
from .kinds import KINDS, plain_number
from .places import Names, find_place
from .row_permissions import Access
from .rows import Shown, store_change


def count_row(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    direction: int,
    database_id: str,
    table_id: str,
    row_id: str,
    column: str,
    value: float = 1,
    limit: float | None = None,
) -> Shown:
    """Add a step to a number, or with `direction` -1 take it away. `limit` is what the result may not pass.

    Quirks (recorded): an unknown row is a missing column; null counts from 0 in the answer and stays null; a step with a
    fraction is answered and then rounded; the column's own bounds do not hold.
    """
    place = find_place(project, caller, names, database_id, table_id)
    if value <= 0:
        raise AppwriteError("general_argument_invalid", "The step is expected to be more than 0.")
    row, found = place.rows.get(row_id), place.table.column(column)
    if row is None or found is None:
        raise names.error("column", "not_found", f"There is no {names.row} with this id and {names.column}.")
    if found.array or KINDS[found.kind].compared not in ("integer", "float"):
        raise AppwriteError("attribute_type_invalid", f"Only numbers are counted up and down, and {column!r} is none.")
    Access(project, caller, place).check_row("update", row)
    result = plain_number((row.data.get(column) or 0) + direction * value)
    if limit is not None and (result - limit) * direction > 0:
        raise names.error("column", "limit_exceeded", f"{column!r} would be {result}, beyond {limit}.")
    data: dict[str, Any] = dict(row.data)
    if column in data:
        data[column] = round(result) if KINDS[found.kind].compared == "integer" else result
    stored = store_change(project, place, row, data, row.permissions, {})
    return Shown(place, stored, "read", values={column: result})
