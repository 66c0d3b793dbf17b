"""What users sign in with and are reached by, changed by themselves: address, number, password (users-targets.md §3).

These routes were not recorded. Their parameters are those of the SDKs, their errors those of errors.md; the target that carried
the old address or number follows, as it does when a key changes it. By reading, no target is made where there was none.
"""

from __future__ import annotations

from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError
from ..records import User
from ..state.project import Project
from . import users
from .account import signed_in
from .sessions import end_sessions


def update_email(project: Project, caller: Caller, *, email: str, password: str) -> User:
    """Change the address of the user who calls.

    Another user's address is a vague 400 `general_bad_request`, so that nobody learns of other accounts (errors.md).
    """
    user, changes = _proven(project, caller, password)
    address = email.lower()
    users.check_identities(project, address, "general_bad_request", but=user)
    users.check_free(project, user, "email", address, "general_bad_request")
    changes |= {"email": address, "email_verification": False}
    return users.move_contact(project, caller, user, "email", changes, adds_target=False)


def update_phone(project: Project, caller: Caller, *, phone: str, password: str) -> User:
    """Change the number of the user who calls."""
    user, changes = _proven(project, caller, password)
    users.check_free(project, user, "phone", phone, "user_phone_already_exists")
    changes |= {"phone": phone, "phone_verification": False}
    return users.move_contact(project, caller, user, "phone", changes, adds_target=False)


def _proven(project: Project, caller: Caller, password: str) -> tuple[User, dict[str, Any]]:
    """Return the user who calls, once the password is right. Whoever has none yet gets this one (the way from an anonymous
    account to a real one)."""
    user = signed_in(caller)
    if user.password_update is None:
        return user, {**users.new_password(project, password, user), "password_update": project.clock.ms}
    if not users.has_password(user, password):
        raise AppwriteError("user_invalid_credentials")
    return user, {}


def update_password(project: Project, caller: Caller, *, password: str, old_password: str) -> User:
    """Change the password of the user who calls; who never had one need not name the old one. The other sessions end."""
    user = signed_in(caller)
    if user.password_update is not None and not users.has_password(user, old_password):
        raise AppwriteError("user_invalid_credentials")
    changes = users.new_password(project, password, user)
    # Whoever comes with a JWT has no session that could stay, and all live on (by reading).
    if project.rules.new_password_ends_sessions and caller.session is not None:
        end_sessions(project, user, but=caller.session)
    now = project.clock.ms
    return project.users.change(user, now, **changes, password_update=now)
