"""Passwords of users. Hashing is cheap on purpose (a test waits for it) and only looks like argon2 on the wire.

Hashes that were made elsewhere (contract: users-targets.md §1) are checked as far as the standard library can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .ids import Ids

DEFAULT = "argon2"


def hash_password(password: str, ids: Ids) -> str:
    """Hash a password with a new salt into a text shaped like the server's."""
    import base64

    from .hashes import encode  # loads OpenSSL's part of hashlib, which a server without passwords does without

    return encode(password, base64.b64encode(bytes.fromhex(ids.secret(32))).decode().rstrip("="))


def verify_password(password: str, stored: str | None, hash: str | None, options: Mapping[str, Any]) -> bool:
    """Tell whether a password belongs to a stored text, by the name of its algorithm and the options stored with it.

    Argon2 hashes made elsewhere, bcrypt and the modified scrypt never match (a listed deviation).
    """
    import hmac

    from .hashes import HASHES

    hashed = HASHES.get(hash or "")
    if not stored or hashed is None:
        return False
    try:
        expected = hashed(password.encode("utf-8", "surrogatepass"), stored, options)
    except (ValueError, KeyError, TypeError, OverflowError, MemoryError):
        return False
    return hmac.compare_digest(expected.encode(), stored.encode("utf-8", "replace"))


def can_check(hash: str | None) -> bool:
    """Tell whether passwords can be compared with a hash that was made elsewhere by this algorithm."""
    from .hashes import HASHES

    return hash in HASHES and hash != DEFAULT
