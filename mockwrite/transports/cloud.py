"""Addresses of real Appwrites that are written into an application: answered in process, and never called by a test."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from http.client import HTTPConnection
from typing import Any

from .exchange import exchange_attribute

# Appwrite's cloud, and its regions.
CLOUD = ("cloud.appwrite.io", "*.cloud.appwrite.io")


class ProductionCall(RuntimeError):
    """A test was about to call a real Appwrite; the text says how to point the client at mockwrite.

    No OSError: a client would take that for a network that is down, and try again.
    """

    __module__ = "mockwrite"


class HostNames:
    """Names of hosts; `*.` in front of one stands for all names under it, but for those in `but`.

    Raises ValueError for what is no name.
    """

    def __init__(self, names: Iterable[str], but: Iterable[str] = ()) -> None:
        self._but = frozenset(name.lower() for name in but)
        self.names = tuple(dict.fromkeys(name.strip().lower() for name in names))
        for name in self.names:
            bare = name.removeprefix("*.")
            if not bare or any(letter in "*/:@? " for letter in bare):
                raise ValueError(
                    f"a host is a name such as appwrite.example.com or *.example.com, without scheme, port and path; got {name!r}"
                )
        self._exact = frozenset(name for name in self.names if not name.startswith("*."))
        self._ends = tuple(name[1:] for name in self.names if name.startswith("*."))

    def __contains__(self, host: object) -> bool:
        name = str(host).lower().rstrip(".")
        return (name in self._exact or name.endswith(self._ends)) and name not in self._but


class CloudGuard:
    """Refuses, between `start` and `stop`, to let this process resolve or tunnel to hosts.

    One place below all clients: `requests`, `httpx`, `urllib3`, `urllib` and `aiohttp` ask `socket.getaddrinfo` for an
    address; through a proxy the first three of them ask http.client for a tunnel.

    What it changes there stays until `end`: to exchange a function of `socket` or of a class makes the interpreter forget
    what it knows about calls to them, and a test over a socket would pay for that (row W2 of the benchmarks, and the guard
    on exchanged functions in test_cost_guards.py, would notice).
    """

    def __init__(self, hosts: HostNames) -> None:
        self._hosts = hosts
        # Those who are to be asked for the exception; the newest is. Empty: calls go where they will.
        self._refusals: tuple[Callable[[str], Exception], ...] = ()
        self._looking: Callable[..., Any] | None = None
        self._undo: list[Callable[[], None]] = []
        self._undo_at_stop: list[Callable[[], None]] = []

    def start(self, refuse: Callable[[str], Exception]) -> None:
        """Begin to look at where calls go; `refuse` makes the exception for a host."""
        self._refusals += (refuse,)
        if socket.getaddrinfo is not self._looking:
            self._take_place()

    def stop(self, refuse: Callable[[str], Exception]) -> None:
        """Undo one `start`."""
        self._refusals = tuple(other for other in self._refusals if other != refuse)
        if not self._refusals:
            _carry_out(self._undo_at_stop)

    def end(self) -> None:
        """Give back what was changed."""
        self._refusals, self._looking = (), None
        _carry_out(self._undo_at_stop)
        _carry_out(self._undo)

    def _take_place(self) -> None:
        lasts = socket.getaddrinfo.__module__ in ("socket", __name__)
        if lasts:
            _carry_out(self._undo)
        resolve, tunnel = socket.getaddrinfo, HTTPConnection.set_tunnel

        def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
            self._look_at(host)
            return resolve(host, *rest, **more)

        def set_tunnel(connection: HTTPConnection, host: str, *rest: Any, **more: Any) -> None:
            self._look_at(host)
            tunnel(connection, host, *rest, **more)

        if lasts:
            self._looking = getaddrinfo
        # A test that put something of its own there will put back what it found.
        undo = self._undo if lasts else self._undo_at_stop
        undo += [
            exchange_attribute(socket, "getaddrinfo", getaddrinfo),
            exchange_attribute(HTTPConnection, "set_tunnel", set_tunnel),
        ]

    def _look_at(self, host: Any) -> None:
        name = host.decode("latin-1") if isinstance(host, bytes) else host
        if self._refusals and isinstance(name, str) and name in self._hosts:
            raise self._refusals[-1](name)


def _carry_out(steps: list[Callable[[], None]]) -> None:
    while steps:
        steps.pop()()
