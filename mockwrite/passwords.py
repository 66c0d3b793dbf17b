"""Passwords of users. Hashing is cheap on purpose (a test waits for it) and only looks like argon2 on the wire."""

from __future__ import annotations

import base64
import hashlib
import hmac

from .ids import Ids

ARGON2_OPTIONS = {"type": "argon2", "memory_cost": 65536, "time_cost": 4, "threads": 3}


def hash_password(password: str, ids: Ids) -> str:
    """Hash a password with a new salt into a text shaped like the server's."""
    return _encode(password, base64.b64encode(bytes.fromhex(ids.secret(32))).decode().rstrip("="))


def verify_password(password: str, stored: str | None) -> bool:
    """Tell whether a password belongs to a stored text; a hash made elsewhere never does."""
    if stored is None or stored.count("$") != 5:
        return False
    return hmac.compare_digest(_encode(password, stored.split("$")[4]), stored)


def _encode(password: str, salt: str) -> str:
    digest = hashlib.sha256(f"{salt}:{password}".encode("utf-8", "surrogatepass")).digest()
    return f"$argon2id$v=19$m=65536,t=4,p=3${salt}${base64.b64encode(digest).decode().rstrip('=')}"
