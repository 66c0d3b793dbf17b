"""A web server that is not ours, on a free port: another origin, a webhook, somebody who redirects."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar


class QuietHandler(BaseHTTPRequestHandler):
    """What answers a request; it writes no log."""

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


class NotedPage(QuietHandler):
    """A server of one page or picture: it keeps what it was asked for, and from where."""

    hits: list[tuple[str, str | None]]
    content = b""
    media_type = "text/html"

    def do_GET(self) -> None:
        """Note the path and the referrer, and send the content."""
        self.hits.append((self.path, self.headers.get("referer")))
        self.send_response(200)
        self.send_header("content-type", self.media_type)
        self.end_headers()
        self.wfile.write(self.content)

    do_POST = do_GET


H = TypeVar("H", bound=QuietHandler)


@contextmanager
def running_server(kind: type[H], **state: Any) -> Iterator[tuple[str, type[H]]]:
    """The address of a server, and the class of its handlers, on which `state` is kept."""
    handler = type("Handler", (kind,), state)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", handler
        server.shutdown()
        thread.join()
