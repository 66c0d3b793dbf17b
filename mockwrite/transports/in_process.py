"""A host without a socket: calls of `requests` and `httpx` to its endpoint are answered where they are made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from email.utils import formatdate
from functools import lru_cache
from importlib.util import find_spec
from time import time
from typing import Any, Self

from ..api.answers import too_large
from ..api.http import MAX_BODY, Request, Response
from ..api.pipeline import answer
from ..settings import Settings
from ..testing.hosting import Host

# Names under .localhost never leave the machine (RFC 6761).
HOST_NAME = "mockwrite.localhost"
# Library, and the module that patches it.
_LIBRARIES = {"requests": "for_requests", "httpx": "for_httpx"}


class InProcess(Host):
    """Answers calls that are made in this process with `requests` (so with the official SDK) or `httpx`.

    It changes both libraries between `start` and `stop`, for its own host name only; calls to other hosts pass through
    untouched. Nothing listens: other processes, other clients (`urllib`, `aiohttp`) and a browser cannot reach it, and it has
    no `/_mockwrite`.
    """

    def __init__(self, settings: Settings | None = None, *, host_name: str = HOST_NAME, **values: Any) -> None:
        super().__init__(settings, **values)
        self.host_name = host_name
        address = f"http://{host_name}"
        self._prefixes = tuple(f"{address}{rest}" for rest in ("/", "?", ":80/", ":80?"))
        self._addresses = (address, f"{address}:80")
        self._running = False
        self._undo: list[Callable[[], None]] = []

    @property
    def endpoint(self) -> str:
        """The endpoint to give to an SDK; the same in every run."""
        return f"http://{self.host_name}/v1"

    def start(self) -> Self:
        """Take the calls of the libraries that are installed."""
        from importlib import import_module

        for library, module in _LIBRARIES.items():
            if find_spec(library) is not None:
                self._undo += import_module(f".{module}", __package__).patch(self)
        self._running = True
        return self

    def stop(self) -> None:
        """Give the libraries back as they were, and stop the timer."""
        self._running = False
        while self._undo:
            self._undo.pop()()
        self.instance.close()

    def serves(self, url: str) -> bool:
        """Tell whether a URL is one of this host's."""
        return self._running and (url.startswith(self._prefixes) or url in self._addresses)

    def answer(self, method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes) -> Response:
        """Answer a call; `target` is path and query as they would be on the request line.

        The answer has the headers that the server on a socket adds; delay and cut are left to the caller.
        """
        path, _, query = target.partition("?")
        request = Request(method, path, query, {name.lower(): value for name, value in headers}, body)
        request.headers.setdefault("host", self.host_name)
        response = answer(self.instance, request) if len(body) <= MAX_BODY else too_large(self.instance, MAX_BODY)
        response.headers.append(("date", _date(int(time()))))
        if method == "HEAD":
            response.body = b""
        else:
            response.headers.append(("content-length", str(len(response.body))))
        return response


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)


def exchange_attribute(owner: object, name: str, new: Callable[..., Any]) -> Callable[[], None]:
    """Put a function in the place of one of a class or module; return what puts the old one back.

    When somebody else has replaced it since, nothing is put back: the new function passes calls on once its host stopped.
    """
    old = getattr(owner, name)
    setattr(owner, name, new)

    def undo() -> None:
        if getattr(owner, name) is new:
            setattr(owner, name, old)

    return undo
