"""Parameters that every list has (queries.md §7)."""

from __future__ import annotations

from ...queries import LOGS, ListKind, Query
from ...validators import Boolean, Queries, Text
from ..endpoint import Param, optional

SEARCH = optional("search", Text(256))
TOTAL = optional("total", Boolean(loose=True, false_is_false=True), default=True, since="1.8.1")


def queries(kind: ListKind) -> Param:
    """The `queries` of one list."""
    return optional("queries", Queries(kind), default=Query())


LOG_QUERIES = queries(LOGS)
