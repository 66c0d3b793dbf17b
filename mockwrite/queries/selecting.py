"""From a Query to the rows of its page and their total (queries.md §4, §5 and §7).

A list touches as few rows as it can: an index stands in for a filter, the page of an unfiltered list is cut out, and
counting stops at the cap. Rows are sorted only when the order asked for is not the one they are kept in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar, Unpack
from zlib import crc32

from ..errors import AppwriteError, ServerDefect
from ..php import dates
from ..records import Record
from ..releases import Rules
from ..state.collation import canonical
from ..state.collection import Collection
from .kinds import ListKind
from .methods import FILTERS, comparison_key
from .parsing import Condition, Group, Order, Query
from .ranges import narrow_by_ranges, walk_in_order
from .words import word_matcher

R = TypeVar("R", bound=Record)
Filter = Condition | Group
TOTAL_CAP = 5000
DEFAULT_LIMIT = 25


class Scope(TypedDict, Generic[R], total=False):
    """Which rows of a collection a list is about.

    `within` is an index of the collection and the value that all rows have in it; `among` names the only rows that the
    list may hold, by their sequence numbers in order, and stands in for `within`; `visible` hides the rows of other
    owners; `search` are words that a row must hold.
    """

    within: tuple[str, Hashable] | None
    among: Sequence[int] | None
    visible: Callable[[R], bool] | None
    search: str


def select(
    collection: Collection[R],
    query: Query,
    kind: ListKind,
    rules: Rules,
    *,
    total: bool = True,
    exact: bool = False,
    **scope: Unpack[Scope[R]],
) -> tuple[int, list[R]]:
    """Return the total, at most 5000, and the rows of the page. Without `total` it is 0 and nothing is counted.

    The cursor ignores the scope and the filters: it only has to exist.

    Raises AppwriteError for a cursor that is unknown or has no place in the order, and for what the database refuses;
    ServerDefect for what breaks the server. Contract: queries.md §4 to §7, errors.md.
    """
    cursor = _cursor(collection, query, kind, rules, exact=exact)
    for condition in _conditions(query.filters):
        _check_feasible(condition, kind, rules)
    rows, filters = _narrow(collection, query.filters, scope.get("within"), scope.get("among"))
    tests: list[Callable[[R], bool]] = [_filter_test(item) for item in filters]
    visible, search = scope.get("visible"), scope.get("search", "")
    if visible is not None:
        tests.append(visible)
    # PHP takes the text "0" for empty, so the server lists everything.
    if search not in ("", "0"):
        tests.append(_search_test(search))
    # A page holds no more rows than there are, and slices want numbers that fit.
    size = min(DEFAULT_LIMIT if query.limit is None else query.limit, len(collection))
    window = _Window(min(query.offset or 0, len(collection)), size)
    direction = _direction(collection, query)
    chosen = _Chosen(rows, tests)
    if direction is None:
        ready = _ready_order(collection, rows, query, cursor)
        if ready is not None:
            return _ready_page(_passing(ready, tests), len(rows) if not tests else None, window, total=total)
        return _sorted_page(chosen, query, cursor, window, total=total)
    backwards = (direction < 0) != query.cursor_before
    count, page = _kept_page(chosen, cursor, window, backwards=backwards, total=total)
    return count, page[::-1] if query.cursor_before else page


class _Window(NamedTuple):
    skip: int
    size: int


class _Rows(Generic[R]):
    """Rows in the order of their sequence numbers: all of a collection, or those that `sequences` names."""

    def __init__(self, collection: Collection[R], sequences: Sequence[int] | None = None) -> None:
        self._rows = collection.rows()
        self._sequences = sequences

    @property
    def is_everything(self) -> bool:
        """True when no row of the collection is left out."""
        return self._sequences is None

    def __len__(self) -> int:
        return len(self._rows if self._sequences is None else self._sequences)

    def walk(self, *, backwards: bool, beyond: int | None = None) -> Iterator[R]:
        """Yield the rows, from the one next to the sequence number `beyond` when that is given."""
        rows, sequences = self._rows, self._sequences
        if sequences is not None:
            return map(rows.__getitem__, _stretch(sequences, beyond, backwards=backwards))
        if beyond is None:
            return map(rows.__getitem__, reversed(rows.keys()) if backwards else rows)
        end = next(iter(rows) if backwards else reversed(rows.keys()))
        if abs(end - beyond) > 2 * len(rows):
            # A seed chose numbers that lie far apart.
            return map(rows.__getitem__, _stretch(list(rows), beyond, backwards=backwards))
        # Else the numbers of a collection have few gaps, so stepping over them finds the place without a search.
        steps = range(beyond - 1, end - 1, -1) if backwards else range(beyond + 1, end + 1)
        return (rows[sequence] for sequence in steps if sequence in rows)


def _stretch(sequences: Sequence[int], beyond: int | None, *, backwards: bool) -> Iterator[int]:
    if backwards:
        end = len(sequences) if beyond is None else bisect_left(sequences, beyond)
        return map(sequences.__getitem__, range(end - 1, -1, -1))
    start = 0 if beyond is None else bisect_right(sequences, beyond)
    return map(sequences.__getitem__, range(start, len(sequences)))


class _Chosen(NamedTuple, Generic[R]):
    """Rows, and the tests that those of the list pass."""

    rows: _Rows[R]
    tests: list[Callable[[R], bool]]

    def walk(self, *, backwards: bool, beyond: int | None = None) -> Iterator[R]:
        return _passing(self.rows.walk(backwards=backwards, beyond=beyond), self.tests)


def _passing(rows: Iterator[R], tests: list[Callable[[R], bool]]) -> Iterator[R]:
    for test in tests:
        rows = filter(test, rows)
    return rows


def _kept_page(
    chosen: _Chosen[R], cursor: R | None, window: _Window, *, backwards: bool, total: bool
) -> tuple[int, list[R]]:
    """Cut the page out of rows in the order in which they are kept."""
    beyond = None if cursor is None else cursor.sequence
    matches = chosen.walk(backwards=backwards, beyond=beyond)
    if not chosen.tests or not total or cursor is not None:
        page = list(islice(matches, window.skip, window.skip + window.size))
        if not total:
            return 0, page
        if not chosen.tests:
            return min(len(chosen.rows), TOTAL_CAP), page
        return _length(islice(chosen.walk(backwards=False), TOTAL_CAP)), page
    # One walk gives the page, and what follows it is only counted.
    head = list(islice(matches, window.skip + window.size))
    rest = islice(matches, max(0, TOTAL_CAP - len(head)))
    return min(len(head) + _length(rest), TOTAL_CAP), head[window.skip :]


def _length(items: Iterable[object]) -> int:
    return sum(1 for _ in items)


def _ready_order(collection: Collection[R], rows: _Rows[R], query: Query, cursor: R | None) -> Iterator[R] | None:
    """Return all rows of a collection in the order asked for, where that is known without sorting them."""
    if cursor is not None or query.shuffled or len(query.orders) != 1 or not rows.is_everything:
        return None
    order = query.orders[0]
    return walk_in_order(collection, order.attribute, descending=order.descending)


def _ready_page(matches: Iterator[R], count: int | None, window: _Window, *, total: bool) -> tuple[int, list[R]]:
    """Cut the page out of rows in their order; `count` is how many there are, if that is known."""
    head = list(islice(matches, window.skip + window.size))
    page = head[window.skip :]
    if not total:
        return 0, page
    if count is None:
        count = len(head) + _length(islice(matches, max(0, TOTAL_CAP - len(head))))
    return min(count, TOTAL_CAP), page


def _sorted_page(
    chosen: _Chosen[R], query: Query, cursor: R | None, window: _Window, *, total: bool
) -> tuple[int, list[R]]:
    """Sort the rows, then cut the page out of them."""
    matches = list(chosen.walk(backwards=False))
    count = min(len(matches), TOTAL_CAP) if total else 0
    if cursor is not None and all(row.sequence != cursor.sequence for row in matches):
        matches.append(cursor)
    ordered = _sorted(matches, query)
    if query.cursor_before:
        ordered.reverse()
    if cursor is not None:
        start = next(place for place, row in enumerate(ordered, 1) if row.sequence == cursor.sequence)
        ordered = [row for row in ordered[start:] if _has_place_beyond(row, cursor, query.orders)]
    page = ordered[window.skip : window.skip + window.size]
    return count, page[::-1] if query.cursor_before else page


def _has_place_beyond(row: Record, cursor: Record, orders: Iterable[Order]) -> bool:
    """Tell whether the database finds a row beyond the cursor: null is neither more nor less than its value there."""
    for order in orders:
        value, passed = order.attribute.reader(row), order.attribute.reader(cursor)
        if passed is None:
            # Only the oldest releases let such a row be a cursor.
            break
        if value is None:
            return False
        key = comparison_key(order.attribute)
        if key(value) != key(passed):
            break
    return True


def _sorted(rows: list[R], query: Query) -> list[R]:
    if query.shuffled:
        # Any order is a random order; one that repeats keeps a test repeatable.
        rows = sorted(rows, key=lambda row: crc32(row.id.encode()))
    else:
        leading = query.orders[0]
        follows = leading.descending and leading.attribute.name in ("$createdAt", "$updatedAt")
        rows = sorted(rows, key=lambda row: row.sequence, reverse=follows)
    for order in reversed(query.orders):
        # Null comes first when ascending and last when descending (recorded).
        rows.sort(key=_order_key(order), reverse=order.descending)
    return rows


def _order_key(order: Order) -> Callable[[Record], Any]:
    read, key = order.attribute.reader, comparison_key(order.attribute)

    def rank(row: Record) -> tuple[bool, Any]:
        value = read(row)
        return (False, 0) if value is None else (True, key(value))

    return rank


def _direction(collection: Collection[Any], query: Query) -> int | None:
    """Tell whether the list runs as its rows are kept (1), the other way (-1) or in an order of its own (None)."""
    if query.shuffled:
        return None
    if not query.orders:
        return 1
    leading = query.orders[0]
    kept = leading.attribute.field == "sequence" or (
        # Rows made at the same moment follow each other in the direction of the order (queries.md §5).
        leading.attribute.name == "$createdAt" and len(query.orders) == 1 and collection.in_time_order
    )
    return (-1 if leading.descending else 1) if kept else None


def _cursor(collection: Collection[R], query: Query, kind: ListKind, rules: Rules, *, exact: bool) -> R | None:
    if query.cursor is None:
        return None
    row = collection.get(query.cursor)
    if row is None:
        message = f"{kind.name} '{query.cursor}' for the 'cursor' value not found."
        raise AppwriteError("general_cursor_not_found", message)
    if kind.cursor_breaks and exact:
        raise ServerDefect("queries", "a cursor breaks this list on the server", type=rules.query_refused)
    for order in query.orders:
        if order.attribute.array and not kind.of_rows:
            reason = f"a cursor and an order by {order.attribute.name}, which is a list, break the server"
            raise ServerDefect("queries", reason)
        if rules.order_null_is_checked and order.attribute.reader(row) is None:
            name = order.attribute.name
            message = f"The row of the cursor has no value in '{name}', by which the list is ordered."
            raise AppwriteError("database_query_order_null", message)
    return row


def _conditions(filters: Iterable[Filter]) -> Iterator[Condition]:
    for item in filters:
        if isinstance(item, Group):
            yield from _conditions(item.filters)
        else:
            yield item


def _check_feasible(condition: Condition, kind: ListKind, rules: Rules) -> None:
    """Raise when the database cannot carry a condition out, although its parameters are right."""
    method, attribute = FILTERS[condition.method], condition.attribute
    if method.breaks:
        reason = f"{condition.method} breaks the server"
        # The values are read for dates before (recorded).
        if attribute.type != "date" or all(isinstance(text, str) and dates.parse(text, 0) for text in condition.values):
            raise ServerDefect("queries", reason)
    elif not method.searches or (attribute.fulltext and (kind.of_rows or rules.name_is_searchable)):
        return
    else:
        reason = f"{condition.method} needs a full-text index, and {attribute.name} has none"
    if kind.refusal_is_mapped:
        raise AppwriteError("general_query_invalid")
    raise ServerDefect("queries", reason, type=rules.query_refused)


def _narrow(
    collection: Collection[R],
    filters: list[Filter],
    within: tuple[str, Hashable] | None,
    among: Sequence[int] | None,
) -> tuple[_Rows[R], list[Filter]]:
    """Return the fewest rows that an index gives, and the filters that are left to test."""
    if among is not None:
        return _Rows(collection, among), filters
    if within is not None:
        return _Rows(collection, collection.sequences(*within)), filters
    buckets = [(bucket, item) for item in filters if (bucket := _bucket(collection, item)) is not None]
    narrow = [(bucket, [item]) for bucket, item in buckets]
    ranged = narrow_by_ranges(collection, filters)
    if ranged is not None:
        narrow.append(ranged)
    if not narrow:
        return _Rows(collection), filters
    fewest, answered = min(narrow, key=lambda pair: len(pair[0]))
    return _Rows(collection, fewest), [item for item in filters if not any(item is other for other in answered)]


def _bucket(collection: Collection[Any], item: Filter) -> Sequence[int] | None:
    if not (isinstance(item, Condition) and item.method == "equal"):
        return None
    attribute = item.attribute
    name = attribute.index_name
    key: Callable[[Any], Hashable] = comparison_key(attribute) if attribute.on_demand else canonical
    if attribute.on_demand:
        collection.index(name, _null_or(key, attribute.reader))
    if name not in collection.indexes:
        return None
    buckets = [collection.sequences(name, value) for value in {key(value) for value in item.values}]
    return buckets[0] if len(buckets) == 1 else sorted(sequence for bucket in buckets for sequence in bucket)


def _null_or(key: Callable[[Any], Any], read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def keyed(row: Any) -> Any:
        value = read(row)
        return None if value is None else key(value)

    return keyed


def _filter_test(item: Filter) -> Callable[[Record], bool]:
    if isinstance(item, Group):
        return _group_test([_filter_test(child) for child in item.filters], decisive=item.method == "or")
    method, read = FILTERS[item.method], item.attribute.reader
    negated = method.negated
    if method.meaning is None:
        return lambda row: (read(row) is None) != negated
    test = method.meaning(item.attribute, item.values)

    takes_null = method.takes_null

    def passes(row: Record) -> bool:
        value = read(row)
        # A row without a value never matches a comparison, not even a negated one (recorded), but for one method.
        return takes_null if value is None else test(value) != negated

    return passes


def _group_test(tests: list[Callable[[Record], bool]], *, decisive: bool) -> Callable[[Record], bool]:
    """Join tests: the first that answers `decisive` decides (true for `or`, false for `and`)."""

    def passes(row: Record) -> bool:
        for test in tests:
            if test(row) is decisive:
                return decisive
        return not decisive

    return passes


def _search_test(search: str) -> Callable[[Any], bool]:
    matches = word_matcher(search, "search")
    return (lambda row: matches(row.search)) if matches is not None else lambda row: False
