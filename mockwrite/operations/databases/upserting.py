"""Changing rows or making them, whichever it takes (contract: databases.md §8)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...access.caller import Caller
from ...state.databases import Row
from ...state.project import Project
from . import rows
from .places import Place, TablePath, find_place
from .row_permissions import Access
from .rows import SentRow, Shown
from .sameness import upsert_says_nothing_new
from .structure import check_whole, checked
from .unique import owner_of


def upsert_row(project: Project, caller: Caller, at: TablePath, *, row_id: str, data: Any, permissions: Any) -> Shown:
    """Change a row, or make it. All required columns are needed, and those that are not sent keep their values.

    What changes nothing is not written and needs no permission to update.
    """
    given = {} if isinstance(data, list) else rows.decoded(data)
    if not given and permissions is None:
        raise at.names.error("row", "missing_payload", "Data or permissions are needed.")
    place = find_place(project, caller, at)
    return Upsert(project, caller, place).one(row_id, given, permissions)


class Upserted(NamedTuple):
    """A row that is to be upserted: what it was `before`, if it was there, the `data` to store, and whether anything changes."""

    row_id: str
    before: Row | None
    sent: SentRow
    permissions: list[str]
    data: dict[str, Any]
    changes: bool = True


class Upsert:
    """Upserting rows of a table for a caller."""

    def __init__(self, project: Project, caller: Caller, place: Place) -> None:
        self.project = project
        self.caller = caller
        self.place = place
        self.access = Access(project, caller, place)

    def one(self, row_id: str, given: Mapping[str, Any], permissions: Any) -> Shown:
        """Upsert one row and return it for the answer."""
        sent = rows.apart(self.project, self.place, given, privileged=self.caller.is_privileged)
        before = self.place.rows.get(row_id)
        return self.write(self.prepare(row_id, sent, self.permissions(before, permissions)))

    def permissions(self, before: Row | None, permissions: Any) -> list[str]:
        """Return the permissions that a row is to have. Raises 401 `user_unauthorized` for those of others."""
        if before is None:
            return self.access.of_new_row(permissions)
        return before.permissions if permissions is None else self.access.given(permissions)

    def prepare(self, row_id: str, sent: SentRow, permissions: list[str]) -> Upserted:
        """Judge one row, and say what is to be written. Raises what the server raises before it writes anything."""
        project, place = self.project, self.place
        before = place.rows.get(row_id)
        now = project.clock.ms
        if before is None:
            self.access.check_create()
            return Upserted(row_id, None, sent, permissions, checked(place, sent.values, now))
        if not sent.operators and upsert_says_nothing_new(place.table.columns, before, sent.values, permissions):
            return Upserted(row_id, before, sent, permissions, before.data, changes=False)
        self.access.check_row("update", before)
        check_whole(place, sent.values)
        if sorted(permissions) == sorted(before.permissions):
            # Another order alone is no change.
            permissions = before.permissions
        return Upserted(row_id, before, sent, permissions, rows.changed_row(place, before, sent, now))

    def write(self, upserted: Upserted) -> Shown:
        """Store what was prepared, and return the row for the answer."""
        place, sent = self.place, upserted.sent
        before = upserted.before
        if before is None:
            return self._add(upserted.row_id, sent, upserted.permissions, upserted.data)
        if not upserted.changes:
            return Shown(place, before, "read" if self.access.has_row("read", before) else "hidden")
        # An insert that turns into an update, or fails as one, has taken a number all the same.
        rows.use_number_up(place)
        row = rows.store_change(self.project, place, before, upserted.data, upserted.permissions, sent.times)
        return Shown(place, row, "listed" if sent.operators else "upserted", sent.keys)

    def _add(self, row_id: str, sent: SentRow, permissions: list[str], data: dict[str, Any]) -> Shown:
        project, place = self.project, self.place
        row = rows.new_row(project, place, row_id, data, permissions, sent.times)
        row.id = row_id
        owner = owner_of(place.table, place.rows, row)
        if owner is None:
            rows.add_row(place, row)
        elif project.exact:
            # Defect of the server (recorded): it answers with a row that is not there, and touches the owner of the value.
            rows.use_number_up(place)
            place.rows.replace(owner, updated_at=project.clock.ms)
        else:
            rows.use_number_up(place)
            raise rows.taken(place)
        return Shown(place, row, "upserted", sent.keys)
