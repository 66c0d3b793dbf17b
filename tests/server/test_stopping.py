"""A server stops while somebody still listens."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading

import httpx
import pytest

from mockwrite.instance import Instance
from mockwrite.server.loop import Server
from mockwrite.server.mock_server import MockServer, make_server


def test_open_streams_and_waits_do_not_hold_a_server_up_or_fill_its_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    server = MockServer(strict_auth=False).start()
    with httpx.Client(base_url=f"{server.url}/_mockwrite", timeout=60) as client:
        ended: list[str] = []

        def wait() -> None:
            try:
                client.get("/wait", params={"timeout": 60})
            except httpx.TransportError as error:
                ended.append(type(error).__name__)

        waiting = threading.Thread(target=wait)
        with client.stream("GET", "/events") as stream:
            lines = stream.iter_lines()
            assert next(lines) == ": listening"
            waiting.start()
            # A call of the emulated API is told to the stream; by then the wait is under way or will be refused.
            client.get(f"{server.endpoint}/health/version", headers={"X-Appwrite-Project": "mockwrite"})
            while next(lines) != "event: call":
                pass
            server.stop()
            with pytest.raises(httpx.TransportError):
                list(lines)
        waiting.join()
    assert len(ended) == 1
    assert caplog.records == []


async def _short_of_descriptors(server: Server, *, stopped: bool) -> None:
    """Run a server's loop, let it run out of descriptors, and let asyncio listen again afterwards, as it does by itself."""
    loop, listener = asyncio.get_running_loop(), socket.socket()
    listener.close()
    running = asyncio.create_task(server.main_loop())
    await asyncio.sleep(0)
    loop.call_exception_handler({"message": "accept", "exception": OSError(errno.EMFILE, "Too many open files")})
    if stopped:
        server.tell_to_stop()
    loop.call_soon(loop.add_reader, listener.fileno(), print)
    await asyncio.sleep(0)
    server.tell_to_stop()
    await running


@pytest.mark.parametrize(("stopped", "lines"), [(True, 1), (False, 2)])
def test_a_stop_soon_after_there_was_no_descriptor_writes_no_traceback(
    *, stopped: bool, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    server = make_server(Instance())
    asyncio.run(_short_of_descriptors(server, stopped=stopped))
    assert len(caplog.records) == lines
    assert caplog.records[0].getMessage().startswith("no connection can be taken: Too many open files")


def test_a_stop_that_comes_while_the_loop_begins_ends_it() -> None:
    server = make_server(Instance())
    server.tell_to_stop()
    asyncio.run(asyncio.wait_for(server.main_loop(), 60))
