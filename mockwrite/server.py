"""A running server: uvicorn on a socket that is bound beforehand, in a thread or in the foreground."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import re
import socket
import threading
from collections.abc import Iterator
from functools import partial
from ipaddress import ip_address
from typing import Any, Self

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from .api.http import Response
from .api.pipeline import unreadable
from .app import DROP, Application, create_app, is_control, send_answer
from .clock import do_nothing
from .hosting import Host
from .instance import Instance
from .settings import Settings

# Control characters, which would end a header.
_UNFIT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class PortTaken(OSError):
    """The port is in use; the text says what to do."""


def bind(host: str, port: int) -> socket.socket:
    """Bind and listen. Raises PortTaken when somebody else has the port, OSError when the host is not this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With proto 0 asyncio does not set TCP_NODELAY, and every request on a kept connection takes 40 ms longer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(
                f"port {port} on {host} is taken by another program; stop it, or choose another with --port (0 takes a free one)"
            ) from None
        raise
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        # Where there is such a thing (Linux), a connection is noticed when its first request arrives and not before: the SDKs
        # open one for each call, and each time that the server's thread wakes takes the interpreter from the test's.
        with contextlib.suppress(OSError):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    listener.listen(2048)
    listener.setblocking(False)
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the address under which this machine reaches a listener; one on all addresses is reached on the loopback."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_local_only(host: str) -> bool:
    """Tell whether only this machine reaches a server on this host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Protocol(HttpToolsProtocol):
    """uvicorn's protocol, with what an answer of the emulation needs: to leave at once as a whole, or to be cut off.

    A call that is read in one piece is answered on the spot: a task for it, and ASGI's events, are a fifth of what a read costs.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin a connection."""
        super().connection_made(transport)
        self._extensions: dict[str, dict[object, object]] = {DROP: {"drop": transport.close}}
        self._reads = False
        self._begun: RequestResponseCycle | None = None

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.scope["extensions"] = self._extensions

    def on_headers_complete(self) -> None:
        """Begin to answer, unless the head comes once more without its wish for another protocol."""
        if not self._wants_upgrade():
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request."""
        if not self._wants_upgrade():
            super().on_message_complete()

    def _wants_upgrade(self) -> bool:
        # To the parser, CONNECT is one as well; it has no body.
        return self.parser.should_upgrade() and self.parser.get_method() != b"CONNECT"

    def data_received(self, data: bytes) -> None:
        """Read requests; the wish to go on in HTTP/2 (Java's client, `curl --http2`) is passed over, as a server may.

        The parser takes what follows such a head for the other protocol, and not for the body.
        """
        self._unset_keepalive_if_required()
        self._reads = True
        try:
            self._feed(data)
        finally:
            self._reads = False
        cycle, self._begun = self._begun, None
        if cycle is None:
            return
        if cycle.more_body:
            super()._start_asgi_task(cycle, self.app)
        else:
            self._answer(cycle)

    def _feed(self, data: bytes) -> None:
        while data:
            try:
                self.parser.feed_data(data)
                return
            except httptools.HttpParserUpgrade as upgrade:
                head = self._head_without_upgrade() if self._wants_upgrade() else b""
                data = head + data[upgrade.args[0] :] if head else b""
            except httptools.HttpParserError:
                self.send_400_response("")
                return

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Begin a task for a request, unless it may turn out to be a call that is complete."""
        if self._reads and not is_control(cycle.scope["path"]):
            self._begun = cycle
        else:
            super()._start_asgi_task(cycle, app)

    def _answer(self, cycle: RequestResponseCycle) -> None:
        application: Application = self.config.app  # type: ignore[assignment]
        response = application.emulate(cycle.scope, bytes(cycle.body))
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
        application = self.config.app
        if isinstance(application, Application):
            response = unreadable(application.instance)
            self.transport.write(self._head(response, has_body=True, keep_alive=False) + response.body)
        self.transport.close()


class _Server(uvicorn.Server):
    """uvicorn without its waiting: its own stop takes 0.2 s (a tick of 0.1 s, and a sleep)."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs the server."""
        yield

    async def main_loop(self) -> None:
        """Wait until told to stop; a tick a second keeps uvicorn's date header right."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        ticker = asyncio.create_task(self._tick())
        self.ready.set()
        await self._stop.wait()
        ticker.cancel()

    async def _tick(self) -> None:
        counter = 0
        while True:
            await self.on_tick(counter)
            counter += 10
            await asyncio.sleep(1)

    def tell_to_stop(self) -> None:
        """End `main_loop`, from any thread."""
        self.should_exit = True
        if self._loop is not None and self._stop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close listeners and connections without waiting for them."""
        loop = asyncio.get_running_loop()
        for listener in sockets or []:
            # There is no such thing in the proactor loop of Windows.
            with contextlib.suppress(NotImplementedError):
                loop.remove_reader(listener)
        # What was accepted a moment ago is a connection after a turn or two of the loop, and can be closed only then.
        await self._turn(2)
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for connection in list(self.server_state.connections):
            transport = getattr(connection, "transport", None)
            if transport is not None:
                transport.abort()
        for task in list(self.server_state.tasks):
            task.cancel()
        # One that is aborted is closed a turn later.
        await self._turn(1)

    async def _turn(self, times: int) -> None:
        """Let the loop go round."""
        for _ in range(times):
            await asyncio.sleep(0)


def make_server(instance: Instance) -> _Server:
    """Make the uvicorn server of an instance, without starting it."""
    config = uvicorn.Config(
        create_app(instance),
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # The emulation reads X-Forwarded-For itself, as Appwrite does; without a socket nobody else would.
        proxy_headers=False,
        # The SDKs open a connection for each call and leave the old ones idle.
        timeout_keep_alive=5,
    )
    return _Server(config)


class MockServer(Host):
    """A server in a thread, on a free port of this machine by default.

    Use it as a context manager, or call `start` and `stop`:

        with MockServer() as server, server.project() as project:
            ...
    """

    def __init__(self, settings: Settings | None = None, **values: Any) -> None:
        super().__init__(settings, **values)
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._url: str | None = None

    @property
    def url(self) -> str:
        """Where the server listens, without the path. Raises RuntimeError before it runs."""
        if self._url is None:
            raise RuntimeError("the server does not run; use it as a context manager, or call start()")
        return self._url

    @property
    def endpoint(self) -> str:
        """The endpoint to give to an SDK."""
        return f"{self.url}/v1"

    def adopt(self, instance: Instance) -> None:
        """Serve the projects of another instance (a recording), before the server is started."""
        instance.settings = self.settings
        self.instance = instance

    def start(self) -> Self:
        """Start the server and return when it answers. Raises PortTaken."""
        listener = bind(self.settings.host, self.settings.port)
        self._url = url_of(listener)
        self._server = server = make_server(self.instance)
        self._thread = threading.Thread(target=self._run, args=(listener,), name="mockwrite", daemon=True)
        self._thread.start()
        server.ready.wait()
        return self

    def _run(self, listener: socket.socket) -> None:
        server = self._server
        if server is not None:
            asyncio.run(server.serve(sockets=[listener]))

    def stop(self) -> None:
        """Stop the server and its timer."""
        if self._server is not None:
            self._server.tell_to_stop()
        if self._thread is not None:
            self._thread.join()
        self._server = self._thread = self._url = None
        self.instance.close()
