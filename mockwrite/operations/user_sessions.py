"""Sessions, JWTs and tokens that a server makes for its users (contract: users-targets.md §3)."""

from __future__ import annotations

from ..access.caller import Caller
from ..access.signing import make_jwt
from ..errors import AppwriteError, ServerDefect
from ..records import Session, Token, User
from ..state.project import Project
from .finding import find_user, missing
from .sessions import open_session, sessions_of
from .tokens import issue


def create_session(project: Project, caller: Caller, *, user_id: str) -> Session:
    """Sign a user in without a password. Guests and users may do it too, of whomever, but get no secret (recorded)."""
    return open_session(project, caller, find_user(project, user_id), "server")


def list_sessions(project: Project, caller: Caller, *, user_id: str, total: bool = True) -> tuple[int, list[Session]]:
    """List all sessions of a user; this list knows no queries (recorded)."""
    found = sessions_of(project, find_user(project, user_id))
    return len(found) if total else 0, found


def delete_session(project: Project, caller: Caller, *, user_id: str, session_id: str) -> None:
    """End a session, also when it is another user's (recorded). Its push targets stay."""
    user = find_user(project, user_id)
    session = project.sessions.get(session_id)
    if session is None or not _is_visible(caller, session):
        raise missing("session", session_id)
    project.sessions.remove(session)
    if project.exact and session.user_sequence != user.sequence:
        # The server forgets the sessions of the named user, not of the owner, who stays signed in for a while (recorded).
        project.lingering_sessions[session.secret] = session


def delete_sessions(project: Project, caller: Caller, *, user_id: str) -> None:
    """End all sessions of a user. Their push targets stay."""
    for session in sessions_of(project, find_user(project, user_id)):
        if not _is_visible(caller, session):
            raise AppwriteError("user_unauthorized", "The caller may not delete the sessions of this user.")
        project.sessions.remove(session)


def _is_visible(caller: Caller, session: Session) -> bool:
    return caller.is_privileged or (caller.user is not None and caller.user.sequence == session.user_sequence)


def create_jwt(project: Project, caller: Caller, *, user_id: str, session_id: str, duration: int) -> str:
    """Make a JWT for a user. It is tied to a session only when `session_id` names one of the user's own, or is `recent`."""
    user = find_user(project, user_id)
    own = {session.id: session for session in sessions_of(project, user)}
    if session_id == "recent" and own:
        session_id = next(reversed(own))
    return sign_jwt(project, user, session_id if session_id in own else "", duration)


def sign_jwt(project: Project, user: User, session_id: str, duration: int) -> str:
    """Sign the three claims of a JWT; `duration` is in seconds, and 0 breaks the server."""
    if duration == 0:
        raise ServerDefect("duration", "a JWT has to live for at least a second")
    expires = project.clock.ms // 1000 + duration
    return make_jwt(project, {"userId": user.id, "sessionId": session_id, "exp": expires})


def create_token(project: Project, caller: Caller, *, user_id: str, length: int, expire: int) -> Token:
    """Make a one-time secret of `length` characters that signs the user in within `expire` seconds."""
    user = find_user(project, user_id)
    return issue(project, user, "generic", secret=project.ids.secret(length), lifetime=expire)
