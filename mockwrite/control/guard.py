"""Who may use `/_mockwrite`: programs on this machine and the page itself, not web pages from elsewhere.

A browser sends what a page asks for to any address, and a name can be made to point at 127.0.0.1 (DNS rebinding). So the
`Host` must be a local name or an address, and an `Origin` must be the server's own, unless `--allow-host` names it. A client
on another machine can write any `Host`, so it must use a name that `--allow-host` gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..access.hosts import is_address, is_local, is_this_machine, name_of
from ..version import __version__
from .problems import Problem

# What browsers say of a request of the page itself, or of an address that somebody typed.
_OWN_SITES = ("same-origin", "none")


class Guard:
    """Lets local requests through to `app` and refuses the others with 403."""

    def __init__(self, app: ASGIApp, allow_host: Sequence[str] = ()) -> None:
        self._app = app
        self._allowed = frozenset(name.lower() for name in allow_host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        reason = self.refusal(scope["method"], headers, _peer_elsewhere(scope))
        origin = headers.get("origin", "")
        # Only an origin that --allow-host names comes this far and is not the server's own.
        foreign = reason is None and origin != "" and not _same_origin(origin, headers.get("host", ""))

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), origin if foreign else None)
            await send(message)

        if reason is not None:
            await Problem(403, reason).response()(scope, receive, answer)
        elif foreign and scope["method"] == "OPTIONS":
            await _preflight(headers)(scope, receive, answer)
        else:
            await self._app(scope, receive, answer)

    def refusal(self, method: str, headers: Mapping[str, str], elsewhere: str | None = None) -> str | None:
        """Say why a request is refused; None when it may pass. `elsewhere` is the address of a client on another machine."""
        host = headers.get("host", "")
        name = name_of(host)
        if not self._names(host, name):
            if not (is_local(name) or is_address(name)):
                return (
                    f"The host {host!r} is not local. Start the server with --allow-host {name or 'NAME'} to let it in."
                )
            if elsewhere is not None:
                return (
                    f"{elsewhere} is another machine, and the outbox is for this one."
                    f" Start the server with --allow-host {name} to let in whoever reaches it under this name."
                )
        origin = headers.get("origin")
        if origin is not None and not _same_origin(origin, host):
            place = _place(origin)
            if not self._names(place, name_of(place)):
                return (
                    f"Pages of {origin} may not use the control API."
                    f" Start the server with --allow-host {place or 'NAME'} to let them."
                )
        from_elsewhere = origin is None and headers.get("sec-fetch-site", "none") not in _OWN_SITES
        # An image, a script, a form or a frame on a page from elsewhere; somebody who follows a link may come.
        if from_elsewhere and not (method == "GET" and headers.get("sec-fetch-dest") == "document"):
            return "Pages from elsewhere may not use the control API."
        return None

    def _names(self, place: str, name: str) -> bool:
        return place.lower() in self._allowed or name in self._allowed


def _peer_elsewhere(scope: Scope) -> str | None:
    """Return the address of a client on another machine; None for one on this machine."""
    peer, server = scope.get("client"), scope.get("server")
    address = peer[0] if peer else None
    return None if is_this_machine(address, server[0] if server else None) else address


def _place(origin: str) -> str:
    """Return the host and port of an origin, in lower case; an empty text when it cannot be read."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _same_origin(origin: str, host: str) -> bool:
    scheme, _, place = origin.partition("://")
    return scheme in ("http", "https") and place.lower() == host.lower()


def _add_headers(headers: MutableHeaders, origin: str | None) -> None:
    headers["x-mockwrite"] = __version__
    headers["x-content-type-options"] = "nosniff"
    headers["cross-origin-resource-policy"] = "same-origin" if origin is None else "cross-origin"
    headers.setdefault("cache-control", "no-store")
    if origin is not None:
        headers["access-control-allow-origin"] = origin
        headers.add_vary_header("Origin")


def _preflight(headers: Headers) -> Response:
    return Response(
        status_code=204,
        headers={
            "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
            "access-control-allow-headers": headers.get("access-control-request-headers", "content-type"),
            "access-control-max-age": "600",
        },
    )
