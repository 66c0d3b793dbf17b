"""Names: the two forms of a name, on the wire and in Python, and methods whose values must have names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import ParamSpec, TypeVar

# Python's words, and acronyms: names of which one form does not follow from the other.
_PYTHON_NAMES = {
    "from": "from_",
    "global": "global_",
    "class": "class_",
    "autoTLS": "auto_tls",
    "serviceAccountJSON": "service_account_json",
}
_WIRE_NAMES = {python: wire for wire, python in _PYTHON_NAMES.items()}


@cache
def python_name(wire: str) -> str:
    """Return the name in Python of a name on the wire: `scheduledAt` is `scheduled_at`, `from` is `from_`."""
    return _PYTHON_NAMES.get(wire) or re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: "_" + match[0].lower(), wire)


@cache
def wire_name(python: str) -> str:
    """Return the name on the wire of a name in Python: `scheduled_at` is `scheduledAt`, `from_` is `from`."""
    return _WIRE_NAMES.get(python) or re.sub(r"_(\w)", lambda match: match[1].upper(), python)


def do_nothing(*_: object) -> None:
    """Stand in for a callback that nobody has set."""


P = ParamSpec("P")
R = TypeVar("R")


def by_name(names: Mapping[type, str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a method say which name is missing; `names` has the likeliest name for each type of value.

    The signature stays as it is, so editors and type checkers refuse a value without a name all the same.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def checked(*args: P.args, **more: P.kwargs) -> R:
            __tracebackhide__ = True
            # The first is self.
            if len(args) > 1:
                value = args[1]
                name = next((name for kind, name in names.items() if isinstance(value, kind)), None)
                example = f"{name}={value!r}" if name else f"{next(iter(names.values()))}=…"
                raise TypeError(
                    f"{method.__name__}() takes values with their names, such as {method.__name__}({example})"
                )
            return method(*args, **more)

        return checked

    return decorate
