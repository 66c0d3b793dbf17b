"""From the texts on the wire to a checked Query (queries.md §1–§3, §5 and §6)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, NoReturn

from ..errors import ServerDefect
from ..php import dates
from ..php.json import parse_json
from ..releases import Rules
from .kinds import SEQUENCE, Attribute, ListKind, attributes
from .methods import FILTERS, FOREIGN, GROUPS, OF_SHAPES, ORDERS, SHAPE_BREAKS, Method

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,35}")
_WHOLE = re.compile(r"\s*[+-]?\d+\s*", re.ASCII)
_LARGEST = (1 << 63) - 1
_PART_OF_LIST = "elemMatch"
_NO_SHAPES = "Invalid query: queries of points, lines and polygons are not emulated by mockwrite"


class QueryInvalid(Exception):
    """A query that the parameter check refuses: 400 `general_argument_invalid` with `reason`."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Condition(NamedTuple):
    """One filter: a method, an attribute and its values, dates as milliseconds."""

    method: str
    attribute: Attribute
    values: tuple[Any, ...]


class Group(NamedTuple):
    """Filters joined by `and` or `or`."""

    method: str
    filters: tuple[Condition | Group, ...]


class Order(NamedTuple):
    """An attribute that orders the list."""

    attribute: Attribute
    descending: bool


@dataclass
class Query:
    """What the queries of one request ask for. `shuffled`: an `orderRandom` follows the orders, and none counts after it.

    `selected` are the attributes to which rows are cut down, by their wire names; empty: they are shown whole.
    """

    filters: list[Condition | Group] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    shuffled: bool = False
    limit: int | None = None
    offset: int | None = None
    cursor: str | None = None
    cursor_before: bool = False
    selected: list[str] = field(default_factory=list)


class _Plain(NamedTuple):
    """A query as sent, its shape checked and nothing else."""

    method: str
    attribute: str
    values: list[Any]


class _Context(NamedTuple):
    known: Mapping[str, Attribute]
    rules: Rules
    now: int
    of_rows: bool


def parse(texts: Sequence[object], kind: ListKind, rules: Rules, *, now: int = 0) -> Query:
    """Read the elements of `queries` for one list; of a repeated limit, offset or cursor the first counts.

    `now` (milliseconds) only matters to a date value that is a year alone. Raises QueryInvalid, and ServerDefect for what
    breaks the server. Contract: queries.md §6; for rows databases.md §10.
    """
    query = Query()
    context = _Context(attributes(kind, rules), rules, now, kind.of_rows)
    for text in texts:
        plain = _plain(_decoded(text))
        if kind.of_rows and plain.method == "select":
            _select(query, plain.values, context.known)
            continue
        if (
            plain.method in FOREIGN
            or kind.selects_only
            or (kind.pages_only and plain.method not in ("limit", "offset"))
        ):
            _refuse_foreign(plain, context)
        if _is_filter(plain.method, rules):
            query.filters.append(_filter(plain, context))
        elif plain.method in ORDERS:
            order = Order(_ordering(plain.attribute, context.known), ORDERS[plain.method])
            if not query.shuffled:
                query.orders.append(order)
        elif plain.method == "orderRandom" and rules.order_random:
            query.shuffled = True
        elif plain.method in _PAGING:
            _PAGING[plain.method](query, plain.values, rules)
        else:
            _refuse(f"Invalid query: Unknown query method: {plain.method}")
    return query


def check_readable(texts: Sequence[object]) -> None:
    """Raise QueryInvalid for a text that is no query of any list: no JSON object, or of a method that does not exist."""
    for text in texts:
        method = _plain(_decoded(text)).method
        if method not in FOREIGN and method not in FILTERS and method not in _OF_NO_FILTER:
            _refuse(f"Invalid query: Unknown query method: {method}")


def _refuse(reason: str) -> NoReturn:
    raise QueryInvalid(reason)


