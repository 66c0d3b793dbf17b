"""Secrets are masked in what is kept: recordings and printed calls. Pure."""

from __future__ import annotations

import re
from json import dumps, loads
from typing import Any

from ..php.nesting import rebuild
from ..providers import KINDS

MASK = "***"
# Every stored credential that is not a plain fact about the account, and what sign-in sends and gets.
_PLAIN = {"port", "host", "domain", "region", "isEuRegion", "username", "senderId", "templateId", "bundleId", "teamId"}
SECRETS = frozenset(
    {name for kind in KINDS.values() for name in kind.credentials} - _PLAIN
    | {
        "password",
        "oldPassword",
        "passwordSignerKey",
        "signerKey",
        "recoveryCodes",
        "otp",
        "secret",
        "jwt",
        "private_key",
        "bundle",
    }
)
_IN_URL = re.compile(r"((?:^|[?&])(?:jwt|secret|key)=)[^&\"\\]+")


def mask(value: Any) -> Any:
    """Return a JSON value with every secret replaced."""
    return rebuild(value, _masked)


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: MASK if name in SECRETS and item else item for name, item in value.items()}
    return mask_query(value) if isinstance(value, str) and "=" in value else value


def mask_query(text: str) -> str:
    """Return a URL or query string with its secrets replaced."""
    return _IN_URL.sub(rf"\1{MASK}", text)


def without(text: str, secret: str) -> str:
    """Return a text with one secret replaced, also where quoted-printable has broken it into lines."""
    broken = r"(?:=(?:\\r\\n|\r\n))?".join(map(re.escape, secret))
    return re.sub(broken, MASK, text)


def to_line(value: Any) -> str:
    """Write JSON that every reader can read: as it is, or all escaped where half a character is in it."""
    text = dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return dumps(value, separators=(",", ":"))
    return text


def mask_body(body: bytes) -> str:
    """Return a body as text with its secrets replaced; what is no JSON is described, not shown."""
    if not body:
        return ""
    try:
        return to_line(mask(loads(body)))
    except (ValueError, RecursionError):
        return f"({len(body)} bytes)"
