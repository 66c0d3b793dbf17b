"""JSON as PHP reads it: what `json.loads` takes beyond the standard is refused (contract: http.md §2)."""

from __future__ import annotations

import re
from json import dumps, loads
from typing import Any, NoReturn

# PHP's `json_decode` gives up on what is nested deeper.
_DEEPEST = 512
# Half of a surrogate pair, as an escape; a whole pair looks the same, so what was read is looked at again.
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_NO_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|[^\[\]{}"]+', re.DOTALL)


def parse_json(text: str) -> Any:
    """Read a JSON text. Raises ValueError for what PHP does not read: NaN, half a surrogate pair, deep nesting."""
    try:
        value = loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _HALF.search(text):
        dumps(value, ensure_ascii=False).encode()  # UnicodeEncodeError is a ValueError
    if text.count("[") + text.count("{") > _DEEPEST and _depth(text) > _DEEPEST:
        raise ValueError("nested too deeply")
    return value


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _depth(text: str) -> int:
    """Return how deep a valid JSON text is nested."""
    depth = deepest = 0
    for bracket in _NO_STRUCTURE.sub("", text):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest
