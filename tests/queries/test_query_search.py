"""The `search` of a list and the method of that name (contract: queries.md §6 and §7)."""

from typing import Any

import pytest

from mockwrite import queries
from mockwrite.errors import AppwriteError, ServerDefect
from mockwrite.queries.kinds import ListKind
from mockwrite.queries.parsing import parse
from mockwrite.queries.selecting import select
from mockwrite.records import Message, Subscriber, Topic, User
from mockwrite.releases import Rules
from mockwrite.state.collection import Collection
from tests.queries.listing import LATEST, at, text


def ids(
    collection: Collection[Any], *values: str, kind: ListKind = queries.TOPICS, rules: Rules = LATEST, **options: Any
) -> list[str]:
    return [row.id for row in select(collection, parse(values, kind, rules), kind, rules, **options)[1]]


def topics(*names: str) -> Collection[Topic]:
    collection: Collection[Topic] = Collection()
    for number, name in enumerate(names):
        collection.add(Topic(id=f"id{number}", created_at=1, updated_at=1, name=name, subscribe=[]))
    return collection


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("topic", "0 1 3"),
        ("TOPIC", "0 1 3"),
        ("Topic 1b", "0 1 3"),
        ("Topic*", "0 1 3"),
        ('"Topic 2"', "1"),
        ("bund", "2"),
        ("a b", "2"),
        ("m-bundle", "2"),
        ("b.a", "2"),
        ("a.b", ""),
        ("x,bundle", "2"),
        ("bund .", ""),
        ("bund %", "2"),
        ("uni", "3"),
        ("1b", ""),
        ("opic", ""),
        ("topi 2", ""),
        ("x", ""),
        ("the", ""),
        ("*", ""),
        ('"', ""),
        ('"%"', ""),
        ("+", ""),
        ("...", ""),
    ],
)
def test_a_search_finds_words_and_the_beginning_of_the_last(search: str, found: str) -> None:
    collection = topics("Topic 1b", "Topic 2", "the bundleId", "Tópic_9 unit topic", "x" * 128)

    assert ids(collection, search=search) == [f"id{number}" for number in found.split()]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        # Where a phrase begins, what is not indexed is passed over; further on it counts.
        ('"the naive"', "0 1"),
        ('"1 naive"', "0 1"),
        ('"naive 1"', "1"),
        ('"naive the"', ""),
        ('"the"', ""),
        ('"o\'neil"', "2 3"),
        # A letter before an apostrophe is no word, before other signs it is one.
        ("o'nei", "2 3"),
        ("o'n", "0 1 2 3"),
        ("n.o", "0 1 2 3"),
        ("ab'n", ""),
        # Marks belong to the word, and accents that stand alone are signs like others.
        ("क्या", "4"),
        ("क", "4"),
        ("नही", "4"),
        ("été", "5"),
        ("ete", "5"),
        ("e\u0301te", "6"),
        ("straße", "7"),
        ("strasse", ""),
    ],
)
def test_a_search_finds_words_as_mariadb_splits_them(search: str, found: str) -> None:
    # Compared with MariaDB 10.11.
    names = ("naive", "1 naive 1", "o'neil", "neil", "क्या नहीं", "été", "e\u0301te\u0301", "STRASE")
    assert ids(topics(*names), search=search) == [f"id{number}" for number in found.split()]


def test_a_search_for_zero_is_no_search() -> None:
    collection = topics("Topic 0", "Other")

    assert ids(collection, search="0") == ["id0", "id1"]
    assert ids(collection, search="-0") == []
    assert ids(topics("0123"), text("search", "name", "0"), rules=at("1.8.1")) == []


def test_short_words_of_a_row_are_not_found() -> None:
    subscribers: Collection[Subscriber] = Collection("topic_sequence")
    subscribers.add(
        Subscriber(
            id="s1",
            created_at=1,
            updated_at=1,
            topic_id="top1",
            topic_sequence=1,
            target_id="t-e1",
            target_sequence=1,
            user_id="u1",
            provider_type="email",
        )
    )

    for search, found in (("u1", []), ("t-e1", []), ("s1", []), ("email", ["s1"])):
        assert ids(subscribers, kind=queries.SUBSCRIBERS, search=search) == found


def test_a_search_for_a_percent_sign_breaks_the_server() -> None:
    with pytest.raises(ServerDefect) as caught:
        ids(topics("x"), search="%")

    assert (caught.value.param, caught.value.type) == ("search", "general_unknown")


def test_the_search_method_works_on_names_until_1_8() -> None:
    collection = topics("Weekly news", "Alerts")

    assert ids(collection, text("search", "name", "news"), rules=at("1.8.1")) == ["id0"]
    assert ids(collection, text("notSearch", "name", "news"), rules=at("1.8.1")) == ["id1"]
    with pytest.raises(ServerDefect):
        ids(collection, text("search", "name", "news"))


@pytest.mark.parametrize(("version", "type"), [("1.6.2", "general_query_invalid"), ("1.8.1", "general_unknown")])
def test_the_search_method_is_refused_by_the_database_elsewhere(version: str, type: str) -> None:
    with pytest.raises(ServerDefect) as caught:
        ids(Collection[Message](), text("search", "deliveredTotal", 1), kind=queries.MESSAGES, rules=at(version))
    assert (caught.value.param, caught.value.type) == ("queries", type)

    with pytest.raises(AppwriteError) as refused:
        ids(Collection[User](), text("search", "name", "x"), kind=queries.USERS, rules=at(version))
    assert refused.value.type == "general_query_invalid"


@pytest.mark.parametrize(("part", "found"), [("[\\.", "0"), ("[.", "1"), ("\\.", "0"), ("c\\", "")])
def test_behind_a_backslash_the_signs_that_the_server_escapes_are_still_themselves(part: str, found: str) -> None:
    # Compared with MariaDB 10.11.
    collection = topics("a[\\.c", "a[.c")
    assert ids(collection, text("contains", "name", part)) == [f"id{number}" for number in found.split()]
