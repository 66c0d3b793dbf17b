"""A running server: uvicorn on a socket that is bound beforehand, in a thread or in the foreground."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Any, Self

import uvicorn

from ..app import create_app
from ..instance import Instance
from ..settings import Settings
from ..testing.hosting import Host
from .listening import bind, url_of
from .loop import Server
from .protocol import Protocol


def make_server(instance: Instance) -> Server:
    """Make the uvicorn server of an instance, without starting it. Raises SettingsError when its certificate cannot be used."""
    if instance.settings.tls_cert is not None:
        from .certificate import check_certificate  # only https needs it

        check_certificate(instance.settings)
    config = uvicorn.Config(
        create_app(instance),
        http=Protocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        # The emulation reads X-Forwarded-For itself, as Appwrite does; without a socket nobody else would.
        proxy_headers=False,
        # The SDKs open a connection for each call and leave the old ones idle.
        timeout_keep_alive=5,
        ssl_certfile=instance.settings.tls_cert,
        ssl_keyfile=instance.settings.tls_key,
    )
    return Server(config)


class MockServer(Host):
    """A server in a thread, on a free port of this machine by default.

    Use it as a context manager, or call `start` and `stop`:

        with MockServer() as server, server.project() as project:
            ...
    """

    def __init__(self, settings: Settings | None = None, **values: Any) -> None:
        super().__init__(settings, **values)
        self._server: Server | None = None
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
        """Start the server and return when it answers; one that was stopped can be started again.

        Raises PortTaken, SettingsError for a certificate that cannot be used, RuntimeError when it runs already.
        """
        if self._server is not None:
            raise RuntimeError(f"the server runs already, at {self.url}; stop() it first, or make another")
        server = make_server(self.instance)
        listener = bind(self.settings.host, self.settings.port)
        self._url = url_of(listener, tls=self.settings.tls_cert is not None)
        self._server = server
        self.instance.open()
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
