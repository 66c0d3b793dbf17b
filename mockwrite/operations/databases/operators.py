"""Operators in the data of an update: `{"method": "increment", "values": [5]}` (contract: databases.md §11)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ...errors import ServerDefect
from ...php.json import parse_json, plain
from ...php.numbers import numeric
from ...state.databases import Column, Row
from .kinds import INT64, KINDS, MOMENTS, Unfit
from .places import Place
from .structure import invalid

_DAY = 24 * 3600 * 1000


class Operation(NamedTuple):
    """An operator as sent."""

    method: str
    values: list[Any]


class Operator(NamedTuple):
    """What an operator is for (types of queries, or `list`), how many values it takes, and what it makes of one.

    `numbered`: the first value is a place in a list or the name of a condition, not one that the column could hold.
    """

    on: tuple[str, ...]
    least: int
    most: int
    apply: Callable[[Any, list[Any]], Any]
    numbered: bool = False


_NUMBERS = ("integer", "float")


def _capped(low: bool, work: Callable[[Any, Any], Any]) -> Callable[[Any, list[Any]], Any]:
    def apply(value: Any, values: list[Any]) -> Any:
        result = work(value or 0, values[0])
        if len(values) < 2 or values[1] is None:
            return result
        return max(result, values[1]) if low else min(result, values[1])

    return apply


def _without_doubles(value: Any, values: list[Any]) -> Any:
    kept: list[Any] = []
    for entry in value or []:
        if entry not in kept:
            kept.append(entry)
    return kept


def _inserted(value: Any, values: list[Any]) -> Any:
    entries = list(value or [])
    entries.insert(values[0], values[1])
    return entries


# What `arrayFilter` may ask of an entry, given the value to compare with.
_CONDITIONS: dict[str, Callable[[Any, Any], bool]] = {
    "equal": lambda entry, wanted: bool(entry == wanted),
    "notEqual": lambda entry, wanted: bool(entry != wanted),
    "greaterThan": lambda entry, wanted: bool(entry > wanted),
    "greaterThanEqual": lambda entry, wanted: bool(entry >= wanted),
    "lessThan": lambda entry, wanted: bool(entry < wanted),
    "lessThanEqual": lambda entry, wanted: bool(entry <= wanted),
    "isNull": lambda entry, wanted: entry is None,
    "isNotNull": lambda entry, wanted: entry is not None,
}


def _filtered(value: Any, values: list[Any]) -> Any:
    test = _CONDITIONS.get(values[0])
    if test is None:
        raise ValueError(f"a condition is one of {', '.join(_CONDITIONS)}")
    wanted = values[1] if len(values) > 1 else None
    return [entry for entry in value or [] if test(entry, wanted)]


def _moved(value: Any, days: Any) -> Any:
    if type(days) is not int:
        raise ValueError("days are a whole number")
    return None if value is None else value + days * _DAY


OPERATORS: dict[str, Operator] = {
    "increment": Operator(_NUMBERS, 1, 2, _capped(False, lambda value, by: value + by)),
    "decrement": Operator(_NUMBERS, 1, 2, _capped(True, lambda value, by: value - by)),
    "multiply": Operator(_NUMBERS, 1, 2, _capped(False, lambda value, by: value * by)),
    "divide": Operator(_NUMBERS, 1, 2, _capped(True, lambda value, by: value / by)),
    "modulo": Operator(_NUMBERS, 1, 1, lambda value, values: math.fmod(value or 0, values[0])),
    "power": Operator(_NUMBERS, 1, 2, _capped(False, lambda value, by: float(value) ** by)),
    "stringConcat": Operator(("string",), 1, 1, lambda value, values: (value or "") + values[0]),
    "stringReplace": Operator(("string",), 2, 2, lambda value, values: (value or "").replace(values[0], values[1])),
    "toggle": Operator(("boolean",), 0, 0, lambda value, values: not value),
    "arrayAppend": Operator(("list",), 1, 100, lambda value, values: [*(value or []), *values]),
    "arrayPrepend": Operator(("list",), 1, 100, lambda value, values: [*values, *(value or [])]),
    "arrayInsert": Operator(("list",), 2, 2, _inserted, numbered=True),
    "arrayRemove": Operator(
        ("list",), 1, 1, lambda value, values: [entry for entry in value or [] if entry != values[0]]
    ),
    "arrayUnique": Operator(("list",), 0, 0, _without_doubles),
    "arrayIntersect": Operator(
        ("list",), 1, 100, lambda value, values: [entry for entry in value or [] if entry in values]
    ),
    "arrayDiff": Operator(
        ("list",), 1, 100, lambda value, values: [entry for entry in value or [] if entry not in values]
    ),
    "arrayFilter": Operator(("list",), 1, 2, _filtered, numbered=True),
    "dateAddDays": Operator(("date",), 1, 1, lambda value, values: _moved(value, values[0])),
    "dateSubDays": Operator(("date",), 1, 1, lambda value, values: _moved(value, -values[0])),
    # The present is put in by whoever applies it.
    "dateSetNow": Operator(("date",), 0, 0, lambda value, values: values[0]),
}


def operator_in(value: Any) -> Operation | None:
    """Return the operator that a value is, as an object or as JSON text; None for any other value."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = parse_json(value)
        except ValueError:
            return None
    if not isinstance(value, dict) or value.get("method") not in OPERATORS:
        return None
    values = value.get("values", [])
    return Operation(value["method"], values) if isinstance(values, list) else None


