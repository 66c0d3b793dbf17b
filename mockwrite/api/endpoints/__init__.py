"""The whole emulated API as one table, a file a service (docs/architecture.md, decision 1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..endpoint import Endpoint
from . import messages, providers, system, topics

# The rows that are there from the start.
ENDPOINTS: tuple[Endpoint, ...] = (
    *system.ENDPOINTS,
    *messages.ENDPOINTS,
    *providers.ENDPOINTS,
    *topics.ENDPOINTS,
)


def _account() -> tuple[Endpoint, ...]:
    from . import account, account_mails, oauth, second_factor

    return (*account.ENDPOINTS, *account_mails.ENDPOINTS, *second_factor.ENDPOINTS, *oauth.ENDPOINTS)


def _teams() -> tuple[Endpoint, ...]:
    from . import teams

    return teams.ENDPOINTS


def _users() -> tuple[Endpoint, ...]:
    from . import user_access, users

    return (*users.ENDPOINTS, *user_access.ENDPOINTS)


def _storage() -> tuple[Endpoint, ...]:
    from . import storage

    return storage.ENDPOINTS


def _databases() -> tuple[Endpoint, ...]:
    from .databases import BY_SERVICE

    return BY_SERVICE["databases"]


def _tablesdb() -> tuple[Endpoint, ...]:
    from .databases import BY_SERVICE

    return BY_SERVICE["tablesdb"]


# Services whose rows are made by the first call to one of them: a project that has no users, files, accounts, teams or tables pays nothing.
LATE: Mapping[str, Callable[[], tuple[Endpoint, ...]]] = {
    "users": _users,
    "storage": _storage,
    "account": _account,
    "teams": _teams,
    "databases": _databases,
    "tablesdb": _tablesdb,
}
# The services of tables.
TABLES = ("databases", "tablesdb")

# Services that Appwrite has and mockwrite does not emulate: the 404 says so.
NOT_EMULATED = frozenset({
    "assistant", "avatars", "console", "domains", "functions", "graphql", "health", "migrations",
    "project", "projects", "proxy", "realtime", "sites", "tokens", "vcs",
})  # fmt: skip
# Services of which mockwrite has the routes that messaging needs, and no others.
PARTLY_EMULATED = frozenset({"account", "locale", "storage", "teams"})
# Parts of the services of tables that are not emulated: the word in their paths, what the 404 calls them, and whether the word
# stands where an id could stand.
_LEFT_OUT = (
    ("transactions", "transactions", True),
    ("usage", "usage statistics", True),
    ("relationship", "relationships", False),
    # Of releases that are newer than those emulated, which the newest SDKs know.
    ("query", "queries in a body", False),
    ("migrations", "migrations", False),
    ("replicas", "replicas", False),
    ("failovers", "replicas", False),
    ("operations", "operations", False),
    ("status", "operations", False),
)


def endpoints_of(service: str) -> tuple[Endpoint, ...]:
    """Return the rows of a late service; with an empty text those of all others."""
    return LATE[service]() if service else ENDPOINTS


def every_endpoint() -> tuple[Endpoint, ...]:
    """Return the whole table."""
    return (*ENDPOINTS, *(row for service in LATE for row in endpoints_of(service)))


def left_out(segments: Sequence[str], *, as_id: bool = True) -> str | None:
    """Return what a path of a service of tables is about when that is not emulated, else None.

    Without `as_id` only what would be taken for the id of a database counts.
    """
    if not segments or segments[0] not in TABLES:
        return None
    for word, name, like_id in _LEFT_OUT:
        if segments[1:2] == [word] and like_id:
            return name
        if as_id and word in segments[2:]:
            return name
    return None
