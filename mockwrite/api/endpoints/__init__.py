"""The whole emulated API as one table, a file a service (design decision 1)."""

from __future__ import annotations

from collections.abc import Sequence

from ..endpoint import Endpoint
from . import (
    account,
    account_mails,
    messages,
    providers,
    second_factor,
    storage,
    system,
    teams,
    topics,
    user_access,
    users,
)

ENDPOINTS: tuple[Endpoint, ...] = (
    *system.ENDPOINTS,
    *messages.ENDPOINTS,
    *providers.ENDPOINTS,
    *topics.ENDPOINTS,
    *users.ENDPOINTS,
    *storage.ENDPOINTS,
    *user_access.ENDPOINTS,
    *account.ENDPOINTS,
    *account_mails.ENDPOINTS,
    *second_factor.ENDPOINTS,
    *teams.ENDPOINTS,
)
# Services whose rows are made by the first call to one of them: most projects have no tables, and then pay nothing.
LATE = ("databases", "tablesdb")

# Services that Appwrite has and mockwrite does not emulate: the 404 says so.
NOT_EMULATED = frozenset({
    "assistant", "avatars", "console", "domains", "functions", "graphql", "health", "locale", "migrations",
    "project", "projects", "proxy", "realtime", "sites", "tokens", "vcs",
})  # fmt: skip
# Services of which mockwrite has the routes that messaging needs, and no others.
PARTLY_EMULATED = frozenset({"account", "storage", "teams"})
# Parts of the late services that are not emulated: the word in their paths, what the 404 calls them, and whether the word
# stands where an id could stand.
_LEFT_OUT = (
    ("transactions", "transactions", True),
    ("usage", "usage statistics", True),
    ("relationship", "relationships", False),
)


def endpoints_of(service: str) -> tuple[Endpoint, ...]:
    """Return the rows of a late service; with an empty text those of all others."""
    if service not in LATE:
        return ENDPOINTS
    from .databases import BY_SERVICE  # a good part of the whole table

    return BY_SERVICE[service]


def every_endpoint() -> tuple[Endpoint, ...]:
    """Return the whole table."""
    return (*ENDPOINTS, *(row for service in LATE for row in endpoints_of(service)))


def left_out(segments: Sequence[str], *, as_id: bool = True) -> str | None:
    """Return what a path of a late service is about when that is not emulated, else None.

    Without `as_id` only what would be taken for the id of a database counts.
    """
    for word, name, like_id in _LEFT_OUT:
        if segments[1:2] == [word] and like_id:
            return name
        if as_id and word in segments[2:]:
            return name
    return None
