"""A server stops while somebody still listens."""

from __future__ import annotations

import logging
import threading

import httpx
import pytest

from mockwrite.server.mock_server import MockServer


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
