"""Rate limits (auth.md §7). Off unless the server runs with `--rate-limits`; the headers are always there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError
from ..state.project import Project
from .endpoint import Endpoint
from .http import Request


def count(project: Project, endpoint: Endpoint, caller: Caller, params: Mapping[str, Any], request: Request) -> None:
    """Count a call to a limited route and add its headers to the answer; raise 429 when there were too many.

    A window begins at a multiple of its length (recorded). Keys are never refused, but get the headers.
    """
    limit = endpoint.limit
    if limit is None:
        return
    start = project.clock.ms // 1000 // limit.seconds * limit.seconds
    key = _key(endpoint, caller, params, request)
    counted_in, used = project.limits.get(key, (start, 0))
    used = used + 1 if counted_in == start else 1
    if project.settings.rate_limits and caller.kind != "key":
        project.limits[key] = (start, used)
    caller.headers += [
        ("x-ratelimit-limit", str(limit.calls)),
        ("x-ratelimit-remaining", str(max(limit.calls - used, 0))),
        ("x-ratelimit-reset", str(start + limit.seconds)),
    ]
    if used > limit.calls:
        raise AppwriteError("general_rate_limit_exceeded")


def done(project: Project, endpoint: Endpoint, caller: Caller, params: Mapping[str, Any], request: Request) -> None:
    """Forget the count of a route that is reset by success."""
    if endpoint.limit is not None and endpoint.limit.reset_on_success:
        project.limits.pop(_key(endpoint, caller, params, request), None)


def _key(endpoint: Endpoint, caller: Caller, params: Mapping[str, Any], request: Request) -> tuple[str, ...]:
    values = {
        "ip": caller.ip,
        "user": caller.user.id if caller.user else "",
        "url": request.path,
        "chunk": request.headers.get("content-range", ""),
    }
    by = endpoint.limit.by if endpoint.limit else ()
    return (endpoint.method, endpoint.path, *(values.get(name) or str(params.get(name, "")) for name in by))
