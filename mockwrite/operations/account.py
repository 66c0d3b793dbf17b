"""The account of whoever is signed in, and signing in (contract: users-targets.md §3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..access.caller import Caller
from ..access.passwords import DEFAULT
from ..errors import AppwriteError
from ..moments import later
from ..queries.parsing import Query
from ..records import LogEntry, Session, User
from ..state.project import Project
from . import users
from .alerts import alert
from .finding import missing
from .lists import logs
from .sessions import LIFETIME, forget_cookies, remove_session_targets, sessions_of, sign_in
from .tokens import KINDS, find_token
from .user_sessions import sign_jwt


def create_account(project: Project, caller: Caller, *, user_id: str, email: str, password: str, name: str) -> User:
    """Sign up: a user with an e-mail target, and no session yet. That somebody signs in with the address through another
    service is a vague 400 `general_bad_request`, so that nobody learns of other accounts (errors.md)."""
    users.check_identities(project, email, "general_bad_request")
    user = users.create_user(project, caller, user_id=user_id, email=email, password=password, name=name)
    return project.users.replace(user, accessed_at=user.registration)


def signed_in(caller: Caller) -> User:
    """Return the user who calls; the scopes of these routes let nobody else in."""
    if caller.user is None:
        raise AppwriteError("general_unauthorized_scope")
    return caller.user


def get_account(project: Project, caller: Caller) -> User:
    """Return the user who calls."""
    return signed_in(caller)


def update_account(project: Project, caller: Caller, **changes: Any) -> User:
    """Change plain values of the user who calls."""
    return project.users.change(signed_in(caller), project.clock.ms, **changes)


def block_account(project: Project, caller: Caller) -> User:
    """Block the user who calls; only a key can undo it."""
    forget_cookies(project, caller)
    return update_account(project, caller, status=False)


def delete_account(project: Project, caller: Caller) -> None:
    """Delete the user who calls, with everything that hangs on it."""
    users.remove_user(project, signed_in(caller))


def get_prefs(project: Project, caller: Caller) -> dict[str, Any]:
    """Return the preferences of the user who calls."""
    return signed_in(caller).prefs


def list_logs(project: Project, caller: Caller, *, queries: Query, total: bool = True) -> tuple[int, list[LogEntry]]:
    """List what the user who calls did, as a key sees it under the user's id."""
    return logs(project, f"by-user/{signed_in(caller).id}", queries, total=total)


def create_email_session(project: Project, caller: Caller, *, email: str, password: str) -> Session:
    """Sign in with e-mail and password. A wrong password is refused before a blocked user is (recorded)."""
    user = project.users.first("email", email.lower())
    if user is None or not users.has_password(user, password):
        raise AppwriteError("user_invalid_credentials")
    if not user.status:
        raise AppwriteError("user_blocked", status=project.rules.blocked_status)
    if user.hash != DEFAULT:
        # A hash from elsewhere gives way to the server's own as soon as the password is known.
        own = users.new_password(project, password)
        own["password_history"] = user.password_history
        user = project.users.change(user, project.clock.ms, **own)
    session = sign_in(project, caller, user, "email", factor="password", uid=user.email or "")
    alert(project, caller, user, session)
    return session


def create_anonymous_session(project: Project, caller: Caller) -> Session:
    """Sign in as a new user without name, address and targets."""
    user = users.store_user(project, caller, user_id="unique()")
    user = project.users.replace(user, accessed_at=user.registration)
    return sign_in(project, caller, user, "anonymous")


def create_token_session(project: Project, caller: Caller, *, user_id: str, secret: str) -> Session:
    """Sign in with the secret or code of a token, which is used up by it. A blocked user gets a session too (recorded).

    Every route for this takes every kind of token that makes sessions (contract: account-mails.md §6).
    """
    user = project.users.get(user_id)
    token = None if user is None else find_token(project, user, secret)
    if user is None or token is None or not KINDS[token.kind].provider:
        raise AppwriteError("user_invalid_token")
    project.tokens.remove(token)
    kind = KINDS[token.kind]
    # The server writes the user too, which moves the time of its last update (recorded).
    proven = {kind.verifies: True} if kind.verifies else {}
    user = project.users.replace(user, updated_at=project.clock.ms, **proven)
    session = sign_in(project, caller, user, kind.provider, factor=kind.factor)
    if kind.alerts:
        alert(project, caller, user, session)
    return session


def list_sessions(project: Project, caller: Caller) -> tuple[int, list[Session]]:
    """List the sessions of the user who calls."""
    found = sessions_of(project, signed_in(caller))
    return len(found), found


def get_session(project: Project, caller: Caller, *, session_id: str) -> Session:
    """Return an own session; `current` is the one that the request came with, which a JWT is not."""
    user = signed_in(caller)
    session = caller.session if session_id == "current" else project.sessions.get(session_id)
    if session is None or session.user_sequence != user.sequence or session_id not in ("current", session.id):
        raise missing("session", session_id)
    return session


def extend_session(project: Project, caller: Caller, *, session_id: str) -> Session:
    """Give a session another year. The answer shows the time of the update before this one (recorded)."""
    session = get_session(project, caller, session_id=session_id)
    now = project.clock.ms
    extended = project.sessions.change(session, now, expire=later(now, LIFETIME * 1000))
    return replace(session, expire=extended.expire)


def delete_session(project: Project, caller: Caller, *, session_id: str) -> None:
    """Sign out: the session ends, and the push targets made with it go."""
    session = get_session(project, caller, session_id=session_id)
    remove_session_targets(project, session)
    project.sessions.remove(session)
    if caller.session is not None and caller.session.id == session.id:
        forget_cookies(project, caller)


def delete_sessions(project: Project, caller: Caller) -> None:
    """Sign out everywhere; of the push targets only those of the calling session go (recorded)."""
    sessions = sessions_of(project, signed_in(caller))
    if caller.session is not None:
        remove_session_targets(project, caller.session)
    for session in sessions:
        project.sessions.remove(session)
    forget_cookies(project, caller, len(sessions))


def create_jwt(project: Project, caller: Caller, *, duration: int = 900) -> str:
    """Make a JWT for the user who calls, tied to the session of the call; a JWT makes no further one (recorded)."""
    user = signed_in(caller)
    if caller.session is None:
        raise AppwriteError("user_session_not_found", "A JWT is made for a session, and this call came without one.")
    return sign_jwt(project, user, caller.session.id, duration)
