"""The ASGI application: it reads a request, calls the emulation, and sends the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .access.hosts import cannot_be_rebound, name_of
from .api.answers import host_refused, too_large
from .api.http import MAX_BODY, Request, Response
from .api.pipeline import answer
from .instance import Instance
from .settings import Settings
from .transports.opening import upstream_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from .transports.upstream import Passed

CONTROL = "/_mockwrite"
# The ASGI extension by which our server lets the application drop a connection: `drop`, a function.
DROP = "mockwrite.drop"
# A larger body is read in a thread of its own.
_OFF_LOOP = 256 * 1024


class Application:
    """A set of projects as an ASGI application.

    The emulated API is answered here, because Appwrite's paths follow rules of their own (docs/architecture.md, decision 2). Starlette
    carries what lies under `/_mockwrite`; it is imported by the first request to it, since that is a third of the time in
    which a server starts.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self._control: ASGIApp | None = None
        # The real Appwrite that calls are passed on to, where the settings name one.
        self.upstream = upstream_of(instance)
        settings = instance.settings
        # Where any key opens everything, a page must not come in under a name that its owner lets mean this machine.
        self._is_open = not (settings.strict_auth or settings.exact)
        self._allowed = frozenset(name.lower() for name in settings.allow_host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or take part in the lifespan protocol."""
        if scope["type"] == "http" and not is_control(scope["path"]):
            await self._emulate(scope, receive, send)
            return
        if self._control is None:
            self._control = _control_app(self.instance)
        await self._control(scope, receive, send)

    async def _emulate(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refusal(scope)
        if refused is not None:
            await send_answer(scope, receive, send, refused)
            return
        passed = self.passes_on(scope)
        if passed is not None and self.upstream is not None:
            from .transports.passing_on import pass_on

            await pass_on(self.upstream, passed, receive, send)
            return
        names = {name for name, _ in scope["headers"]}
        body: bytes | None = b""
        if scope["method"] not in ("GET", "HEAD") or not names.isdisjoint((b"content-length", b"transfer-encoding")):
            try:
                body = await _read_body(receive)
            except _ClientGone:
                return
        if body is None:
            response = too_large(self.instance, MAX_BODY)
        elif len(body) > _OFF_LOOP:
            # To read so much takes a while; others are answered meanwhile.
            response = await asyncio.to_thread(self.emulate, scope, body)
        else:
            response = self.emulate(scope, body)
        await send_answer(scope, receive, send, response)

    def emulate(self, scope: Mapping[str, Any], body: bytes) -> Response:
        """Answer a call to the emulated API whose body is complete; how the answer is sent is left to the caller."""
        if scope["path"] == "/" and _is_browser(scope):
            return Response(302, [("location", f"{CONTROL}/")])
        refused = self._refusal(scope)
        if refused is not None:
            return refused
        client = scope.get("client")
        request = Request(
            scope["method"],
            _path(scope),
            scope["query_string"].decode("latin-1"),
            {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
            body,
            client[0] if client else "127.0.0.1",
        )
        return answer(self.instance, request)

    def _refusal(self, scope: Mapping[str, Any]) -> Response | None:
        """Refuse a call under a name that can be made to mean this machine, unless keys are checked; None when it may pass."""
        if not self._is_open:
            return None
        host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
        if cannot_be_rebound(host) or not self._allowed.isdisjoint((host.lower(), name_of(host))):
            return None
        return host_refused(self.instance, host)

    def passes_on(self, scope: Mapping[str, Any]) -> Passed | None:
        """Return how a call is passed on to a real Appwrite; None when it is answered here."""
        if self.upstream is None:
            return None
        query = scope["query_string"].decode("latin-1")
        target = f"{_path(scope)}?{query}" if query else _path(scope)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        return self.upstream.takes(scope["method"], target, headers)


def _path(scope: Mapping[str, Any]) -> str:
    return scope["raw_path"].decode("latin-1") if "raw_path" in scope else str(scope["path"])


def _is_browser(scope: Mapping[str, Any]) -> bool:
    """Tell whether somebody opens the server's address in a browser, who wants the page and no error of the API."""
    return scope["method"] in ("GET", "HEAD") and any(
        name == b"accept" and b"text/html" in value for name, value in scope["headers"]
    )


class _ClientGone(Exception):
    """The connection broke off before the request was complete; there is nothing to carry out and nobody to answer."""


async def _read_body(receive: Receive) -> bytes | None:
    """Read the whole body; None when it is larger than MAX_BODY (it is read to the end, so that the answer arrives).

    Raises _ClientGone.
    """
    message = await _next(receive)
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body if len(body) <= MAX_BODY else None
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await _next(receive)
        part = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
    return b"".join(parts) if size <= MAX_BODY else None


async def _next(receive: Receive) -> Message:
    message = await receive()
    if message["type"] == "http.disconnect":
        raise _ClientGone
    return message


async def send_answer(scope: Scope, receive: Receive, send: Send, response: Response) -> None:
    """Send an answer of the emulation, late or only in part where a fault rule wants it so."""
    if response.delay and not await _stays(receive, response.delay):
        return
    head = scope["method"] == "HEAD"
    headers = [(name.encode("latin-1"), value.encode("utf-8", "replace")) for name, value in response.headers]
    if not head:
        headers.append((b"content-length", str(len(response.body)).encode()))
    if response.cut != 0:
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.cut is not None:
        if response.cut:
            await send({"type": "http.response.body", "body": response.body[: response.cut], "more_body": True})
        await _drop(scope, receive)
        return
    await send({"type": "http.response.body", "body": b"" if head else response.body})


async def _stays(receive: Receive, seconds: float) -> bool:
    """Wait; tell whether the client is still there. A server that stops has closed the connection."""
    gone = asyncio.ensure_future(_leaving(receive))
    try:
        await asyncio.wait((gone,), timeout=seconds)
        return not gone.done()
    except asyncio.CancelledError:
        return False
    finally:
        gone.cancel()


async def _leaving(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _drop(scope: Scope, receive: Receive) -> None:
    """Drop the connection, as a fault rule wants it. Raises RuntimeError under a server other than `mockwrite.server`."""
    drop = scope.get("extensions", {}).get(DROP, {}).get("drop")
    if drop is None:
        raise RuntimeError("this server cannot drop a connection; serve mockwrite with MockServer or `mockwrite serve`")
    drop()
    await _leaving(receive)


def is_control(path: str) -> bool:
    """Tell whether a path belongs to the control API and not to the emulated one."""
    return path.startswith(CONTROL) and path[len(CONTROL) : len(CONTROL) + 1] in ("", "/")


def _control_app(instance: Instance) -> ASGIApp:
    from starlette.applications import Starlette

    from .control.app import control_routes

    return Starlette(routes=control_routes(instance))


def create_app(instance: Instance | None = None, settings: Settings | None = None) -> Application:
    """Make the ASGI application for a set of projects (a new one by default)."""
    return Application(instance if instance is not None else Instance(settings))
