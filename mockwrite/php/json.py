"""JSON as PHP reads it, which is stricter than `json.loads` (contract: http.md §2).

`orjson` refuses what PHP refuses (NaN, half a surrogate pair, bytes that are no UTF-8) and reads integers of more than 64 bits
as floats, as PHP does.
"""

from __future__ import annotations

import re
from typing import Any

import orjson

# PHP's `json_decode` gives up on what is nested deeper.
_DEEPEST = 512
_NO_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[^\[\]{}"]+', re.DOTALL)


def parse_json(text: str | bytes) -> Any:
    """Read a JSON text. Raises ValueError for what PHP does not read."""
    value = orjson.loads(text)
    if len(text) > _DEEPEST and _depth(text.encode() if isinstance(text, str) else text) > _DEEPEST:
        raise ValueError("nested too deeply")
    return value


def _depth(text: bytes) -> int:
    """Return how deep a valid JSON text is nested."""
    if text.count(b"[") + text.count(b"{") <= _DEEPEST:
        return 0
    depth = deepest = 0
    for bracket in _NO_STRUCTURE.sub(b"", text):
        depth += 1 if bracket in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest
