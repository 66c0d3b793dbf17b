"""Names of hosts as PHP's filter takes them, of mail servers and in addresses of the web alike."""

from __future__ import annotations

import re

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_NAME = re.compile(rf"(?=.{{1,253}}\.?\Z){_LABEL}(?:\.{_LABEL})*\.?\Z")


def is_host_name(text: str) -> bool:
    """Tell whether a text can be the name of a host: an underscore, as in names of containers, is in none."""
    return _NAME.match(text) is not None
