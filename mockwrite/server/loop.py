"""uvicorn's server without its waits: started and stopped in under a millisecond."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import uvicorn

_LOG = logging.getLogger("mockwrite")
_NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class Server(uvicorn.Server):
    """uvicorn without its waiting: its own stop takes 0.2 s (a tick of 0.1 s, and a sleep)."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        # When the loop may say again that there is no room (its time).
        self._complains_at = 0.0

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to whoever runs the server."""
        yield

    async def main_loop(self) -> None:
        """Wait until told to stop; a tick a second keeps uvicorn's date header right."""
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._loop.set_exception_handler(self._hear)
        if self.should_exit:
            # Told while this began: by a signal, which comes between any two steps.
            self._stop.set()
        ticker = asyncio.create_task(self._tick())
        self.ready.set()
        await self._stop.wait()
        ticker.cancel()

    def _hear(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Say in one line a second that connections cannot be taken; asyncio writes a traceback for each, thousands a second."""
        error = context.get("exception")
        if self.should_exit and self._complains_at and isinstance(error, ValueError):
            # asyncio listens again a second after there was no room, also to a listener that a stop has closed meanwhile.
            return
        if not isinstance(error, OSError) or error.errno not in _NO_ROOM:
            loop.default_exception_handler(context)
        elif loop.time() >= self._complains_at:
            self._complains_at = loop.time() + 1
            _LOG.error("no connection can be taken: %s; close some, or allow more (ulimit -n)", error.strerror)

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
            # The loop may have ended already.
            with contextlib.suppress(RuntimeError):
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
