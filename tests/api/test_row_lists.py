"""Lists of rows: filters, order, pages, search, and what of a row is shown (databases.md §10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import Shop, query

REFUSED = (400, "general_query_invalid")


def pets(**table: Any) -> Shop:
    """A table with five rows, some of them with nulls."""
    shop = Shop(**table)
    shop.create("ann", name="Ann", age=3, weight=1.5, tags=["a", "b"], kind="cat", born="2020-01-01")
    shop.create("ben", name="ben", age=2, weight=0, tags=["b"], kind="dog", born="2021-01-01")
    shop.create("eve", name="Änne", age=2, tags=["A"])
    shop.create("nil", age=5)
    shop.create("zoe", name="100% wool_coat", age=9, tags=[])
    return shop


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (query("equal", "name", "ANN"), ["ann"]),
        (query("equal", "name", "Anne"), ["eve"]),
        (query("equal", "age", 2, 9), ["ben", "eve", "zoe"]),
        (query("notEqual", "name", "ann"), ["ben", "eve", "zoe"]),
        (query("between", "age", 3, 5), ["ann", "nil"]),
        (query("isNull", "name"), ["nil"]),
        (query("isNull", "tags"), ["nil"]),
        (query("startsWith", "name", "an"), ["ann", "eve"]),
        (query("contains", "name", "%"), ["zoe"]),
        (query("contains", "name", "\\"), []),
        (query("contains", "tags", "a", "A"), ["ann", "eve"]),
        (query("containsAll", "tags", "a", "b"), ["ann"]),
        (query("notContains", "tags", "b"), ["eve", "zoe"]),
        (query("greaterThan", "born", "2020-06-01"), ["ben"]),
        (query("equal", "weight", 0), ["ben"]),
        (query("equal", "$sequence", "2"), ["ben"]),
        (query("equal", "$sequence", 2), ["ben"]),
        (query("or", "", query("equal", "age", 9), query("equal", "kind", "dog")), ["ben", "zoe"]),
        (query("orderDesc", "age"), ["zoe", "nil", "ann", "ben", "eve"]),
        (query("orderAsc", "name"), ["nil", "zoe", "ann", "eve", "ben"]),
        (query("orderDesc"), ["zoe", "nil", "eve", "ben", "ann"]),
        (query("cursorAfter", "", "eve"), ["nil", "zoe"]),
    ],
    ids=str,
)
def test_a_query_finds_what_the_database_would(wanted: dict[str, Any], ids: list[str]) -> None:
    assert pets().ids(wanted) == ids


@pytest.mark.parametrize(
    "wanted",
    [
        query("equal", "color", "red"), query("equal", "age", "2"), query("equal", "age", 2.0), query("equal", "name", None),
        query("contains", "age", 2), query("equal", "tags", "a"), query("search", "name", "ann"), query("limit", "", 0),
        query("bogus", "age", 2), query("createdBefore", "", "2100-01-01"), query("select", "", "color"), query("select"),
        query("equal", "$permissions", "x"), query("cursorAfter", "", "_x"), query("equal", "name", *map(str, range(501))),
        query("or", "", query("equal", "age", 9)),
    ],
    ids=lambda wanted: str(wanted)[:60],
)  # fmt: skip
def test_a_wrong_query_is_refused_after_the_table_was_found(wanted: dict[str, Any]) -> None:
    shop = pets()
    assert shop.page(wanted).outcome == REFUSED
    shop.path = shop.path.replace("pets", "ghosts")
    assert shop.page(wanted).outcome == (404, "collection_not_found")


def test_an_encrypted_value_is_shown_and_cannot_be_asked_for() -> None:
    shop = Shop({"secret": {"type": "string", "size": 200, "encrypt": True}})
    shop.create("a", secret="x")
    assert shop.page().body["documents"][0]["secret"] == "x"
    assert shop.page(query("equal", "secret", "x")).outcome == REFUSED


def test_a_search_needs_a_full_text_index_on_this_column_alone() -> None:
    searched = pets(indexes=[{"attributes": ["name"], "type": "fulltext"}])
    assert searched.ids(query("search", "name", "wool")) == ["zoe"]
    assert searched.ids(query("search", "name", "woo")) == ["zoe"]
    assert searched.ids(query("notSearch", "name", "wool")) == ["ann", "ben", "eve", "nil"]
    assert (
        pets(indexes=[{"attributes": ["name", "kind"], "type": "fulltext"}])
        .page(query("search", "name", "wool"))
        .outcome
        == REFUSED
    )


def test_a_selection_shows_the_columns_and_what_every_row_has() -> None:
    row = pets().page(query("select", "", "name"), query("limit", "", 1)).body["documents"][0]
    assert [key for key in row if not key.startswith("$")] == ["name"]
    assert row["$id"] == "ann"
    one = pets()
    assert "age" not in one.call("GET", f"{one.path}/ann?queries[0]=" + '{"method":"select","values":["name"]}').body


def test_rows_without_a_value_are_not_beyond_a_cursor_and_have_no_place_as_one() -> None:
    shop = pets()
    assert shop.ids(query("orderDesc", "name"), query("cursorAfter", "", "ben")) == ["eve", "ann", "zoe"]
    assert shop.page(query("orderAsc", "name"), query("cursorAfter", "", "nil")).outcome == (
        400,
        "database_query_order_null",
    )
    assert shop.page(query("cursorAfter", "", "ghost")).outcome == (400, "general_cursor_not_found")


def test_the_total_can_be_left_out_and_a_kept_answer_does_not_change() -> None:
    shop = pets()
    assert shop.page(total="0").body["total"] == 0
    first = shop.page(ttl="60")
    shop.create("new", name="new")
    second = shop.page(ttl="60")
    assert [answer.header("x-appwrite-cache") for answer in (first, second)] == ["miss", "hit"]
    assert second.body["total"] == 5
    shop.stage.project.clock.advance(seconds=61)
    assert shop.page(ttl="60").body["total"] == 6


def test_a_filter_by_an_indexed_or_a_common_column_stays_right_while_rows_change() -> None:
    shop = pets()
    assert shop.ids(query("equal", "kind", "cat")) == ["ann"]
    shop.call("PATCH", f"{shop.path}/ben", {"data": {"kind": "cat"}})
    shop.create("tim", kind="cat")
    shop.call("DELETE", f"{shop.path}/ann")
    assert shop.ids(query("equal", "kind", "cat")) == ["ben", "tim"]
