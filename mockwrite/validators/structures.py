"""Lists, maps and queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ..php.arrays import is_list
from ..php.json import as_stored, fits, parse_json
from ..queries.kinds import ListKind
from ..queries.old_texts import translate
from ..queries.parsing import QueryInvalid
from ..queries.parsing import parse as parse_queries
from .base import Context, Rejected, Validator

# What preferences may take; the published reference says 64 kB.
_PREFERENCES = 65535


class ArrayList(NamedTuple):
    """A list whose elements all pass `inner`; `most` 0 means any number.

    A map passes too, as in PHP: one with the keys 0, 1, 2 … is a list, so `{}` counts as an empty one; any other breaks
    the server later (messages.md).
    """

    inner: Validator
    most: int = 0

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, dict):
            elements: Sequence[Any] = list(value.values())
        elif isinstance(value, list):
            elements = value
        else:
            raise Rejected("a list is expected")
        if self.most and len(elements) > self.most:
            raise Rejected(f"a list of at most {self.most} elements is expected")
        inner = self.inner
        checked = []
        for element in elements:
            try:
                checked.append(inner.check(element, context))
            except Rejected as error:
                raise Rejected(f"a list is expected in which {error.reason}") from None
        is_map = isinstance(value, dict) and not is_list(value)
        return dict(zip(value, checked, strict=True)) if is_map else checked

    def schema(self) -> dict[str, Any]:
        limit = {"maxItems": self.most} if self.most else {}
        return {"type": "array", "items": self.inner.schema(), **limit}


class JsonObject:
    """A JSON object; as up to 1.9.6 also a list, or a text that holds JSON (http.md §5)."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, (dict, list)):
            return value
        if isinstance(value, str):
            try:
                parse_json(value)
            except ValueError:
                pass
            else:
                return value
        raise Rejected("a JSON object is expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


class Assoc:
    """A JSON object with named keys (preferences), of 64 kB at most when it is written as JSON.

    An object whose keys are 0, 1, 2 … is a list for PHP, and lists are refused (recorded).
    """

    def check(self, value: Any, context: Context) -> Any:
        if value == [] or value == {}:
            return {}
        if not isinstance(value, dict) or is_list(value):
            raise Rejected("a JSON object is expected")
        if not fits(value, _PREFERENCES):
            raise Rejected(f"a JSON object of at most {_PREFERENCES} bytes is expected")
        return as_stored(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "object"}


class Queries(NamedTuple):
    """The `queries` of a list, parsed (queries.md). `old_texts`: the list is so old that it may get them as calls (§1)."""

    kind: ListKind
    old_texts: bool = False

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, dict):
            value = list(value.values())
        if not isinstance(value, list):
            raise Rejected("a list of query texts is expected: queries[0]=…&queries[1]=…")
        if self.old_texts and context.old_format:
            value = [translate(text) for text in value]
        try:
            return parse_queries(value, self.kind, context.rules, now=context.now)
        except QueryInvalid as error:
            raise Rejected(error.reason) from None

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}}


class Anything:
    """No check at all (parameters that the server reads but does not look at)."""

    def check(self, value: Any, context: Context) -> Any:
        return value

    def schema(self) -> dict[str, Any]:
        return {}
