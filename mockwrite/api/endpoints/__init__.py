"""The whole emulated API as one table, a file a service (design decision 1)."""

from __future__ import annotations

from ..endpoint import Endpoint
from . import account, messages, providers, storage, system, teams, topics, user_access, users

ENDPOINTS: tuple[Endpoint, ...] = (
    *system.ENDPOINTS,
    *messages.ENDPOINTS,
    *providers.ENDPOINTS,
    *topics.ENDPOINTS,
    *users.ENDPOINTS,
    *storage.ENDPOINTS,
    *user_access.ENDPOINTS,
    *account.ENDPOINTS,
    *teams.ENDPOINTS,
)

# Services that Appwrite has and mockwrite does not emulate: the 404 says so.
NOT_EMULATED = frozenset({
    "assistant", "avatars", "console", "databases", "domains", "functions", "graphql", "health", "locale", "migrations",
    "project", "projects", "proxy", "realtime", "sites", "tablesdb", "tokens", "vcs",
})  # fmt: skip
# Services of which mockwrite has the routes that messaging needs, and no others.
PARTLY_EMULATED = frozenset({"account", "storage", "teams"})
