"""What a list of rows filters and orders by: the columns of the table (databases.md §10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ...access.caller import Caller
from ...errors import AppwriteError
from ...queries.kinds import INTERNAL, SEQUENCE, Attribute, ListKind
from ...queries.old_texts import translate
from ...queries.parsing import Query, QueryInvalid, check_readable
from ...state.databases import Rows, Table
from .kinds import KINDS


class ColumnAttribute(Attribute):
    """A column as an attribute of rows."""

    __slots__ = ()

    @property
    def reader(self) -> Callable[[Any], Any]:
        """What reads the column's value from a row."""
        key = self.field
        return lambda row: row.data.get(key)

    @property
    def index_name(self) -> str:
        """The name of the index of rows by this column, which is made when it is first asked for."""
        return index_name(self.field) if self.on_demand else ""


def index_name(key: str) -> str:
    """Return the name of the index of rows by a column."""
    return f"column {key}"


def _attributes(table: Table) -> Iterator[ColumnAttribute]:
    # An index on several columns does not serve a search in one of them.
    searched = {
        index.columns[0]
        for index in table.indexes
        if index.type == "fulltext" and index.status == "available" and len(index.columns) == 1
    }
    for column in table.columns:
        compared = KINDS[column.kind].compared
        yield ColumnAttribute(
            column.key,
            compared,
            column.key,
            fulltext=column.key in searched,
            # What is encrypted can be shown and put in order, and nothing else.
            filterable=not column.encrypt,
            array=column.array,
            on_demand=not column.array and compared != "shape",
        )


def row_attributes(table: Table) -> Mapping[str, Attribute]:
    """Return by name what rows of a table can be indexed by."""
    found: dict[str, Attribute] = {item.name: item for item in (*INTERNAL, SEQUENCE)}
    return found | {item.name: item for item in _attributes(table)}


def row_kind(table: Table, rows: Rows, noun: str, *, selects_only: bool = False) -> ListKind:
    """Return the kind of a list of rows, or with `selects_only` of what may be asked when one row is read."""
    derived = rows.derived
    if derived is None or derived[0] is not table.columns or derived[1] is not table.indexes:
        kind = ListKind(noun, tuple(_attributes(table)), of_rows=True)
        rows.derived = derived = (table.columns, table.indexes, kind)
    kind = derived[2]
    return kind._replace(name=noun, selects_only=selects_only)


def of_old_client(caller: Caller, texts: list[str]) -> list[str]:
    """Return the queries of a client that asks for a response format before 1.8.0, by the older names.

    The server reads them once more for it, before anything else; before 1.5.0 it knows nothing but calls such as
    `equal("name", ["Ada"])` (databases.md §15). Raises 400 `general_query_invalid`.
    """
    if not caller.wants_format_before((1, 8, 0)):
        return texts
    before = caller.wants_format_before((1, 5, 0))
    written = [translate(text) for text in texts] if before else texts
    if before and any(new == text for new, text in zip(written, texts, strict=True)):
        raise AppwriteError("general_query_invalid", "A client of this time writes queries as calls.", comes_first=True)
    try:
        check_readable(written)
    except QueryInvalid as error:
        raise AppwriteError("general_query_invalid", error.reason, comes_first=True) from None
    return [str(text) for text in written]


def selection(query: Query) -> tuple[str, ...]:
    """Return the columns that queries ask for; none: all."""
    return () if "*" in query.selected else tuple(query.selected)
