"""How deep JSON may be nested that is kept and written again."""

from __future__ import annotations

from typing import Any

# The emulated API reads 512, as PHP does; a document with what it read has a few more. Python reads about 900 and writes as many, less
# what is on the stack already: without a bound of its own, what one thread could read another could not write.
LEVELS = 600
_NESTED = (dict, list, tuple)


def is_too_deep(value: Any) -> bool:
    """Tell whether a JSON value has more levels than LEVELS, level by level: it takes no stack."""
    inside = [value] if isinstance(value, _NESTED) else []
    for _ in range(LEVELS):
        if not inside:
            return False
        inside = [
            item
            for outer in inside
            for item in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(item, _NESTED)
        ]
    return bool(inside)
