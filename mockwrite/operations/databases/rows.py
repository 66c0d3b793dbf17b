"""Rows one at a time (contract: databases.md §6 to §10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ...access.caller import Caller
from ...errors import AppwriteError
from ...moments import format_time
from ...php.json import parse_json
from ...queries.parsing import Query, QueryInvalid, parse
from ...state.databases import Row
from ...state.project import Project
from ..lists import page
from .kinds import read_moment
from .operators import applied, operator_in
from .places import Names, Place, find_place
from .row_lists import row_kind, selection
from .row_permissions import Access
from .structure import checked, checked_part, invalid
from .unique import index_rows_once, owner_of

# What one row's data may name besides columns: ignored, since it comes from elsewhere, or a time that a key may set.
_IGNORED = frozenset(
    {"$id", "$sequence", "$permissions", "$databaseId", "$collectionId", "$tableId", "$collection", "$tenant"}
)
_TIMES = {"$createdAt": "created_at", "$updatedAt": "updated_at"}
TRANSACTIONS = "Transactions are not emulated by mockwrite, so there is none with this id."


class Shown(NamedTuple):
    """A row for an answer. `order` is the form in which its keys come (api/models/databases.py), `sent` those that the call
    named, `selected` the columns asked for; `values` replace stored ones."""

    place: Place
    row: Row
    order: str
    sent: tuple[str, ...] = ()
    selected: tuple[str, ...] = ()
    values: Mapping[str, Any] = {}


class Sent(NamedTuple):
    """The data of a row as sent, apart: `values` for columns, `times` by the field of the record, all `keys` in order."""

    values: dict[str, Any]
    times: dict[str, int]
    keys: tuple[str, ...]


def refuse_transaction(transaction_id: str | None) -> None:
    """Raise 404 `transaction_not_found`: there are no transactions here."""
    if transaction_id is not None:
        raise AppwriteError("transaction_not_found", TRANSACTIONS)


def decoded(data: Any) -> dict[str, Any]:
    """Return data as a map: a text is read as JSON, and the elements of a list are named 0, 1, 2 … as in PHP."""
    if isinstance(data, str):
        data = parse_json(data)
    if isinstance(data, list):
        return {str(number): value for number, value in enumerate(data)}
    return data if isinstance(data, dict) else {}


def apart(place: Place, data: Mapping[str, Any], now: int, *, privileged: bool) -> Sent:
    """Take the data of a row apart. Raises `row_invalid_structure` for a time that is none."""
    values, times = {}, {}
    for key, value in data.items():
        if key in _TIMES:
            if privileged and value is not None:
                at = read_moment(value, now)
                if at is None:
                    raise invalid(place, f'The {place.names.column} "{key}" is not a date and time.')
                times[_TIMES[key]] = at
        elif key not in _IGNORED:
            values[key] = value
    kept = (key for key in data if key in values or key == "$permissions" or (key in _TIMES and _TIMES[key] in times))
    return Sent(values, times, tuple(kept))


def create_row(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    row_id: str,
    data: Any,
    permissions: Any,
) -> Shown:
    """Store a row.

    Raises `row_missing_data`, `row_invalid_structure`, `row_already_exists` and 401 `user_unauthorized`.
    """
    given = decoded(data)
    if not row_id or not given:
        raise names.error("row", "missing_data", f"An id and data are needed to make a {names.row}.")
    place = find_place(project, caller, names, database_id, table_id)
    access = Access(project, caller, place)
    access.check_create()
    wanted = access.of_new_row(permissions)
    now = project.clock.ms
    sent = apart(place, given, now, privileged=caller.is_privileged)
    row = new_row(project, place, row_id, checked(place, sent.values, now), wanted, sent.times)
    add_row(place, row)
    return Shown(place, row, "created", sent.keys)


def new_row(
    project: Project, place: Place, row_id: str, data: dict[str, Any], permissions: list[str], times: Mapping[str, int]
) -> Row:
    """Return a row that is not stored yet; what is null is not kept."""
    now = project.clock.ms
    kept = {key: value for key, value in data.items() if value is not None}
    moments = {"created_at": now, "updated_at": now, **times}
    return Row(id=project.new_id(row_id), permissions=permissions, data=kept, **moments)


def add_row(place: Place, row: Row) -> Row:
    """Store a new row. Raises 409 `row_already_exists` when its id or a unique value is taken; that uses a number up."""
    if row.key in place.rows or owner_of(place.table, place.rows, row) is not None:
        use_number_up(place)
        raise taken(place)
    index_rows_once(place.table, place.rows)
    return place.rows.add(row)


def use_number_up(place: Place, count: int = 1) -> None:
    """Leave numbers out, as inserts do that fail or change a row that is there (recorded)."""
    place.rows.skip_to(place.rows.last + count)


def taken(place: Place) -> AppwriteError:
    """Return `row_already_exists`."""
    return place.names.error("row", "already_exists")


def find_row(place: Place, row_id: str) -> Row:
    """Return a row whoever asks; 404 `row_not_found`."""
    row = place.rows.get(row_id)
    if row is None:
        raise not_found(place, row_id)
    return row


def not_found(place: Place, row_id: str) -> AppwriteError:
    """Return `row_not_found`."""
    names = place.names
    return names.error("row", "not_found", f"There is no {names.row} with the id {row_id!r} in this {names.table}.")


def read_queries(project: Project, place: Place, texts: list[str], *, selects_only: bool = False) -> Query:
    """Read the queries of rows; 400 `general_query_invalid` for what is wrong with them (databases.md §10)."""
    kind = row_kind(place.table, place.rows, place.names.row.capitalize(), selects_only=selects_only)
    try:
        query = parse(texts, kind, project.rules, now=project.clock.ms)
    except QueryInvalid as error:
        raise AppwriteError("general_query_invalid", error.reason) from None
    return query


def get_row(
    project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, row_id: str, queries: list[str]
) -> Shown:
    """Return a row that the caller may read; else 404 `row_not_found`."""
    place = find_place(project, caller, names, database_id, table_id)
    query = read_queries(project, place, queries, selects_only=True)
    row = find_row(place, row_id)
    if not Access(project, caller, place).has_row("read", row):
        raise not_found(place, row_id)
    return Shown(place, row, "read", selected=selection(query))


def list_rows(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    queries: list[str],
    total: bool = True,
    ttl: int = 0,
) -> tuple[int, list[Shown]]:
    """List the rows that the caller may read. With `ttl` seconds an answer is kept for callers of the same roles, and writes
    do not change it."""
    place = find_place(project, caller, names, database_id, table_id)
    if not ttl:
        return _listed(project, caller, place, queries, total=total)
    roles = ("key",) if caller.is_privileged else tuple(sorted(caller.roles(project)))
    key = (place.table.sequence, names.service, roles, tuple(queries), total)
    until, answer = project.kept_lists.get(key, (0, None))
    caller.headers.append(("x-appwrite-cache", "hit" if until > project.clock.ms else "miss"))
    if until <= project.clock.ms:
        answer = _listed(project, caller, place, queries, total=total)
        project.kept_lists[key] = (project.clock.ms + ttl * 1000, answer)
    found: tuple[int, list[Shown]] = answer
    return found


def _listed(
    project: Project, caller: Caller, place: Place, texts: list[str], *, total: bool
) -> tuple[int, list[Shown]]:
    query = read_queries(project, place, texts)
    kind = row_kind(place.table, place.rows, place.names.row.capitalize())
    visible = Access(project, caller, place).visible()
    count, rows = page(project, place.rows, kind, query, total=total, visible=visible)
    selected = selection(query)
    return count, [Shown(place, row, "listed", selected=selected) for row in rows]


def update_row(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    row_id: str,
    data: Any,
    permissions: Any,
) -> Shown:
    """Change what was sent of a row.

    Raises `row_missing_payload` before anything is looked for, 404 `row_not_found`, then 401 `user_unauthorized`.
    """
    given = decoded(data)
    if not given and permissions is None:
        raise names.error("row", "missing_payload", "Data or permissions are needed.")
    place = find_place(project, caller, names, database_id, table_id)
    row = find_row(place, row_id)
    access = Access(project, caller, place)
    wanted = row.permissions if permissions is None else access.given(permissions)
    now = project.clock.ms
    sent = apart(place, given, now, privileged=caller.is_privileged)
    # Whoever changes nothing only has to be allowed to see the row (databases.md §8).
    access.check_row("update" if _says_something_new(row, sent, wanted) else "read", row)
    changed, order = changed_row(place, row, sent, now), "read"
    if any(map(operator_in, sent.values.values())):
        order = "listed"
    return Shown(place, store_change(project, place, row, changed, wanted, sent.times), order)


def _says_something_new(row: Row, sent: Sent, permissions: list[str]) -> bool:
    known = all(key in row.data and _is_shown_as(row.data[key], value) for key, value in sent.values.items())
    return not known or bool(sent.times) or permissions != row.permissions


def _is_shown_as(stored: Any, value: Any) -> bool:
    if isinstance(value, str) and isinstance(stored, int):
        return value == format_time(stored)
    return type(value) is type(stored) and bool(value == stored)


def changed_row(place: Place, row: Row, sent: Sent, now: int) -> dict[str, Any]:
    """Return the data of a row with what was sent: values, or operators on those that are there."""
    operators = {key: operator for key, value in sent.values.items() if (operator := operator_in(value)) is not None}
    values = {key: value for key, value in sent.values.items() if key not in operators}
    data = {**row.data, **checked_part(place, values, now)}
    if operators:
        data |= applied(place, row, operators, now)
    return {key: value for key, value in data.items() if value is not None}


def store_change(
    project: Project, place: Place, row: Row, data: dict[str, Any], permissions: list[str], times: Mapping[str, int]
) -> Row:
    """Put changed data in a row's place. Raises 409 `row_already_exists` when a unique value is taken."""
    tried = Row(
        id=row.id,
        created_at=row.created_at,
        updated_at=row.updated_at,
        sequence=row.sequence,
        permissions=permissions,
        data=data,
    )
    if owner_of(place.table, place.rows, tried) is not None:
        raise taken(place)
    index_rows_once(place.table, place.rows)
    set_times = {name: at for name, at in times.items() if name != "updated_at"}
    changed = place.rows.change(row, project.clock.ms, data=data, permissions=permissions, **set_times)
    if "updated_at" in times:
        changed = place.rows.replace(changed, updated_at=times["updated_at"])
    return changed