def applied(place: Place, row: Row, operators: Mapping[str, Operation], now: int) -> dict[str, Any]:
    """Return what operators make of a row's values. Raises `row_invalid_structure`, ServerDefect where a shape is stored."""
    if any(KINDS[column.kind].is_list and row.data.get(column.key) is not None for column in place.table.columns):
        raise ServerDefect("data", "operators break on a row that has a point, a line or a polygon")
    return {key: _result(place, key, row.data.get(key), sent, now) for key, sent in operators.items()}


def _result(place: Place, key: str, value: Any, sent: Operation, now: int) -> Any:
    column = place.table.column(key)
    if column is None:
        raise invalid(place, f'The {place.names.column} "{key}" is unknown here.')
    operator = OPERATORS[sent.method]
    if not operator.least <= len(sent.values) <= operator.most or not _is_for(operator, column):
        raise invalid(
            place, f"{sent.method} with {len(sent.values)} values is not for the {place.names.column} {key!r}."
        )
    try:
        # Only what sets the present takes no value of a date.
        values = (
            _values(column, operator, sent.values or [now], now)
            if "date" in operator.on
            else (_values(column, operator, sent.values, now))
        )
        return _fitting(column, operator.apply(value, values), now)
    except (TypeError, ValueError, ArithmeticError, Unfit):
        raise invalid(place, f"{sent.method} cannot be applied to the {place.names.column} {key!r}.") from None


def _values(column: Column, operator: Operator, values: list[Any], now: int) -> list[Any]:
    if operator.on is _NUMBERS:
        return [_number(value) if at == 0 or value is not None else None for at, value in enumerate(values)]
    if not column.array:
        return values
    take = KINDS[column.kind].take
    kept = values[:1] if operator.numbered else []
    return [*kept, *(take(value, column, now) for value in values[len(kept) :])]


def _number(value: Any) -> int | float:
    """Return a number, also one that is written as a text, as PHP takes it. Raises Unfit."""
    number = numeric(value)
    if number is None:
        raise Unfit("a number is expected")
    return number


def _fitting(column: Column, result: Any, now: int) -> Any:
    """Return a result as the column holds it; its bounds do not hold. Raises Unfit."""
    kind = KINDS[column.kind]
    if column.array:
        return result
    if kind.compared == "integer":
        whole = round(result)
        if not INT64[0] <= whole <= INT64[1]:
            raise Unfit("the number is too large")
        return whole
    if kind.compared == "float":
        if isinstance(result, complex) or not math.isfinite(result):
            raise Unfit("the result is no number")
        return plain(result)
    if kind.compared == "date":
        if result is not None and not MOMENTS[0] <= result <= MOMENTS[1]:
            raise Unfit("the date is too far away")
        return result
    return kind.take(result, column, now)


def _is_for(operator: Operator, column: Column) -> bool:
    return ("list" if column.array else KINDS[column.kind].compared) in operator.on
