"""What a project's databases hold: databases, tables with their columns and indexes, and rows.

They are called as the newer of Appwrite's two services calls them; the older one says collection, attribute and document
(databases.md §1). Loaded by the first call that is about them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..records import Record
from .collation import canonical
from .collection import Collection


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class Database(Record):
    """A database. `type` is that of the service that made it: `legacy` or `tablesdb`; `tables_made` numbers its tables."""

    name: str
    enabled: bool = True
    type: str = "tablesdb"
    tables_made: int = 0

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (databases.md §2)."""
        return f"{self.id} {self.name}"


class Column(NamedTuple):
    """A column of a table. `kind` is its row in the table of kinds (operations/databases/kinds.py).

    `size` counts characters; `minimum` and `maximum` are None when they were not given.
    """

    key: str
    kind: str
    created_at: int
    updated_at: int
    required: bool = False
    array: bool = False
    size: int = 0
    minimum: int | float | None = None
    maximum: int | float | None = None
    elements: tuple[str, ...] = ()
    default: Any = None
    encrypt: bool = False


class Index(NamedTuple):
    """An index of a table. `type` is `key`, `unique`, `fulltext` or `spatial`; `lengths` has one number for each column."""

    key: str
    type: str
    created_at: int
    updated_at: int
    columns: tuple[str, ...]
    lengths: tuple[int, ...]
    orders: tuple[str, ...] = ()
    status: str = "available"


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class Table(Record):
    """A table. `number` counts the tables of its database; `security`: the permissions of single rows count too."""

    database_id: str
    database_sequence: int
    number: int
    name: str
    enabled: bool = True
    permissions: list[str] = field(default_factory=list)
    security: bool = False
    columns: tuple[Column, ...] = ()
    indexes: tuple[Index, ...] = ()

    @property
    def key(self) -> str:
        """The id with the database before it: two databases may hold tables of the same id."""
        return table_key(self.database_sequence, self.id)

    @property
    def search(self) -> str:
        """The text that the list's `search` looks through (databases.md §3)."""
        return f"{self.id} {self.name}"

    def column(self, key: str) -> Column | None:
        """Return the column with this key, or None."""
        return next((column for column in self.columns if column.key == key), None)

    def stored_column(self, key: str) -> Column | None:
        """Return the column with this key in any letter case, or None: the server looks columns up by it as by other ids."""
        wanted = canonical(key)
        return next((column for column in self.columns if canonical(column.key) == wanted), None)

    def index(self, key: str) -> Index | None:
        """Return the index with this key in any letter case, or None."""
        wanted = canonical(key)
        return next((index for index in self.indexes if canonical(index.key) == wanted), None)


def table_key(database_sequence: int, table_id: str) -> str:
    """Return what a table is found by."""
    return f"{database_sequence}/{table_id}"


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class Row(Record):
    """A row. `data` holds the values that are not null by the key of their column, dates as milliseconds."""

    permissions: list[str]
    data: dict[str, Any]


class Rows(Collection[Row]):
    """The rows of a table. `derived` keeps what is read off the table's columns and indexes for every list, beside those."""

    __slots__ = ("derived",)

    def __init__(self) -> None:
        super().__init__()
        self.derived: tuple[tuple[Column, ...], tuple[Index, ...], Any] | None = None
