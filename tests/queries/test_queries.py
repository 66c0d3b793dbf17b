"""How the texts in `queries` are read, and which are refused (contract: queries.md §1 to §4 and §6)."""

import json
from typing import Any

import pytest

from mockwrite import queries
from mockwrite.queries.kinds import ListKind
from mockwrite.queries.parsing import Query, QueryInvalid, parse
from mockwrite.queries.selecting import select
from mockwrite.records import Message
from mockwrite.releases import RELEASES, Rules, parse_version, rules_for
from mockwrite.state.collection import Collection
from tests.queries.listing import LATEST, at, text


def page(*values: str, kind: ListKind = queries.MESSAGES, rules: Rules = LATEST) -> Query:
    return parse(values, kind, rules)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ('{"method":"limit","values":[1]}', 1),
        (' {"method":"limit","values":[1]} ', 1),
        ('{"method":"limit","values":["2"]}', 2),
        ('{"method":"limit","values":[1,2]}', 1),
        ('{"method":"limit","values":[100000]}', 100000),
        ('{"method":"limit","values":{"a":3}}', 3),
        ('{"method":"limit","values":[1],"extra":1}', 1),
        ('{"method":"limit","attribute":null,"values":[1]}', 1),
    ],
)
def test_a_limit_is_any_whole_number_from_one_on(query: str, limit: int) -> None:
    assert page(query).limit == limit


@pytest.mark.parametrize(
    "query",
    [
        pytest.param("", id="empty"),
        "x",
        "{}",
        "[]",
        "null",
        '"a"',
        "1",
        "limit(1)",
        'equal("name",["x"])',
        '{"method":"limit","values":[1]',
        '{"method":"limit","values":1}',
        '{"method":1}',
        '{"attribute":"status"}',
        '{"method":"LIMIT","values":[1]}',
        '{"method":"equal","attribute":["a"],"values":["x"]}',
        '{"method":"limit","attribute":false,"values":[1]}',
        '{"method":"limit","attribute":0,"values":[1]}',
        '{"method":"orderAsc","attribute":[]}',
        '{"method":"equal","attribute":"status","values":[NaN]}',
        '{"method":"equal","attribute":"\\ud800","values":["x"]}',
        pytest.param("[" * 100_000, id="a very deep list"),
        text("limit", None, 0),
        text("limit", None, -1),
        text("limit", None, "x"),
        text("limit", None, 1.5),
        text("limit", None, True),
        text("limit", None, 1 << 63),
        text("limit"),
        text("offset", None, -1),
        text("offset", None, "x"),
        text("offset"),
        text("cursorAfter", None, ""),
        text("cursorAfter", None, 1),
        text("cursorAfter", None, "_x"),
        text("cursorAfter", None, None),
        text("cursorBefore"),
        text("orderDesc", "bogus"),
        text("equal", "bogus", "x"),
        text("equal", "description", "x"),
        text("equal", "", "x"),
        text("equal", None, "x"),
        text("equal", "status"),
        text("equal", "status", None),
        text("equal", "status", 1),
        text("equal", "deliveredTotal", "1"),
        text("equal", "deliveredTotal", 1.5),
        text("equal", "deliveredTotal", True),
        text("equal", "$sequence", "1"),
        text("equal", "$sequence", "0"),
        text("equal", "$sequence", "x"),
        text("notEqual", "status", "a", "b"),
        text("between", "$createdAt", "2020-01-01"),
        text("lessThan", "$createdAt", "x"),
        text("contains", "deliveredTotal", 1),
        text("contains", "$createdAt", "2020-01-01"),
        text("select", None, "$id"),
        text("createdAfter", None, "2020-01-01"),
        text("distanceEqual", "$id", [1, 2], 3),
        text("or", None, {"method": "equal", "attribute": "$id", "values": ["a"]}),
        text("or", None, {"method": "limit", "values": [1]}, {"method": "limit", "values": [1]}),
        text("and", None, "a", "b"),
        text("equal", "$id", *["a"] * 501),
    ],
)
def test_a_bad_query_is_refused_with_a_reason(query: str) -> None:
    with pytest.raises(QueryInvalid) as caught:
        page(query)

    assert caught.value.reason.startswith("Invalid query")


def test_an_element_that_is_no_text_is_refused() -> None:
    with pytest.raises(QueryInvalid):
        parse([{"method": "limit", "values": [1]}], queries.MESSAGES, LATEST)


def test_groups_nest_as_deep_as_json_may() -> None:
    def nested(depth: int) -> dict[str, Any]:
        leaf = {"method": "equal", "attribute": "status", "values": ["sent"]}
        return leaf if depth == 0 else {"method": "or", "values": [nested(depth - 1), leaf]}

    deepest = page(json.dumps(nested(255)))
    assert select(Collection[Message](), deepest, queries.MESSAGES, LATEST) == (0, [])
    with pytest.raises(QueryInvalid):
        page(json.dumps(nested(256)))


@pytest.mark.parametrize(
    ("query", "since"),
    [
        (text("notContains", "$id", "x"), "1.8.0"),
        (text("notStartsWith", "$id", "x"), "1.8.0"),
        (text("notBetween", "deliveredTotal", 1, 2), "1.8.0"),
        (text("orderRandom"), "1.8.0"),
        (text("containsAny", "$id", "x"), "1.9.0"),
        (text("containsAll", "$id", "x"), "1.9.0"),
        (text("orderAsc", "$sequence"), "1.7.0"),
        (text("equal", "$id", *["a"] * 101), "1.6.1"),
    ],
)
def test_a_newer_query_is_refused_by_an_older_release(query: str, since: str) -> None:
    first = parse_version(since)
    for release in RELEASES:
        if release >= first:
            page(query, rules=rules_for(release))
        else:
            with pytest.raises(QueryInvalid):
                page(query, rules=rules_for(release))


def test_internal_id_orders_in_1_6_only_and_never_filters() -> None:
    assert page(text("orderAsc", "$internalId"), rules=at("1.6.2")).orders
    for rules, query in (
        (at("1.6.2"), text("equal", "$internalId", "1")),
        (at("1.5.11"), text("orderAsc", "$internalId")),
        (LATEST, text("orderAsc", "$internalId")),
    ):
        with pytest.raises(QueryInvalid):
            page(query, rules=rules)


def test_of_repeated_limits_offsets_and_cursors_the_first_counts() -> None:
    query = page(
        text("limit", None, 1),
        text("limit", None, 2),
        text("offset", None, 3),
        text("offset", None, 4),
        text("cursorBefore", None, "a"),
        text("cursorAfter", None, "b"),
    )

    assert (query.limit, query.offset, query.cursor, query.cursor_before) == (1, 3, "a", True)


@pytest.mark.parametrize(
    "query",
    [
        text("equal", "event", "x"),
        text("orderDesc", "$id"),
        text("cursorAfter", None, "x"),
        text("select", None, "event"),
    ],
)
def test_logs_take_nothing_but_limit_and_offset(query: str) -> None:
    assert page(text("limit", None, 2), text("offset", None, 1), kind=queries.LOGS).limit == 2
    with pytest.raises(QueryInvalid):
        page(query, kind=queries.LOGS)


@pytest.mark.parametrize("method", ["equal", "notEqual", "greaterThan", "lessThanEqual", "search", "startsWith"])
def test_labels_take_no_other_comparison_than_contains(method: str) -> None:
    page(text("contains", "labels", "vip"), kind=queries.USERS)
    with pytest.raises(QueryInvalid):
        page(text(method, "labels", "vip"), kind=queries.USERS)
