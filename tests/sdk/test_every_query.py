"""Every helper for queries and operators that the newest Python SDK has: what it finds or does, or how it is refused."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite

Query: Any = pytest.importorskip("appwrite.query", reason="needs the official SDK: pip install appwrite").Query
Operator: Any = pytest.importorskip("appwrite.operator", reason="needs an SDK with operators").Operator
EARLY, LATE = "2020-01-01T00:00:00.000+00:00", "2040-01-01T00:00:00.000+00:00"
COLUMNS: dict[str, Any] = {
    "n": "integer", "text": {"type": "string", "size": 50}, "tags": {"type": "string", "size": 9, "array": True},
    "ok": "boolean", "at": "datetime", "place": "point",
}  # fmt: skip
# What each helper finds of the rows r1, r2 and r3, by the words it is called with.
FOUND: dict[str, tuple[tuple[Any, ...], list[str]]] = {
    "equal": (("n", [1, 2]), ["r1", "r2"]),
    "not_equal": (("n", 1), ["r2"]),
    "less_than": (("n", 2), ["r1"]),
    "less_than_equal": (("n", 2), ["r1", "r2"]),
    "greater_than": (("n", 1), ["r2"]),
    "greater_than_equal": (("n", 1), ["r1", "r2"]),
    "between": (("n", 2, 5), ["r2"]),
    "not_between": (("n", 2, 5), ["r1"]),
    "is_null": (("n",), ["r3"]),
    "is_not_null": (("n",), ["r1", "r2"]),
    "starts_with": (("text", "RED"), ["r1"]),
    "not_starts_with": (("text", "RED"), ["r2"]),
    "ends_with": (("text", "hat"), ["r1"]),
    "not_ends_with": (("text", "hat"), ["r2"]),
    "contains": (("tags", ["a", "c"]), ["r1"]),
    "not_contains": (("tags", ["a"]), ["r2"]),
    "contains_any": (("tags", ["a", "z"]), ["r1", "r2"]),
    "contains_all": (("tags", ["a", "b"]), ["r1"]),
    "search": (("text", "hat"), ["r1"]),
    "not_search": (("text", "hat"), ["r2", "r3"]),
    "and_queries": (([Query.equal("n", [1]), Query.starts_with("text", "red")],), ["r1"]),
    "or_queries": (([Query.equal("n", [1]), Query.is_null("n")],), ["r1", "r3"]),
    "created_after": ((EARLY,), ["r1", "r2", "r3"]),
    "created_before": ((EARLY,), []),
    "created_between": ((EARLY, LATE), ["r1", "r2", "r3"]),
    "updated_after": ((LATE,), []),
    "updated_before": ((LATE,), ["r1", "r2", "r3"]),
    "updated_between": ((EARLY, LATE), ["r1", "r2", "r3"]),
    "order_asc": (("n",), ["r3", "r1", "r2"]),
    "order_desc": (("n",), ["r2", "r1", "r3"]),
    "limit": ((2,), ["r1", "r2"]),
    "offset": ((1,), ["r2", "r3"]),
    "cursor_after": (("r1",), ["r2", "r3"]),
    "cursor_before": (("r2",), ["r1"]),
    "page": ((2, 2), ["r3"]),
    "select": ((["n"],), ["r1", "r2", "r3"]),
}
# What is refused besides queries of shapes: what only other kinds of databases know, or a newer release.
OTHERS: dict[str, Any] = {
    "attribute": "n", "attributes": ["n"], "pattern": "a", "vector": [1, 2], "table": "pets", "left": "n", "right": "n",
    "queries": [Query.equal("n", [1])], "values": [1, 2], "distance": 5,
}  # fmt: skip
# What each operator makes of a value of the row r1.
MADE: dict[str, tuple[str, tuple[Any, ...], Any]] = {
    "increment": ("n", (4,), 5),
    "decrement": ("n", (4,), -3),
    "multiply": ("n", (4,), 4),
    "divide": ("n", (1,), 1),
    "modulo": ("n", (2,), 1),
    "power": ("n", (2,), 1),
    "string_concat": ("text", ("!",), "Red hat!"),
    "string_replace": ("text", ("hat", "cap"), "Red cap"),
    "toggle": ("ok", (), True),
    "array_append": ("tags", (["c"],), ["a", "b", "c"]),
    "array_prepend": ("tags", (["c"],), ["c", "a", "b"]),
    "array_insert": ("tags", (1, "c"), ["a", "c", "b"]),
    "array_remove": ("tags", ("a",), ["b"]),
    "array_unique": ("tags", (), ["a", "b"]),
    "array_intersect": ("tags", (["b", "c"],), ["b"]),
    "array_diff": ("tags", (["b", "c"],), ["a"]),
    "date_add_days": ("at", (1,), "2030-01-02T00:00:00.000+00:00"),
    "date_sub_days": ("at", (1,), "2029-12-31T00:00:00.000+00:00"),
}


def helpers(of: Any) -> dict[str, Callable[..., Any]]:
    """Return the helpers of a class by name."""
    return {name: helper for name, helper in inspect.getmembers(of, inspect.isfunction) if not name.startswith("_")}


@pytest.fixture
def tables(mock_appwrite: MockAppwrite, appwrite_client: Any) -> Any:
    """The service of tables, with a table of three rows."""
    from appwrite.services.tables_db import TablesDB

    given = mock_appwrite.given
    words = {"key": "words", "type": "fulltext", "attributes": ["text"]}
    given.collection("main", "hats", attributes=COLUMNS, indexes=[words])
    at = "2030-01-01T00:00:00.000+00:00"
    given.document("main", "hats", {"n": 1, "text": "Red hat", "tags": ["a", "b"], "at": at}, id="r1")
    given.document("main", "hats", {"n": 2, "text": "Blue cap", "tags": ["z"]}, id="r2")
    given.document("main", "hats", {"ok": True}, id="r3")
    return TablesDB(appwrite_client)


def test_every_query_of_the_sdk_finds_what_the_database_would_or_is_refused(tables: Any) -> None:
    from appwrite.exception import AppwriteException

    known = helpers(Query)
    missing = [name for name in FOUND if name not in known]
    assert missing == []
    for name, helper in known.items():
        words, ids = FOUND.get(name, ((), []))
        if name not in FOUND and name not in ("order_random", "builder", "on"):
            needed = [word for word in inspect.signature(helper).parameters.values() if word.default is word.empty]
            with pytest.raises(AppwriteException) as caught:
                tables.list_rows("main", "hats", [helper(**{word.name: OTHERS[word.name] for word in needed})])
            assert (name, caught.value.type) == (name, "general_query_invalid")
        elif name in FOUND:
            asked = helper(*words)
            found = tables.list_rows("main", "hats", asked if isinstance(asked, list) else [asked])
            assert (name, [row.id for row in found.rows]) == (name, ids)
    assert len(tables.list_rows("main", "hats", [Query.order_random()]).rows) == 3


def test_a_query_of_a_shape_is_refused_as_not_emulated(tables: Any) -> None:
    from appwrite.exception import AppwriteException

    for query in (
        Query.distance_less_than("place", [1, 2], 5),
        Query.crosses("place", [1, 2]),
        Query.equal("place", [[1, 2]]),
    ):
        with pytest.raises(AppwriteException, match="are not emulated by mockwrite"):
            tables.list_rows("main", "hats", [query])


def test_every_operator_of_the_sdk_changes_a_value(tables: Any) -> None:
    from appwrite.operator import Condition

    others: dict[str, tuple[str, tuple[Any, ...], Any]] = {
        "array_filter": ("tags", (Condition.EQUAL, "b"), ["b"]),
        "date_set_now": ("at", (), None),
    }
    for name, helper in helpers(Operator).items():
        column, words, result = {**MADE, **others}[name]
        tables.upsert_row(
            "main", "hats", "r1", {"n": 1, "text": "Red hat", "tags": ["a", "b"], "ok": False, "at": "2030-01-01"}
        )
        changed = tables.update_row("main", "hats", "r1", {column: helper(*words)}).data[column]
        assert result is None or (name, changed) == (name, result)
