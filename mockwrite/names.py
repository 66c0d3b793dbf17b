"""Names: the two forms of a name, on the wire and in Python, nouns with their number, methods whose values must have names, and names
that are misspelt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, ClassVar, ParamSpec, TypeVar

# Python's words, and acronyms: names of which one form does not follow from the other.
_PYTHON_NAMES = {
    "from": "from_",
    "global": "global_",
    "class": "class_",
    "autoTLS": "auto_tls",
    "serviceAccountJSON": "service_account_json",
}
T = TypeVar("T")
_WIRE_NAMES = {python: wire for wire, python in _PYTHON_NAMES.items()}


@cache
def python_name(wire: str) -> str:
    """Return the name in Python of a name on the wire: `scheduledAt` is `scheduled_at`, `from` is `from_`."""
    return _PYTHON_NAMES.get(wire) or re.sub(r"(?<=[a-z0-9])[A-Z]", lambda match: "_" + match[0].lower(), wire)


@cache
def wire_name(python: str) -> str:
    """Return the name on the wire of a name in Python: `scheduled_at` is `scheduledAt`, `from_` is `from`."""
    return _WIRE_NAMES.get(python) or re.sub(r"_(\w)", lambda match: match[1].upper(), python)


def counted(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: `1 user`, `3 users`, `2 deliveries`."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def do_nothing(*_: object, **__: object) -> None:
    """Stand in for a callback that nobody has set."""


def check_number(**values: object) -> None:
    """Raise TypeError for a value that is neither a number nor None: `check_number(count=count)`."""
    __tracebackhide__ = True
    for name, value in values.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, (int, float))):
            raise TypeError(f"{name} is a number, got {value!r}; write {name}=…")


class Suggesting:
    """What a test works with: an attribute that it does not have is answered with those that it has."""

    __slots__ = ()
    # What only mockwrite itself uses: no person is told of it, and the reference leaves it out too.
    _internal: ClassVar[frozenset[str]] = frozenset()

    # Not for type checkers, to whom it would mean that every name is there.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Raise AttributeError; only called when there is no such attribute."""
            __tracebackhide__ = True
            # What stands for it when the server is in another process is the same thing to a person.
            kind = type(self).__name__.removeprefix("Remote")
            if hasattr(type(self), name):
                # It is there, and what computes it broke: that error is the one to show.
                return object.__getattribute__(self, name)
            if name.startswith("_"):
                # Asked for by pytest, copy and pickle, not by a person.
                raise AttributeError(f"{kind!r} object has no attribute {name!r}")
            internal = internal_names(type(self))
            held = {*dir(type(self)), *getattr(self, "__dict__", ())}
            known = sorted(item for item in held - internal if not item.startswith("_"))
            raise AttributeError(f"{kind} has no {name!r}{_asked(name, known)} It has {', '.join(known)}")


def suggesting(thing: T) -> T:
    """Return what a test gets of an object that the emulation works with: it shares all that the object holds, and suggests.

    Every attribute of a class with `__getattr__` is slow to read, and a call reads those of its clock, journal and faults a hundred
    times (tests/architecture/test_cost_guards.py would tell).
    """
    kind: Any = type(thing)
    face: T = object.__new__(_suggesting(kind))
    face.__dict__ = thing.__dict__
    return face


@cache
def _suggesting(kind: type[Any]) -> type[Any]:
    return type(kind.__name__, (Suggesting, kind), {"__doc__": kind.__doc__, "__module__": kind.__module__})


def internal_names(kind: type) -> frozenset[str]:
    """Return the names that a class and those it derives from keep for mockwrite itself."""
    return frozenset().union(*(vars(base).get("_internal", ()) for base in kind.__mro__))


def _asked(name: str, known: Iterable[str]) -> str:
    """Ask whether a close name was meant, if there is one; end the sentence otherwise."""
    from difflib import get_close_matches  # only for a mistake

    close = get_close_matches(name, list(known), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else "."


P = ParamSpec("P")
R = TypeVar("R")


def _names_of(method: Any) -> dict[str, None] | None:
    """Return the names that a method takes values by, in their order; None when it looks after the names itself."""
    code = method.__code__
    takes_others = code.co_flags & 0x08  # CO_VARKEYWORDS, without importing inspect for each run of pytest
    return None if takes_others else dict.fromkeys(code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount])


def by_name(names: Mapping[type, str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a method say which name is missing; `names` has the likeliest name for each type of value.

    The signature stays as it is, so editors and type checkers refuse a value without a name all the same.
    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        known = _names_of(method)

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
            if known is not None and not more.keys() <= known.keys():
                strange = next(name for name in more if name not in known)
                raise TypeError(
                    f"{method.__name__}() has no {strange!r}{_asked(strange, known)} It takes {', '.join(known)}"
                )
            return method(*args, **more)

        return checked

    return decorate
