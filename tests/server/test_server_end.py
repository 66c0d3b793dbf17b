"""A server that stops leaves nothing open, whatever its clients do at that moment."""

from __future__ import annotations

import gc
import socket
import warnings

from mockwrite import MockServer


def test_connections_that_are_just_being_made_are_closed() -> None:
    # What earlier tests have left is not this one's.
    gc.collect()
    with warnings.catch_warnings(record=True) as noted:
        warnings.simplefilter("always")
        for _ in range(20):
            with MockServer() as server:
                host, port = server.url.removeprefix("http://").split(":")
                clients = [socket.create_connection((host, int(port))) for _ in range(4)]
            for client in clients:
                client.close()
        gc.collect()
    assert [str(warning.message) for warning in noted] == []
