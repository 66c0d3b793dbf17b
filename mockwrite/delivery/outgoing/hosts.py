"""The mail servers of an SMTP provider as the mailer of the adapter reads them: several, each with its own encryption and port.

Delivery asks this for each mail, so it loads nothing of what writes mails.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...php.hosts import is_host_name
from ...php.texts import is_empty

# An entry of the list can carry its own encryption and port: `tls://mail.example.com:587`.
_ENTRY = re.compile(r"(?:(?P<encryption>ssl|tls)://)?(?P<name>.+?)(?::(?P<port>[0-9]+))?", re.DOTALL)
_NUMBERS = re.compile(r"[0-9.]+")


class MailServer(NamedTuple):
    """A mail server; an empty encryption and no port stand for those of the provider."""

    encryption: str
    name: str
    port: int | None


def hosts_of(text: str) -> list[MailServer]:
    """Return the servers that are tried, in order: entries that name no host are passed over."""
    found: list[MailServer] = []
    for entry in text.split(";"):
        match = _ENTRY.fullmatch(entry.strip(" \t\n\r\0\x0b"))
        if match is not None and _is_host(match["name"]):
            port = int(match["port"] or 0)
            found.append(MailServer(match["encryption"] or "", match["name"], port if 0 < port < 65536 else None))
    return found


def signs_in(user: str, password: str) -> bool:
    """Tell whether the mailer signs in: only with both, and to PHP the text "0" is none."""
    return not (is_empty(user) or is_empty(password))


def _is_host(name: str) -> bool:
    if len(name) > 256:
        return False
    if name.startswith("[") and name.endswith("]"):
        return _is_address(name[1:-1], 6)
    # What are only numbers must be an address.
    return _is_address(name, 4) if _NUMBERS.fullmatch(name) else is_host_name(name)


def _is_address(text: str, version: int) -> bool:
    from ipaddress import ip_address  # only where somebody writes one

    try:
        return "%" not in text and ip_address(text).version == version
    except ValueError:
        return False
