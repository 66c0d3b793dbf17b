"""The whole emulated API as one table, a file a service (design decision 1)."""

from __future__ import annotations

from ..endpoint import Endpoint
from . import messages, providers, system, topics, users

ENDPOINTS: tuple[Endpoint, ...] = (
    *system.ENDPOINTS,
    *messages.ENDPOINTS,
    *providers.ENDPOINTS,
    *topics.ENDPOINTS,
    *users.ENDPOINTS,
)

# Services that Appwrite has and mockwrite does not emulate: the 404 says so.
NOT_EMULATED = frozenset({
    "assistant", "avatars", "console", "databases", "domains", "functions", "graphql", "health", "locale", "migrations",
    "project", "projects", "proxy", "realtime", "sites", "tablesdb", "tokens", "vcs",
})  # fmt: skip
