"""JSON values of any depth, gone through without taking stack: PHP reads 512 levels, and Python's stack ends before. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

_NESTED = (dict, list, tuple)


def rebuild(value: Any, make: Callable[[Any], Any]) -> Any:
    """Return a JSON value made anew from the inside out.

    `make` is asked for each value; a list or map comes to it with its items made already.
    """
    if not isinstance(value, _NESTED):
        return make(value)
    opened = [_open(value)]
    keys: list[Any] = [None]
    while True:
        items, made = opened[-1]
        for key, item in items:
            if isinstance(item, _NESTED):
                opened.append(_open(item))
                keys.append(key)
                break
            _put(made, key, make(item))
        else:
            opened.pop()
            key, done = keys.pop(), make(made)
            if not opened:
                return done
            _put(opened[-1][1], key, done)


def texts_in(value: Any) -> Iterator[str]:
    """Yield the texts inside a JSON value, in order."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            waiting += reversed(item.values())
        elif isinstance(item, (list, tuple)):
            waiting += reversed(item)


def _open(value: Any) -> tuple[Iterator[tuple[Any, Any]], Any]:
    return (iter(value.items()), {}) if isinstance(value, dict) else (enumerate(value), [])


def _put(made: Any, key: Any, item: Any) -> None:
    if isinstance(made, dict):
        made[key] = item
    else:
        made.append(item)
