"""How a test names the deliveries it means: values, patterns, callables, or anything with its own equality."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any


def matches(expected: Any, actual: Any) -> bool:
    """Tell whether an actual value is what was expected.

    A compiled pattern is searched for in a text, a callable is asked, everything else is compared with `==` (so
    dirty-equals and `mock.ANY` work).
    """
    if isinstance(expected, re.Pattern):
        return isinstance(actual, str) and expected.search(actual) is not None
    if callable(expected) and not isinstance(expected, type) and not _compares(expected):
        return bool(expected(actual))
    return bool(expected == actual)


def _compares(expected: object) -> bool:
    """Tell whether an object brings an equality of its own, as dirty-equals do."""
    return "__eq__" in {name for kind in type(expected).__mro__[:-1] for name in vars(kind)}


def differences(match: Mapping[str, Any], read: Callable[[str], Any]) -> list[str]:
    """Name the fields in which a record is not what was expected."""
    return [name for name, expected in match.items() if not matches(expected, read(name))]


def check_names(match: Iterable[str], known: Iterable[str]) -> None:
    """Raise TypeError when a field name does not exist, with the names that do."""
    names = sorted(known)
    for name in match:
        if name not in names:
            close = [item for item in names if item.strip("_") == name.strip("_") or item.startswith(name[:4])]
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            raise TypeError(f"a delivery has no field {name!r}{hint} Its fields are {', '.join(names)}")
