"""Rate limits (auth.md §7, account-mails.md §12). Off unless the server runs with `--rate-limits`; the headers are always there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError
from ..state.project import Project
from .endpoint import Endpoint
from .http import Request

_NAME = re.compile(r"\{([\w-]+)\}")


def count(project: Project, endpoint: Endpoint, caller: Caller, params: Mapping[str, Any], request: Request) -> None:
    """Count a call to a limited route and add its headers to the answer; raise 429 when there were too many.

    A window begins at a multiple of its length (recorded). Keys are never refused, but get the headers. Of several counters
    each that leaves fewer calls than those before it adds to the headers (recorded).
    """
    limit = endpoint.limit
    if limit is None:
        return
    start = project.clock.ms // 1000 // limit.seconds * limit.seconds
    is_counted = project.settings.rate_limits and caller.kind != "key" and not caller.is_developer
    shown: list[int] = []
    exceeded = False
    for key in _keys(endpoint, caller, params, request):
        counted_in, used = project.limits.get(key, (start, 0))
        used = used + 1 if counted_in == start else 1
        remaining = max(limit.calls - used, 0)
        if not shown or remaining < shown[-1]:
            shown.append(remaining)
        if is_counted:
            project.limits[key] = (start, used)
            exceeded = used > limit.calls
            if exceeded:
                break
    columns = {"limit": [limit.calls] * len(shown), "remaining": shown, "reset": [start + limit.seconds] * len(shown)}
    caller.headers += [(f"x-ratelimit-{name}", ", ".join(map(str, values))) for name, values in columns.items()]
    if exceeded:
        raise AppwriteError("general_rate_limit_exceeded")


def done(project: Project, endpoint: Endpoint, caller: Caller, params: Mapping[str, Any], request: Request) -> None:
    """Forget the count of a route that is reset by success."""
    if endpoint.limit is not None and endpoint.limit.reset_on_success:
        for key in _keys(endpoint, caller, params, request):
            project.limits.pop(key, None)


def _keys(endpoint: Endpoint, caller: Caller, params: Mapping[str, Any], request: Request) -> Iterator[str]:
    own = {
        "url": endpoint.path,
        "ip": caller.ip,
        "userId": caller.user.id if caller.user else "",
        "method": endpoint.method,
        "chunkId": request.headers.get("content-range", ""),
    }

    def value(found: re.Match[str]) -> str:
        known = own.get(found[1])
        return str(params.get(found[1].removeprefix("param-"), "")) if known is None else known

    for key in endpoint.limit.by if endpoint.limit else ():
        yield _NAME.sub(value, key)
