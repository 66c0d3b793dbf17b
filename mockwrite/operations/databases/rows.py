"""Rows one at a time (contract: databases.md §6 to §10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ...access.caller import Caller
from ...errors import AppwriteError
from ...php.dates.reading import read as read_date
from ...php.json import parse_json
from ...queries.parsing import Query, QueryInvalid, parse
from ...state.databases import Row
from ...state.project import Project
from ..lists import page
from .kinds import read_moment
from .operators import Operation, applied, operator_in
from .places import Place, TablePath, find_place
from .row_lists import row_kind, selection
from .row_permissions import Access
from .sameness import says_nothing_new
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


class SentRow(NamedTuple):
    """The data of a row as sent, apart: `values` for columns, some of which are `operators` to an update, `times` by the field
    of the record, all `keys` in order."""

    values: dict[str, Any]
    times: dict[str, int]
    keys: tuple[str, ...]
    operators: dict[str, Operation]

    def plain_values(self) -> dict[str, Any]:
        """Return the values that are no operators."""
        return {key: value for key, value in self.values.items() if key not in self.operators}


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


def apart(project: Project, place: Place, data: Mapping[str, Any], *, privileged: bool) -> SentRow:
    """Take the data of a row apart. Raises `row_invalid_structure` for a time that is none."""
    values, times, operators = {}, {}, {}
    for key, value in data.items():
        if key in _TIMES:
            if privileged and value is not None:
                at = read_moment(value, project.clock.ms)
                if at is None:
                    raise invalid(place, f'The {place.names.column} "{key}" is not a date and time.')
                times[_TIMES[key]] = at
        elif key not in _IGNORED:
            values[key] = value
            operator = operator_in(value) if project.rules.row_has_operators else None
            if operator is not None:
                operators[key] = operator
    kept = (key for key in data if key in values or key == "$permissions" or (key in _TIMES and _TIMES[key] in times))
    return SentRow(values, times, tuple(kept), operators)


def create_row(project: Project, caller: Caller, at: TablePath, *, row_id: str, data: Any, permissions: Any) -> Shown:
    """Store a row.

    Raises `row_missing_data`, `row_invalid_structure`, `row_already_exists` and 401 `user_unauthorized`.
    """
    given = decoded(data)
    # The text "0" counts as empty, as everywhere in PHP.
    if row_id in ("", "0") or not given:
        raise at.names.error("row", "missing_data", f"An id and data are needed to make a {at.names.row}.")
    place = find_place(project, caller, at)
    access = Access(project, caller, place)
    access.check_create()
    wanted = access.of_new_row(permissions)
    sent = apart(project, place, given, privileged=caller.is_privileged)
    row = new_row(project, place, row_id, checked(place, sent.values, project.clock.ms), wanted, sent.times)
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


def get_row(project: Project, caller: Caller, at: TablePath, *, row_id: str, queries: list[str]) -> Shown:
    """Return a row that the caller may read; else 404 `row_not_found`."""
    place = find_place(project, caller, at)
    query = read_queries(project, place, queries, selects_only=True)
    row = find_row(place, row_id)
    if not Access(project, caller, place).has_row("read", row):
        raise not_found(place, row_id)
    _tell_operations(project, caller)
    return Shown(place, row, "read", selected=selection(query))


def _tell_operations(project: Project, caller: Caller) -> None:
    """Say how many rows were looked at to read or delete one: without relationships always one (databases.md §8)."""
    if project.rules.row_operations_are_told:
        caller.headers.append(("x-debug-operations", "1"))


def list_rows(
    project: Project, caller: Caller, at: TablePath, *, queries: list[str], total: bool = True, ttl: int = 0
) -> tuple[int, list[Shown]]:
    """List the rows that the caller may read. With `ttl` seconds an answer is kept for callers of the same roles, and writes
    do not change it."""
    place = find_place(project, caller, at)
    if not ttl:
        return _listed(project, caller, place, queries, total=total)
    roles = ("key",) if caller.is_privileged else tuple(sorted(caller.roles(project)))
    key = (place.table.sequence, at.names.service, roles, tuple(queries), total)
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


def update_row(project: Project, caller: Caller, at: TablePath, *, row_id: str, data: Any, permissions: Any) -> Shown:
    """Change what was sent of a row.

    Raises `row_missing_payload` before anything is looked for, 404 `row_not_found`, then 401 `user_unauthorized`.
    """
    made_at = _made_at(project, caller)
    given = decoded(data)
    if not given and permissions is None:
        raise at.names.error("row", "missing_payload", "Data or permissions are needed.")
    place = find_place(project, caller, at)
    row = find_row(place, row_id)
    access = Access(project, caller, place)
    wanted = row.permissions if permissions is None else access.given(permissions)
    sent = apart(project, place, given, privileged=caller.is_privileged)
    same = wanted == row.permissions and not sent.times
    same = same and says_nothing_new(place.table.columns, row.data, sent.values)
    # Whoever changes nothing only has to be allowed to see the row (databases.md §8).
    access.check_row("read" if same else "update", row)
    _check_unchanged_since(place, row, made_at)
    changed = changed_row(place, row, sent, project.clock.ms)
    if same:
        return Shown(place, row, "read")
    order = "listed" if sent.operators else "read"
    return Shown(place, store_change(project, place, row, changed, wanted, sent.times), order)


def _made_at(project: Project, caller: Caller) -> int | None:
    """Return the moment that the header `X-Appwrite-Timestamp` names. Raises `general_argument_invalid` for one that is none."""
    if not caller.timestamp:
        return None
    at = read_date(caller.timestamp, project.clock.ms)
    if at is None:
        raise AppwriteError("general_argument_invalid", "Invalid X-Appwrite-Timestamp header: a date is expected.")
    return at


def _check_unchanged_since(place: Place, row: Row, made_at: int | None) -> None:
    # By reading: whoever was slower than another does not write over what that one wrote.
    if made_at is not None and row.updated_at > made_at:
        raise place.names.error("row", "update_conflict")


def changed_row(place: Place, row: Row, sent: SentRow, now: int) -> dict[str, Any]:
    """Return the data of a row with what was sent, without what is null: values, or operators on those that are there."""
    data = {**row.data, **checked_part(place, sent.plain_values(), now)}
    if sent.operators:
        data |= applied(place, row, sent.operators, now)
    return {key: value for key, value in data.items() if value is not None}


def store_change(
    project: Project, place: Place, row: Row, data: dict[str, Any], permissions: list[str], times: Mapping[str, int]
) -> Row:
    """Put changed data in a row's place; the time of its last update moves, also when the data is as it was.

    Raises 409 `row_already_exists` when a unique value is taken.
    """
    tried = replace(row, permissions=permissions, data=data)
    if owner_of(place.table, place.rows, tried) is not None:
        raise taken(place)
    index_rows_once(place.table, place.rows)
    return place.rows.replace(row, data=data, permissions=permissions, **{"updated_at": project.clock.ms, **times})


def delete_row(project: Project, caller: Caller, at: TablePath, *, row_id: str) -> None:
    """Delete a row; its id is free at once."""
    made_at = _made_at(project, caller)
    place = find_place(project, caller, at)
    row = find_row(place, row_id)
    Access(project, caller, place).check_row("delete", row)
    _check_unchanged_since(place, row, made_at)
    place.rows.remove(row)
    _tell_operations(project, caller)
