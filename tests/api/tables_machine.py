"""A state machine for tables: they are made and changed by both services, and compared with a simple model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.api import tables_model as model
from tests.api.stage import Answer, Stage
from tests.api.tables_model import KEY, Column, Refused, Table
from tests.api.tables_values import KINDS, weight

START = "2030-01-01T00:00:00+00:00"
NAMES: dict[str, dict[str, str]] = {
    "databases": {"table": "collection", "column": "attribute", "row": "document", "index": "index"},
    "tablesdb": {"table": "table", "column": "column", "row": "row", "index": "column_index"},
}
services = st.sampled_from(list(NAMES))
table_ids = st.sampled_from((*["pets"] * 12, "shops", "gone"))
permissions = st.lists(
    st.sampled_from(
        (
            'read("any")',
            'read("user:ada")',
            'update("users")',
            'write("user:ada")',
            'delete("user:bob")',
            'update("guests")',
        )
    ),
    max_size=3,
)
new_columns = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.tuples(st.just(kind), st.booleans(), st.booleans())
)
maybe = st.sampled_from((False, False, False, True))
mostly = maybe.map(lambda seldom: not seldom)


class TablesMachine(RuleBasedStateMachine):
    """A database with two tables that are made, changed, filled and asked, and a model of what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.stage = Stage(frozen_time=START)
        self.sessions = {name: self.stage.user(name) for name in ("ada", "bob")}
        self.stage.by_key("POST", "/databases", {"databaseId": "main", "name": "Main"})
        self.enabled = True
        self.tables: dict[str, Table] = {}

    # Calling ----------------------------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """The time of the project."""
        return self.stage.project.clock.ms

    def call(self, caller: str, method: str, path: str, body: object = None) -> Answer:
        """Call as somebody."""
        if caller == KEY:
            return self.stage.by_key(method, path, body)
        session = self.sessions.get(caller)
        return self.stage.call(method, path, body, **({} if session is None else {"X_Appwrite_Session": session}))

    def judge(self, name: str, answer: Answer, predict: Callable[[], Any], service: str) -> Any:
        """Compare an answer with what the model says; return the prediction, or None where the call was refused."""
        try:
            predicted = predict()
        except Refused as refused:
            wanted = (refused.status, refused.type.format(**NAMES[service]))
            assert answer.outcome == wanted, f"{name}: {wanted} expected, got {answer}"
            assert refused.named is None or f'"{refused.named}"' in answer.body["message"], answer.body
            return None
        assert answer.status < 300, f"{name}: {answer}"
        return predicted

    def find(self, table_id: str, caller: str = KEY) -> Table:
        """Return a table of the model as somebody sees it."""
        if not self.enabled and caller != KEY:
            raise Refused(404, "database_not_found")
        table = self.tables.get(table_id)
        if table is None or not (table.enabled or caller == KEY):
            raise Refused(404, "{table}_not_found")
        return table

    # What a table is ---

    @rule(table_id=table_ids, service=services, granted=permissions, security=st.booleans())
    def create_table(self, table_id: str, service: str, granted: list[str], security: bool) -> None:
        """Create a table."""
        words = NAMES[service]
        body = {
            f"{words['table']}Id": table_id, "name": table_id, "permissions": granted, f"{words['row']}Security": security,
        }  # fmt: skip

        def predict() -> Table:
            if table_id in self.tables:
                raise Refused(409, "{table}_already_exists")
            return Table(model.expand(granted, ("read", "create", "update", "delete")), security)

        if table_id != "gone":
            answer = self.call(KEY, "POST", f"/{service}/main/{words['table']}s", body)
            made = self.judge(f"create {table_id}", answer, predict, service)
            if made is not None:
                self.tables[table_id] = made
                assert answer.body["$permissions"] == made.permissions

    @rule(table_id=table_ids, service=services, granted=st.none() | permissions, security=maybe, enabled=mostly)
    def change_table(
        self, table_id: str, service: str, granted: list[str] | None, security: bool, enabled: bool
    ) -> None:
        """Change the options of a table."""
        words = NAMES[service]
        body = {"name": "x", "permissions": granted, f"{words['row']}Security": security, "enabled": enabled}
        answer = self.call(KEY, "PUT", f"/{service}/main/{words['table']}s/{table_id}", body)
        table = self.judge(f"change {table_id} {body}", answer, lambda: self.find(table_id), service)
        if table is not None:
            table.security, table.enabled = security, enabled
            if granted is not None:
                table.permissions = model.expand(granted, ("read", "create", "update", "delete"))
            assert answer.body["$permissions"] == table.permissions

    @precondition(lambda self: len(self.tables) > 1)
    @rule(service=services)
    def delete_table(self, service: str) -> None:
        """Delete the second table."""
        assert self.call(KEY, "DELETE", f"/{service}/main/{NAMES[service]['table']}s/shops").status == 204
        del self.tables["shops"]

    @rule(enabled=mostly, service=services)
    def switch_database(self, enabled: bool, service: str) -> None:
        """Enable or disable the database."""
        assert self.call(KEY, "PUT", f"/{service}/main", {"name": "Main", "enabled": enabled}).status == 200
        self.enabled = enabled

    @rule(table_id=table_ids, service=services, drawn=new_columns)
    def create_column(self, table_id: str, service: str, drawn: tuple[str, bool, bool]) -> None:
        """Add a column; it bears the name of its kind."""
        kind, required, has_default = drawn
        row = KINDS[kind]
        default = row.default if has_default else None
        body = {"key": kind, "required": required, **row.options, "default": default}
        if row.array:
            body["array"] = True

        def predict() -> Column:
            table = self.find(table_id)
            if default is not None and required:
                raise Refused(400, "{column}_default_unsupported")
            if table.column(kind) is not None:
                raise Refused(409, "{column}_already_exists")
            return Column(kind, kind, required, default)

        path = self.parts(service, table_id, "column")
        answer = self.call(KEY, "POST", f"{path}/{row.route}", body)
        column = self.judge(f"create {kind} {body}", answer, predict, service)
        if column is not None:
            self.tables[table_id].columns.append(column)

    def parts(self, service: str, table_id: str, part: str) -> str:
        """Return the path of the columns or indexes of a table."""
        words = NAMES[service]
        part = "indexes" if part == "index" else f"{words[part]}s"
        return f"/{service}/main/{words['table']}s/{table_id}/{part}"

    @rule(table_id=table_ids, service=services, kind=st.sampled_from(sorted(KINDS)), seldom=maybe)
    def delete_column(self, table_id: str, service: str, kind: str, seldom: bool) -> None:
        """Delete a column; indexes lose it."""
        table = self.tables.get(table_id)
        if not seldom or (table is not None and any(kind in keys for _, keys in table.indexes.values())):
            return
        answer = self.call(KEY, "DELETE", f"{self.parts(service, table_id, 'column')}/{kind}")
        found_table = self.judge(f"delete {kind}", answer, lambda: self.with_column(table_id, kind), service)
        if found_table is not None:
            found_table.columns = [column for column in found_table.columns if column.key != kind]
            for row in found_table.rows:
                row.data.pop(kind, None)

    def with_column(self, table_id: str, key: str) -> Table:
        """Return a table that has a column."""
        table = self.find(table_id)
        if table.column(key) is None:
            raise Refused(404, "{column}_not_found")
        return table

    @rule(
        table_id=table_ids,
        service=services,
        kind=st.sampled_from(("text", "number", "ratio", "tags", "day")),
        required=st.booleans(),
    )
    def change_column(self, table_id: str, service: str, kind: str, required: bool) -> None:
        """Make a column required, or not required; its default goes."""
        path = f"{self.parts(service, table_id, 'column')}/{KINDS[kind].route}/{kind}"
        answer = self.call(KEY, "PATCH", path, {"required": required, "default": None})
        table = self.judge(f"change {kind}", answer, lambda: self.with_column(table_id, kind), service)
        if table is not None:
            table.columns = [
                column._replace(required=required, default=None) if column.key == kind else column
                for column in table.columns
            ]

    @rule(
        table_id=table_ids,
        service=services,
        key=st.sampled_from(("i1", "i2")),
        type=st.sampled_from(("key", "unique", "unique")),
        keys=st.lists(
            st.sampled_from(("text", "number", "done", "tags", "nowhere")), min_size=1, max_size=2, unique=True
        ),
    )
    def create_index(self, table_id: str, service: str, key: str, type: str, keys: list[str]) -> None:
        """Add an index."""

        def predict() -> Table:
            table = self.find(table_id)
            for name in keys:
                column = table.column(name)
                if column is None:
                    raise Refused(400, "{column}_unknown")
                if column.is_array:
                    raise Refused(400, "index_invalid")
            if key in table.indexes:
                raise Refused(409, "{index}_already_exists")
            return table

        path = self.parts(service, table_id, "index")
        body = {"key": key, "type": type, f"{NAMES[service]['column']}s": keys}
        table = self.judge(f"index {body}", self.call(KEY, "POST", path, body), predict, service)
        if table is not None:
            values = [[row.data.get(name) for name in keys] for row in table.rows]
            whole = [str([weight(value) for value in some]) for some in values if None not in some]
            # By reading: the server's background work fails where rows contradict the index.
            failed = type == "unique" and len(set(whole)) < len(whole)
            table.indexes[key] = ("failed" if failed else type, keys)

    @rule(table_id=table_ids, service=services, key=st.sampled_from(("i1", "i2")))
    def delete_index(self, table_id: str, service: str, key: str) -> None:
        """Delete an index."""

        def predict() -> Table:
            table = self.find(table_id)
            if key not in table.indexes:
                raise Refused(404, "{index}_not_found")
            return table

        answer = self.call(KEY, "DELETE", f"{self.parts(service, table_id, 'index')}/{key}")
        table = self.judge(f"delete {key}", answer, predict, service)
        if table is not None:
            del table.indexes[key]

    @invariant()
    def tables_are_as_the_model_says(self) -> None:
        """Every table shows the columns and indexes of the model."""
        for table_id, table in self.tables.items():
            listed = self.call(KEY, "GET", f"/tablesdb/main/tables/{table_id}").body
            columns = [(column["key"], column["required"], column["default"]) for column in listed["columns"]]
            assert columns == [(column.key, column.required, column.default) for column in table.columns]
            indexes = {index["key"]: index["columns"] for index in listed["indexes"]}
            assert indexes == {key: keys for key, (_, keys) in table.indexes.items()}
