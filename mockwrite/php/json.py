"""JSON as the server reads and writes it: stricter than `json.loads`, compact, slashes escaped (contract: http.md §2, §6).

`orjson` refuses what PHP refuses (NaN, half a surrogate pair, bytes that are no UTF-8) and reads integers of more than 64 bits
as floats, as PHP does. It is fast, and optional: where it has no wheel, `standard_json` does the same byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

from .standard_json import read, write

_dumps: Callable[[Any], bytes]
_loads: Callable[[str | bytes], Any]
try:
    import orjson
except ImportError:
    _dumps, _loads = write, read
else:
    _dumps, _loads = orjson.dumps, orjson.loads

# PHP's `json_decode` gives up on what is nested deeper.
_DEEPEST = 512


def parse_json(text: str | bytes) -> Any:
    """Read a JSON text. Raises ValueError for what PHP does not read."""
    value = _loads(text)
    if len(text) > _DEEPEST:
        content = text.encode() if isinstance(text, str) else text
        if content.count(b"[") + content.count(b"{") > _DEEPEST and _is_deep(value):
            raise ValueError("nested too deeply")
    return value


def to_json(value: Any) -> bytes:
    """Write JSON: compact, non-ASCII as it is, slashes escaped."""
    try:
        text = _dumps(value)
    except TypeError:
        # Half a surrogate pair, or a number of more than 64 bits: what only the standard library writes.
        text = write(value)
    return text.replace(b"/", b"\\/")


def _is_deep(value: Any) -> bool:
    """Tell whether a JSON value is nested deeper than PHP reads, level by level."""
    level = [value]
    for _ in range(_DEEPEST):
        items = chain.from_iterable(item.values() if type(item) is dict else item for item in level)
        level = [item for item in items if type(item) in (dict, list)]
        if not level:
            return False
    return True
