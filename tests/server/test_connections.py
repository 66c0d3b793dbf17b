"""Connections that a server has accepted."""

import asyncio
import socket
import threading

from mockwrite.instance import Instance
from mockwrite.server.listening import bind
from mockwrite.server.mock_server import make_server


def test_an_accepted_connection_sends_small_answers_at_once() -> None:
    server = make_server(Instance())
    listener = bind("127.0.0.1", 0)
    address = listener.getsockname()
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        assert server.ready.wait(60)
        with socket.create_connection(address, 60) as client:
            client.sendall(b"GET /v1/health/version HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(1) == b"H"
            (connection,) = server.server_state.connections
            accepted = connection.transport.get_extra_info("socket")
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        server.tell_to_stop()
        thread.join()
