"""Ranges and orders of a large table: what an index answers is what looking at every row would give."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.api.tables_project import Shop, query

COLUMNS = {"name": {"type": "string", "size": 20}, "age": "integer", "at": "datetime", "ok": "boolean"}
NAMES = ("ann", "Ben", "änne", "Zoe", "", None)
COUNT = 700


def large() -> tuple[Shop, list[dict[str, Any]]]:
    """A table of so many rows that it keeps them in order, some changed and deleted after that; and the rows as they are."""
    shop, random = Shop(COLUMNS), Random(3)
    rows: dict[str, dict[str, Any]] = {}
    shop.call("POST", shop.path, {"documents": [{"$id": "first", "name": "ann"}]})
    rows["first"] = {"name": "ann"}
    for start in range(0, COUNT, 100):
        several = [{"$id": f"r{start + at}", **made(random)} for at in range(100)]
        assert shop.call("POST", shop.path, {"documents": several}).status == 201
        rows |= {row["$id"]: row for row in several}
        # From now on there are indexes to keep.
        shop.ids(query("greaterThan", "age", 45), query("orderAsc", "name"))
    for id in random.sample(sorted(rows), 60):
        change = made(random)
        assert shop.call("PATCH", f"{shop.path}/{id}", {"data": change}).status == 200
        rows[id] |= change
    for id in random.sample(sorted(rows), 60):
        shop.call("DELETE", f"{shop.path}/{id}")
        del rows[id]
    return shop, [{"id": id, **row} for id, row in rows.items()]


def made(random: Random) -> dict[str, Any]:
    """Make the data of a row."""
    day = random.randrange(1, 28)
    return {
        "name": random.choice(NAMES),
        "age": random.choice([*range(50), None]),
        "ok": random.random() < 0.5,
        "at": f"2030-01-{day:02}T00:00:00.000+00:00",
    }


SHOP, ROWS = large()
FOLDED = {"ann": "ANN", "Ben": "BEN", "änne": "ANNE", "Zoe": "ZOE", "": ""}


@pytest.mark.parametrize(("low", "high"), [(3, 5), (47, 60), (-5, 0), (10, 9)])
def test_a_range_holds_the_rows_in_it_in_the_order_in_which_they_were_made(low: int, high: int) -> None:
    wanted = [row["id"] for row in ROWS if row.get("age") is not None and low <= row["age"] <= high]
    everything = query("limit", "", 1000)
    assert SHOP.ids(query("between", "age", low, high), everything) == wanted
    both = query("greaterThanEqual", "age", low), query("lessThan", "age", high + 1)
    assert SHOP.ids(*both, everything) == wanted
    with_another = [row["id"] for row in ROWS if row["id"] in wanted and row.get("ok")]
    assert SHOP.ids(*both, query("equal", "ok", True), everything) == with_another


@pytest.mark.parametrize("descending", [False, True])
def test_a_list_in_order_has_null_as_the_least_and_equal_rows_as_they_were_made(descending: bool) -> None:
    ranked = sorted(
        ROWS, key=lambda row: (row.get("name") is not None, FOLDED.get(row.get("name") or "", "")), reverse=descending
    )
    method = "orderDesc" if descending else "orderAsc"
    assert SHOP.ids(query(method, "name"), query("limit", "", 1000)) == [row["id"] for row in ranked]
    page = SHOP.page(
        query(method, "name"), query("limit", "", 20), query("offset", "", 100), query("equal", "ok", True)
    )
    chosen = [row["id"] for row in ranked if row.get("ok")]
    assert [row["$id"] for row in page.body["documents"]] == chosen[100:120]
    assert page.body["total"] == len(chosen)


def test_a_column_that_takes_the_place_of_a_deleted_one_is_kept_in_its_own_order() -> None:
    shop, _ = large()
    attributes = "/databases/main/collections/pets/attributes"
    shop.ids(query("orderAsc", "age"))
    assert shop.call("DELETE", f"{attributes}/age").status == 204
    assert shop.call("POST", f"{attributes}/string", {"key": "age", "size": 9, "required": False}).status == 202
    for id, text in (("late", "b"), ("early", "A")):
        shop.create(id, age=text)
    assert shop.ids(query("greaterThan", "age", ""), query("orderAsc", "age")) == ["early", "late"]
