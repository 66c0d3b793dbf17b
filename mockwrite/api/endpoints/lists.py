"""Parameters that every list has (queries.md §7)."""

from __future__ import annotations

from ...queries.kinds import LOGS, ListKind
from ...queries.parsing import Query
from ...validators.numbers import Boolean
from ...validators.structures import Queries
from ...validators.texts import Text
from ..endpoint import Param, optional

SEARCH = optional("search", Text(256))
TOTAL = optional("total", Boolean(loose=True, false_is_false=True), default=True, since="1.8.1")


def queries(kind: ListKind, *, old_texts: bool = False) -> Param:
    """The `queries` of one list; `old_texts` when clients of the time before 1.5 may write them as calls."""
    return optional("queries", Queries(kind, old_texts), default=Query())


LOG_QUERIES = queries(LOGS)