def _refuse_foreign(plain: _Plain, context: _Context) -> NoReturn:
    if context.of_rows and plain.method == _PART_OF_LIST:
        # The server looks at what is nested in it first (recorded).
        for child in plain.values:
            _find_attribute(_plain(child).attribute, context.known)
    if context.of_rows and plain.method in OF_SHAPES:
        _refuse(_NO_SHAPES)
    _refuse(f"Invalid query method: {plain.method}")


def _find_attribute(name: str, known: Mapping[str, Attribute]) -> Attribute:
    found = known.get(name)
    if found is None:
        # Behind a period stands an attribute of another table, to which there are no relationships here.
        _refuse(f'Invalid query: the attribute "{name.partition(".")[0]}" is not in the schema')
    return found


def _select(query: Query, values: list[Any], known: Mapping[str, Attribute]) -> None:
    if not values or len({str(value) for value in values}) < len(values):
        _refuse("Invalid query: select needs attributes, each of them once")
    for value in values:
        if not isinstance(value, str) or not (value in known or value in _ALWAYS_SELECTED):
            _refuse(f'Invalid query: the attribute "{value}" is not in the schema')
        query.selected.append(value)


# What a select may name besides the attributes that filter: all of it is shown whatever is selected.
_ALWAYS_SELECTED = frozenset({"*", "$permissions", "$databaseId", "$collectionId", "$tableId"})


def _decoded(text: object) -> object:
    if not isinstance(text, str):
        _refuse("Invalid query: a query is a text that holds a JSON object")
    try:
        return parse_json(text)
    except ValueError:
        _refuse("Invalid query: Syntax error, the text is not a JSON object")


def _plain(value: object) -> _Plain:
    if not isinstance(value, dict):
        _refuse("Invalid query: a query is a JSON object")
    method, attribute, values = (value.get(name) for name in ("method", "attribute", "values"))
    # Null counts as absent; false, 0 and [] do not (PHP's ??).
    method, attribute = "" if method is None else method, "" if attribute is None else attribute
    if not isinstance(method, str) or not isinstance(attribute, str):
        _refuse("Invalid query: method and attribute are texts")
    if isinstance(values, dict):
        values = list(values.values())
    if values is not None and not isinstance(values, list):
        _refuse("Invalid query: values is a list")
    return _Plain(method, attribute, values or [])


def _is_filter(method: str, rules: Rules) -> bool:
    if method in FILTERS:
        rule = FILTERS[method].rule
        return not rule or bool(getattr(rules, rule))
    return method in GROUPS


def _filter(plain: _Plain, context: _Context) -> Condition | Group:
    if plain.method in FILTERS:
        return _condition(plain, context)
    if context.of_rows and any(isinstance(child, str) for child in plain.values):
        raise ServerDefect("queries", f"{plain.method} holds objects, not texts")
    children = [_plain(child) for child in plain.values]
    if len(children) < 2:
        _refuse(f"Invalid query: {plain.method} needs at least two queries")
    for child in children:
        if not _is_filter(child.method, context.rules):
            _refuse(f"Invalid query: {plain.method} can only hold filters, not {child.method or 'an empty method'}")
    # Groups may nest as deep as JSON (512, which is 255 groups); that fits on the stack.
    return Group(plain.method, tuple(_filter(child, context) for child in children))


def _condition(plain: _Plain, context: _Context) -> Condition:
    method, attribute = FILTERS[plain.method], _find_attribute(plain.attribute, context.known)
    if not attribute.filterable:
        _refuse(f'Invalid query: the attribute "{attribute.name}" cannot be queried')
    _check_count(plain, method, context.rules)
    if method.breaks:
        return Condition(plain.method, attribute, tuple(plain.values))
    if attribute.type == "shape" and not method.searches:
        _refuse_shape(plain.method)
    if method.searches and context.of_rows and not attribute.fulltext:
        _refuse(f'Invalid query: {plain.method} needs a full-text index, and "{attribute.name}" has none')
    array_refused = attribute.array and not method.arrays
    if array_refused or (method.texts_only and not attribute.array and attribute.type != "string"):
        _refuse(f'Invalid query: {plain.method} cannot be asked of the attribute "{attribute.name}" of this type')
    read = partial(_date, now=context.now) if attribute.type == "date" else _READ[attribute.type]
    values = tuple(read(value) for value in plain.values)
    if None in values:
        _refuse(f'Invalid query: a value for the attribute "{attribute.name}" is not of its type')
    return Condition(plain.method, attribute, values)


