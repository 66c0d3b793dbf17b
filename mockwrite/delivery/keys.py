"""Whether a text is a private key that a push can be signed with. Nothing is signed: only its form is looked at."""

from __future__ import annotations

import base64
import re

# What was read is not taken back: white space by the thousand would be tried in every way.
_PEM = re.compile(r"-----BEGIN (?:(?P<kind>RSA|EC) )?PRIVATE KEY-----\s(?P<content>[A-Za-z0-9+/=\s]++)-----END ")
# The name of keys on an elliptic curve (1.2.840.10045.2.1), as it stands inside of one.
_EC_NAME = bytes.fromhex("06072a8648ce3d0201")


def is_private_key(text: object, *, elliptic: bool = False) -> bool:
    """Tell whether a text is a private key in PEM form; `elliptic`: one for signatures on an elliptic curve."""
    found = _PEM.search(text) if isinstance(text, str) else None
    if found is None:
        return False
    try:
        content = base64.b64decode("".join(found["content"].split()), validate=True)
    except ValueError:
        return False
    is_elliptic = found["kind"] == "EC" or _EC_NAME in content
    return _is_sequence(content) and (is_elliptic or not elliptic)


def _is_sequence(content: bytes) -> bool:
    """Tell whether bytes are one ASN.1 sequence of just their length."""
    if len(content) < 2 or content[0] != 0x30:
        return False
    length, start = content[1], 2
    if length & 0x80:
        figures = length & 0x7F
        length, start = int.from_bytes(content[2 : 2 + figures], "big"), 2 + figures
    return len(content) == start + length
