"""Numbers as PHP keeps and writes them (contract: corrections, numbers)."""

from __future__ import annotations

import re
from typing import Any

from .nesting import rebuild

_LARGEST = 2**63
_CANONICAL = re.compile(r"0|-?[1-9][0-9]{0,18}")


def with_numbers(value: Any) -> Any:
    """Return a JSON value with the numbers that PHP makes of it when it has read it, at any depth.

    2.0 is written as 2, and a whole number beyond 64 bits becomes a float.
    """
    return rebuild(value, _number)


def _number(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and not -_LARGEST <= value < _LARGEST:
        value = float(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e17 else value
    return value


def as_key(text: str) -> str | int:
    """Return a text as the key of a PHP array: a whole number where it is written as one."""
    if _CANONICAL.fullmatch(text) and -_LARGEST <= int(text) < _LARGEST:
        return int(text)
    return text
