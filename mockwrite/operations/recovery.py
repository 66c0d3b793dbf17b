"""A forgotten password (contract: account-mails.md §4)."""

from __future__ import annotations

from ..access.caller import Caller
from ..errors import AppwriteError
from ..outbox.mail import RECOVERY
from ..records import Token
from ..state.project import Project
from .mailing import link_of, mail_of, post
from .sessions import end_sessions
from .tokens import find_secret, issue
from .users import new_password


def create_recovery(project: Project, caller: Caller, *, email: str, url: str) -> Token:
    """Send a link with which a new password can be set; also to who never had one (recorded)."""
    user = project.users.first("email", email.lower())
    if user is None:
        raise AppwriteError("user_not_found", f"There is no user with the address {email!r}.")
    if not user.status:
        raise AppwriteError("user_blocked", status=project.rules.blocked_status)
    token = issue(project, user, "recovery")
    mail = mail_of(token, RECOVERY, user, link=link_of(url, token))
    post(project, caller, mail._replace(to_name=user.name or ""))
    caller.acted_for = user
    return token


def update_recovery(project: Project, caller: Caller, *, user_id: str, secret: str, password: str) -> Token:
    """Set a new password with the secret out of the link. It proves the address too, and ends the user's sessions."""
    user, token = find_secret(project, user_id, secret, "recovery")
    now = project.clock.ms
    # With a password that is refused, the link can be used again.
    proven = new_password(project, password, user, by_link=True)
    project.tokens.remove(token)
    changed = project.users.change(user, now, **proven, password_update=now, email_verification=True)
    if project.rules.recovery_ends_sessions:
        end_sessions(project, user)
    caller.acted_for = changed
    return token
