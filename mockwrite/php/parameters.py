"""Parameters whose names have brackets, as PHP reads them into lists and maps, and writes them again. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote_plus

from .arrays import is_list

_BRACKETS = re.compile(r"(?:\[[^\]]*\])+")
# What PHP takes for the number of an element, not for its name.
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
# PHP drops a parameter with more brackets (`max_input_nesting_level`).
_MOST_BRACKETS = 64


class _Map(dict[str, Any]):
    """A PHP array in the making; it knows the number that an empty bracket gets next."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        super().__init__()
        self._next = 0

    def key(self, text: str) -> str:
        """Return the key that a bracket means."""
        text = text or str(self._next)
        if _INDEX.fullmatch(text):
            self._next = max(self._next, int(text) + 1)
        return text


def build(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Build parameters from pairs; bracketed names make lists and maps, the last of equal plain names wins."""
    result: dict[str, Any] = {}
    for name, value in pairs:
        head, bracket, rest = name.partition("[")
        keys = _BRACKETS.match(bracket + rest)
        if not head or keys is None:
            if name:
                result[name] = value
            continue
        *outer, last = keys[0][1:-1].split("][")
        if len(outer) >= _MOST_BRACKETS:
            continue
        at = result.get(head)
        if not isinstance(at, _Map):
            at = result[head] = _Map()
        for text in outer:
            key = at.key(text)
            inner = at.get(key)
            if not isinstance(inner, _Map):
                inner = at[key] = _Map()
            at = inner
        at[at.key(last)] = value
    return {name: _listed(value) for name, value in result.items()}


def _listed(value: Any) -> Any:
    """Turn a map whose keys are 0, 1, 2 … into a list, as PHP does when it encodes one."""
    if not isinstance(value, _Map):
        return value
    inner = {key: _listed(item) for key, item in value.items()}
    return list(inner.values()) if is_list(inner) else inner


def merge_query(query: str, parameters: Mapping[str, str]) -> str:
    """Put parameters behind those of a query string, in place of one of the same name, as PHP's `parse_str`, `array_merge`
    and `http_build_query` do: names lose their points and blanks, numbers in place of names count anew."""
    given = [(_as_variable(name), value) for name, value in parse_qsl(query, keep_blank_values=True)]
    pairs = [(name, value) for name, value in given if not name.startswith("[")]
    merged: dict[str, Any] = {}
    number = 0
    for name, value in build(pairs).items():
        if _INDEX.fullmatch(name):
            name, number = str(number), number + 1
        merged[name] = value
    return "&".join(f"{name}={_quoted(value)}" for name, value in _written("", merged | dict(parameters)))


def _as_variable(name: str) -> str:
    # The name ends where a text of C ends.
    name = name.partition("\0")[0].lstrip(" ")
    head, bracket, rest = name.partition("[")
    if head and "]" not in rest:
        # A bracket that nothing closes is none.
        head, bracket, rest = name.replace("[", "_"), "", ""
    return head.replace(".", "_").replace(" ", "_") + bracket + rest


def _written(within: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield within, value
        return
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        name = _quoted(str(key))
        yield from _written(f"{within}%5B{name}%5D" if within else name, item)


def _quoted(text: str) -> str:
    return quote_plus(text).replace("~", "%7E")
