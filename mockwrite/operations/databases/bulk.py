"""Many rows in one call, for keys only (contract: databases.md §9, §11)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from ...access.caller import Caller
from ...errors import AppwriteError, ServerDefect
from ...php.arrays import as_list
from ...queries.selecting import select
from ...state.databases import Row
from ...state.project import Project
from ...validators.base import Context, Rejected
from ...validators.roles import Permission
from ...validators.texts import CustomId
from .places import Place, TablePath, find_place
from .row_lists import row_kind
from .row_permissions import Access
from .rows import (
    Shown,
    add_row,
    apart,
    changed_row,
    decoded,
    new_row,
    read_queries,
    store_change,
    taken,
    use_number_up,
)
from .structure import checked, missing
from .unique import owner_of
from .upserting import Upsert, Upserted

# Rows that an answer lists, of those that were changed or deleted; the total counts all (by reading, where they were changed).
_MOST_SHOWN = 100
_PERMISSION = Permission()


@contextmanager
def _all_or_nothing(place: Place) -> Iterator[None]:
    """Bring the rows back when something fails in between; the numbers that were used stay used."""
    before = place.rows.state()
    try:
        yield
    except (AppwriteError, ServerDefect):
        last = place.rows.last
        place.rows.restore(before)
        place.rows.skip_to(last)
        raise


def create_rows(project: Project, caller: Caller, at: TablePath, *, rows: Any) -> tuple[int, list[Shown]]:
    """Store rows, all or none. Each may carry its `$id` and `$permissions`."""
    if not caller.is_privileged:
        raise AppwriteError("general_unauthorized_scope", f"Only a key makes several {at.names.rows} at once.")
    place = find_place(project, caller, at)
    access = Access(project, caller, place)
    now = project.clock.ms
    made: list[tuple[Row, tuple[str, ...]]] = []
    for given in map(decoded, as_list(rows)):
        row_id, permissions = _head(project, given)
        sent = apart(project, place, given, privileged=True)
        data = checked(place, sent.values, now)
        row = new_row(project, place, row_id, data, access.of_new_row(permissions), sent.times)
        made.append((row, tuple(key for key in given if key in ("$id", *sent.keys))))
    with _all_or_nothing(place):
        for number, (row, _) in enumerate(made):
            if row.key in place.rows or owner_of(place.table, place.rows, row) is not None:
                use_number_up(place, len(made) - number)
                raise taken(place)
            add_row(place, row)
    return len(made), [Shown(place, row, "created", keys) for row, keys in made]


def _head(project: Project, given: Any) -> tuple[str, Any]:
    """Return the id and the permissions that one of several rows brings. Raises 400 `general_bad_request`."""
    context = Context(project.clock.ms, project.rules, project.exact)
    row_id, permissions = given.get("$id"), given.get("$permissions")
    try:
        row_id = "unique()" if row_id is None else CustomId().check(row_id, context)
        if permissions is not None:
            if not isinstance(permissions, (list, dict)):
                raise Rejected("permissions are a list")
            for permission in as_list(permissions):
                _PERMISSION.check(permission, context)
    except Rejected as error:
        raise AppwriteError("general_bad_request", f"A row cannot be stored: {error.reason}") from None
    return row_id, permissions


def _check_key(caller: Caller) -> None:
    # To a client the server denies that there is the database (recorded).
    if not caller.is_privileged:
        raise AppwriteError("database_not_found", "Only a key changes several rows at once.")


def _matching(project: Project, place: Place, queries: list[str]) -> list[Row]:
    query = read_queries(project, place, queries)
    if query.cursor is not None:
        # The server looks for nothing by the id, and then takes it for a row.
        raise ServerDefect("queries", "a cursor has no meaning where several rows are changed; name them by a filter")
    kind = row_kind(place.table, place.rows, place.names.row.capitalize())
    query = replace(query, limit=len(place.rows) if query.limit is None else query.limit)
    _, rows = select(place.rows, query, kind, project.rules, total=False, exact=project.exact)
    return rows


def update_rows(
    project: Project, caller: Caller, at: TablePath, *, data: Any, queries: list[str]
) -> tuple[int, list[Shown]]:
    """Change the rows that queries find; `$permissions` in the data replace theirs."""
    given = decoded(data)
    if not given:
        raise at.names.error("row", "missing_payload", "Data is needed.")
    _check_key(caller)
    place = find_place(project, caller, at)
    _, permissions = _head(project, {"$permissions": given.get("$permissions")})
    now = project.clock.ms
    sent = apart(project, place, given, privileged=True)
    changed = []
    rows = _matching(project, place, queries)
    if not rows:
        changed_row(place, Row(id="", created_at=now, updated_at=now, permissions=[], data={}), sent, now)
    access = Access(project, caller, place)
    with _all_or_nothing(place):
        for row in rows:
            wanted = row.permissions if permissions is None else access.given(permissions)
            stored = store_change(project, place, row, changed_row(place, row, sent, now), wanted, sent.times)
            changed.append(Shown(place, stored, "listed"))
    return len(changed), changed[:_MOST_SHOWN]


def upsert_rows(project: Project, caller: Caller, at: TablePath, *, rows: Any) -> tuple[int, list[Shown]]:
    """Change or make rows, all or none; those that stay as they are do not count, and a new one that lacks something is left out.

    All are judged before one is written.
    """
    _check_key(caller)
    place = find_place(project, caller, at)
    upsert = Upsert(project, caller, place)
    wanted: list[tuple[Upserted, tuple[str, ...]]] = []
    for given in map(decoded, as_list(rows)):
        row_id, permissions = _head(project, given)
        row_id = project.new_id(row_id)
        sent = apart(project, place, given, privileged=True)
        before = place.rows.get(row_id)
        if before is None and missing(place, sent.values) is not None:
            continue
        # Unlike a single one, a new row has nobody's permissions, also where a session comes along with the key.
        wants = [] if before is None and permissions is None else permissions
        upserted = upsert.prepare(row_id, sent, upsert.permissions(before, wants))
        if upserted.changes:
            wanted.append((upserted, tuple(key for key in given if key in ("$id", *sent.keys))))
    if len({upserted.row_id for upserted, _ in wanted}) < len(wanted):
        raise taken(place)
    changed: dict[int, Shown] = {}
    with _all_or_nothing(place):
        # New rows get their numbers before those that are there use some up (recorded).
        for number in sorted(range(len(wanted)), key=lambda number: wanted[number][0].before is not None):
            upserted, keys = wanted[number]
            changed[number] = upsert.write(upserted)._replace(order="upserted with others", sent=keys)
    return len(changed), [changed[number] for number in sorted(changed)]


def delete_rows(project: Project, caller: Caller, at: TablePath, *, queries: list[str]) -> tuple[int, list[Shown]]:
    """Delete the rows that queries find, without queries all of them."""
    _check_key(caller)
    place = find_place(project, caller, at)
    rows = _matching(project, place, queries)
    for row in rows:
        place.rows.remove(row)
    return len(rows), [Shown(place, row, "listed") for row in rows[:_MOST_SHOWN]]
