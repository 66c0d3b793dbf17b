"""What mockwrite changes in uvicorn's HTTP protocol: an answer leaves at once, or the connection is cut off."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from ..api.answers import head_too_large, unreadable
from ..api.http import MAX_HEAD, Response
from ..app import DROP, Application, is_control, send_answer
from ..instance import Instance
from ..names import do_nothing

# What this module relies on in uvicorn that uvicorn does not promise: methods that are overridden or called, and attributes
# of the protocol and of the cycle of one request. A test compares it with uvicorn and with the code below. What it buys: a
# get takes a tenth less, and an answer leaves in one piece (row W3 of the benchmarks would notice).
PROTOCOL_METHODS = frozenset({
    "connection_made", "data_received", "on_headers_complete", "on_message_begin", "on_message_complete", "send_400_response",
    "_start_asgi_task", "_unset_keepalive_if_required",
})  # fmt: skip
PROTOCOL_ATTRIBUTES = frozenset(
    {"app", "config", "flow", "headers", "parser", "scope", "server_state", "transport", "url"}
)
CYCLE_ATTRIBUTES = frozenset({
    "body", "keep_alive", "more_body", "on_response", "response_complete", "response_started", "scope",
})  # fmt: skip

# Control characters, which would end a header.
_UNFIT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


# How a client begins TLS: a record of the handshake.
_TLS_HELLO = b"\x16\x03"


class Protocol(HttpToolsProtocol):
    """uvicorn's protocol, with what an answer of the emulation needs: to leave at once as a whole, or to be cut off.

    A call that is read in one piece is answered on the spot: a task for it, and ASGI's events, are a fifth of what a read costs.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        super().connection_made(transport)
        self._extensions: dict[str, dict[object, object]] = {DROP: {"drop": transport.close}}
        self._reads = False
        self._begun: RequestResponseCycle | None = None
        self._in_head = False
        # Bytes that came so far for a head that is not complete.
        self._head_size = 0

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._in_head = True
        self.scope["extensions"] = self._extensions

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the head comes once more without its wish for another protocol."""
        self._in_head = False
        if not self._wants_upgrade():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request."""
        if not self._wants_upgrade():
            super().on_message_complete()

    @property
    def _application(self) -> Application:
        application: Application = self.config.app  # type: ignore[assignment]
        return application

    def _wants_upgrade(self) -> bool:
        # To the parser, CONNECT is one as well; it has no body.
        return self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"

    def data_received(self, data: bytes) -> None:
        """Read requests; the wish to go on in HTTP/2 (Java's client, `curl --http2`) is passed over, as a server may.

        The parser takes what follows such a head for the other protocol, and not for the body.
        """
        self._unset_keepalive_if_required()
        self._reads = True
        # What a head of several pieces can hold is bounded by them; one that came at once is weighed only when it may be too long.
        weighed = self._head_size + len(data)
        try:
            self._feed(data)
        finally:
            self._reads = False
        self._head_size = weighed if self._in_head else 0
        if weighed > MAX_HEAD and (self._in_head or self._weight() > MAX_HEAD):
            self._begun = None
            self._refuse(head_too_large)
            return
        cycle, self._begun = self._begun, None
        if cycle is None:
            return
        if cycle.more_body:
            super()._start_asgi_task(cycle, self.app)
        else:
            self._answer(cycle)

    def _weight(self) -> int:
        """Return the bytes of the latest head."""
        return len(self.url) + sum(len(name) + len(value) for name, value in self.headers)

    def _feed(self, data: bytes) -> None:
        while data:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as upgrade:
                head = self._head_without_upgrade() if self._wants_upgrade() else b""
                data = head + data[upgrade.args[0] :] if head else b""
            except httptools.HttpParserError:
                if data.startswith(_TLS_HELLO):
                    self._application.instance.note_stray(
                        "a connection by https was closed: the endpoint is http://…, without the s"
                    )
                self.send_400_response("")
                return

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Begin a task for a request, unless it may turn out to be a call that is complete."""
        if self._reads and not is_control(cycle.scope["path"]) and self._application.upstream is None:
            self._begun = cycle
        else:
            super()._start_asgi_task(cycle, app)

    def _answer(self, cycle: RequestResponseCycle) -> None:
        response = self._application.emulate(cycle.scope, bytes(cycle.body))
        if response.delay or response.cut is not None or self.flow.write_paused:
            super()._start_asgi_task(cycle, partial(send_answer, response=response))
            return
        has_body = cycle.scope["method"] != "HEAD"
        head = self._head(response, has_body=has_body, keep_alive=cycle.keep_alive)
        cycle.response_started = cycle.response_complete = True
        cycle.on_response()
        # As uvicorn does: cycle and protocol must not hold each other.
        cycle.on_response = do_nothing
        # Last, since it wakes the client, which in a test needs the interpreter just as this thread does.
        self.transport.write(head + response.body if has_body else head)
        if not cycle.keep_alive:
            self.transport.close()

    def _head(self, response: Response, *, has_body: bool, keep_alive: bool) -> bytes:
        headers = list(response.headers)
        if has_body:
            headers.append(("content-length", str(len(response.body))))
        if not keep_alive:
            headers.append(("connection", "close"))
        # uvicorn's own are bytes already: the date.
        own = b"".join([b"%s: %s\r\n" % header for header in self.server_state.default_headers])
        text = "".join([f"{name}: {_UNFIT.sub('', value)}\r\n" for name, value in headers])
        return b"%s%s%s\r\n" % (STATUS_LINE[response.status], own, text.encode("utf-8", "replace"))

    def _head_without_upgrade(self) -> bytes:
        line = b"%s %s HTTP/%s\r\n" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())
        kept = (b"%s: %s\r\n" % header for header in self.headers if header[0] != b"upgrade")
        return b"".join((line, *kept, b"\r\n"))

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, with the envelope."""
        self._refuse(unreadable)

    def _refuse(self, refusal: Callable[[Instance], Response]) -> None:
        application = self.config.app
        if isinstance(application, Application) and not self.transport.is_closing():
            response = refusal(application.instance)
            self.transport.write(self._head(response, has_body=True, keep_alive=False) + response.body)
        self.transport.close()
