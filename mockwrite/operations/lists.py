"""Listing: the same for every resource."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict, TypeVar, Unpack

from ..access.caller import Caller
from ..queries.kinds import ListKind
from ..queries.parsing import Query
from ..queries.selecting import Scope, select
from ..records import LogEntry, Record
from ..state.collation import canonical
from ..state.collection import Collection
from ..state.project import Project

R = TypeVar("R", bound=Record)


class Listing(TypedDict, total=False):
    """What every list takes beside its queries: a text to search for, and whether the total is counted."""

    search: str
    total: bool


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


def lister(collection: Callable[[Project], Collection[R]], kind: ListKind) -> Callable[..., tuple[int, list[R]]]:
    """Return the operation that lists a whole collection."""

    def list_all(
        project: Project, caller: Caller, *, queries: Query, **listing: Unpack[Listing]
    ) -> tuple[int, list[R]]:
        return page(project, collection(project), kind, queries, **listing)

    return list_all


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


def log_lister(noun: str, find: Callable[[Project, str], Record]) -> Callable[..., tuple[int, list[LogEntry]]]:
    """Return the operation that lists what was done to one resource, which the one id among its values names."""

    def list_log(
        project: Project, caller: Caller, *, queries: Query, total: bool = True, **named: str
    ) -> tuple[int, list[LogEntry]]:
        (id,) = named.values()
        return logs(project, f"{noun}/{find(project, id).id}", queries, total=total)

    return list_log
