"""Which hosts are this machine, and which names can mean another one tomorrow (DNS rebinding)."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit


def is_local(name: str) -> bool:
    """Tell whether a host name or address always means this machine."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    found = _address(name)
    return found is not None and found.is_loopback


def is_address(name: str) -> bool:
    """Tell whether a host is an address: no name server decides what it means, so no page can make it mean this machine."""
    return _address(name) is not None


def name_of(host: str) -> str:
    """Return a host without its port, in lower case; an empty text when it cannot be read."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def cannot_be_rebound(host: str) -> bool:
    """Tell whether a `Host` is a local name, an address or a name without a dot (a compose service), or none at all.

    Everybody who owns a domain can let a name in it mean 127.0.0.1, and a page under that name is then of the server's origin.
    """
    name = name_of(host)
    return not host or is_local(name) or is_address(name) or (name != "" and "." not in name and ":" not in name)


def is_this_machine(peer: str | None, server: str | None) -> bool:
    """Tell whether a connection comes from this machine: from the loopback, or to and from one address.

    What is no address (an ASGI client in this process, a Unix socket) has no network between.
    """
    found = _address(peer or "")
    return found is None or found.is_loopback or peer == server


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
