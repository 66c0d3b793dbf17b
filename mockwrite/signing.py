"""JWTs of a project: HS256, as the server makes them (contract: auth.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .state import Project


def make_jwt(project: Project, claims: Mapping[str, Any]) -> str:
    """Sign a JWT of this project; `exp` is in seconds of the project's clock."""
    import jwt  # only when a JWT is made or read

    return jwt.encode(dict(claims), project.secret, algorithm="HS256")


def read_jwt(project: Project, text: str) -> dict[str, Any] | None:
    """Return the claims of a JWT that this project signed and that has not expired; None otherwise."""
    import jwt

    try:
        claims: dict[str, Any] = jwt.decode(
            text, project.secret, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
        )
    except jwt.InvalidTokenError:
        return None
    expires = claims.get("exp")
    if not isinstance(expires, (int, float)) or expires * 1000 <= project.clock.ms:
        return None
    return claims
