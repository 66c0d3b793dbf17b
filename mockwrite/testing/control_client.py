"""A client of the control API of one server, for the command line and for tests beside a server in another process."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, TypedDict, Unpack
from urllib.parse import quote, urlencode, urlsplit

from ..settings import PORT
from ..system.errors import reason_of

DEFAULT_URL = f"http://127.0.0.1:{PORT}"
_MEND = "start one with `mockwrite serve`, or name the one that runs"


class NoServer(Exception):
    """Nobody answers, or somebody else; the text says what to do."""


class Refused(Exception):
    """A refusal of the server: its status in `code`, the problem document in `details`; the text is for a person."""

    def __init__(self, code: int, body: bytes) -> None:
        try:
            self.details: dict[str, Any] = json.loads(body)
        except ValueError:
            self.details = {}
        self.code = code
        said = (self.details.get(name) for name in ("detail", "message", "title"))
        super().__init__(str(next(filter(None, said), f"the server answered {code}")))


class CallParts(TypedDict, total=False):
    """What goes with a call: a body, and how many seconds to wait for the answer (30)."""

    body: Mapping[str, Any] | None
    timeout: float


class ControlClient:
    """Calls the control API of one server about one project."""

    def __init__(self, url: str, project: str | None) -> None:
        """Raises NoServer when the URL is none of a server."""
        self.url = url.rstrip("/").removesuffix("/v1")
        self.project = project
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise NoServer(f"the address of a server is expected, such as {DEFAULT_URL}; got {url!r}")

    def call(self, method: str, path: str, query: Mapping[str, Any] | None = None, **sent: Unpack[CallParts]) -> Any:
        """Call a route under /_mockwrite and return its JSON. Raises NoServer, and Refused with the server's reason."""
        try:
            return json.loads(self.fetch(method, path, query, **sent) or b"null")
        except ValueError:
            raise NoServer(self._stranger()) from None

    def fetch(self, method: str, path: str, query: Mapping[str, Any] | None = None, **sent: Unpack[CallParts]) -> bytes:
        """Call a route and return the bytes of its answer."""
        body = sent.get("body")
        values = {
            name: value for name, value in {"project": self.project, **(query or {})}.items() if value is not None
        }
        # What a terminal could not decode is half a character, which no address can hold.
        request = urllib.request.Request(
            f"{self.url}/_mockwrite{quote(path, errors='replace')}?{urlencode(values, errors='replace')}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=sent.get("timeout", 30.0)) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            # The answer holds its connection.
            with error:
                if "x-mockwrite" not in error.headers:
                    raise NoServer(self._stranger()) from None
                raise Refused(error.code, error.read()) from None
        except HTTPException:
            raise NoServer(self._stranger()) from None
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise NoServer(f"no mockwrite server answers at {self.url} ({reason_of(error)}); {_MEND}") from None

    def _stranger(self) -> str:
        return f"what answers at {self.url} is no mockwrite server; {_MEND}"
