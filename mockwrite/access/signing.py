"""What users carry to prove who they are: the JWTs (HS256) and session texts of a project (contract: auth.md §2)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from json import dumps, loads
from typing import Any

from ..state.project import Project


def make_jwt(project: Project, claims: Mapping[str, Any]) -> str:
    """Sign a JWT of this project; `exp` is in seconds of the project's clock."""
    import jwt  # only when a JWT is made or read

    return jwt.encode(dict(claims), project.secret, algorithm="HS256")


def read_jwt(project: Project, text: str) -> dict[str, Any] | None:
    """Return the claims of a JWT that this server signed and that has not expired; None otherwise.

    A real server has one secret for all its projects, so the JWT of another project is a good one, of a user who is
    probably not in this one.
    """
    claims = _verified(text, project.secret)
    if claims is None:
        claims = next(filter(None, (_verified(text, secret) for secret in project.secrets_of_others(project))), None)
    if claims is None:
        return None
    expires = claims.get("exp")
    if not isinstance(expires, (int, float)) or expires * 1000 <= project.clock.ms:
        return None
    return claims


def _verified(text: str, secret: str) -> dict[str, Any] | None:
    import jwt

    try:
        # Whether a JWT has expired, the project's clock decides.
        claims: dict[str, Any] = jwt.decode(
            text, secret, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
        )
    except (jwt.InvalidTokenError, RecursionError):
        return None
    return claims


def encode_session(user_id: str, secret: str) -> str:
    """Make the session text that clients carry: opaque to them, base64 of JSON on the wire."""
    return base64.b64encode(dumps({"id": user_id, "secret": secret}, separators=(",", ":")).encode()).decode()


def is_session_text(text: str) -> bool:
    """Tell whether a text can be read as a session at all, valid or not; if not, the next place is looked at."""
    try:
        value = loads(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "secret" in value
