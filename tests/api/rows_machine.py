"""A state machine for rows: they are made, changed, counted, listed and deleted, one by one and many at once, by several callers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from mockwrite.moments import format_time
from mockwrite.seed import export, load
from mockwrite.state.snapshot import Snapshot
from tests.api import tables_model as model
from tests.api.stage import PROJECT, Answer
from tests.api.tables_machine import NAMES, TablesMachine, maybe, permissions, services, table_ids
from tests.api.tables_model import KEY, Judge, Refused, Row, Table
from tests.api.tables_queries import Query, arranged, ask, filters, found, orders
from tests.api.tables_values import KINDS


class Where(NamedTuple):
    """Who calls which service about which table."""

    caller: str
    service: str
    table_id: str

    @property
    def words(self) -> Mapping[str, str]:
        """What the service calls things."""
        return NAMES[self.service]

    @property
    def path(self) -> str:
        """The path of the rows."""
        return f"/{self.service}/main/{self.words['table']}s/{self.table_id}/{self.words['row']}s"


CALLERS = (KEY, KEY, KEY, "ada", "bob", "guest")
places = st.builds(Where, st.sampled_from(CALLERS), services, table_ids)
keys = st.builds(Where, st.just(KEY), services, table_ids)
ids = st.sampled_from(("r1", "r2", "r3", "R1", "r4"))
# No id in two letter cases: nobody has seen what becomes of that in one call.
several_ids = st.lists(st.sampled_from(("r1", "r2", "r4", "r5")), min_size=1, max_size=3)
steps = st.tuples(st.sampled_from((0, 1, 2, -1, -3)), st.none() | st.integers(-2, 12))
ALL = json.dumps(ask("limit", "", 1000))
Predict = Callable[[Table], Any]


class RowsMachine(TablesMachine):
    """The machine of tables, with their rows."""

    @initialize(data=st.data(), service=services, granted=permissions, security=st.booleans())
    def first_table(self, data: st.DataObject, service: str, granted: list[str], security: bool) -> None:
        """Let there be a table with some columns and rows."""
        self.create_table("pets", service, [*granted, 'create("users")'], security)
        others = st.lists(st.sampled_from(sorted(KINDS.keys() - {"text"})), min_size=2, max_size=5, unique=True)
        kinds = data.draw(st.permutations(["text", *data.draw(others)]))
        for kind in kinds:
            self.create_column("pets", service, (kind, kind == kinds[0], data.draw(st.booleans())))
        if data.draw(st.booleans()):
            self.create_index("pets", service, "i1", "unique", ["text"])
        for id in ("r1", "r2", "r3"):
            caller = data.draw(st.sampled_from((KEY, "ada", "bob")))
            self.create_row(data, Where(caller, service, "pets"), id, False)

    # Calling ----------------------------------------------------------------------------------------------------------

    def on_rows(self, at: Where, call: tuple[str, str, Any], predict: Predict) -> tuple[Answer, Any]:
        """Call a route of rows, of which `call` is the method, the path behind the table, and the body."""
        method, below, body = call
        answer = self.call(at.caller, method, f"{at.path}{below}", body)
        name = f"{at.caller} {method} {at.path}{below} {body}"
        return answer, self.judge(name, answer, lambda: predict(self.find(at.table_id, at.caller)), at.service)

    def check_row(self, shown: Mapping[str, Any], at: Where, row: Row, **other: Any) -> None:
        """Compare a row of an answer with the model."""
        wanted = {
            **self.tables[at.table_id].shown(row), "$id": row.id, "$sequence": str(row.number),
            "$createdAt": format_time(row.created), "$updatedAt": format_time(row.updated), "$permissions": row.permissions,
            "$databaseId": "main", f"${at.words['table']}Id": at.table_id, **other,
        }  # fmt: skip
        assert json.dumps(wanted, sort_keys=True) == json.dumps(shown, sort_keys=True)

    def check_list(self, answer: Answer, rows: Sequence[Row] | None, at: Where, total: int | None = None) -> None:
        """Compare a list of rows with the model; `None` when the call was refused."""
        if rows is None:
            return
        shown = answer.body[f"{at.words['row']}s"]
        assert [row["$id"] for row in shown] == [row.id for row in rows]
        assert answer.body["total"] == (len(rows) if total is None else total)
        for one, row in zip(shown, rows, strict=True):
            self.check_row(one, at, row)

    def data(self, drawn: st.DataObject, table_id: str, *, careless: bool, whole: bool) -> dict[str, Any]:
        """Draw data for a row: `whole` with all that is required, `careless` with whatever comes."""
        data: dict[str, Any] = {}
        for column in drawn.draw(st.permutations(self.tables.get(table_id, Table([], False)).columns)):
            kind = KINDS[column.kind]
            if not (whole and column.required and not careless) and drawn.draw(st.booleans()):
                continue
            values = [sent for sent, _ in kind.takes]
            data[column.key] = drawn.draw(st.sampled_from([*values, *kind.refuses, None] if careless else values))
        if careless and drawn.draw(maybe):
            data["unknown"] = drawn.draw(st.sampled_from([1, None]))
        return data

    # One row ----------------------------------------------------------------------------------------------------------

    @rule(data=st.data(), at=places, id=ids, careless=maybe)
    def create_row(self, data: st.DataObject, at: Where, id: str, careless: bool) -> None:
        """Create a row."""
        sent = self.data(data, at.table_id, careless=careless, whole=True)
        granted = data.draw(st.none() | permissions)

        def predict(table: Table) -> Row:
            return model.create(Judge(table, at.caller), self.now, id, sent, granted)

        body = {f"{at.words['row']}Id": id, "data": sent, "permissions": granted}
        if not sent:
            answer = self.call(at.caller, "POST", at.path, body)
            assert answer.outcome == (400, f"{at.words['row']}_missing_data")
            return
        answer, row = self.on_rows(at, ("POST", "", body), predict)
        if row is not None:
            assert answer.status == 201
            self.check_row(answer.body, at, row)

    @rule(data=st.data(), at=places, id=ids, careless=maybe, method=st.sampled_from(("PATCH", "PUT")))
    def change_row(self, data: st.DataObject, at: Where, id: str, careless: bool, method: str) -> None:
        """Update or upsert a row, at times with what it shows already."""
        sent = self.data(data, at.table_id, careless=careless, whole=method == "PUT")
        table = self.tables.get(at.table_id)
        known = None if table is None else table.row(id)
        if table is not None and known is not None and data.draw(maybe):
            sent = table.shown(known)
        granted = data.draw(st.none() | permissions)
        body = {"data": sent, "permissions": granted}
        if not sent and granted is None:
            answer = self.call(at.caller, method, f"{at.path}/{id}", body)
            assert answer.outcome == (400, f"{at.words['row']}_missing_payload")
            return

        def predict(table: Table) -> tuple[Row | None]:
            act = model.update if method == "PATCH" else model.upsert
            return (act(Judge(table, at.caller), self.now, id, sent, granted),)

        answer, row = self.on_rows(at, (method, f"/{id}", body), predict)
        if row is not None and row[0] is not None:
            assert answer.status == 200
            self.check_row(answer.body, at, row[0])
        elif row is not None:
            assert answer.body["$sequence"] == ""

    # Hypothesis chooses among rules evenly; this one is to come more often than those that change tables.
    @rule(data=st.data(), at=places, id=ids, careless=maybe, method=st.sampled_from(("PATCH", "PUT")))
    def change_another_row(self, data: st.DataObject, at: Where, id: str, careless: bool, method: str) -> None:
        """Do so once more."""
        self.change_row(data, at, id, careless, method)

    @rule(at=places, id=ids)
    def get_row(self, at: Where, id: str) -> None:
        """Read a row."""

        def predict(table: Table) -> Row:
            row = model.find(table, id)
            if not Judge(table, at.caller).may("read", row):
                raise Refused(404, "{row}_not_found")
            return row

        answer, row = self.on_rows(at, ("GET", f"/{id}", None), predict)
        if row is not None:
            self.check_row(answer.body, at, row)

    @rule(at=places, id=ids)
    def delete_row(self, at: Where, id: str) -> None:
        """Delete a row."""

        def predict(table: Table) -> Table:
            Judge(table, at.caller).check("delete", model.find(table, id))
            return table

        _, table = self.on_rows(at, ("DELETE", f"/{id}", None), predict)
        if table is not None:
            table.rows.remove(table.row(id))

    @rule(at=places, id=ids, key=st.sampled_from(("number", "number", "ratio", "long", "text", "numbers")), step=steps)
    def count_row(self, at: Where, id: str, key: str, step: tuple[int, int | None]) -> None:
        """Count a number up or down."""
        by, limit = step
        verb, end = ("decrement", "min") if by < 0 else ("increment", "max")

        def predict(table: Table) -> tuple[Row, Any, int]:
            before = table.row(id)
            time = 0 if before is None else before.updated
            return *model.count(Judge(table, at.caller), self.now, id, key, step), time

        body = {"value": abs(by), end: limit}
        answer, counted = self.on_rows(at, ("PATCH", f"/{id}/{key}/{verb}", body), predict)
        if counted is not None:
            row, result, before = counted
            self.check_row(answer.body, at, row, **{key: result, "$updatedAt": format_time(before)})

    # Lists --------------------------------------------------------------------------------------------------------------

    @rule(data=st.data(), at=places)
    def list_rows(self, data: st.DataObject, at: Where) -> None:
        """List rows by queries of every kind."""
        table = self.tables.get(at.table_id, Table([], False))
        asked: list[Query] = data.draw(st.lists(filters(table), max_size=2))
        wanted: list[Query] = data.draw(orders(table))
        cursor, before = data.draw(st.none() | ids), data.draw(st.booleans())
        limit, skip = data.draw(st.integers(1, 4)), data.draw(st.integers(0, 1))
        queries = [*asked, *wanted, ask("limit", "", limit), ask("offset", "", skip)]
        if cursor is not None:
            queries.append(ask("cursorBefore" if before else "cursorAfter", "", cursor))

        def predict(table: Table) -> tuple[int, list[Row]]:
            tests = [found(table, query) for query in asked]
            judge = Judge(table, at.caller)
            if not table.security and not judge.may("read"):
                raise Refused(401, "user_unauthorized")
            passing = [row for row in table.rows if judge.may("read", row) and all(test(row) for test in tests)]
            beyond = arranged(table, table.rows, wanted, cursor, before=before)
            rows = [row for row in beyond if row in passing]
            if cursor is not None and before:
                end = max(0, len(rows) - skip)
                return len(passing), rows[max(0, end - limit) : end]
            return len(passing), rows[skip : skip + limit]

        params = urlencode([(f"queries[{number}]", json.dumps(query)) for number, query in enumerate(queries)])
        answer, listed = self.on_rows(at, ("GET", f"?{params}", None), predict)
        if listed is not None:
            self.check_list(answer, listed[1], at, total=listed[0])

    # As above: there is much to ask.
    @rule(data=st.data(), at=keys)
    def list_more_rows(self, data: st.DataObject, at: Where) -> None:
        """Do so once more."""
        self.list_rows(data, at)

    # Many rows ----------------------------------------------------------------------------------------------------------

    def many(self, data: st.DataObject, at: Where, row_ids: Iterable[str], *, careless: bool) -> tuple[Any, Any]:
        """Draw data for several rows; return it by id, and the body of a call that has it."""
        given = [(id, self.data(data, at.table_id, careless=careless, whole=True)) for id in row_ids]
        return given, {f"{at.words['row']}s": [{"$id": id, **values} for id, values in given]}

    @rule(data=st.data(), at=places, careless=maybe)
    def create_rows(self, data: st.DataObject, at: Where, careless: bool) -> None:
        """Create several rows, all or none."""
        given, body = self.many(data, at, data.draw(st.lists(ids, min_size=1, max_size=3)), careless=careless)
        if at.caller != KEY:
            assert self.call(at.caller, "POST", at.path, body).outcome == (401, "general_unauthorized_scope")
            return
        answer, made = self.on_rows(at, ("POST", "", body), lambda table: model.create_many(table, self.now, given))
        self.check_list(answer, made, at)

    @rule(data=st.data(), at=keys, row_ids=several_ids, careless=maybe)
    def upsert_rows(self, data: st.DataObject, at: Where, row_ids: list[str], careless: bool) -> None:
        """Change or create several rows, all or none."""
        given, body = self.many(data, at, row_ids, careless=careless)
        answer, rows = self.on_rows(at, ("PUT", "", body), lambda table: model.upsert_many(table, self.now, given))
        self.check_list(answer, rows, at)

    @rule(data=st.data(), at=keys, careless=maybe)
    def change_rows(self, data: st.DataObject, at: Where, careless: bool) -> None:
        """Change the rows that a filter finds."""
        asked = data.draw(filters(self.tables.get(at.table_id, Table([], False))))
        sent = self.data(data, at.table_id, careless=careless, whole=False)

        def predict(table: Table) -> list[Row]:
            return model.change_many(table, self.now, found(table, asked), sent)

        if sent:
            body = {"queries": [json.dumps(asked)], "data": sent}
            answer, rows = self.on_rows(at, ("PATCH", "", body), predict)
            self.check_list(answer, rows, at)

    @rule(data=st.data(), at=keys, seldom=maybe)
    def delete_rows(self, data: st.DataObject, at: Where, seldom: bool) -> None:
        """Delete the rows that a filter finds."""
        asked = data.draw(filters(self.tables.get(at.table_id, Table([], False))))

        def predict(table: Table) -> list[Row]:
            test = found(table, asked)
            rows = [row for row in table.rows if test(row)]
            table.rows = [row for row in table.rows if row not in rows]
            return rows

        if seldom:
            answer, rows = self.on_rows(at, ("DELETE", "", {"queries": [json.dumps(asked)]}), predict)
            self.check_list(answer, rows, at)

    # Time, and being saved ----------------------------------------------------------------------------------------------

    @rule(seconds=st.integers(1, 5))
    def let_time_pass(self, seconds: int) -> None:
        """Move the project's clock."""
        self.stage.project.clock.advance(seconds=seconds)

    @rule(seldom=maybe)
    def save_and_load(self, seldom: bool) -> None:
        """Write the project down and go on with what is read from that."""
        if not seldom:
            return
        stage = self.stage
        document = json.loads(json.dumps(export(stage.project)))
        again = stage.instance.prepare_project(PROJECT, name=stage.project.name, settings=stage.project.settings)
        load(again, document)
        stage.instance.install(again)
        stage.project = again
        assert json.loads(json.dumps(export(again))) == document

    @rule(data=st.data(), at=keys)
    def go_back(self, data: st.DataObject, at: Where) -> None:
        """Do much to a table and undo it."""
        with Snapshot(self.stage.project):
            body = {f"{at.words['row']}Id": "more", "data": self.data(data, at.table_id, careless=False, whole=True)}
            self.call(KEY, "POST", at.path, body)
            self.call(KEY, "PATCH", at.path, {"data": {"text": "Bo"}})
            self.call(KEY, "DELETE", f"{at.path}/r1")
            self.call(KEY, "DELETE", f"{self.parts(at.service, at.table_id, 'column')}/number")
            self.call(KEY, "DELETE", f"{self.parts(at.service, at.table_id, 'index')}/i1")

    @invariant()
    def rows_are_as_the_model_says(self) -> None:
        """Every table holds the rows of the model."""
        for table_id, table in self.tables.items():
            at = Where(KEY, "tablesdb", table_id)
            self.check_list(self.call(KEY, "GET", f"{at.path}?queries[0]={ALL}"), table.rows, at)
