"""From a request under `/_mockwrite` to its row of the table, and from what the handler returns to the answer."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Coroutine, Sequence
from contextlib import suppress

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Router
from starlette.routing import Route as Path
from starlette.types import ASGIApp, Receive, Scope, Send

from ..instance import Instance
from ..system.json_texts import json_bytes
from .checking import read_call
from .guard import Guard
from .kept import Snapshots
from .page import serve_page
from .problems import Problem
from .routes import ROUTES
from .table import ControlRoute
from .watch import Hub


def build(instance: Instance) -> ASGIApp:
    """Build the control API of a set of projects, with the page, behind its guard."""
    by_path: dict[str, list[ControlRoute]] = {}
    for row in ROUTES:
        by_path.setdefault(row.pattern, []).append(row)
    hub, snapshots = Hub(instance), Snapshots(instance)
    paths: list[BaseRoute] = [Path(path, _Place(rows, instance, hub, snapshots)) for path, rows in by_path.items()]
    # Whatever is asked of a path that nobody knows, the answer is a problem too.
    paths.append(Path("/{file:path}", serve_page, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]))
    return Guard(Router(paths, redirect_slashes=False, default=_nothing_here), instance.settings.allow_host)


async def _nothing_here(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer where no path matches, such as one with a line feed."""
    await Problem(404, "There is nothing here; /_mockwrite/control.json describes the routes.").response()(
        scope, receive, send
    )


class _Place:
    """The rows of one path, by method."""

    def __init__(self, rows: Sequence[ControlRoute], instance: Instance, hub: Hub, snapshots: Snapshots) -> None:
        self._rows = {row.method: row for row in rows}
        self._instance = instance
        self._hub = hub
        self._snapshots = snapshots

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        # A stopping server cancels those who still wait or listen; that is no error to be logged.
        with suppress(asyncio.CancelledError):
            response = await self._respond(request)
            if response is not None:
                await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response | None:
        method = "GET" if request.method == "HEAD" else request.method
        row = self._rows.get(method)
        if row is None:
            allowed = ", ".join(self._rows)
            refusal = Problem(405, f"{request.method} does nothing here; methods are {allowed}.").response()
            refusal.headers["allow"] = allowed
            return refusal
        try:
            if row.waits:
                return await _unless_gone(self._carry_out(row, request), request)
            return await self._carry_out(row, request)
        except Problem as problem:
            return problem.response()
        except ClientDisconnect:
            # Whoever called is gone before the body was whole.
            return None
        except Exception:  # noqa: BLE001 - a bug of ours must not pass unseen: it fails the test that caused it
            trace = traceback.format_exc()
            self._instance.bugs.append(trace)
            return Problem(500, "mockwrite itself broke; please report this.", trace=trace).response()

    async def _carry_out(self, row: ControlRoute, request: Request) -> Response:
        call = await read_call(row, request, instance=self._instance, hub=self._hub, snapshots=self._snapshots)
        result = await row.handler(call)
        if isinstance(result, Response):
            return result
        if result is None:
            return Response(status_code=204)
        return Response(json_bytes(result), row.status, media_type=row.media)


async def _unless_gone(work: Coroutine[None, None, Response], request: Request) -> Response | None:
    """Carry out what may take long, and drop it when the caller hangs up."""
    task = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((task, gone), return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for item in (task, gone):
            item.cancel()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
