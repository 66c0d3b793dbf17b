"""Numbers as PHP keeps and writes them (contract: corrections, numbers)."""

from __future__ import annotations

import re
from typing import Any

from .json import plain
from .nesting import rebuild

_LARGEST = 2**63
_NUMERIC = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_CANONICAL = re.compile(r"0|-?[1-9][0-9]{0,18}")


def with_numbers(value: Any) -> Any:
    """Return a JSON value with the numbers that PHP makes of it when it has read it, at any depth.

    2.0 is written as 2, and a whole number beyond 64 bits becomes a float.
    """
    return rebuild(value, _number)


def _number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and not -_LARGEST <= value < _LARGEST:
        value = float(value)
    return plain(value) if isinstance(value, float) else value


def as_key(text: str) -> str | int:
    """Return a text as the key of a PHP array: a whole number where it is written as one."""
    if _CANONICAL.fullmatch(text) and -_LARGEST <= int(text) < _LARGEST:
        return int(text)
    return text


def numeric(value: Any) -> int | float | None:
    """Return the number that a value is for PHP's `is_numeric`: a JSON number, or a text that is one; None for any other."""
    if isinstance(value, str) and _NUMERIC.fullmatch(value):
        text = value.strip()
        number = int(text) if _WHOLE.fullmatch(text) else float(text)
        return number if -_LARGEST <= number < _LARGEST else float(number)
    return value if type(value) in (int, float) else None
