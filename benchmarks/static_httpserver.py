"""pytest-httpserver with static answers; runs with the interpreter of the peers: `static_httpserver.py PORT`."""

from __future__ import annotations

import sys
import threading

from pytest_httpserver import HTTPServer

ANSWER = {
    "$id": "message",
    "$createdAt": "2030-01-01T00:00:00.000+00:00",
    "providerType": "email",
    "status": "processing",
}


def serve(port: int) -> None:
    """Serve the two calls that are timed until the process is ended."""
    server = HTTPServer(host="127.0.0.1", port=port)
    server.expect_request("/v1/messaging/messages/email", method="POST").respond_with_json(ANSWER, 201)
    server.expect_request("/v1/messaging/messages/message", method="GET").respond_with_json(ANSWER)
    server.start()
    threading.Event().wait()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
