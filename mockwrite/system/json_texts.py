"""JSON that we write for others to read: files, answers of the control API, what a webhook gets."""

from __future__ import annotations

from collections.abc import Callable
from json import dumps
from typing import Any


def json_bytes(value: Any, *, default: Callable[[Any], Any] | None = None) -> bytes:
    """Write compact JSON in UTF-8; half a character, which UTF-8 does not have, becomes the escape that JSON has for it.

    `default` makes something of what JSON does not have.
    """
    text = dumps(value, ensure_ascii=False, separators=(",", ":"), default=default)
    # Half a character stands only inside of strings, and Python's escape for it is JSON's.
    return text.encode("utf-8", "backslashreplace")


def json_lines(value: Any) -> str:
    """Write JSON for people, two spaces a level, so that a file in UTF-8 can hold it (see `json_bytes`)."""
    return dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode()
