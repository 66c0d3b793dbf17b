"""What PHP takes for a number."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.php.numbers import numeric


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (5, 5), (1.5, 1.5), ("5", 5), (" -5 ", -5), ("1.5", 1.5), ("1e2", 100.0), (".5", 0.5), ("5.", 5.0), ("9007199254740993", 9007199254740993),
        ("9223372036854775807", 2**63 - 1), ("9223372036854775808", float(2**63)), ("1" * 5000, float("inf")), ("x", None), ("", None),
        ("0x1", None), ("1_000", None), ("٣", None), (True, None), (None, None), ([1], None),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_a_text_is_a_number_when_it_is_written_as_one(value: Any, number: float | None) -> None:
    found = numeric(value)
    assert (found, type(found)) == (number, type(number))
