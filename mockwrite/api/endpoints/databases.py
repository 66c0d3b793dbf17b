"""Databases and what is in them, by the names of both services (contract: databases.md).

The services differ in names, so there is one description; `_Service` writes its rows. Loaded by the first call to one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ...access.caller import Caller
from ...access.permissions import BUCKET_ACTIONS, FILE_ACTIONS
from ...errors import AppwriteError
from ...operations.databases import bulk, columns, counting, databases, indexes, row_lists, tables, upserting
from ...operations.databases import rows as single
from ...operations.databases.kinds import KINDS
from ...operations.databases.places import LEGACY, TABLES, Names, TablePath
from ...php.arrays import as_list
from ...queries import tables as lists
from ...state.project import Project
from ...validators.databases import IndexedKey, Numeric, OrNull, QueryTexts
from ...validators.numbers import Boolean, Integer, Range
from ...validators.roles import Permission
from ...validators.structures import ArrayList, JsonObject
from ...validators.texts import CustomId, Text, Uid, WhiteList
from ..endpoint import Endpoint, RateLimit, nullable, optional, required
from ..models import common as models
from ..models.common import Json, View
from ..models.databases import Models, column, created_column, database, listed_column, updated_column
from .columns import COLUMNS, Params, default_of
from .lists import LOG_QUERIES, SEARCH, TOTAL, queries

_DATABASE_ID = required("databaseId", Uid())
_KEY, _REQUIRED = required("key", Uid()), required("required", Boolean())
_NEW_KEY = nullable("newKey", Uid())
_ARRAY = optional("array", Boolean(), default=False)
_ENABLED = optional("enabled", Boolean(), default=True)
_PERMISSIONS = nullable("permissions", ArrayList(Permission((*FILE_ACTIONS, "write")), 100))
_TABLE_PERMISSIONS = nullable("permissions", ArrayList(Permission((*BUCKET_ACTIONS, "write")), 100))
_TRANSACTION = nullable("transactionId", Uid(), since="1.8.0")
_TEXTS = optional("queries", QueryTexts(), default=[])
_DATA = optional("data", JsonObject(), default=[])
_BY_CALLER = ("ip:{ip},method:{method},url:{url},userId:{userId}",)
_WRITES, _DELETES = RateLimit(120, 60, _BY_CALLER), RateLimit(60, 60, _BY_CALLER)


def _without_transaction(operation: Callable[..., Any]) -> Callable[..., Any]:
    def act(project: Project, caller: Caller, *, transaction_id: str | None = None, **values: Any) -> Any:
        single.refuse_transaction(transaction_id)
        return operation(project, caller, **values)

    return act


def _of_old_client(operation: Callable[..., Any]) -> Callable[..., Any]:
    def act(project: Project, caller: Caller, at: TablePath, *, queries: list[str], **values: Any) -> Any:
        return operation(project, caller, at, queries=row_lists.of_old_client(caller, queries), **values)

    return act


def _on_table(operation: Callable[..., Any], names: Names) -> Callable[..., Any]:
    """Name the table that a path leads to as the operations do."""

    def act(project: Project, caller: Caller, *, database_id: str, table_id: str, **values: Any) -> Any:
        return operation(project, caller, TablePath(names, database_id, table_id), **values)

    return act


def _create_one_or_many(project: Project, caller: Caller, at: TablePath, *, rows: Any = (), **one: Any) -> Any:
    """Make one row, or as many as a list holds: one route for both (databases.md §11)."""
    several = as_list(rows)
    if not several:
        return single.create_row(project, caller, at, **one)
    if any(one.values()):
        message = f"{at.names.rows} come with neither an id nor data nor permissions of a single one."
        raise AppwriteError("general_bad_request", message)
    return bulk.create_rows(project, caller, at, rows=several)


class _Service:
    """Writes the rows of one service."""

    def __init__(self, names: Names, scopes: dict[str, tuple[str, ...]], since: str | None) -> None:
        self._names, self._scopes, self._since = names, scopes, since
        self._models = Models(names)
        self._root = f"/{names.service}"
        self._tables = f"{self._root}/{{databaseId}}/{names.table}s"
        self._table = f"{self._tables}/{{{names.table}Id}}"
        self._rows = f"{self._table}/{names.rows}"
        self._row = f"{self._rows}/{{{names.row}Id}}"
        self._table_id = required(f"{names.table}Id", Uid(), python="table_id")
        self._row_id = required(f"{names.row}Id", Uid(), python="row_id")
        self._in_table = (_DATABASE_ID, self._table_id)
        self._in_row = (*self._in_table, self._row_id)
        self._under = f"{{databaseId}}/{{{names.table}Id}}"
        self._list_of_rows = models.listing(names.rows, self._models.row)

    def endpoints(self) -> Iterator[Endpoint]:
        """Yield the rows of the service."""
        for endpoint in (
            *self._of_databases(), *self._of_tables(), *self._of_columns(), *self._of_indexes(), *self._of_rows(),
            *self._of_many_rows(),
        ):  # fmt: skip
            latest = max(filter(None, (self._since, endpoint.since)), default=None, key=_release)
            yield endpoint._replace(since=latest)

    def _make(
        self,
        method: str,
        path: str,
        operation: Callable[..., Any],
        params: Params,
        resource: str,
        summary: str,
        **more: Any,
    ) -> Endpoint:
        action = "read" if method == "GET" else "write"
        scopes = tuple(f"{scope}.{action}" for scope in self._scopes[resource])
        fixed = more.pop("fixed", {})
        bound: Callable[..., Any] = partial(operation, **fixed)
        if any(param.python == "table_id" for param in params):
            bound = _on_table(bound, self._names)
        else:
            bound = partial(bound, names=self._names)
        if any(param is _TRANSACTION for param in params):
            bound = _without_transaction(bound)
        return Endpoint(method, path, bound, scopes, params, summary=summary, **more)

    def _logs(self, path: str, operation: Callable[..., Any], params: Params, resource: str, summary: str) -> Endpoint:
        listed = models.listing("logs", models.log)
        return self._make("GET", f"{path}/logs", operation, (*params, LOG_QUERIES), resource, summary, model=listed)

    def _of_databases(self) -> Iterator[Endpoint]:
        make, one = self._make, f"{self._root}/{{databaseId}}"
        listed = models.listing("databases", database)
        name = required("name", Text(128))
        yield make(
            "POST", self._root, databases.create_database, (required("databaseId", CustomId()), name, _ENABLED), "databases",
            "Create a database", model=database, status=201, audit="database.create",
        )  # fmt: skip
        yield make(
            "GET", self._root, databases.list_databases, (queries(lists.DATABASES), SEARCH, TOTAL), "databases",
            "List databases", model=listed,
        )  # fmt: skip
        yield make("GET", one, databases.get_database, (_DATABASE_ID,), "databases", "Get a database", model=database)
        yield make(
            "PUT", one, databases.update_database, (_DATABASE_ID, optional("name", Text(128), default=None), _ENABLED),
            "databases", "Rename a database or switch it off", model=database, audit="database.update",
        )  # fmt: skip
        yield make(
            "DELETE", one, databases.delete_database, (_DATABASE_ID,), "databases", "Delete a database with what is in it",
            status=204, audit="database.delete",
        )  # fmt: skip

        if self._names is LEGACY:
            # Recorded: by the newer names there is no such route.
            yield self._logs(
                one, databases.list_database_logs, (_DATABASE_ID,), "databases", "List who changed a database"
            )

    def _of_tables(self) -> Iterator[Endpoint]:
        names, make, table = self._names, self._make, self._models.table
        new_id = required(f"{names.table}Id", CustomId(), python="table_id")
        security = optional(names.security, Boolean(loose=True), default=False, python="security")
        definitions = ArrayList(JsonObject(), 100)
        parts = (
            optional(f"{names.column}s", definitions, default=[], python="columns", since="1.9.0"),
            optional("indexes", definitions, default=[], since="1.9.0"),
        )
        yield make(
            "POST", self._tables, tables.create_table,
            (_DATABASE_ID, new_id, required("name", Text(128)), _TABLE_PERMISSIONS, security, _ENABLED, *parts),
            "tables", f"Create a {names.table}", model=self._models.created_table, status=201, audit=f"{names.table}.create",
            audit_under=self._under,
        )  # fmt: skip
        yield make(
            "GET", self._tables, tables.list_tables, (_DATABASE_ID, queries(lists.COLLECTIONS if names is LEGACY else lists.TABLES), SEARCH, TOTAL), "tables",
            f"List the {names.table}s of a database", model=models.listing(f"{names.table}s", table),
        )  # fmt: skip
        yield make("GET", self._table, tables.get_table, self._in_table, "tables", f"Get a {names.table}", model=table)
        yield make(
            "PUT", self._table, tables.update_table,
            (
                *self._in_table, optional("name", Text(128), default=None), _TABLE_PERMISSIONS, security, _ENABLED,
                optional("purge", Boolean(), default=False),
            ),
            "tables", f"Replace the options of a {names.table}", model=table, audit=f"{names.table}.update",
            audit_under=self._under,
        )  # fmt: skip
        yield make(
            "DELETE", self._table, tables.delete_table, self._in_table, "tables", f"Delete a {names.table} with its {names.rows}",
            status=204, audit=f"{names.table}.delete", audit_under=self._under,
        )  # fmt: skip
        yield self._logs(
            self._table, tables.list_table_logs, self._in_table, "tables", f"List who changed a {names.table}"
        )

    def _of_columns(self) -> Iterator[Endpoint]:
        names, make = self._names, self._make
        path, noun = f"{self._table}/{names.column}s", names.column
        listed = models.listing(f"{noun}s", listed_column)
        for kind, row in COLUMNS.items():
            array = () if KINDS[kind].is_list else (_ARRAY,)
            new = (
                *self._in_table,
                _KEY,
                *row.before,
                _REQUIRED,
                *row.between,
                default_of(row.default),
                *array,
                *row.after,
            )
            yield make(
                "POST", f"{path}/{kind}", columns.create_column, new, "columns", f"Add a {noun} of the kind {kind}",
                model=created_column, status=202, audit=f"{noun}.create", audit_under=self._under, since=row.since, fixed={"kind": kind},
            )  # fmt: skip
            default = (
                default_of(row.default) if KINDS[kind].is_list else required("default", OrNull(row.default), null=True)
            )
            changed = (
                *self._in_table, _KEY, *(row.before if row.changed is None else row.changed), _REQUIRED, *row.between, default, *row.changed_after, _NEW_KEY,
            )  # fmt: skip
            yield make(
                "PATCH", f"{path}/{kind}/{{key}}", columns.update_column, changed, "columns", f"Change a {noun} of the kind {kind}",
                model=updated_column(kind), audit=f"{noun}.update", audit_under=self._under, since=row.since, fixed={"kind": kind},
            )  # fmt: skip
        yield make(
            "GET", path, columns.list_columns, (*self._in_table, queries(lists.COLUMNS), TOTAL), "columns", f"List the {noun}s",
            model=listed,
        )  # fmt: skip
        one = (*self._in_table, _KEY)
        yield make("GET", f"{path}/{{key}}", columns.get_column, one, "columns", f"Get a {noun}", model=column)
        yield make(
            "DELETE", f"{path}/{{key}}", columns.delete_column, one, "columns", f"Delete a {noun} with its values", status=204,
            audit=f"{noun}.delete", audit_under=self._under,
        )  # fmt: skip

    def _of_indexes(self) -> Iterator[Endpoint]:
        names, make, path = self._names, self._make, f"{self._table}/indexes"
        index = self._models.index
        new = (
            *self._in_table, _KEY, required("type", WhiteList(("key", "fulltext", "unique", "spatial"))),
            required(f"{names.column}s", ArrayList(IndexedKey(), 100), python="columns"),
            optional("orders", ArrayList(WhiteList(("asc", "desc")), 100), default=[]),
            optional("lengths", ArrayList(OrNull(Integer()), 100), default=[]),
        )  # fmt: skip
        yield make(
            "POST", path, indexes.create_index, new, "indexes", "Add an index", model=self._models.created_index, status=202,
            audit="index.create", audit_under=self._under,
        )  # fmt: skip
        yield make(
            "GET", path, indexes.list_indexes, (*self._in_table, queries(lists.INDEXES), TOTAL), "indexes", "List the indexes",
            model=models.listing("indexes", index),
        )  # fmt: skip
        one = (*self._in_table, _KEY)
        yield make("GET", f"{path}/{{key}}", indexes.get_index, one, "indexes", "Get an index", model=index)
        yield make(
            "DELETE", f"{path}/{{key}}", indexes.delete_index, one, "indexes", "Delete an index", status=204, audit="index.delete",
            audit_under=self._under,
        )  # fmt: skip

    def _of_rows(self) -> Iterator[Endpoint]:
        names, make, row = self._names, self._make, self._models.row
        noun = names.row
        new_id = optional(f"{noun}Id", CustomId(), python="row_id")
        several = optional(names.rows, ArrayList(JsonObject(), 100), default=[], python="rows", since="1.7.0")
        yield make(
            "POST", self._rows, _create_one_or_many, (_DATABASE_ID, new_id, self._table_id, _DATA, _PERMISSIONS, several, _TRANSACTION), "rows",
            f"Create a {noun}, or several with a key", model=self._write_one_or_many, status=201, audit=f"{noun}.create", limit=_WRITES,
            audit_under=self._under,
        )  # fmt: skip
        list_rows, get_row = single.list_rows, single.get_row
        if names is LEGACY:
            list_rows, get_row = _of_old_client(single.list_rows), _of_old_client(single.get_row)
        ttl = optional("ttl", Range(0, 86_400), default=0, since="1.9.0")
        yield make(
            "GET", self._rows, list_rows, (*self._in_table, _TEXTS, _TRANSACTION, TOTAL, ttl), "rows", f"List {names.rows}",
            model=self._list_of_rows,
        )  # fmt: skip
        yield make(
            "GET", self._row, get_row, (*self._in_row, _TEXTS, _TRANSACTION), "rows", f"Get a {noun}", model=row,
        )  # fmt: skip
        yield make(
            "PATCH", self._row, single.update_row, (*self._in_row, _DATA, _PERMISSIONS, _TRANSACTION), "rows", f"Change a {noun}",
            model=row, audit=f"{noun}.update", limit=_WRITES, audit_is_lost=True,
        )  # fmt: skip
        # Recorded: by the older names `unique()` is an id here, of a row that is called so.
        any_id = required(f"{noun}Id", CustomId() if names is LEGACY else Uid(), python="row_id")
        yield make(
            "PUT", self._row, upserting.upsert_row, (*self._in_table, any_id, _DATA, _PERMISSIONS, _TRANSACTION), "rows",
            f"Change a {noun}, or create it", model=row, audit=f"{noun}.upsert", limit=_WRITES, since="1.7.4", audit_is_lost=True,
        )  # fmt: skip
        yield make(
            "DELETE", self._row, single.delete_row, (*self._in_row, _TRANSACTION), "rows", f"Delete a {noun}", status=204,
            audit=f"{noun}.delete", limit=_DELETES, audit_is_lost=True,
        )  # fmt: skip
        counted = required(names.column, Uid(), python="column")
        step = optional("value", Numeric(), default=1)
        for verb, direction, end in (("increment", 1, "max"), ("decrement", -1, "min")):
            last = nullable(end, Numeric(), python="limit")
            yield make(
                "PATCH", f"{self._row}/{{{names.column}}}/{verb}", counting.count_row,
                (*self._in_row, counted, step, last, _TRANSACTION), "rows", f"Make a number in a {noun} larger or smaller: {verb}",
                model=row, audit=f"{names.rows}.update", limit=_WRITES, since="1.8.0", fixed={"direction": direction},
                audit_under=self._under,
            )  # fmt: skip
        yield self._logs(
            self._row,
            tables.list_row_logs,
            self._in_row,
            "rows",
            f"List nothing: the server keeps no logs of {names.rows}",
        )

    def _of_many_rows(self) -> Iterator[Endpoint]:
        names, make, listed = self._names, self._make, self._list_of_rows
        several = required(names.rows, ArrayList(JsonObject(), 100), python="rows")
        yield make(
            "PATCH", self._rows, bulk.update_rows, (*self._in_table, _DATA, _TEXTS, _TRANSACTION), "rows",
            f"Change the {names.rows} that queries find", model=listed, audit=f"{names.rows}.update", limit=_WRITES, since="1.7.0",
            audit_under=self._under,
        )  # fmt: skip
        yield make(
            "PUT", self._rows, bulk.upsert_rows, (*self._in_table, several, _TRANSACTION), "rows", f"Change or create {names.rows}",
            model=listed, audit=f"{names.row}.create", limit=_WRITES, since="1.7.0", audit_under=self._under,
        )  # fmt: skip
        yield make(
            "DELETE", self._rows, bulk.delete_rows, (*self._in_table, _TEXTS, _TRANSACTION), "rows",
            f"Delete the {names.rows} that queries find", model=listed, audit=f"{names.rows}.delete", limit=_DELETES, since="1.7.0",
            audit_under=self._under,
        )  # fmt: skip

    def _write_one_or_many(self, record: Any, view: View) -> Json:
        return self._models.row(record, view) if isinstance(record, single.Shown) else self._list_of_rows(record, view)


def _release(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


# What lets a caller in, by what a route is about (databases.md §14).
_LEGACY_SCOPES: dict[str, tuple[str, ...]] = {
    "databases": ("databases",), "tables": ("collections",), "columns": ("collections",), "indexes": ("collections",),
    "rows": ("documents",),
}  # fmt: skip
_TABLES_SCOPES: dict[str, tuple[str, ...]] = {
    "databases": ("databases",), "tables": ("tables", "collections"),
    "columns": ("tables", "collections", "columns", "attributes"), "indexes": ("tables", "collections", "indexes"),
    "rows": ("rows", "documents"),
}  # fmt: skip
BY_SERVICE: dict[str, tuple[Endpoint, ...]] = {
    LEGACY.service: tuple(_Service(LEGACY, _LEGACY_SCOPES, None).endpoints()),
    TABLES.service: tuple(_Service(TABLES, _TABLES_SCOPES, "1.8.0").endpoints()),
}