def upsert_row(
    project: Project,
    caller: Caller,
    *,
    names: Names,
    database_id: str,
    table_id: str,
    row_id: str,
    data: Any,
    permissions: Any,
) -> Shown:
    """Change a row, or make it. All required columns are needed, and those that are not sent keep their values.

    What changes nothing is not written and needs no permission to update.
    """
    given = {} if isinstance(data, list) else decoded(data)
    if not given and permissions is None:
        raise names.error("row", "missing_payload", "Data or permissions are needed.")
    place = find_place(project, caller, names, database_id, table_id)
    return Upsert(project, caller, place).one(row_id, given, permissions)


class Upsert:
    """Upserting rows of a table for a caller."""

    def __init__(self, project: Project, caller: Caller, place: Place) -> None:
        self.project = project
        self.caller = caller
        self.place = place
        self.access = Access(project, caller, place)

    def one(self, row_id: str, given: Mapping[str, Any], permissions: Any) -> Shown:
        """Upsert one row and return it for the answer."""
        sent = apart(self.place, given, self.project.clock.ms, privileged=self.caller.is_privileged)
        before = self.place.rows.get(row_id)
        if before is None:
            return self._add(row_id, sent, permissions)
        return self._change(before, sent, permissions)

    def _add(self, row_id: str, sent: Sent, permissions: Any) -> Shown:
        project, place = self.project, self.place
        self.access.check_create()
        wanted = self.access.of_new_row(permissions)
        data = checked(place, sent.values, project.clock.ms)
        row = new_row(project, place, row_id, data, wanted, sent.times)
        row.id = row_id
        owner = owner_of(place.table, place.rows, row)
        if owner is None:
            add_row(place, row)
        elif project.exact:
            # Defect of the server (recorded): it answers with a row that is not there, and touches the owner of the value.
            use_number_up(place)
            place.rows.replace(owner, updated_at=project.clock.ms)
            return Shown(place, row, "upserted", sent.keys)
        else:
            use_number_up(place)
            raise taken(place)
        return Shown(place, row, "upserted", sent.keys)

    def _change(self, before: Row, sent: Sent, permissions: Any) -> Shown:
        project, place = self.project, self.place
        now = project.clock.ms
        wanted = before.permissions if permissions is None else self.access.given(permissions)
        if self._is_same(before, wanted, sent):
            if not self.access.has_row("read", before):
                return Shown(place, before, "hidden")
            return Shown(place, before, "read")
        self.access.check_row("update", before)
        for column in place.table.columns:
            if column.required and sent.values.get(column.key) is None:
                checked(place, sent.values, now)
        data = changed_row(place, before, sent, now)
        row = store_change(project, place, before, data, wanted, sent.times)
        use_number_up(place)
        with_operators = any(map(operator_in, sent.values.values()))
        return Shown(place, row, "listed" if with_operators else "upserted", sent.keys)

    def _is_same(self, before: Row, permissions: list[str], sent: Sent) -> bool:
        # Who does not name every column changes something, in the server's eyes (recorded).
        is_complete = sent.values.keys() == {column.key for column in self.place.table.columns}
        return is_complete and not _says_something_new(before, sent, permissions)


def delete_row(project: Project, caller: Caller, *, names: Names, database_id: str, table_id: str, row_id: str) -> None:
    """Delete a row; its id is free at once."""
    place = find_place(project, caller, names, database_id, table_id)
    row = find_row(place, row_id)
    Access(project, caller, place).check_row("delete", row)
    place.rows.remove(row)
