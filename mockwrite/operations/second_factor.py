"""The second factor of whoever is signed in: challenges, recovery codes, an authenticator (contract: account-mails.md §7)."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..moments import later
from ..outbox.mail import MFA, Mail
from ..records import Channel, Session, User
from ..state.project import Project
from . import factors
from .account import signed_in, update_account
from .mailing import client_facts, post
from .tokens import new_code

if TYPE_CHECKING:
    from ..state.factors import Authenticator, Challenge

_HOUR = 3_600_000
_SECRET_DIGITS = 128
_TOTP = "totp"


def list_factors(project: Project, caller: Caller) -> dict[str, bool]:
    """Tell which second factors the user who calls can use."""
    return factors.factors_of(project, signed_in(caller))


def update_mfa(project: Project, caller: Caller, *, mfa: bool) -> User:
    """Switch the second factor on or off. Who switches it on is not locked out: the session counts as having given every
    factor that is verified by then (not recorded)."""
    session = _session_of(caller, "mfa")
    user = update_account(project, caller, mfa=mfa)
    if mfa:
        usable = factors.factors_of(project, user)
        _prove(project, session, *(factor for factor in _COUNTED if usable[factor]))
    return user


def _session_of(caller: Caller, param: str) -> Session:
    """Return the session that a factor is given for; a call by JWT has none, on which the server breaks before it looks at
    anything else (by reading: its handlers take a session for granted, and no error of theirs is about one)."""
    if caller.session is None:
        raise ServerDefect(param, "a second factor belongs to a session, and this call came with a JWT")
    return caller.session


# The factors that a session is granted when the second factor is switched on, in this order.
_COUNTED = ("totp", "email", "phone")


def _prove(project: Project, session: Session, *given: str, **more: Any) -> Session:
    """Note on a session which factors it has given, each once."""
    proven = [*dict.fromkeys([*session.factors, *given])]
    return project.sessions.change(session, project.clock.ms, factors=proven, **more)


# Challenges ---------------------------------------------------------------------------------------------------------


def create_challenge(project: Project, caller: Caller, *, factor: str) -> Challenge:
    """Ask for a second factor; by e-mail and SMS a code goes out. A factor in another letter case is taken, and then nothing
    is sent and no code ever fits (recorded)."""
    user = signed_in(caller)
    if factor in _SENT:
        project.sign_in.require_channel(_SENT[factor][0])
    if factor == "email" and not user.email:
        raise AppwriteError("user_email_not_found")
    if factor == "email" and not user.email_verification:
        raise AppwriteError("user_email_not_verified")
    if factor == "phone" and not user.phone:
        raise AppwriteError("user_phone_not_found")
    if factor == "phone" and not user.phone_verification:
        raise AppwriteError("user_phone_not_verified")
    from ..state.factors import Challenge  # only when somebody uses a second factor

    now = project.clock.ms
    challenge = project.challenges.add(
        Challenge(
            **project.ids.stamp(now),
            user_id=user.id,
            user_sequence=user.sequence,
            factor=factor,
            code=new_code(project),
            expire=later(now, _HOUR),
        )
    )
    if factor in _SENT:
        channel, address = _SENT[factor]
        to = getattr(user, address) or ""
        facts = {"user": user.name or "", **client_facts(project, caller)}
        code, expire = challenge.code, challenge.expire
        sent = Mail(challenge.id, MFA, channel, to, user.id, secret=code, code=code, expires=expire, facts=facts)
        post(project, caller, sent)
    return challenge


# The factors whose code is sent: by which channel, and where to.
_SENT: Mapping[str, tuple[Channel, str]] = {"email": ("email", "email"), "phone": ("sms", "phone")}


def update_challenge(project: Project, caller: Caller, *, challenge_id: str, otp: str) -> Session:
    """Give the second factor: the session gains it. That a challenge has expired is not looked at (recorded).

    The answer shows the time of the update before this one (recorded).
    """
    user, session = signed_in(caller), _session_of(caller, "challengeId")
    challenge = project.challenges.get(challenge_id)
    if challenge is None or challenge.user_sequence != user.sequence or not _fits(project, user, challenge, otp):
        raise AppwriteError("user_invalid_token")
    project.challenges.remove(challenge)
    changed = _prove(project, session, challenge.factor, mfa_updated_at=project.clock.ms)
    return replace(changed, updated_at=session.updated_at)


def _fits(project: Project, user: User, challenge: Challenge, otp: str) -> bool:
    if challenge.factor in _SENT:
        return otp == challenge.code
    if challenge.factor == _TOTP:
        own = factors.authenticator_of(project, user)
        if own is None:
            # A challenge can be had without an app, and to answer it breaks the server (by reading).
            raise ServerDefect("challengeId", "the user has no authenticator app")
        return otp == code_at(own.secret, project.clock.ms)
    if challenge.factor == "recoveryCode" and otp in user.mfa_recovery_codes:
        left = [code for code in user.mfa_recovery_codes if code != otp]
        project.users.change(user, project.clock.ms, mfa_recovery_codes=left)
        return True
    return False


# Recovery codes -----------------------------------------------------------------------------------------------------


def get_recovery_codes(project: Project, caller: Caller) -> list[str]:
    """Return the recovery codes that are left."""
    return factors.get_recovery_codes(project, caller, user_id=signed_in(caller).id)


def create_recovery_codes(project: Project, caller: Caller) -> list[str]:
    """Make the first recovery codes."""
    return factors.create_recovery_codes(project, caller, user_id=signed_in(caller).id)


def replace_recovery_codes(project: Project, caller: Caller) -> list[str]:
    """Make other recovery codes in place of the present ones."""
    return factors.replace_recovery_codes(project, caller, user_id=signed_in(caller).id)


# Authenticators -----------------------------------------------------------------------------------------------------


def create_authenticator(project: Project, caller: Caller, *, type: str) -> Authenticator:
    """Make the secret for an authenticator app; one that was never verified gives way.

    The name of the type is taken in any letter case, and then the server knows it in small letters only (by reading).
    """
    if type != _TOTP:
        raise AppwriteError("general_argument_invalid", f"The type of an authenticator is written {_TOTP!r}.")
    user = signed_in(caller)
    before = factors.authenticator_of(project, user)
    if before is not None and before.verified:
        raise AppwriteError("user_authenticator_already_verified")
    if before is not None:
        project.authenticators.remove(before)
    from ..state.factors import Authenticator  # only when somebody uses such an app

    now = project.clock.ms
    secret = base64.b32encode(bytes.fromhex(project.ids.secret(_SECRET_DIGITS))).decode().rstrip("=")
    return project.authenticators.add(
        Authenticator(
            **project.ids.stamp(now),
            user_id=user.id,
            user_sequence=user.sequence,
            secret=secret,
        )
    )


def verify_authenticator(project: Project, caller: Caller, *, type: str, otp: str) -> User:
    """Prove that the app makes the right codes; only the one of this half minute counts (recorded)."""
    user, session = signed_in(caller), _session_of(caller, "otp")
    own = factors.authenticator_of(project, user)
    if own is None or type != _TOTP:
        raise AppwriteError("user_authenticator_not_found")
    if own.verified:
        raise AppwriteError("user_authenticator_already_verified")
    now = project.clock.ms
    if otp != code_at(own.secret, now):
        raise AppwriteError("user_invalid_token")
    project.authenticators.change(own, now, verified=True)
    _prove(project, session, _TOTP)
    return user


def delete_authenticator(project: Project, caller: Caller, *, type: str) -> None:
    """Forget the authenticator of the user who calls."""
    if type != _TOTP:
        raise AppwriteError("user_authenticator_not_found")
    factors.remove_authenticator(project, signed_in(caller))


def code_at(secret: str, ms: int) -> str:
    """Return the code that an authenticator app shows at a time in milliseconds."""
    from pyotp import TOTP  # only when somebody uses such an app

    return TOTP(secret).at(ms // 1000)
