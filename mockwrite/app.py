"""The ASGI application: it reads a request, calls the emulation, and sends the answer."""

from __future__ import annotations

import asyncio
import sys

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from .api.http import Request, Response
from .api.pipeline import answer, too_large
from .instance import Instance
from .settings import Settings

# http.md §2: the real server takes about 12 MB; a larger body is refused with the envelope.
MAX_BODY = 12 * 1024 * 1024


class Emulation:
    """The emulated API as an ASGI application. One catch-all route leads here, because Appwrite's paths follow rules of
    their own (design decision 2)."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        body = b""
        if scope["method"] not in ("GET", "HEAD") or "content-length" in headers or "transfer-encoding" in headers:
            read = await _read_body(receive)
            if read is None:
                await _send(send, too_large(self._instance, MAX_BODY), head=False)
                return
            body = read
        client = scope.get("client")
        request = Request(
            scope["method"],
            scope["raw_path"].decode("latin-1") if "raw_path" in scope else scope["path"],
            scope["query_string"].decode("latin-1"),
            headers,
            body,
            client[0] if client else "127.0.0.1",
        )
        response = answer(self._instance, request)
        if response.delay:
            await asyncio.sleep(response.delay)
        await _send(send, response, head=request.method == "HEAD")


async def _read_body(receive: Receive) -> bytes | None:
    """Read the whole body; None when it is larger than MAX_BODY (it is read to the end, so that the answer arrives)."""
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body if len(body) <= MAX_BODY else None
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        part = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
    return b"".join(parts) if size <= MAX_BODY else None


class ConnectionCut(Exception):  # noqa: N818 - it is no error, it carries out a fault
    """Raised to make the server drop a connection in the middle of an answer, as a fault rule wants it."""


async def _send(send: Send, response: Response, *, head: bool) -> None:
    headers = [(name.encode("latin-1"), value.encode("utf-8", "replace")) for name, value in response.headers]
    if not head:
        headers.append((b"content-length", str(len(response.body)).encode()))
    if response.cut == 0:
        raise ConnectionCut
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.cut is not None:
        await send({"type": "http.response.body", "body": response.body[: response.cut], "more_body": True})
        raise ConnectionCut
    await send({"type": "http.response.body", "body": b"" if head else response.body})


def create_app(instance: Instance | None = None, settings: Settings | None = None) -> Starlette:
    """Make the application for a set of projects (a new one by default)."""
    worlds = instance if instance is not None else Instance(settings)
    from .control.app import control_routes

    return Starlette(routes=[*control_routes(worlds), Route("/{path:path}", Emulation(worlds))])
