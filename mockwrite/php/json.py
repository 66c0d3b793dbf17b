"""JSON as the server reads and writes it: stricter than `json.loads`, compact, slashes escaped (contract: http.md §2, §6).

`orjson` refuses what PHP refuses (NaN, half a surrogate pair, bytes that are no UTF-8); its integers may have a bit more than
PHP's, which reads larger ones as floats. It is fast, and optional: where it has no wheel, `standard_json` does the same byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from json import dumps
from typing import Any

from .nesting import rebuild
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


# A number that may be too large for PHP's integers. The first figure stands alone: so a search looks only where one is.
_LONG = re.compile(rb"[1-9][0-9]{18}")
_LARGEST = 2**63 - 1
# From here on PHP writes a whole float with an exponent, and reads it as a float again.
_EXPONENT = 1e17


def parse_json(text: str | bytes) -> Any:
    """Read a JSON text. Raises ValueError for what PHP does not read."""
    value = _loads(text)
    if len(text) > _DEEPEST:
        content = text.encode() if isinstance(text, str) else text
        if content.count(b"[") + content.count(b"{") > _DEEPEST and _is_deep(value):
            raise ValueError("nested too deeply")
    if len(text) > 18 and _LONG.search(text.encode() if isinstance(text, str) else text):
        value = _with_large_floats(value)
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


def _with_large_floats(value: Any) -> Any:
    return rebuild(value, lambda item: float(item) if type(item) is int and item > _LARGEST else item)


def as_stored(value: Any) -> Any:
    """Return a JSON value as it comes back when PHP has written and read it: 1.0 is 1, -0.0 is 0 (contract: corrections.md, 8)."""
    return rebuild(value, plain)


def plain(value: float) -> int | float:
    """Return a number as PHP writes it: a whole one without a fraction, unless it is so large that it has an exponent."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXPONENT else value


def stored_length(value: Any) -> int:
    """Return how many characters PHP writes for a JSON value: other than ASCII as \\uXXXX, slashes as \\/."""
    text = dumps(value, separators=(",", ":"))
    return len(text) + text.count("/")


def fits(value: Any, limit: int) -> bool:
    """Tell whether PHP writes a JSON value in so many characters."""
    try:
        # No byte of UTF-8 becomes more than three characters, so most values need no closer look.
        if 3 * len(_dumps(value)) <= limit:
            return True
    except TypeError:
        pass
    return stored_length(value) <= limit
