"""How passwords are hashed: the server's own form, and those of hashes made elsewhere (contract: users-targets.md §1)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from .passwords import DEFAULT

# What one check may take; a hash with larger costs counts as wrong instead of stopping the test run.
_SCRYPT_MEMORY = 256 * 1024 * 1024
_PHPASS_DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _argon2(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    return encode(password.decode("utf-8", "surrogatepass"), stored.split("$")[4]) if stored.count("$") == 5 else ""


def _md5(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    return hashlib.md5(password, usedforsecurity=False).hexdigest()


def _sha(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    # The server's names are PHP's: sha512/256 and sha3-512, which is also what counts when no version was given.
    name = str(options.get("version", "sha3-512")).replace("/", "_").replace("-", "_")
    return hashlib.new(name, password, usedforsecurity=False).hexdigest()


def _scrypt(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    return hashlib.scrypt(
        password,
        salt=str(options["salt"]).encode(),
        n=options["costCpu"],
        r=options["costMemory"],
        p=options["costParallel"],
        dklen=options["length"],
        maxmem=_SCRYPT_MEMORY,
    ).hex()


def _phpass(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    """The portable form, `$P$` or `$H$`: MD5 over and over, as often as the next character says."""
    if stored[:3] not in ("$P$", "$H$") or len(stored) != 34:
        return ""
    digest = hashlib.md5(stored[4:12].encode() + password, usedforsecurity=False).digest()
    for _ in range(1 << min(_PHPASS_DIGITS.index(stored[3]), 20)):
        digest = hashlib.md5(digest + password, usedforsecurity=False).digest()
    return stored[:12] + _phpass_text(digest)


def _phpass_text(digest: bytes) -> str:
    """Write bytes in the 64 digits of crypt, the lowest bits first."""
    text = ""
    for start in range(0, len(digest), 3):
        group = digest[start : start + 3]
        number = int.from_bytes(group, "little")
        text += "".join(_PHPASS_DIGITS[number >> 6 * place & 63] for place in range(len(group) + 1))
    return text


HASHES: dict[str, Callable[[bytes, str, Mapping[str, Any]], str]] = {
    DEFAULT: _argon2,
    "md5": _md5,
    "sha": _sha,
    "scrypt": _scrypt,
    "phpass": _phpass,
}


def encode(password: str, salt: str) -> str:
    """Write a password as the server stores it, with a cheap hash in it (a listed deviation)."""
    digest = hashlib.sha256(f"{salt}:{password}".encode("utf-8", "surrogatepass")).digest()
    return f"$argon2id$v=19$m=65536,t=4,p=3${salt}${base64.b64encode(digest).decode().rstrip('=')}"
