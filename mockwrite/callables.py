"""Small things about functions: one that does nothing, and one whose values must have names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar


def do_nothing() -> None:
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
