"""A host without a socket: calls of `requests` and `httpx` to its endpoint are answered where they are made."""

from __future__ import annotations

from collections.abc import Callable
from email.utils import formatdate
from functools import lru_cache
from importlib.util import find_spec
from time import time
from typing import Any, Self
from urllib.parse import urlsplit

from ..api.answers import too_large
from ..api.http import MAX_BODY, Request, Response
from ..api.pipeline import answer
from ..settings import Settings
from ..testing.hosting import Host
from .cloud import CLOUD, CloudGuard, HostNames
from .opening import upstream_of

# Names under .localhost never leave the machine (RFC 6761).
HOST_NAME = "mockwrite.localhost"
# Library, and the module that patches it.
_LIBRARIES = {"requests": "for_requests", "httpx": "for_httpx"}


class InProcess(Host):
    """Answers calls that are made in this process with `requests` (so with the official SDK) or `httpx`.

    It changes both libraries between `start` and `stop`, for its own host name and for `hosts` (by default Appwrite's cloud),
    which an application may have written into its code; calls to other hosts pass through untouched. Nothing listens: other
    processes, other clients (`urllib`, `aiohttp`) and a browser cannot reach it, and it has no `/_mockwrite`.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        host_name: str = HOST_NAME,
        hosts: HostNames | None = None,
        **values: Any,
    ) -> None:
        super().__init__(settings, **values)
        self.host_name = host_name
        address = f"http://{host_name}"
        self._prefixes = tuple(f"{address}{rest}" for rest in ("/", "?", ":80/", ":80?"))
        self._addresses = (address, f"{address}:80")
        self.hosts = hosts if hosts is not None else HostNames(CLOUD, but=self.settings.allow_upstream_host)
        self._running = False
        self._undo: list[Callable[[], None]] = []
        self._upstream = upstream_of(self.instance)
        # Another client would look the name up, and hear nothing better than that there is none.
        self._others = CloudGuard(HostNames((host_name,)))

    @property
    def endpoint(self) -> str:
        """The endpoint to give to an SDK; the same in every run."""
        return f"http://{self.host_name}/v1"

    def start(self) -> Self:
        """Take the calls of the libraries that are installed. Raises RuntimeError when it does so already."""
        if self._running:
            raise RuntimeError("these calls are taken already; stop() first, or make another host")
        from importlib import import_module

        for library, module in _LIBRARIES.items():
            if find_spec(library) is not None:
                self._undo += import_module(f".{module}", __package__).patch(self)
        self._others.start(_limit)
        self._running = True
        self.instance.open()
        return self

    def stop(self) -> None:
        """Give the libraries back as they were, and stop the timer."""
        self._running = False
        self._others.end()
        while self._undo:
            self._undo.pop()()
        self.instance.close()

    def serves(self, url: str) -> bool:
        """Tell whether a URL is one of this host's; what an application has in its code is, while a project may answer it."""
        if not self._running:
            return False
        if url.startswith(self._prefixes) or url in self._addresses:
            return True
        # Without a project a test over a socket is running, and its calls are refused.
        return bool(self.mocks or not self.settings.strict_auth) and _host_of(url) in self.hosts

    def answer(self, method: str, url: str, target: str, headers: dict[str, str], body: bytes) -> Response:
        """Answer a call to a URL that it serves; `target` is path and query as they would be on the request line.

        Names of headers are in lower case. The answer has the headers that the server on a socket adds; delay and cut are left to
        the caller.
        """
        path, _, query = target.partition("?")
        request = Request(method, path, query, headers, body)
        if not url.startswith(self._prefixes) and url not in self._addresses:
            self._adopt(request.headers)
        request.headers.setdefault("host", self.host_name)
        response = self._passed_on(request, target)
        if response is None:
            response = answer(self.instance, request) if len(body) <= MAX_BODY else too_large(self.instance, MAX_BODY)
        response.headers.append(("date", _date(int(time()))))
        if method == "HEAD":
            response.body = b""
        else:
            response.headers.append(("content-length", str(len(response.body))))
        return response

    def _passed_on(self, request: Request, target: str) -> Response | None:
        passed = None
        if self._upstream is not None:
            passed = self._upstream.takes(request.method, target, request.headers.items())
        if passed is None or self._upstream is None:
            return None
        from .passing_on import pass_on_at_once

        return pass_on_at_once(self._upstream, passed, request.body)

    def _adopt(self, headers: dict[str, str]) -> None:
        """Let a call mean the newest project of this host, where it names a project or key that nobody made here.

        Who writes an address into the code writes them too. A key that the test made stays, with the scopes it has.
        """
        mock = next(reversed(self.mocks.values()), None)
        if mock is None:
            return
        if headers.get("x-appwrite-project") not in self.instance.projects:
            headers["x-appwrite-project"] = mock.project_id
        project = self.instance.projects[headers["x-appwrite-project"]]
        if project is mock.project and headers.get("x-appwrite-key") and headers["x-appwrite-key"] not in project.keys:
            headers["x-appwrite-key"] = mock.api_key


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _limit(host: str) -> Exception:
    """Return what a client gets that in process cannot answer; no OSError, which it would take for a network that is down."""
    return RuntimeError(
        f"a client other than requests and httpx looks for {host}: in process, mockwrite answers these two only."
        ' For urllib, aiohttp and others, for browsers and for other processes use transport="socket" (in the marker mockwrite;'
        " mockwrite_transport in the configuration), or outside pytest a MockServer"
    )


@lru_cache(maxsize=1)
def _date(second: int) -> str:
    return formatdate(second, usegmt=True)
