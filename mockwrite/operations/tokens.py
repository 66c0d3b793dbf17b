"""One-time secrets and codes: what each kind is good for, how they are made, found and used up (account-mails.md §2)."""

from __future__ import annotations

from typing import NamedTuple

from ..errors import AppwriteError
from ..moments import later
from ..records import Token, User
from ..state.project import Project
from .finding import find_user

_HOUR, _QUARTER = 3600, 900
_FIGURES = 6


class TokenKind(NamedTuple):
    """A kind of token: how many seconds it lives, how many hex digits it has (0: a code of six figures), and the session it
    makes: its provider (empty: none), the factor it proves, and the attribute of the user that becomes true."""

    lifetime: int
    digits: int = 0
    provider: str = ""
    factor: str = ""
    verifies: str = ""
    # Whether the session it makes can cause an alert (account-mails.md §9).
    alerts: bool = False


KINDS = {
    "generic": TokenKind(_QUARTER, provider="token", alerts=True),
    "recovery": TokenKind(_HOUR, 256),
    "verification": TokenKind(_HOUR, 256),
    "magic-url": TokenKind(_HOUR, 64, "magic-url", "email", "email_verification"),
    "email": TokenKind(_QUARTER, 0, "token", "email", "email_verification"),
    # One kind for signing in and for the number's verification, which lives for an hour.
    "phone": TokenKind(_QUARTER, 0, "phone", "phone", "phone_verification", alerts=True),
    "oauth2": TokenKind(60, 256, "oauth2", "email", alerts=True),
}
PHONE_VERIFICATION = _HOUR


def issue(project: Project, user: User, kind: str, *, secret: str = "", lifetime: int = 0, phrase: str = "") -> Token:
    """Make a token of a kind; earlier ones stay good (recorded). Secret and lifetime (seconds) are the kind's unless given."""
    row, now = KINDS[kind], project.clock.ms
    made = secret or (project.ids.secret(row.digits) if row.digits else new_code(project))
    return project.tokens.add(
        Token(
            **project.ids.stamp(now),
            user_id=user.id,
            user_sequence=user.sequence,
            secret=made,
            expire=later(now, (lifetime or row.lifetime) * 1000),
            kind=kind,
            phrase=phrase,
        )
    )


def new_code(project: Project) -> str:
    """Draw a code of six figures."""
    return f"{project.ids.number(0, 10**_FIGURES - 1):0{_FIGURES}}"


def find_token(project: Project, user: User, secret: str, kind: str | None = None) -> Token | None:
    """Return the user's token with this secret that has not expired, of one kind or of any; None when there is none."""
    now = project.clock.ms
    return next(
        (
            token
            for token in project.tokens.where("user_sequence", user.sequence)
            if token.secret == secret and token.expire >= now and kind in (None, token.kind)
        ),
        None,
    )


def use_up(project: Project, user_id: str, secret: str, kind: str) -> tuple[User, Token]:
    """Take a secret for one purpose and forget it; return its user and what it was. Raises as `find_secret`."""
    user, token = find_secret(project, user_id, secret, kind)
    project.tokens.remove(token)
    return user, token


def find_secret(project: Project, user_id: str, secret: str, kind: str) -> tuple[User, Token]:
    """Return the user of a secret for one purpose, and what it is.

    Raises 404 `user_not_found`, and 401 `user_invalid_token` for a secret that is wrong, used, expired, another user's or of
    another kind (account-mails.md §4, §5).
    """
    user = find_user(project, user_id)
    token = find_token(project, user, secret, kind)
    if token is None:
        raise AppwriteError("user_invalid_token")
    return user, token
