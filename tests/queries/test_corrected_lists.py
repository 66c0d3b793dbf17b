"""Queries over lists of users (docs/contract/corrections.md, D)."""

from __future__ import annotations

from json import dumps
from typing import Any
from urllib.parse import quote

import pytest

from tests.api.stage import Answer, Stage

INVALID, BROKEN = (400, "general_argument_invalid"), (500, "general_unknown")


def listed(stage: Stage, *queries: dict[str, Any], path: str = "/users") -> Answer:
    texts = "&".join(f"queries[{number}]={quote(dumps(query))}" for number, query in enumerate(queries))
    return stage.by_key("GET", f"{path}?{texts}")


def ids(answer: Answer) -> list[str]:
    return [row["$id"] for row in answer.body["users"]]


def people(**settings: Any) -> Stage:
    stage = Stage(**settings)
    for name, email in (("u1", "u1@example.com"), ("u2", "u2@example.com"), ("u3", None), ("u4", None)):
        stage.by_key("POST", "/users", {"userId": name, "name": name, "email": email})
    return stage


@pytest.mark.parametrize("method", ["equal", "notEqual", "greaterThan", "lessThan"])
def test_23_a_sequence_number_is_an_integer_in_queries(method: str) -> None:
    stage = people()
    assert listed(stage, {"method": method, "attribute": "$sequence", "values": [1]}).status == 200
    assert listed(stage, {"method": method, "attribute": "$sequence", "values": ["1"]}).outcome == INVALID


@pytest.mark.parametrize(("exact", "outcome"), [(True, BROKEN), (False, INVALID)])
@pytest.mark.parametrize("order", ["orderAsc", "orderDesc"])
@pytest.mark.parametrize("cursor", ["cursorAfter", "cursorBefore"])
def test_24_an_order_by_labels_with_a_cursor_breaks_the_server(
    order: str, cursor: str, exact: bool, outcome: tuple[int, str]
) -> None:
    queries = {"method": order, "attribute": "labels"}, {"method": cursor, "values": ["u1"]}
    stage = people(exact=exact)
    assert listed(stage, *queries).outcome == outcome
    assert listed(stage, queries[0]).status == 200


@pytest.mark.parametrize(
    ("order", "cursor", "left"),
    [
        ("orderAsc", "cursorAfter", ["u2"]),
        ("orderDesc", "cursorAfter", []),
        ("orderAsc", "cursorBefore", []),
        ("orderDesc", "cursorBefore", ["u2"]),
    ],
)
def test_25_rows_with_null_are_beyond_no_cursor(order: str, cursor: str, left: list[str]) -> None:
    page = listed(people(), {"method": order, "attribute": "email"}, {"method": cursor, "values": ["u1"]})
    assert ids(page) == left


@pytest.mark.parametrize(
    ("attribute", "values", "found"),
    [("email", ["u1"], []), ("name", ["u1", "u2"], ["u1", "u2"]), ("$id", ["u1", "u2"], ["u1", "u2"])],
)
def test_26_contains_all_of_a_text_is_equal_to_one_of_them(attribute: str, values: list[str], found: list[str]) -> None:
    assert ids(listed(people(), {"method": "containsAll", "attribute": attribute, "values": values})) == found


@pytest.mark.parametrize("method", ["exists", "notExists"])
def test_27_exists_with_a_value_breaks_the_server(method: str) -> None:
    for exact, outcome in ((True, BROKEN), (False, INVALID)):
        query = {"method": method, "attribute": "name", "values": ["u1"]}
        assert listed(people(exact=exact), query).outcome == outcome
    date = {"method": method, "attribute": "$createdAt", "values": ["u1"]}
    assert listed(people(), date).outcome == (400, "general_query_invalid")
    assert listed(people(), {"method": method, "attribute": "name", "values": []}).outcome == INVALID
    assert (
        listed(Stage("1.8.1", exact=True), {"method": method, "attribute": "name", "values": ["u1"]}).outcome == INVALID
    )
