"""`/_mockwrite` as an ASGI application. It is built by the first request to it: a server that nobody looks into starts faster."""

from __future__ import annotations

from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ..instance import Instance


def control_routes(instance: Instance) -> list[BaseRoute]:
    """Return the routes of the control API and of the page, for a set of projects."""
    return [
        Route("/_mockwrite", RedirectResponse("/_mockwrite/", status_code=308)),
        Mount("/_mockwrite", app=_Late(instance)),
    ]


class _Late:
    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            from .dispatch import build

            self._app = build(self._instance)
        await self._app(scope, receive, send)
