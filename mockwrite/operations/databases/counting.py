"""Counting a number in a row up or down (contract: databases.md §11)."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from ...access.caller import Caller
from ...errors import AppwriteError
from ...php.json import plain
from ...state.project import Project
from .kinds import KINDS
from .places import TablePath, find_place
from .row_permissions import Access
from .rows import Shown, store_change


class CountingOptions(TypedDict, total=False):
    """How far to count: up or, with a `direction` of -1, down; by `value`, or 1; and to what `limit` at the most."""

    direction: int
    value: float
    limit: float | None


def count_row(
    project: Project, caller: Caller, at: TablePath, *, row_id: str, column: str, **step: Unpack[CountingOptions]
) -> Shown:
    """Add a step to a number, or take it away.

    Quirks (recorded): the answer shows the time of the update before this one; an unknown row is a missing column; null counts
    from 0 in the answer and stays null; a step with a fraction is answered and then rounded; the column's own bounds do not
    hold.
    """
    place = find_place(project, caller, at)
    direction, value, limit = step.get("direction", 1), step.get("value", 1), step.get("limit")
    if value <= 0:
        raise AppwriteError("general_argument_invalid", "The step is expected to be more than 0.")
    row, found = place.rows.get(row_id), place.table.column(column)
    if found is not None and (found.array or KINDS[found.kind].compared not in ("integer", "float")):
        raise AppwriteError("attribute_type_invalid", f"Only numbers are counted up and down, and {column!r} is none.")
    if row is None or found is None:
        raise at.names.error("column", "not_found", f"There is no {at.names.row} with this id and {at.names.column}.")
    Access(project, caller, place).check_row("update", row)
    result = plain((row.data.get(column) or 0) + direction * value)
    is_whole = KINDS[found.kind].compared == "integer"
    low, high = KINDS[found.kind].bounds or (result, result)
    if not low <= result <= high:
        limit = high if direction > 0 else low
    if limit is not None and (result - limit) * direction > 0:
        raise at.names.error("column", "limit_exceeded", f"{column!r} would be {result}, beyond {limit}.")
    data: dict[str, Any] = dict(row.data)
    if column in data:
        data[column] = round(result) if is_whole else result
    store_change(project, place, row, data, row.permissions, {})
    return Shown(place, row, "read", values={column: result})
