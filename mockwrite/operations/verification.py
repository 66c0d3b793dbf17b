"""Proving an address or a number (contract: account-mails.md §5)."""

from __future__ import annotations

from ..access.caller import Caller
from ..errors import AppwriteError
from ..outbox.mail import VERIFICATION
from ..records import Token, User
from ..state.project import Project
from .account import signed_in
from .mailing import link_of, mail_of, post, sms_of
from .tokens import PHONE_VERIFICATION, issue, use_up


def create_verification(project: Project, caller: Caller, *, url: str) -> Token:
    """Send a link that proves the address of the user who calls."""
    user = signed_in(caller)
    if not user.email:
        raise AppwriteError("user_email_not_found")
    if user.email_verification:
        raise AppwriteError("user_email_already_verified")
    token = issue(project, user, "verification")
    mail = mail_of(token, VERIFICATION, user, link=link_of(url, token))
    post(project, caller, mail._replace(to_name=user.name or ""))
    return token


def update_verification(project: Project, caller: Caller, *, user_id: str, secret: str) -> Token:
    """Note that an address is proven; whoever has the link may say so, also another user (recorded)."""
    return _verify(project, caller, use_up(project, user_id, secret, "verification"), "email_verification")


def create_phone_verification(project: Project, caller: Caller) -> Token:
    """Send a code that proves the number of the user who calls."""
    user = signed_in(caller)
    if not user.phone:
        raise AppwriteError("user_phone_not_found")
    if user.phone_verification:
        raise AppwriteError("user_phone_already_verified")
    mocked = project.sign_in.mock_numbers.get(user.phone, "")
    token = issue(project, user, "phone", secret=mocked, lifetime=PHONE_VERIFICATION)
    if not mocked:
        post(project, caller, sms_of(token, VERIFICATION, user))
    return token


def update_phone_verification(project: Project, caller: Caller, *, user_id: str, secret: str) -> Token:
    """Note that a number is proven."""
    return _verify(project, caller, use_up(project, user_id, secret, "phone"), "phone_verification")


def _verify(project: Project, caller: Caller, used: tuple[User, Token], attribute: str) -> Token:
    user, token = used
    caller.acted_for = project.users.replace(user, updated_at=project.clock.ms, **{attribute: True})
    return token