def _refuse_shape(method: str) -> NoReturn:
    if method in SHAPE_BREAKS:
        raise ServerDefect("queries", f"{method} means nothing for a point, a line or a polygon")
    _refuse(_NO_SHAPES)


def _check_count(plain: _Plain, method: Method, rules: Rules) -> None:
    count = len(plain.values)
    if method.most is not None and not method.least <= count <= method.most:
        number = {1: "exactly one value", 2: "exactly two values"}[method.most]
        _refuse(f"Invalid query: {plain.method} needs {number}")
    if count < method.least:
        _refuse(f"Invalid query: {plain.method} needs at least one value")
    if count > rules.values_per_filter:
        _refuse(f"Invalid query: {plain.method} takes no more than {rules.values_per_filter} values")


# For each type of attribute: the value to compare with, or None when the value is not of the type.
def _text(value: object) -> object | None:
    return value if isinstance(value, str) else None


def _integer(value: object) -> object | None:
    return value if type(value) is int and -_LARGEST - 1 <= value <= _LARGEST else None


def _number(value: object) -> object | None:
    return value if type(value) in (int, float) else None


def _boolean(value: object) -> object | None:
    return value if isinstance(value, bool) else None


def _row_sequence(value: object) -> object | None:
    number = _whole(value)
    return number if number is not None and number > 0 else None


def _date(value: object, now: int) -> object | None:
    return dates.parse(value, now) if isinstance(value, str) else None


_READ: dict[str, Callable[[object], object | None]] = {
    "string": _text,
    "integer": _integer,
    "float": _number,
    "boolean": _boolean,
    "sequence": _integer,
    "row sequence": _row_sequence,
}


def _ordering(name: str, known: Mapping[str, Attribute]) -> Attribute:
    if not name:
        return SEQUENCE
    return _find_attribute(name, known)


def _whole(value: object) -> int | None:
    if isinstance(value, str) and len(value) < 32 and _WHOLE.fullmatch(value):
        value = int(value)
    return value if type(value) is int and value <= _LARGEST else None


def _set_limit(query: Query, values: list[Any], rules: Rules) -> None:
    limit = _whole(values[0]) if values else None
    if limit is None or limit < 1:
        _refuse("Invalid query: Invalid limit: a whole number from 1 on is expected")
    query.limit = limit if query.limit is None else query.limit


def _set_offset(query: Query, values: list[Any], rules: Rules) -> None:
    offset = _whole(values[0]) if values else None
    if offset is None or offset < 0:
        _refuse("Invalid query: Invalid offset: a whole number from 0 on is expected")
    query.offset = offset if query.offset is None else query.offset


def _set_cursor(query: Query, values: list[Any], rules: Rules, *, before: bool) -> None:
    cursor = values[0] if values else None
    if not isinstance(cursor, str) or (rules.cursor_is_checked and not _ID.fullmatch(cursor)):
        _refuse("Invalid query: Invalid cursor: the id of a row is expected")
    if query.cursor is None:
        query.cursor, query.cursor_before = cursor, before


_PAGING: dict[str, Callable[[Query, list[Any], Rules], None]] = {
    "limit": _set_limit,
    "offset": _set_offset,
    "cursorAfter": partial(_set_cursor, before=False),
    "cursorBefore": partial(_set_cursor, before=True),
}
_OF_NO_FILTER = frozenset({*_PAGING, *ORDERS, *GROUPS, "orderRandom"})
