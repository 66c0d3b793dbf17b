"""The socket that a server listens on, bound before the server exists."""

from __future__ import annotations

import contextlib
import errno
import socket
from ipaddress import ip_address


class PortTaken(OSError):
    """The port is in use; the text says what to do."""


def bind(host: str, port: int) -> socket.socket:
    """Bind and listen. Raises PortTaken when somebody else has the port, OSError when the host is not this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With proto 0 asyncio does not set TCP_NODELAY, and every request on a kept connection takes 40 ms longer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # On Windows that would let two servers have one port; there is an option against it, and none is needed to start anew.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        # Windows says EACCES where the other one has asked for it alone.
        if error.errno == errno.EADDRINUSE or (exclusive is not None and error.errno == errno.EACCES):
            raise PortTaken(
                f"port {port} on {host} is taken by another program; stop it, or choose another with --port (0 takes a free one)"
            ) from None
        raise
    if hasattr(socket, "TCP_DEFER_ACCEPT"):
        # Where there is such a thing (Linux), a connection is noticed when its first request arrives and not before: the SDKs
        # open one for each call, and each time that the server's thread wakes takes the interpreter from the test's.
        with contextlib.suppress(OSError):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, 1)
    listener.listen(2048)
    listener.setblocking(False)
    return listener


def url_of(listener: socket.socket, *, tls: bool = False) -> str:
    """Return the address under which this machine reaches a listener; one on all addresses is reached on the loopback."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    scheme = "https" if tls else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


def is_local_only(host: str) -> bool:
    """Tell whether only this machine reaches a server on this host."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
