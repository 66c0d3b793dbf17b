"""The methods of queries as a table: how many values each takes, on what, since when, and what it means.

Contract: queries.md §2 and §4 (semantics).
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from ..php import dates
from ..state.collation import comparable, folded
from .kinds import Attribute
from .words import containing, word_matcher

Test = Callable[[Any], bool]
Meaning = Callable[[Attribute, tuple[Any, ...]], Test]


class Method(NamedTuple):
    """A filter method.

    `meaning` builds, for an attribute and the query's values, the test of a stored value, which is never null;
    None is a test for null itself. `negated` turns the answer round; `takes_null`: a null passes as well. `most` None: as many values as the release
    allows. `texts_only`: not on numbers, booleans and dates. `arrays`: the only methods that array attributes take.
    `rule` names the field of Rules that lets the release have the method. `breaks`: it passes the parameter check with any values
    and then breaks the server.
    """

    least: int
    most: int | None
    meaning: Meaning | None
    negated: bool = False
    texts_only: bool = False
    arrays: bool = False
    searches: bool = False
    rule: str = ""
    takes_null: bool = False
    breaks: bool = False


def comparison_key(attribute: Attribute) -> Callable[[Any], Any]:
    """Return what turns a stored or asked value of the attribute into one that Python compares as the database does."""
    return _as_json if attribute.array else _COMPARISON_KEYS.get(attribute.type, _same)


def _same(value: Any) -> Any:
    return value


def _as_json(value: Any) -> str:
    # A list is stored, and so ordered, as its JSON text.
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_COMPARISON_KEYS: dict[str, Callable[[Any], Any]] = {"string": comparable}


def _one_of(attribute: Attribute, values: tuple[Any, ...]) -> Test:
    key = comparison_key(attribute)
    wanted = {key(value) for value in values}
    return lambda stored: key(stored) in wanted


def _compared(compare: Callable[[Any, Any], bool]) -> Meaning:
    def meaning(attribute: Attribute, values: tuple[Any, ...]) -> Test:
        key = comparison_key(attribute)
        wanted = key(values[0])
        return lambda stored: compare(key(stored), wanted)

    return meaning


def _between(attribute: Attribute, values: tuple[Any, ...]) -> Test:
    key = comparison_key(attribute)
    low, high = key(values[0]), key(values[1])
    return lambda stored: bool(low <= key(stored) <= high)


# What a value looks like to the methods that compare texts; they take numbers, booleans and dates too (recorded).
_AS_TEXT: dict[str, Callable[[Any], str]] = {
    "string": folded,
    "integer": str,
    "float": lambda value: f"{value:.15g}",
    "sequence": str,
    "row sequence": str,
    "boolean": lambda value: str(int(value)),
    "date": dates.database_text,
}


def _text(compare: Callable[[str, str], bool]) -> Meaning:
    def meaning(attribute: Attribute, values: tuple[Any, ...]) -> Test:
        text = _AS_TEXT[attribute.type]
        wanted = text(values[0])
        return lambda stored: compare(text(stored), wanted)

    return meaning


def _contains_all(attribute: Attribute, values: tuple[Any, ...]) -> Test:
    """All of them in a list; of a text, that it is one of them (recorded)."""
    return (_contains(all) if attribute.array else _one_of)(attribute, values)


def _contains(enough: Callable[[list[bool]], bool]) -> Meaning:
    def meaning(attribute: Attribute, values: tuple[Any, ...]) -> Test:
        if attribute.array:
            return lambda stored: enough([value in stored for value in values])
        parts = [containing(value) for value in values]

        def test(stored: str) -> bool:
            text = folded(stored)
            return enough([is_in(text) for is_in in parts])

        return test

    return meaning


def _search(attribute: Attribute, values: tuple[Any, ...]) -> Test:
    matcher = word_matcher(values[0], "queries")
    return matcher if matcher is not None else lambda stored: False


FILTERS: dict[str, Method] = {
    "equal": Method(1, None, _one_of),
    "notEqual": Method(1, 1, _one_of, negated=True),
    "lessThan": Method(1, 1, _compared(operator.lt)),
    "lessThanEqual": Method(1, 1, _compared(operator.le)),
    "greaterThan": Method(1, 1, _compared(operator.gt)),
    "greaterThanEqual": Method(1, 1, _compared(operator.ge)),
    "between": Method(2, 2, _between),
    "notBetween": Method(2, 2, _between, negated=True, rule="negated_methods"),
    "isNull": Method(0, None, None, arrays=True),
    "isNotNull": Method(0, None, None, negated=True, arrays=True),
    "startsWith": Method(1, 1, _text(str.startswith)),
    "notStartsWith": Method(1, 1, _text(str.startswith), negated=True, rule="negated_methods"),
    "endsWith": Method(1, 1, _text(str.endswith)),
    "notEndsWith": Method(1, 1, _text(str.endswith), negated=True, rule="negated_methods"),
    "contains": Method(1, None, _contains(any), texts_only=True, arrays=True),
    "notContains": Method(1, None, _contains(any), negated=True, texts_only=True, arrays=True, rule="negated_methods"),
    "containsAny": Method(1, None, _contains(any), texts_only=True, arrays=True, rule="contains_any_all"),
    "containsAll": Method(1, None, _contains_all, texts_only=True, arrays=True, rule="contains_any_all"),
    "search": Method(1, 1, _search, searches=True),
    "exists": Method(1, None, None, arrays=True, rule="contains_any_all", breaks=True),
    "notExists": Method(1, None, None, arrays=True, rule="contains_any_all", breaks=True),
    "notSearch": Method(1, 1, _search, negated=True, searches=True, rule="negated_methods", takes_null=True),
}
# What breaks the server when the attribute is a point, a line or a polygon (recorded).
SHAPE_BREAKS = frozenset(
    {"lessThan", "lessThanEqual", "greaterThan", "greaterThanEqual", "between", "notBetween", "isNull", "isNotNull"}
    | {"startsWith", "notStartsWith", "endsWith", "notEndsWith"}
)
GROUPS = frozenset({"and", "or"})
ORDERS = {"orderAsc": False, "orderDesc": True}
# Methods of points, lines and polygons.
OF_SHAPES = frozenset(
    {"crosses", "notCrosses", "intersects", "notIntersects", "overlaps", "notOverlaps", "touches", "notTouches"}
    | {"distanceEqual", "distanceNotEqual", "distanceGreaterThan", "distanceLessThan"}
)
# Methods that other services have and these lists refuse.
FOREIGN = OF_SHAPES | {"select", "elemMatch", "regex", "vectorDot", "vectorCosine", "vectorEuclidean"}
