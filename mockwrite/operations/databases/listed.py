"""Columns and indexes as records, so that their lists are read like any other (databases.md §4, §5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from ...records import Record
from ...state.databases import Column, Index
from .kinds import KINDS

# What a column or index is once it is made; only the server's background work knows others.
AVAILABLE = "available"


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class ListedColumn(Record):
    """A column on a list: its id is its key. No error is null, which equals no text (recorded)."""

    column: Column
    type: str
    size: int
    required: bool
    array: bool
    status: str = AVAILABLE
    error: str | None = None

    @classmethod
    def of(cls, column: Column) -> Self:
        """Put a column on a list."""
        return cls(
            id=column.key, created_at=column.created_at, updated_at=column.updated_at, column=column,
            type=KINDS[column.kind].type, size=column.size, required=column.required, array=column.array,
        )  # fmt: skip


@dataclass(slots=True, kw_only=True, repr=False, eq=False)
class ListedIndex(Record):
    """An index on a list."""

    index: Index
    type: str
    columns: list[str]
    status: str = AVAILABLE
    error: str | None = None

    @classmethod
    def of(cls, index: Index) -> Self:
        """Put an index on a list."""
        return cls(
            id=index.key, created_at=index.created_at, updated_at=index.updated_at, index=index, type=index.type,
            columns=list(index.columns), status=index.status,
        )  # fmt: skip
