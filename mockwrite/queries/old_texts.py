"""Queries as they were written before release 1.5: `equal("name", ["Ada"])` (queries.md §1).

Some older lists still take them from a client that asks for a response format before 1.5.0.
"""

from __future__ import annotations

import json
import re
from typing import Any

_CALL = re.compile(r"\s*(\w+)\((.*)\)\s*\Z", re.DOTALL)
_PART = re.compile(
    r"""\s*(?:
        (?P<open>\[) | (?P<close>\]) | (?P<comma>,)
        | "(?P<double>(?:\\.|[^"\\])*)" | '(?P<single>(?:\\.|[^'\\])*)'
        | (?P<word>[^\s,\[\]"']+)
    )\s*""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_LONGEST_WHOLE = 18
_WORDS = {"true": True, "false": False, "null": None}
# Methods that take a value and no attribute.
_WITHOUT_ATTRIBUTE = ("limit", "offset", "cursorAfter", "cursorBefore", "select")


def translate(text: object) -> object:
    """Write such a text as the JSON of today; what is none comes back as it is, and is judged as any other query."""
    call = _CALL.match(text) if isinstance(text, str) else None
    arguments = _arguments(call[2]) if call else None
    if call is None or arguments is None:
        return text
    query: dict[str, Any] = {"method": call[1]}
    if call[1] not in _WITHOUT_ATTRIBUTE and arguments:
        query["attribute"] = arguments.pop(0)
    query["values"] = arguments[0] if len(arguments) == 1 and isinstance(arguments[0], list) else arguments
    return json.dumps(query)


def _arguments(text: str) -> list[Any] | None:
    """Read what stands between the brackets of a call; None when it cannot be read."""
    found: list[Any] = []
    inner: list[Any] | None = None
    at, expects_value = 0, True
    while at < len(text):
        part = _PART.match(text, at)
        if part is None or (part.lastgroup not in ("comma", "close") and not expects_value):
            return None
        at = part.end()
        if part.lastgroup == "open":
            if inner is not None:
                return None
            inner = []
            continue
        if part.lastgroup == "close":
            if inner is None:
                return None
            found.append(inner)
            inner = None
        elif part.lastgroup != "comma":
            (found if inner is None else inner).append(_value(part))
        expects_value = part.lastgroup == "comma"
    return found if inner is None else None


def _value(part: re.Match[str]) -> Any:
    kind = part.lastgroup or ""
    text = part[kind]
    if kind != "word":
        return _ESCAPED.sub(r"\1", text)
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.match(text):
        # What has more than 64 bits is a float to PHP, and Python reads no whole number of thousands of digits.
        return float(text) if "." in text or len(text) > _LONGEST_WHOLE else int(text)
    return text
