"""Listing: the same for every resource."""

from __future__ import annotations

from typing import TypeVar, Unpack

from ..queries.kinds import ListKind
from ..queries.parsing import Query
from ..queries.selecting import Scope, select
from ..records import LogEntry, Record
from ..state.collation import canonical
from ..state.collection import Collection
from ..state.project import Project

R = TypeVar("R", bound=Record)


def page(
    project: Project,
    collection: Collection[R],
    kind: ListKind,
    queries: Query,
    *,
    total: bool = True,
    **scope: Unpack[Scope[R]],
) -> tuple[int, list[R]]:
    """Return the total and the rows of a list (queries.md)."""
    return select(collection, queries, kind, project.rules, total=total, exact=project.exact, **scope)


def logs(project: Project, resource: str, queries: Query, *, total: bool = True) -> tuple[int, list[LogEntry]]:
    """Return the log of a resource, newest first; only limit and offset are known here (events.md)."""
    entries = project.logs.get(canonical(resource), [])
    if project.exact and project.rules.log_delay:
        written = project.clock.ms - project.rules.log_delay
        entries = [entry for entry in entries if entry.time <= written]
    limit = queries.limit if queries.limit is not None else project.rules.logs_default_limit
    offset = queries.offset or 0
    newest = entries[::-1]
    return len(entries) if total else 0, newest[offset : offset + limit]
