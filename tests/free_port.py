"""A port for a server that cannot choose one itself."""

from __future__ import annotations

import contextlib
import random
import socket


def free_port() -> int:
    """A port that nobody has, and that no system gives to a program that asks for any: other tests get theirs in that way."""
    for number in random.sample(range(20_000, 30_000), 1000):
        with socket.socket() as listener, contextlib.suppress(OSError):
            listener.bind(("0.0.0.0", number))
            return number
    raise AssertionError("a thousand ports are taken")
