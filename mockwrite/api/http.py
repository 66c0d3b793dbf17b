"""The two small dataclasses between an HTTP edge and the emulation (docs/architecture.md, decision 13)."""

from __future__ import annotations

from dataclasses import dataclass, field

# http.md §2: the real server takes about 12 MB; a larger body is refused with the envelope.
MAX_BODY = 12 * 1024 * 1024
# What no client sends, and what would keep the server busy for seconds: the head of a request in bytes, a form without files,
# its fields, and the parts of one with files.
MAX_HEAD = 64 * 1024
MAX_FORM = 2 * 1024 * 1024
MAX_FIELDS = 100_000
MAX_PARTS = 10_000


@dataclass(slots=True)
class Request:
    """A request as it arrived: the path raw and undecoded, the query raw, header names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = "127.0.0.1"


@dataclass(slots=True)
class Response:
    """An answer. What only the edge can do is part of it: `delay` in seconds before the first byte, and `cut`, the number
    of body bytes after which the connection is dropped (0: before the status line); None sends all."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""
    delay: float = 0.0
    cut: int | None = None

    def header(self, name: str) -> str | None:
        """Return a header's value, whatever the case of its name; None when it is not there."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)
