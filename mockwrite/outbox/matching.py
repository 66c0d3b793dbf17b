"""How a test names the deliveries it means: values, patterns, callables, or anything with its own equality. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..errors import hint


def matches(expected: Any, actual: Any) -> bool:
    """Tell whether an actual value is what was expected.

    A compiled pattern is searched for in a text, a callable is asked, everything else is compared with `==` (so
    dirty-equals and `mock.ANY` work). A callable that chokes on a value does not match: many fields are None in other channels.
    """
    if isinstance(expected, re.Pattern):
        return isinstance(actual, str) and expected.search(actual) is not None
    if is_question(expected):
        try:
            return bool(expected(actual))
        except (AttributeError, LookupError, TypeError):
            return False
    return bool(expected == actual)


def is_question(expected: Any) -> bool:
    """Tell whether an expectation is a callable to ask, and not a value to compare with."""
    return callable(expected) and not isinstance(expected, type) and not _compares(expected)


def _compares(expected: object) -> bool:
    """Tell whether an object brings an equality of its own, as dirty-equals do."""
    if type(expected).__module__ == "builtins":
        # Bound methods and partials of C have one, and are questions all the same.
        return False
    return "__eq__" in {name for kind in type(expected).__mro__[:-1] for name in vars(kind)}


def differences(match: Mapping[str, Any], read: Callable[[str], Any]) -> list[str]:
    """Name the fields in which a record is not what was expected."""
    return [name for name, expected in match.items() if not matches(expected, read(name))]


class Contains:
    """Equal to every text or collection in which something is; made by `contains`."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, part: object) -> None:
        self._part = part

    def __eq__(self, other: object) -> bool:
        try:
            return self._part in other  # type: ignore[operator]
        except TypeError:
            return False

    def __repr__(self) -> str:
        return f"contains({self._part!r})"


def contains(part: object) -> Any:
    """Match a text that has this in it, or a collection that has it as a member: `one(content=contains("123 456"))`."""
    return Contains(part)


def check_choice(name: str, value: object, known: Sequence[str], *, what: str) -> None:
    """Raise ValueError for a text that can never be a value, with those that can."""
    if isinstance(value, str) and value not in known:
        raise ValueError(
            f"there is no {name} {value!r}{hint(value, known)} The {name} of {what} is one of {', '.join(known)}"
        )


def describe(expected: Any) -> str:
    """Write an expectation as a person would say it."""
    if isinstance(expected, re.Pattern):
        return f"a text with /{expected.pattern}/"
    if is_question(expected):
        name = getattr(expected, "__name__", "") or repr(expected)
        return "a value for which the lambda is true" if name == "<lambda>" else f"a value for which {name}() is true"
    return repr(expected)


def check_names(match: Iterable[str], known: Iterable[str], *, what: str = "a delivery") -> None:
    """Raise TypeError when a field name does not exist, with the names that do."""
    names = tuple(known)
    for name in match:
        if name not in names:
            same = [item for item in names if item.strip("_") == name.strip("_")]
            raise TypeError(
                f"{what} has no field {name!r}{hint(name, same or names)} Its fields are {', '.join(sorted(names))}"
            )
