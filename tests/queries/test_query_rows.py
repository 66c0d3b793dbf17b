"""Which rows a list holds, and in which order (contract: queries.md §2, §4 and §5)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwrite import queries
from mockwrite.errors import AppwriteError, ServerDefect
from mockwrite.queries.kinds import ListKind
from mockwrite.queries.parsing import Query, parse
from mockwrite.queries.selecting import select
from mockwrite.records import Message, Provider, Target, Topic, User
from mockwrite.releases import Rules
from mockwrite.state.collection import Collection
from tests.queries.listing import LATEST, at, text

DAY = 86_400_000


def page(*values: str, kind: ListKind = queries.MESSAGES, rules: Rules = LATEST) -> Query:
    return parse(values, kind, rules)


def message(id: str, status: str = "draft", provider_type: str = "email", **values: Any) -> Message:
    values = {"created_at": 1000, "updated_at": 1000, **values}
    return Message(
        id=id, status=status, provider_type=provider_type, data={}, topics=[], users=[], targets=[], **values
    )


def messages(*records: Message) -> Collection[Message]:
    collection: Collection[Message] = Collection("status", "provider_type")
    for record in records:
        collection.add(record)
    return collection


def ids(
    collection: Collection[Any], *values: str, kind: ListKind = queries.MESSAGES, rules: Rules = LATEST, **options: Any
) -> list[str]:
    return [row.id for row in select(collection, parse(values, kind, rules), kind, rules, **options)[1]]


MAILS = messages(
    message("a", "draft", scheduled_at=None, delivered_total=0, created_at=1 * DAY, updated_at=9 * DAY),
    message("B", "sent", "sms", scheduled_at=5 * DAY, delivered_total=12, created_at=2 * DAY, updated_at=8 * DAY),
    message("c", "sent", scheduled_at=7 * DAY, delivered_total=2, created_at=3 * DAY, updated_at=8 * DAY),
    message("d-1", "failed", "push", scheduled_at=None, delivered_total=1, created_at=4 * DAY, updated_at=7 * DAY),
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (text("equal", "status", "sent"), "B c"),
        (text("equal", "status", "SENT"), "B c"),
        (text("equal", "status", "sént "), "B c"),
        (text("equal", "status", "draft", "failed"), "a d-1"),
        (text("equal", "$id", "A", "b"), "a B"),
        (text("notEqual", "status", "sent"), "a d-1"),
        (text("greaterThan", "status", "draft"), "B c d-1"),
        (text("lessThanEqual", "status", "DRAFT"), "a"),
        (text("between", "deliveredTotal", 1, 2), "c d-1"),
        (text("notBetween", "deliveredTotal", 1, 2), "a B"),
        (text("isNull", "scheduledAt"), "a d-1"),
        (text("isNotNull", "scheduledAt"), "B c"),
        (text("equal", "scheduledAt", "1970-01-06"), "B"),
        (text("notEqual", "scheduledAt", "1970-01-06T00:00:00Z"), "c"),
        (text("lessThan", "$createdAt", "1970-01-03T02:00:00+02:00"), "a"),
        (text("startsWith", "deliveredTotal", 1), "B d-1"),
        (text("endsWith", "deliveredTotal", 2), "B c"),
        (text("startsWith", "scheduledAt", "1970-01-06"), "B"),
        (text("contains", "$id", "D", "b"), "B d-1"),
        (text("notContains", "$id", "D", "b"), "a c"),
        (text("containsAll", "$id", "D-1", "a"), "a d-1"),
        (text("startsWith", "providerType", "E"), "a c"),
        (text("notEndsWith", "status", "T"), "d-1"),
        (text("equal", "$sequence", 2), "B"),
        (
            text(
                "or",
                None,
                {"method": "equal", "attribute": "$id", "values": ["a"]},
                {
                    "method": "and",
                    "values": [
                        {"method": "equal", "attribute": "status", "values": ["sent"]},
                        {"method": "greaterThan", "attribute": "deliveredTotal", "values": [2]},
                    ],
                },
            ),
            "a B",
        ),
    ],
)
def test_a_filter_chooses_rows_as_the_database_does(query: str, expected: str) -> None:
    total, rows = select(MAILS, page(query), queries.MESSAGES, LATEST)

    assert [row.id for row in rows] == expected.split()
    assert total == len(rows)


def test_filters_are_joined_by_and() -> None:
    assert ids(MAILS, text("equal", "status", "sent"), text("equal", "providerType", "sms")) == ["B"]


def test_labels_are_found_as_elements() -> None:
    users: Collection[User] = Collection()
    users.add(User(id="u1", created_at=1, updated_at=1, registration=1, labels=["vip", "beta"]))
    users.add(User(id="u2", created_at=1, updated_at=1, registration=1, labels=["vipper"]))

    assert ids(users, text("contains", "labels", "vip"), kind=queries.USERS) == ["u1"]
    assert ids(users, text("notContains", "labels", "vip"), kind=queries.USERS) == ["u2"]
    assert ids(users, text("isNull", "labels"), kind=queries.USERS) == []


def test_users_are_ordered_by_the_text_of_their_labels() -> None:
    users: Collection[User] = Collection()
    for id, labels in (("none", []), ("vip", ["vip"]), ("vip and beta", ["vip", "beta"])):
        users.add(User(id=id, created_at=1, updated_at=1, registration=1, labels=labels))

    assert ids(users, text("orderAsc", "labels"), kind=queries.USERS) == ["vip and beta", "vip", "none"]


def test_an_underscore_comes_after_all_letters() -> None:
    collection = messages(message("a_b"), message("ab"), message("A-b"), message("a1"))

    assert ids(collection, text("orderAsc", "$id")) == ["A-b", "a1", "ab", "a_b"]
    assert ids(collection, text("greaterThan", "$id", "AZ")) == ["a_b"]


def test_booleans_compare_as_no_and_yes() -> None:
    providers: Collection[Provider] = Collection("type", "kind")
    for id, enabled in (("on", True), ("off", False)):
        providers.add(
            Provider(
                id=id,
                created_at=1,
                updated_at=1,
                name=id,
                kind="smtp",
                type="email",
                enabled=enabled,
                credentials={},
                options={},
            )
        )

    assert ids(providers, text("startsWith", "enabled", True), kind=queries.PROVIDERS) == ["on"]
    assert ids(providers, text("lessThan", "enabled", True), kind=queries.PROVIDERS) == ["off"]
    assert ids(providers, text("orderAsc", "enabled"), kind=queries.PROVIDERS) == ["off", "on"]


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([], "a B c d-1"),
        ([text("orderAsc", "")], "a B c d-1"),
        ([text("orderDesc", "")], "d-1 c B a"),
        ([text("orderDesc", "$createdAt")], "d-1 c B a"),
        ([text("orderAsc", "$updatedAt")], "d-1 B c a"),
        ([text("orderDesc", "$updatedAt")], "a c B d-1"),
        ([text("orderDesc", "status")], "B c d-1 a"),
        ([text("orderAsc", "scheduledAt")], "a d-1 B c"),
        ([text("orderDesc", "scheduledAt")], "c B a d-1"),
        ([text("orderAsc", "status"), text("orderDesc", "deliveredTotal")], "a d-1 B c"),
        ([text("orderDesc", "$id")], "d-1 c B a"),
        ([text("orderAsc", "status"), text("orderDesc", "$sequence")], "a d-1 c B"),
    ],
)
def test_rows_come_in_the_order_asked_for(orders: list[str], expected: str) -> None:
    assert ids(MAILS, *orders) == expected.split()


def test_a_clock_that_was_moved_back_does_not_disturb_the_order_by_creation() -> None:
    collection = messages(message("new", created_at=9 * DAY), message("old", created_at=DAY))

    assert ids(collection, text("orderDesc", "$createdAt")) == ["new", "old"]
    assert ids(collection, text("orderAsc", "$createdAt")) == ["old", "new"]


def test_a_random_order_loses_no_row() -> None:
    assert sorted(ids(MAILS, text("orderRandom"))) == sorted(ids(MAILS))


def test_a_random_order_only_mixes_what_earlier_orders_leave_equal() -> None:
    collection = messages(*(message(f"m{number}", ("sent", "draft")[number % 2]) for number in range(20)))
    listed = ids(collection, text("orderAsc", "status"), text("orderRandom"), text("orderDesc", "$id"))

    assert [int(id[1:]) % 2 for id in listed] == [1] * 10 + [0] * 10
    assert listed[:10] != sorted(listed[:10], reverse=True)


ORDERS = [
    [],
    [text("orderDesc", "")],
    [text("orderDesc", "$createdAt")],
    [text("orderAsc", "status")],
    [text("orderDesc", "deliveredTotal"), text("orderAsc", "$id")],
    [text("orderDesc", "$updatedAt")],
]
statuses = st.sampled_from(["draft", "sent", "failed"])


@given(
    drawn=st.lists(st.tuples(statuses, st.integers(0, 3), st.integers(1, 4)), max_size=12),
    orders=st.sampled_from(ORDERS),
    filters=st.sampled_from([[], [text("equal", "status", "sent", "draft")], [text("notEqual", "status", "sent")]]),
    size=st.integers(1, 4),
)
def test_cursors_walk_through_a_list_forwards_and_backwards_without_loss(
    drawn: list[tuple[str, int, int]], orders: list[str], filters: list[str], size: int
) -> None:
    collection = messages(
        *(
            message(f"m{number}", status, delivered_total=delivered, created_at=number // 2, updated_at=updated)
            for number, (status, delivered, updated) in enumerate(drawn)
        )
    )
    whole = ids(collection, *orders, *filters)
    forwards: list[str] = []
    while step := ids(
        collection,
        *orders,
        *filters,
        text("limit", None, size),
        *([text("cursorAfter", None, forwards[-1])] if forwards else []),
    ):
        forwards += step
    backwards = whole[-1:]
    while step := backwards and ids(
        collection, *orders, *filters, text("limit", None, size), text("cursorBefore", None, backwards[0])
    ):
        backwards = step + backwards

    assert forwards == whole
    assert backwards == whole


@given(statuses_drawn=st.lists(statuses, max_size=30), wanted=st.lists(statuses, min_size=1, max_size=3))
def test_an_index_chooses_the_same_rows_as_a_scan(statuses_drawn: list[str], wanted: list[str]) -> None:
    indexed, plain = messages(), Collection[Message]()
    for number, status in enumerate(statuses_drawn):
        indexed.add(message(f"m{number}", status))
        plain.add(message(f"m{number}", status))
    query = page(text("equal", "status", *(status.upper() for status in wanted)), text("offset", None, 1))

    assert select(indexed, query, queries.MESSAGES, LATEST) == select(plain, query, queries.MESSAGES, LATEST)


def test_the_total_counts_all_matches_whatever_the_page() -> None:
    query = page(text("equal", "status", "sent"), text("limit", None, 1), text("cursorAfter", None, "B"))
    total, rows = select(MAILS, query, queries.MESSAGES, LATEST)

    assert (total, [row.id for row in rows]) == (2, ["c"])
    assert select(MAILS, query, queries.MESSAGES, LATEST, total=False) == (0, rows)


def test_a_cursor_need_not_match_the_filters() -> None:
    assert ids(MAILS, text("equal", "status", "sent"), text("cursorAfter", None, "a")) == ["B", "c"]
    assert ids(
        MAILS, text("notEqual", "status", "sent"), text("orderAsc", "$updatedAt"), text("cursorBefore", None, "c")
    ) == ["d-1"]


def test_limit_and_offset_may_go_beyond_the_end() -> None:
    assert ids(MAILS, text("limit", None, (1 << 63) - 1), text("offset", None, (1 << 63) - 1)) == []
    assert len(ids(MAILS, text("limit", None, (1 << 63) - 1))) == 4


def test_an_unknown_cursor_names_the_kind_of_row() -> None:
    with pytest.raises(AppwriteError, match=r"Message 'ghost' for the 'cursor' value not found\.") as caught:
        ids(MAILS, text("cursorAfter", None, "ghost"))

    assert caught.value.type == "general_cursor_not_found"


def test_a_cursor_row_without_the_ordering_value_is_refused_since_1_6_2() -> None:
    query = [text("orderDesc", "scheduledAt"), text("cursorAfter", None, "a")]

    with pytest.raises(AppwriteError, match="scheduledAt") as caught:
        ids(MAILS, *query)
    assert caught.value.type == "database_query_order_null"
    assert ids(MAILS, *query, rules=at("1.6.1")) == ["d-1"]


@pytest.mark.parametrize(("version", "type"), [("1.6.2", "general_query_invalid"), ("1.9.6", "general_unknown")])
def test_a_topic_cursor_works_unless_the_server_is_imitated_exactly(version: str, type: str) -> None:
    topics: Collection[Topic] = Collection()
    for id in ("one", "two"):
        topics.add(Topic(id=id, created_at=1, updated_at=1, name=id, subscribe=[]))
    query = text("cursorAfter", None, "one")

    assert ids(topics, query, kind=queries.TOPICS, rules=at(version)) == ["two"]
    with pytest.raises(ServerDefect) as caught:
        ids(topics, query, kind=queries.TOPICS, rules=at(version), exact=True)
    assert caught.value.type == type
    with pytest.raises(AppwriteError):
        ids(topics, text("cursorAfter", None, "ghost"), kind=queries.TOPICS, rules=at(version), exact=True)


def devices() -> Collection[Target]:
    collection: Collection[Target] = Collection("user_sequence", "provider_type")
    for number in range(6):
        collection.add(
            Target(
                id=f"t{number}",
                created_at=1,
                updated_at=1,
                user_id=f"u{number % 2}",
                user_sequence=number % 2,
                provider_type="push" if number < 4 else "sms",
                identifier=f"Token{number}",
            )
        )
    return collection


def test_a_list_within_another_row_holds_only_its_rows() -> None:
    own = ("user_sequence", 1)

    assert ids(devices(), kind=queries.TARGETS, within=own) == ["t1", "t3", "t5"]
    assert ids(devices(), text("equal", "providerType", "push"), kind=queries.TARGETS, within=own) == ["t1", "t3"]
    assert ids(devices(), text("cursorBefore", None, "t4"), kind=queries.TARGETS, within=own) == ["t1", "t3"]
    assert ids(devices(), kind=queries.TARGETS, within=("user_sequence", 9)) == []


def test_a_list_among_named_rows_holds_only_those() -> None:
    assert ids(devices(), kind=queries.TARGETS, among=[2, 5]) == ["t1", "t4"]
    assert ids(devices(), text("equal", "identifier", "TOKEN4"), kind=queries.TARGETS, among=[2, 5]) == ["t4"]


def test_rows_that_are_not_visible_are_neither_listed_nor_counted() -> None:
    def visible(row: Target) -> bool:
        return row.user_id == "u0"

    query = page(text("limit", None, 1), kind=queries.TARGETS)
    total, rows = select(devices(), query, queries.TARGETS, LATEST, visible=visible)

    assert (total, [row.id for row in rows]) == (3, ["t0"])


@pytest.mark.parametrize("cursor", ["cursorAfter", "cursorBefore"])
def test_the_total_counts_what_the_filters_leave_on_both_sides_of_a_cursor(cursor: str) -> None:
    query = page(text("notEqual", "status", "draft"), text(cursor, None, "c"), text("limit", None, 1))
    total, rows = select(MAILS, query, queries.MESSAGES, LATEST)
    assert (total, [row.id for row in rows]) == (3, ["d-1"] if cursor == "cursorAfter" else ["B"])


@pytest.mark.parametrize(("offset", "expected"), [(0, "a B c d-1"), (1, "B c d-1"), (3, "d-1"), (4, "")])
def test_an_offset_leaves_out_so_many_and_none_with_0(offset: int, expected: str) -> None:
    assert " ".join(ids(MAILS, text("offset", None, offset))) == expected
