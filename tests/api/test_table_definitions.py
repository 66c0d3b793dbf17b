"""Columns and indexes that come with a new table: what their definitions may say (databases.md §3)."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.api.stage import Stage

TEXT: dict[str, Any] = {"key": "a", "type": "string", "size": 20}
NUMBER: dict[str, Any] = {"key": "a", "type": "integer"}
INDEX: dict[str, Any] = {"key": "i", "type": "key", "attributes": ["a"]}
REFUSED = (400, "general_argument_invalid")
# Values of every type, one of which at most is right for a word.
ODD: tuple[Any, ...] = (True, 0, -1, 1.5, "", "x", [], {}, ["x"], [None], {"b": 1}, [[1]], 2**70)


def stage(*, exact: bool = True) -> Stage:
    """A project with a database."""
    made = Stage(exact=exact)
    made.by_key("POST", "/tablesdb", {"databaseId": "main", "name": "Main"})
    return made


def outcome(at: Stage, column: Any, *indexes: Any, id: str = "t") -> tuple[int, str | None]:
    """Make a table with a column and return the outcome."""
    sent = {"tableId": id, "name": "T", "columns": [column], "indexes": list(indexes)}
    return at.by_key("POST", "/tablesdb/main/tables", sent).outcome


@pytest.mark.parametrize(
    "words",
    [
        {"type": ["string"]}, {"type": {}}, {"type": "email"}, {"key": "_a"}, {"key": ["a"]}, {"size": "20"}, {"size": 0}, {"size": None},
        {"required": "false"}, {"array": 1}, {"format": "boolean"}, {"format": ["email"]}, {"format": "string"}, {"encrypt": "yes"},
        {"format": "enum", "elements": 5}, {"format": "enum", "elements": [None]}, {"required": True, "default": "x"},
        {"array": True, "default": "x"}, {"default": 5}, {"default": "x" * 21},
    ],
    ids=str,
)  # fmt: skip
def test_a_definition_with_a_wrong_word_is_refused(words: dict[str, Any]) -> None:
    assert outcome(stage(), {**TEXT, **words}) == REFUSED


@pytest.mark.parametrize("words", [{"min": "1"}, {"max": [5]}, {"min": 5, "max": 1}, {"default": "x"}], ids=str)
def test_the_bounds_of_a_number_are_numbers_that_leave_room(words: dict[str, Any]) -> None:
    assert outcome(stage(), {**NUMBER, **words}) == REFUSED


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"orders": "desc"}, REFUSED), ({"orders": ["up"]}, REFUSED), ({"orders": ["DESC"]}, (201, None)), ({"lengths": 5}, REFUSED),
        ({"lengths": ["5"]}, REFUSED), ({"lengths": [None]}, (201, None)), ({"type": ["key"]}, REFUSED), ({"attributes": [["a"]]}, REFUSED),
        ({"attributes": "a"}, REFUSED), ({"attributes": ["$id"]}, (201, None)), ({"attributes": ["b"]}, (400, "column_index_invalid")),
        ({"attributes": None}, REFUSED),
    ],
    ids=str,
)  # fmt: skip
def test_an_index_is_defined_as_one_that_is_made_by_itself(
    words: dict[str, Any], expected: tuple[int, str | None]
) -> None:
    assert outcome(stage(), TEXT, {**INDEX, **words}) == expected


def test_no_definition_breaks_the_server_and_what_is_taken_can_be_read() -> None:
    at = stage(exact=False)
    words = (
        "key",
        "type",
        "size",
        "min",
        "max",
        "default",
        "required",
        "array",
        "encrypt",
        "format",
        "elements",
        "other",
    )
    sent: list[tuple[Any, tuple[Any, ...]]] = [
        ({**base, word: value}, ()) for base, word, value in product((TEXT, NUMBER), words, ODD)
    ]
    sent += [(TEXT, ({**INDEX, word: value},)) for word, value in product((*INDEX, "orders", "lengths"), ODD)]
    for number, (column, indexes) in enumerate(sent):
        status, _ = outcome(at, column, *indexes, id=f"t{number}")
        assert status in (201, 400), (column, indexes)
        if status == 201:
            assert at.by_key("GET", f"/tablesdb/main/tables/t{number}").status == 200
