"""The parameters of columns, by kind: what one is made and changed with (contract: databases.md)."""

from __future__ import annotations

from typing import Any, NamedTuple

from ...operations.databases.kinds import INT64, KINDS, Unfit
from ...state.databases import Column
from ...validators.base import Context, Rejected, Validator
from ...validators.databases import AnyMoment, JsonNumber
from ...validators.numbers import Boolean, Integer, Range
from ...validators.structures import ArrayList
from ...validators.texts import Text
from ..endpoint import Param, nullable, optional, required

_LONG = Integer(*INT64)
Params = tuple[Param, ...]


class Fitting(NamedTuple):
    """What a column of a kind takes as a value; it is kept as it was sent."""

    kind: str

    def check(self, value: Any, context: Context) -> Any:
        """Return the value, or raise Rejected."""
        row = KINDS[self.kind]
        try:
            row.take(value, Column("", self.kind, 0, 0, size=row.size), context.now)
        except Unfit as unfit:
            raise Rejected(unfit.reason) from None
        return value

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "array" if KINDS[self.kind].is_list else "string"}


def _bounds(check: Validator) -> Params:
    return nullable("min", check), nullable("max", check)


def default_of(check: Validator) -> Param:
    """Return the parameter `default` of a column whose values are checked so."""
    return nullable("default", check)


def _sized(most: int) -> tuple[Params, Params]:
    """Return the parameters between key and required of a new text column, and those after the default of a changed one."""
    return (required("size", Range(1, most)),), (nullable("size", Range(1, most)),)


_ENCRYPT = (optional("encrypt", Boolean(), default=False),)
_STRING, _VARCHAR = _sized(1_073_741_824), _sized(16_381)
_ELEMENTS = ArrayList(Text(255), 100)
_ANY_TEXT = Text(min=0)


class ColumnParams(NamedTuple):
    """The parameters of a kind of column: around `required` and `default` when one is made, and when it is changed."""

    default: Validator
    before: Params = ()
    between: Params = ()
    after: Params = ()
    # None: as `before`.
    changed: Params | None = None
    changed_after: Params = ()
    since: str | None = None


# In the order of the sheet.
COLUMNS: dict[str, ColumnParams] = {
    "string": ColumnParams(_ANY_TEXT, before=_STRING[0], after=_ENCRYPT, changed=(), changed_after=_STRING[1]),
    "varchar": ColumnParams(
        _ANY_TEXT, before=_VARCHAR[0], after=_ENCRYPT, changed=(), changed_after=_VARCHAR[1], since="1.9.0"
    ),
    "text": ColumnParams(_ANY_TEXT, after=_ENCRYPT, since="1.9.0"),
    "mediumtext": ColumnParams(_ANY_TEXT, after=_ENCRYPT, since="1.9.0"),
    "longtext": ColumnParams(_ANY_TEXT, after=_ENCRYPT, since="1.9.0"),
    "integer": ColumnParams(_LONG, between=_bounds(_LONG)),
    "bigint": ColumnParams(_LONG, between=_bounds(_LONG), since="1.9.5"),
    "float": ColumnParams(JsonNumber(), between=_bounds(JsonNumber())),
    "boolean": ColumnParams(Boolean()),
    "email": ColumnParams(Fitting("email")),
    "url": ColumnParams(Fitting("url")),
    "ip": ColumnParams(Fitting("ip")),
    "enum": ColumnParams(Text(), before=(required("elements", _ELEMENTS),)),
    "datetime": ColumnParams(AnyMoment()),
    "point": ColumnParams(Fitting("point"), since="1.8.0"),
    "line": ColumnParams(Fitting("line"), since="1.8.0"),
    "polygon": ColumnParams(Fitting("polygon"), since="1.8.0"),
}
