"""Passwords of users. Hashing is cheap on purpose (a test waits for it) and only looks like argon2 on the wire.

Hashes that were made elsewhere (contract: users-targets.md §1) are checked as far as the standard library can.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..state.ids import Ids

DEFAULT = "argon2"
_COSTS = "m=65536,t=4,p=3"
# SHA versions that can be named, and that the server's library does not know (corrections.md, 15).
UNKNOWN_VERSIONS = ("sha512/224", "sha512/256")


def hash_password(password: str, ids: Ids, costs: str = "") -> str:
    """Hash a password with a new salt into a text shaped like the server's, which names the costs."""
    return encode(password, _base64(bytes.fromhex(ids.secret(32))), costs or _COSTS)


def options_of(stored: str | None) -> dict[str, Any]:
    """Return the options of a hash with other costs than the usual ones, which its text names."""
    named = stored.split("$")[3] if stored and stored.count("$") == 5 else _COSTS
    return {} if named == _COSTS else hash_options(named)


def hash_options(costs: str) -> dict[str, Any]:
    """Write costs such as `m=65536,t=4,p=3` as the options of a user's hash."""
    found = dict(cost.split("=") for cost in costs.split(","))
    return {
        "type": DEFAULT,
        "memory_cost": int(found["m"]),
        "time_cost": int(found["t"]),
        "threads": int(found["p"]),
    }


def verify_password(password: str, stored: str | None, hash: str | None, options: Mapping[str, Any] | None) -> bool:
    """Tell whether a password belongs to a stored text, by the name of its algorithm and the options stored with it; without
    options it is a hash of our own. Raises CannotCheck."""
    import hmac

    hashed = HASHES.get(hash or "")
    if not stored or hashed is None:
        return False
    content = password.encode("utf-8", "surrogatepass")
    if hash == DEFAULT and options is not None:
        return _is_argon2(content, stored)
    try:
        expected = hashed(content, stored, options or {})
    except (ValueError, KeyError, TypeError, OverflowError, MemoryError):
        return False
    return hmac.compare_digest(expected.encode(), stored.encode("utf-8", "replace"))


class CannotCheck(Exception):
    """A hash that was made elsewhere by an algorithm for which a library is missing; the text says which."""

    def __init__(self, library: str) -> None:
        super().__init__(f"{library} is not installed")


def _library(name: str) -> Any:
    """Load what checks a hash that the standard library does not know. Raises CannotCheck."""
    from importlib import import_module  # only when such a user signs in

    try:
        return import_module(name)
    except ImportError:
        raise CannotCheck(name) from None


def imported_options(algorithm: str, given: Mapping[str, Any], *, newer: bool, now: int) -> dict[str, Any]:
    """Return what is stored, and shown as `hashOptions`, with a hash that was made elsewhere.

    `newer`: by the library that came with 1.8, which completes what was given in an order of its own (recorded in 1.9.6).
    """
    if not newer:
        return {"type": algorithm, **given}
    known = {name: given.get(name, value) for name, value in _OPTIONS.get(algorithm, {"type": algorithm}).items()}
    if "random_state" in known:
        known["random_state"] = f"0.{now % 1000:03}00000 {now // 1000}"
    return known


# The options of each algorithm in the order in which they are shown. None of argon2: those of every user are shown.
_OPTIONS: dict[str, dict[str, Any]] = {
    "argon2": {},
    "bcrypt": {"type": "bcrypt", "cost": 8},
    "phpass": {"type": "phpass", "iteration_count_log2": 8, "portable_hashes": False, "random_state": ""},
    "sha": {"version": "sha256"},
    "scrypt": {"type": "scrypt", "costCpu": 8, "costMemory": 14, "costParallel": 1, "length": 64, "salt": None},
    "scryptMod": {"type": "scryptMod", "salt": None, "saltSeparator": None, "signerKey": None},
}


# What one check may take; a hash with larger costs counts as wrong instead of stopping the test run.
_SCRYPT_MEMORY = 256 * 1024 * 1024
_PHPASS_DIGITS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _argon2(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    if stored.count("$") != 5:
        return ""
    _, _, _, costs, salt, _ = stored.split("$")
    return encode(password.decode("utf-8", "surrogatepass"), salt, costs)


def _bcrypt(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    """Hash with the salt and the cost in the stored text; what comes after 72 bytes does not count, as in PHP."""
    return str(_library("bcrypt").hashpw(password[:72], stored.encode()).decode())


def _is_argon2(password: bytes, stored: str) -> bool:
    """Check a real argon2 hash, which was made elsewhere."""
    argon2 = _library("argon2")
    try:
        return bool(argon2.PasswordHasher().verify(stored, password))
    except (argon2.exceptions.InvalidHashError, argon2.exceptions.VerificationError):
        return False


def _md5(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    return _digest("md5", password).hex()


def _sha(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    # The server's names are PHP's: sha512/256 and sha3-512, which earlier counted when no version was given.
    name = str(options.get("version", "sha3-512")).replace("/", "_").replace("-", "_")
    return _digest(name, password).hex()


def _scrypt(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    import hashlib

    return hashlib.scrypt(
        password,
        salt=str(options["salt"]).encode(),
        n=options["costCpu"],
        r=options["costMemory"],
        p=options["costParallel"],
        dklen=options["length"],
        maxmem=_SCRYPT_MEMORY,
    ).hex()


def _scrypt_modified(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    """Firebase's form: the signer's key, encrypted with what scrypt makes of the password."""
    import base64
    import hashlib

    ciphers = _library("cryptography.hazmat.primitives.ciphers")
    salt, separator, key = (base64.b64decode(options[name]) for name in ("salt", "saltSeparator", "signerKey"))
    derived = hashlib.scrypt(password, salt=salt + separator, n=1 << 14, r=8, p=1, dklen=64, maxmem=_SCRYPT_MEMORY)
    cipher = ciphers.Cipher(ciphers.algorithms.AES(derived[:32]), ciphers.modes.CTR(bytes(16))).encryptor()
    return base64.b64encode(cipher.update(key) + cipher.finalize()).decode()


def _phpass(password: bytes, stored: str, options: Mapping[str, Any]) -> str:
    """The portable form, `$P$` or `$H$`: MD5 over and over, as often as the next character says; else bcrypt."""
    if stored.startswith("$2"):
        return _bcrypt(password, stored, options)
    if stored[:3] not in ("$P$", "$H$") or len(stored) != 34:
        return ""
    digest = _digest("md5", stored[4:12].encode() + password)
    for _ in range(1 << min(_PHPASS_DIGITS.index(stored[3]), 20)):
        digest = _digest("md5", digest + password)
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
    "bcrypt": _bcrypt,
    "md5": _md5,
    "sha": _sha,
    "scrypt": _scrypt,
    "phpass": _phpass,
    "scryptMod": _scrypt_modified,
}


def encode(password: str, salt: str, costs: str = _COSTS) -> str:
    """Write a password as the server stores it, with a cheap hash in it (a listed deviation)."""
    digest = _digest("sha256", f"{salt}:{password}".encode("utf-8", "surrogatepass"))
    return f"${DEFAULT}id$v=19${costs}${salt}${_base64(digest)}"


def _digest(name: str, content: bytes) -> bytes:
    import hashlib  # loads OpenSSL, which a server without passwords does without

    return hashlib.new(name, content, usedforsecurity=False).digest()


def _base64(content: bytes) -> str:
    import base64

    return base64.b64encode(content).decode().rstrip("=")
