"""What the server reads out of a User-Agent: the client fields of logs and sessions (models.md §7)."""

from __future__ import annotations

from functools import lru_cache

FIELDS = (
    "osCode", "osName", "osVersion", "clientType", "clientCode", "clientName", "clientVersion", "clientEngine",
    "clientEngineVersion", "deviceName", "deviceBrand", "deviceModel",
)  # fmt: skip


@lru_cache(maxsize=256)
def _parse(agent: str) -> tuple[str, ...]:
    values = dict.fromkeys(FIELDS, "")
    if agent.startswith("Python-urllib/"):
        values |= {"clientType": "library", "clientName": "Python urllib", "clientVersion": agent.partition("/")[2]}
    return tuple(values.values())


def parse_agent(agent: str) -> dict[str, str]:
    """Return the client fields of a User-Agent; all empty for one that is no browser, app or library."""
    return dict(zip(FIELDS, _parse(agent), strict=True))
