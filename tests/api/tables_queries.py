"""What queries find in the model of tables (databases.md §10), and a strategy for queries, right and wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.api.tables_model import Refused, Row, Table
from tests.api.tables_values import KINDS, weight

Query = dict[str, Any]
Read = Callable[[Row], Any]
INVALID = Refused(400, "general_query_invalid")
_TIMES = {"$createdAt": "created", "$updatedAt": "updated"}
# For each type: values that may be asked for, and some that may not.
_ASKED: dict[str, tuple[list[Any], list[Any]]] = {
    "text": (["ann", "Änne", "Bo", "a", "%", "_", "", "longer than any"], [5, None, True]),
    "number": ([0, 1, 2, 5, 9, -2], ["2", None, True]),
    "boolean": ([True, False], [1, "true", None]),
    "date": (["2030-01-01T00:00:00.000+00:00", "2030-01-01T03:00:00+03:00", "2031-01-01"], [5, None]),
}
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "lessThan": lambda one, other: one < other,
    "lessThanEqual": lambda one, other: one <= other,
    "greaterThan": lambda one, other: one > other,
    "greaterThanEqual": lambda one, other: one >= other,
}
_TEXTS: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "contains": lambda text, part: part in text,
}


def ask(method: str, attribute: str = "", *values: Any) -> Query:
    """Write a query as it goes over the wire."""
    return {"method": method, "attribute": attribute, "values": list(values)}


def types_of(table: Table) -> dict[str, tuple[str, bool]]:
    """Return the type of each attribute that can be asked for, and whether it is a list."""
    columns = {column.key: (KINDS[column.kind].compared, column.is_array) for column in table.columns}
    return columns | {"$id": ("text", False), "$sequence": ("number", False)}


def reader(table: Table, attribute: str) -> Read:
    """Return what reads an attribute from a row."""
    if attribute == "$id":
        return lambda row: row.id
    if attribute in ("", "$sequence"):
        return lambda row: row.number
    if attribute in _TIMES:
        return lambda row: getattr(row, _TIMES[attribute])
    return lambda row: row.data.get(attribute)


# Right and wrong queries --------------------------------------------------------------------------------------------------


def filters(table: Table) -> st.SearchStrategy[Query]:
    """Draw a filter on one of the attributes, or a group of filters."""
    single = st.sampled_from(sorted(types_of(table))).flatmap(lambda name: _filter_on(name, *types_of(table)[name]))
    group = st.tuples(st.sampled_from(["and", "or"]), st.lists(single, min_size=2, max_size=3))
    return single | single | group.map(lambda pair: {"method": pair[0], "values": pair[1]})


def _filter_on(name: str, type: str, is_array: bool) -> st.SearchStrategy[Query]:
    nulls = st.sampled_from(["isNull", "isNotNull"]).map(lambda method: ask(method, name))
    if type == "shape":
        # Broken on the server, or not emulated.
        return st.just(ask("equal", name, [1, 2]))
    right, wrong = _ASKED[type]
    value = st.sampled_from(right * 3 + wrong)
    if name == "$sequence":
        value = st.sampled_from([1, 2, 3, "2"])
    if is_array:
        elements = st.sampled_from(["a", "A", "b"] if type == "text" else [1, 2])
        lists = st.tuples(
            st.sampled_from(["contains", "notContains", "containsAny", "containsAll"]),
            st.lists(elements, min_size=1, max_size=2),
        )
        return lists.map(lambda pair: ask(pair[0], name, *pair[1])) | nulls | st.just(ask("equal", name, "a"))
    several = st.lists(value, min_size=1, max_size=3).map(lambda values: ask("equal", name, *values))
    one = st.tuples(st.sampled_from(["notEqual", *_COMPARE]), value).map(lambda pair: ask(pair[0], name, pair[1]))
    two = st.tuples(st.sampled_from(["between", "notBetween"]), value, value)
    between = two.map(lambda drawn: ask(drawn[0], name, *drawn[1:]))
    text = st.tuples(
        st.sampled_from(["startsWith", "notStartsWith", "endsWith", "notEndsWith", "contains", "notContains"]), value
    )
    texts = text.map(lambda pair: ask(pair[0], name, pair[1]))
    count = st.sampled_from([ask("equal", name), ask("between", name, *right[:1]), ask("isNull", "nowhere")])
    return several | one | between | nulls | count | (texts if type == "text" else one)


def orders(table: Table) -> st.SearchStrategy[list[Query]]:
    """Draw up to two orders; lists and shapes are left out, and times, which rows made together share."""
    names = [name for name, (type, is_array) in types_of(table).items() if type != "shape" and not is_array]
    one = st.tuples(st.sampled_from(["orderAsc", "orderDesc"]), st.sampled_from([*names, ""]))
    drawn = st.lists(
        one.map(lambda pair: ask(*pair)), min_size=1, max_size=2, unique_by=lambda query: query["attribute"]
    )
    return drawn | drawn | st.just([])


# What they find -----------------------------------------------------------------------------------------------------------


def found(table: Table, query: Query) -> Callable[[Row], bool]:
    """Return the test that a filter is. Raises Refused."""
    method, values = query["method"], query["values"]
    if method in ("and", "or"):
        tests = [found(table, child) for child in values]
        return lambda row: (all if method == "and" else any)(test(row) for test in tests)
    if query["attribute"] not in types_of(table):
        raise INVALID
    type, is_array = types_of(table)[query["attribute"]]
    read = reader(table, query["attribute"])
    if method in ("isNull", "isNotNull"):
        return lambda row: (read(row) is None) == (method == "isNull")
    _check(method, values, type, is_array, is_number_of_row=query["attribute"] == "$sequence")
    negated = method.startswith("not")
    plain = method[3].lower() + method[4:] if negated else method
    test = _list_test(plain, values) if is_array else _test(plain, [_asked(value, type) for value in values])

    def passes(row: Row) -> bool:
        value = read(row)
        return value is not None and test(value if is_array else _asked(value, type)) != negated

    return passes


def _asked(value: Any, type: str) -> Any:
    if type == "date":
        # All dates here are whole hours in the morning of a day; what they mean is in the table of values.
        return {"2030-01-01T03:00:00+03:00": "2030-01-01T00:00:00.000+00:00"}.get(value, value)
    return int(value) if type == "number" and isinstance(value, str) else weight(value)


def _check(method: str, values: Sequence[Any], type: str, is_array: bool, *, is_number_of_row: bool) -> None:
    if type == "shape" or (is_array and not method.lower().endswith(("contains", "containsany", "containsall"))):
        raise INVALID
    if not values or ("between" in method.lower() and len(values) != 2):
        raise INVALID
    right = _ASKED[type][0]
    allowed = [repr(value) for value in right] + (["'2'", "3"] if is_number_of_row else [])
    if not is_array and any(repr(value) not in allowed for value in values):
        raise INVALID


def _list_test(method: str, values: Sequence[Any]) -> Callable[[Any], bool]:
    enough = all if method == "containsAll" else any
    return lambda stored: enough(value in stored for value in values)


def _test(method: str, values: Sequence[Any]) -> Callable[[Any], bool]:
    if method == "equal":
        return lambda value: value in values
    if method == "between":
        return lambda value: bool(values[0] <= value <= values[1])
    compare = _COMPARE.get(method) or _TEXTS[method]
    return lambda value: compare(value, values[0])


def arranged(
    table: Table, rows: Sequence[Row], wanted: Sequence[Query], cursor: str | None, *, before: bool
) -> list[Row]:
    """Return rows in the order asked for, as far as they lie beyond the row of a cursor. Raises Refused."""
    keys = [(reader(table, query["attribute"]), query["method"] == "orderDesc") for query in wanted]
    if not any(query["attribute"] in ("$id", "$sequence", "") for query in wanted):
        keys.append((reader(table, "$sequence"), False))
    ordered = list(rows)
    for read, descending in reversed(keys):
        ordered.sort(key=lambda row, read=read: _rank(read(row)), reverse=descending)  # type: ignore[misc]
    if cursor is None:
        return ordered
    at = table.row(cursor)
    if at is None:
        raise Refused(400, "general_cursor_not_found")
    if any(read(at) is None for read, _ in keys):
        raise Refused(400, "database_query_order_null")
    return [row for row in ordered if _is_beyond(row, at, keys, before=before)]


def _rank(value: Any) -> tuple[bool, Any]:
    return (False, 0) if value is None else (True, weight(value))


def _is_beyond(row: Row, at: Row, keys: Sequence[tuple[Read, bool]], *, before: bool) -> bool:
    for read, descending in keys:
        value, passed = read(row), weight(read(at))
        if value is None:
            return False
        if weight(value) != passed:
            return bool(weight(value) > passed) != (descending != before)
    return False


def selected(shown: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """Return the columns of an answer that a select leaves."""
    return {key: shown[key] for key in keys}
