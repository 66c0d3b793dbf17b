"""Which hosts are this machine."""

from __future__ import annotations

from ipaddress import ip_address


def is_local(name: str) -> bool:
    """Tell whether a host name or address always means this machine."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
