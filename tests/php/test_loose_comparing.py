"""What PHP takes for equal."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.php.comparing import is_loosely_equal


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (None, "", True), (None, "0", False), (None, [], True), (None, 0, True), (False, "0", True), (True, "x", True),
        ("1", "01", True), ("1e1", 10, True), ("abc", 0, False), ("abc", "ABC", False), (1.0, 1, True), ("", 0, False),
        ([1, "2"], ["1", 2], True), ([1], [1, 2], False), ([], 0, False), ({"a": None}, {"a": ""}, True), ({"a": 1}, {"b": 1}, False),
        (["x"], {"0": "x"}, True), ("9007199254740993", 9007199254740993, True), (" 1", "1", True), ("1x", 1, False),
    ],
    ids=str,
)  # fmt: skip
def test_what_php_takes_for_equal(one: Any, other: Any, *, equal: bool) -> None:
    assert is_loosely_equal(one, other) is equal
    assert is_loosely_equal(other, one) is equal
