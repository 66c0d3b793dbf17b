"""A simple model of tables and their rows: what a call must answer and leave behind (docs/contract: databases.md).

It shares no code with the server. `{row}`, `{table}`, `{column}` and `{index}` in the type of an error are the words of a service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tests.api.tables_values import KINDS, is_loosely_equal, is_same, weight

ROLES = {
    "guest": {"any", "guests"},
    "ada": {"any", "users", "users/unverified", "user:ada", "user:ada/unverified"},
    "bob": {"any", "users", "users/unverified", "user:bob", "user:bob/unverified"},
}
KEY = "key"
OWNERS = ("read", "update", "delete")


class Refused(Exception):
    """A call that must be refused, with this status and type; `named` is the column that the text names."""

    def __init__(self, status: int, type: str, named: str | None = None) -> None:
        self.status, self.type, self.named = status, type, named
        super().__init__(status, type)


class Column(NamedTuple):
    """A column of a table."""

    key: str
    kind: str
    required: bool = False
    default: Any = None

    @property
    def is_array(self) -> bool:
        """Whether it holds lists."""
        return KINDS[self.kind].array


@dataclass
class Row:
    """A row; `data` holds what is not null, as answers show it."""

    id: str
    number: int
    created: int
    updated: int
    permissions: list[str]
    data: dict[str, Any]


@dataclass
class Table:
    """A table with its rows by number; `last` is the number that the last insert took, whether or not it succeeded."""

    permissions: list[str]
    security: bool
    enabled: bool = True
    columns: list[Column] = field(default_factory=list)
    # The type and the columns of each by its key.
    indexes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    last: int = 0

    def column(self, key: str) -> Column | None:
        """The column with a key."""
        return next((column for column in self.columns if column.key == key), None)

    def row(self, id: str) -> Row | None:
        """The row with an id in any letter case."""
        return next((row for row in self.rows if row.id.lower() == id.lower()), None)

    def shown(self, row: Row) -> dict[str, Any]:
        """The values of a row as answers show them, in the order of the columns."""
        return {
            column.key: row.data.get(column.key, [] if column.is_array else None) for column in self.columns
        }  # fmt: skip


def expand(permissions: Iterable[str], actions: tuple[str, ...]) -> list[str]:
    """Write `write` out, and leave doubles out."""
    written: dict[str, None] = {}
    for permission in permissions:
        action, _, role = permission.partition("(")
        names = [name for name in actions if name not in ("read",)] if action == "write" else [action]
        written |= dict.fromkeys(f"{name}({role}" for name in names)
    return list(written)


def grants(permissions: Iterable[str], action: str, caller: str) -> bool:
    """Tell whether permissions let a caller do something."""
    return any(f'{action}("{role}")' in permissions for role in ROLES[caller])


class Judge:
    """What a caller may do with the rows of a table (databases.md §9)."""

    def __init__(self, table: Table, caller: str) -> None:
        self.table, self.caller = table, caller

    def may(self, action: str, row: Row | None = None) -> bool:
        """Tell whether an action is allowed, on a row or on the table as a whole."""
        if self.caller == KEY or grants(self.table.permissions, action, self.caller):
            return True
        return row is not None and self.table.security and grants(row.permissions, action, self.caller)

    def check(self, action: str, row: Row | None = None) -> None:
        """Refuse what is not allowed."""
        if not self.may(action, row):
            raise Refused(401, "user_unauthorized")

    def given(self, permissions: list[str]) -> list[str]:
        """Return permissions as stored; a client gives them to its own roles only."""
        written = expand(permissions, OWNERS)
        if self.caller != KEY and any(item.split('"')[1] not in ROLES[self.caller] for item in written):
            raise Refused(401, "user_unauthorized")
        return written

    def of_new_row(self, permissions: list[str] | None) -> list[str]:
        """Return the permissions of a new row."""
        if permissions is not None:
            return self.given(permissions)
        if self.caller in (KEY, "guest"):
            return []
        return [f'{action}("user:{self.caller}")' for action in OWNERS]


def fit(table: Table, data: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
    """Return the stored form of what was sent, null included, of a whole row or of some columns (databases.md §7)."""
    refused = "{row}_invalid_structure"
    for column in table.columns:
        if column.required and (whole or column.key in data) and data.get(column.key) is None:
            raise Refused(400, refused, column.key)
    columns = {column.key: column for column in table.columns}
    for key in data:
        if key not in columns:
            raise Refused(400, refused, key)
    stored = {}
    for key, value in data.items():
        column = columns[key]
        taken = column.default if value is None else KINDS[column.kind].take(value, required=column.required)
        if taken is WRONG:
            raise Refused(400, refused, key)
        stored[key] = taken
    if whole:
        stored |= {column.key: column.default for column in table.columns if data.get(column.key) is None}
    return stored


WRONG = KINDS["text"].wrong


def without_null(data: Mapping[str, Any]) -> dict[str, Any]:
    """Leave null out."""
    return {key: value for key, value in data.items() if value is not None}


def check_unique(table: Table, data: Mapping[str, Any], *, but_for: Row | None = None) -> None:
    """Refuse values that another row has in all columns of a unique index."""
    for type, keys in table.indexes.values():
        if type != "unique" or any(data.get(key) is None for key in keys):
            continue
        wanted = [weight(data[key]) for key in keys]
        for row in table.rows:
            if row is not but_for and [weight(row.data.get(key)) for key in keys] == wanted:
                raise Refused(409, "{row}_already_exists")


def insert(table: Table, now: int, id: str, data: dict[str, Any], permissions: list[str]) -> Row:
    """Store a row; an insert that fails has taken a number all the same."""
    table.last += 1
    if table.row(id) is not None:
        raise Refused(409, "{row}_already_exists")
    check_unique(table, data)
    row = Row(id, table.last, now, now, permissions, without_null(data))
    table.rows.append(row)
    return row


def create(judge: Judge, now: int, id: str, data: dict[str, Any], permissions: list[str] | None) -> Row:
    """Create a row."""
    judge.check("create")
    wanted = judge.of_new_row(permissions)
    return insert(judge.table, now, id, fit(judge.table, data, whole=True), wanted)


def find(table: Table, id: str) -> Row:
    """Return a row, or refuse."""
    row = table.row(id)
    if row is None:
        raise Refused(404, "{row}_not_found")
    return row


def update(judge: Judge, now: int, id: str, data: dict[str, Any], permissions: list[str] | None) -> Row:
    """Change what was sent of a row; what says nothing new needs no more than to see the row."""
    table = judge.table
    row = find(table, id)
    wanted = row.permissions if permissions is None else judge.given(permissions)
    shown = table.shown(row)
    # Null where there is a default is news: it takes that.
    same = wanted == row.permissions and all(
        is_same(shown.get(key), value) and (value is not None or _default(table, key) is None)
        for key, value in data.items()
    )
    judge.check("read" if same else "update", row)
    stored = fit(table, data, whole=False)
    if not same:
        change(table, row, now, {**row.data, **stored}, wanted)
    return row


def _default(table: Table, key: str) -> Any:
    column = table.column(key)
    return None if column is None else column.default


def change(table: Table, row: Row, now: int, data: dict[str, Any], permissions: list[str]) -> None:
    """Store changed data."""
    check_unique(table, without_null(data), but_for=row)
    row.data, row.permissions, row.updated = without_null(data), permissions, now


def upsert(judge: Judge, now: int, id: str, data: dict[str, Any], permissions: list[str] | None) -> Row | None:
    """Change a row or create it; None: nothing was written, and the caller may not see the row."""
    table, row = judge.table, judge.table.row(id)
    if row is None:
        return create(judge, now, id, data, permissions)
    wanted = row.permissions if permissions is None else judge.given(permissions)
    if says_nothing_new(table, row, data, wanted):
        return row if judge.may("read", row) else None
    judge.check("update", row)
    stored = fit_change(table, data)
    table.last += 1
    if sorted(wanted) == sorted(row.permissions):
        wanted = row.permissions
    change(table, row, now, {**row.data, **stored}, wanted)
    return row


def create_many(table: Table, now: int, given: list[tuple[str, dict[str, Any]]]) -> list[Row]:
    """Create rows, all or none; where one is taken, all have used their numbers up."""
    fitting = [(id, fit(table, data, whole=True)) for id, data in given]
    before, last = list(table.rows), table.last
    try:
        return [insert(table, now, id, data, []) for id, data in fitting]
    except Refused:
        table.rows, table.last = before, last + len(given)
        raise


def change_many(table: Table, now: int, test: Callable[[Row], bool], data: dict[str, Any]) -> list[Row]:
    """Change the rows that a test finds, all or none."""
    stored = fit(table, data, whole=False)
    rows = [row for row in table.rows if test(row)]
    before = {id(row): replace(row) for row in rows}
    try:
        for row in rows:
            change(table, row, now, {**row.data, **stored}, row.permissions)
    except Refused:
        table.rows = [before.get(id(row), row) for row in table.rows]
        raise
    return rows


def upsert_many(table: Table, now: int, given: list[tuple[str, dict[str, Any]]]) -> list[Row]:
    """Change or create rows, all or none, and return those that changed; new ones that lack something are left out."""
    wanted: list[tuple[str, Row | None, dict[str, Any]]] = []
    for id, data in given:
        row = table.row(id)
        if row is None:
            if all(data.get(column.key) is not None for column in table.columns if column.required):
                wanted.append((id, None, fit(table, data, whole=True)))
        elif not says_nothing_new(table, row, data, row.permissions):
            wanted.append((id, row, fit_change(table, data)))
    if len({id for id, _, _ in wanted}) < len(wanted):
        raise Refused(409, "{row}_already_exists")
    kept = [(row, replace(row)) for row in table.rows]
    made: dict[str, Row] = {}
    try:
        # New rows get their numbers before those that are there use some up.
        for id, row, stored in sorted(wanted, key=lambda one: one[1] is not None):
            if row is None:
                made[id] = insert(table, now, id, stored, [])
            else:
                table.last += 1
                change(table, row, now, {**row.data, **stored}, row.permissions)
                made[id] = row
    except Refused:
        table.rows = [before for _, before in kept]
        raise
    return [made[id] for id, _, _ in wanted]


def fit_change(table: Table, data: dict[str, Any]) -> dict[str, Any]:
    """Return what an upsert of a row that is there stores: all that is required must be sent, the rest keeps its values."""
    fit(table, data, whole=True)
    return fit(table, data, whole=False)


def says_nothing_new(table: Table, row: Row, data: dict[str, Any], permissions: list[str]) -> bool:
    """Tell whether an upsert writes nothing: the same permissions, every column named, every value loosely the same."""
    shown = table.shown(row)
    return (
        sorted(permissions) == sorted(row.permissions)
        and data.keys() == shown.keys()
        and all(is_loosely_equal(shown[key], data[key]) for key in data)
    )


def count(judge: Judge, now: int, id: str, key: str, by: tuple[int, int | None]) -> tuple[Row, Any]:
    """Count a number up or, with a step below 0, down, and not beyond a limit; return the row and the number as answered."""
    step, limit = by
    table = judge.table
    if step == 0:
        raise Refused(400, "general_argument_invalid")
    column, row = table.column(key), table.row(id)
    if column is not None and not KINDS[column.kind].counts:
        raise Refused(400, "attribute_type_invalid")
    if column is None or row is None:
        raise Refused(404, "{column}_not_found")
    judge.check("update", row)
    result = (row.data.get(key) or 0) + step
    if limit is not None and (result - limit) * step > 0:
        raise Refused(400, "{column}_limit_exceeded")
    changed = {**row.data, key: result} if key in row.data else row.data
    change(table, row, now, changed, row.permissions)
    return row, result
