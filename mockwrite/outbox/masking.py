"""The one place that masks secrets, wherever something is kept or told that holds them: recordings, failure texts, wires. Pure.

A name tells what is secret, of a field as of a parameter; `tests/attack/test_masked_secrets.py` looks for every credential that there is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_plus

from ..php.nesting import rebuild

MASK = "***"
# How the names of secrets end, in small letters, without dashes and underscores.
_ENDINGS = (
    "password", "secret", "token", "jwt", "salt", "saltseparator", "recoverycodes", "authorization",
    "apikey", "authkey", "authkeyid", "accesskey", "secretkey", "privatekey", "signerkey", "serviceaccountjson",
    "accountsid", "customerid",
)  # fmt: skip
# Names that are secret only when they are the whole name: `totp` and such are none. A bundle holds a certificate's key.
_WHOLE = ("otp", "bundle")
# A parameter of a link or query, behind what it begins with, and the same inside of another one. Names are never that long.
_PARAMETERS = (
    re.compile(r"(^|[?&;#])([^?&;#=\s\"'<>\\]{1,100})(=)[^&#\"'<>\\\s]+"),
    re.compile(r"(%3F|%26|%23)([\w.%-]{1,100}?)(%3D)(?:(?!%26|%23)[^&#\"'<>\\\s])+", re.IGNORECASE),
)
# The password in an address.
_PASSWORD = re.compile(r"(://[^\s/?#:@]{0,200}:)[^\s/?#@]{1,200}@")


@lru_cache(maxsize=2048)
def is_secret(name: str) -> bool:
    """Tell whether what has this name is a secret."""
    plain = name.lower().replace("_", "").replace("-", "")
    return plain in _WHOLE or plain.endswith(_ENDINGS)


def mask(value: Any, *secrets: str) -> Any:
    """Return a JSON value with every secret replaced: by its name, in the links of texts, and where one of `secrets` stands."""

    def masked(item: Any) -> Any:
        if isinstance(item, dict):
            return {name: MASK if _holds(name, inner) else inner for name, inner in item.items()}
        if not isinstance(item, str):
            return item
        for secret in secrets:
            item = item.replace(secret, MASK) if secret else item
        return mask_text(item)

    return rebuild(value, masked)


def _holds(name: object, value: object) -> bool:
    # Whether a factor such as `password` is there is no secret.
    return isinstance(name, str) and is_secret(name) and bool(value) and not isinstance(value, bool)


def mask_text(text: str) -> str:
    """Return a text, a link or a query string with the secrets in parameters replaced."""
    for pattern in _PARAMETERS:
        text = pattern.sub(_masked_parameter, text)
    return _PASSWORD.sub(rf"\1{MASK}@", text)


def _masked_parameter(found: re.Match[str]) -> str:
    # As PHP reads it: escapes in names count, and `secret[0]` is a secret too.
    name = unquote_plus(found[2]).partition("[")[0]
    return f"{found[1]}{found[2]}{found[3]}{MASK}" if name == "key" or is_secret(name) else found[0]
