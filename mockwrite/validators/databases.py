"""Parameters that only databases and what is in them have (contract: databases.md)."""

from __future__ import annotations

from typing import Any, NamedTuple

from ..php import dates
from ..php.arrays import as_list
from ..php.numbers import numeric
from ..queries.kinds import INTERNAL
from .base import Context, Rejected, Validator
from .structures import ArrayList
from .texts import Text, Uid

_INTERNAL = frozenset(attribute.name for attribute in INTERNAL)
_TEXTS = ArrayList(Text(4096), 100)


class QueryTexts:
    """The `queries` of rows: only their number and length are checked here, the database reads them later (§10)."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the list of texts, or raise Rejected."""
        return as_list(_TEXTS.check(value, context))

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return _TEXTS.schema()


class OrNull(NamedTuple):
    """What a validator takes, or null."""

    inner: Validator

    def check(self, value: Any, context: Context) -> Any:
        """Return the value, or raise Rejected."""
        return None if value is None else self.inner.check(value, context)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"anyOf": [self.inner.schema(), {"type": "null"}]}


class JsonNumber:
    """A JSON number."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the number, or raise Rejected."""
        if type(value) in (int, float):
            return value
        raise Rejected("a number is expected")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "number"}


class Numeric:
    """A number, or a text that is one."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the number, or raise Rejected."""
        return JsonNumber().check(numeric(value), context)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "number"}


class IndexedKey:
    """The key of a column, or of what every row has and an index takes: its id and its times."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the key, or raise Rejected."""
        return value if isinstance(value, str) and value in _INTERNAL else Uid().check(value, context)

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "string"}


class AnyMoment:
    """A text that the server can read as a date, past ones too; it is kept as it was sent."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the text, or raise Rejected."""
        if isinstance(value, str) and dates.parse(value, context.now) is not None:
            return value
        raise Rejected("a date and time is expected, such as 2030-01-31T08:00:00.000+00:00")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "string", "format": "date-time"}
