"""Where deliveries may be handed on to: this machine freely, others only when they are named."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from ..access.hosts import is_local
from ..settings import Settings, SettingsError


class Address(NamedTuple):
    """A place that deliveries are handed on to."""

    url: str
    host: str
    port: int


def checked_address(name: str, url: str, settings: Settings, schemes: dict[str, int]) -> Address:
    """Read an address; `schemes` are those that it may have, with their ports.

    Raises SettingsError naming the setting, for what is no address and for another machine that nobody allowed.
    """
    example = f"{next(iter(schemes))}://localhost:{next(iter(schemes.values()))}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or schemes.get(parts.scheme, 0)
        # What is too long for a name, or half a character, cannot be looked up.
        host.encode("idna")
    except ValueError:
        host, port, parts = "", 0, urlsplit("")
    if not host or parts.scheme not in schemes:
        raise SettingsError(f"{name} is an address such as {example}, got {url!r}")
    if not is_local(host) and host not in {known.lower() for known in settings.allow_relay_host}:
        raise SettingsError(f"{name} {url!r} is not on this machine; it is used only with --allow-relay-host {host}")
    return Address(url, host, port)
