"""The socket floor: the floor's application in a uvicorn thread for the whole session."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from socket import IPPROTO_TCP, SOCK_STREAM, socket
from typing import Any

import pytest
import uvicorn
from appwrite.client import Client

from benchmarks.cases.sdk import SUBJECT, make_client, send_letter
from benchmarks.floor import make_app

Store = dict[str, dict[str, Any]]
STORE: Store = {}


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """Serve the floor from a thread; return its endpoint."""
    listener = socket(proto=IPPROTO_TCP, type=SOCK_STREAM)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(
        make_app(STORE), http="httptools", ws="none", lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.001)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture
def store() -> Store:
    """Return the fake's store, empty."""
    STORE.clear()
    return STORE


@pytest.fixture
def client(endpoint: str) -> Client:
    """Return a client of the SDK."""
    return make_client(endpoint)


def test_letter(store: Store, client: Client) -> None:
    """Send a letter and look at it."""
    send_letter(client, users=["ada"])
    (message,) = store.values()
    assert message["data"]["subject"] == SUBJECT
