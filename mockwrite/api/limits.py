"""Rate limits (auth.md §7). Off unless the server runs with `--rate-limits`; the headers are always there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import AppwriteError
from ..state import Project
from ..caller import Caller
from .endpoint import Endpoint


def count(
    project: Project, endpoint: Endpoint, caller: Caller, params: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """Count a call to a limited route and return its headers; raise 429 when there were too many.

    Keys are never refused.
    """
    limit = endpoint.limit
    if limit is None:
        return []
    now = project.clock.ms // 1000
    key = _key(endpoint, caller, params)
    start, used = project.limits.get(key, (now, 0))
    if now >= start + limit.seconds:
        start, used = now, 0
    if project.settings.rate_limits and caller.kind != "key":
        used += 1
        project.limits[key] = (start, used)
    if used > limit.calls:
        raise AppwriteError("general_rate_limit_exceeded")
    return [
        ("x-ratelimit-limit", str(limit.calls)),
        ("x-ratelimit-remaining", str(max(limit.calls - max(used, 1), 0))),
        ("x-ratelimit-reset", str(start + limit.seconds)),
    ]


def done(project: Project, endpoint: Endpoint, caller: Caller, params: Mapping[str, Any]) -> None:
    """Forget the count of a route that is reset by success."""
    if endpoint.limit is not None and endpoint.limit.reset_on_success:
        project.limits.pop(_key(endpoint, caller, params), None)


def _key(endpoint: Endpoint, caller: Caller, params: Mapping[str, Any]) -> tuple[str, ...]:
    values = {"ip": caller.ip, "user": caller.user.id if caller.user else ""}
    by = endpoint.limit.by if endpoint.limit else ()
    return (endpoint.method, endpoint.path, *(values.get(name) or str(params.get(name, "")) for name in by))
