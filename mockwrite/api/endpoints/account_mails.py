"""What an account sends to a person, and what comes back: recovery, verification, links and codes (contract: account-mails.md)."""

from __future__ import annotations

from ...operations import account, one_time, recovery, verification
from ...validators.numbers import Boolean
from ...validators.redirects import Redirect
from ...validators.texts import CustomId, EmailAddress, Password, Phone, Text, Uid
from ..endpoint import Endpoint, RateLimit, optional, required
from ..models import access as access_models

_ACCOUNT, _SIGN_IN, _PUBLIC = ("account",), ("sessions.write",), ("public",)
_URL, _EMAIL, _PHONE = required("url", Redirect()), required("email", EmailAddress()), required("phone", Phone())
_SECRET, _PASSWORD = required("secret", Text(256)), required("password", Password())
_USER, _NEW_USER = required("userId", Uid()), required("userId", CustomId())
_PHRASE = optional("phrase", Boolean(), default=False)
_BY_IP = "url:{url},ip:{ip}"
# Two counters, by address and by caller (account-mails.md §12).
_BY_EMAIL = RateLimit(10, 3600, ("url:{url},email:{param-email}", _BY_IP))
_BY_EMAIL_OFTEN = RateLimit(60, 3600, ("url:{url},email:{param-email}", _BY_IP))
_BY_PHONE = RateLimit(10, 3600, ("url:{url},phone:{param-phone}", _BY_IP))
_BY_CALLER = RateLimit(10, 3600, ("url:{url},userId:{userId}",))
_BY_CALLER_AND_IP = RateLimit(10, 3600, ("url:{url},userId:{userId}", _BY_IP))
_BY_USER = RateLimit(10, 3600, ("url:{url},userId:{param-userId}",))
# No route in the key: what else is counted so shares it.
_BY_USER_ANYWHERE = RateLimit(10, 3600, ("userId:{param-userId}",))
BY_SECRET = RateLimit(10, 3600, ("ip:{ip},userId:{param-userId}",))


def renamed(before: str, after: str, method: str, row: Endpoint) -> tuple[Endpoint, Endpoint]:
    """Return the rows of a route that got a new path in 1.8; the earlier one stays as an alias (account-mails.md §12)."""
    return (
        row._replace(method=method, path=after, aliases=(before,), since="1.8"),
        row._replace(method=method, path=before, until="1.7"),
    )


_EMAIL_PATHS = ("/account/verification", "/account/verifications/email")
_PHONE_PATHS = ("/account/verification/phone", "/account/verifications/phone")

ENDPOINTS = (
    Endpoint(
        "POST", "/account/recovery", recovery.create_recovery, _SIGN_IN, (_EMAIL, _URL), access_models.token, 201,
        "Send a link to set a new password", audit="recovery.create", limit=_BY_EMAIL, sends="email",
    ),
    Endpoint(
        "PUT", "/account/recovery", recovery.update_recovery, _SIGN_IN, (_USER, _SECRET, _PASSWORD), access_models.used_token,
        summary="Set a new password with the secret of the link", audit="recovery.update", limit=_BY_USER,
    ),
    *renamed(*_EMAIL_PATHS, "POST", Endpoint(
        "", "", verification.create_verification, _ACCOUNT, (_URL,), access_models.token, 201,
        "Send a link that proves the address", audit="verification.create", limit=_BY_CALLER, sends="email",
    )),
    *renamed(*_EMAIL_PATHS, "PUT", Endpoint(
        "", "", verification.update_verification, _PUBLIC, (_USER, _SECRET), access_models.used_token,
        summary="Prove an address with the secret of the link", audit="verification.update", limit=_BY_USER,
    )),
    *renamed(*_PHONE_PATHS, "POST", Endpoint(
        "", "", verification.create_phone_verification, _ACCOUNT, (), access_models.token, 201,
        "Send a code that proves the number", audit="verification.create", limit=_BY_CALLER_AND_IP, sign_in="phone", sends="sms",
    )),
    *renamed(*_PHONE_PATHS, "PUT", Endpoint(
        "", "", verification.update_phone_verification, _PUBLIC, (_USER, _SECRET), access_models.used_token,
        summary="Prove a number with the code", audit="verification.update", limit=_BY_USER_ANYWHERE,
    )),
    Endpoint(
        "POST", "/account/tokens/magic-url", one_time.create_magic_url, _SIGN_IN,
        (_NEW_USER, _EMAIL, optional("url", Redirect()), _PHRASE), access_models.token, 201,
        "Send a link that signs in", audit="session.create", limit=_BY_EMAIL_OFTEN, sign_in="magic-url",
        aliases=("/account/sessions/magic-url",), sends="email",
    ),
    Endpoint(
        "POST", "/account/tokens/email", one_time.create_email_token, _SIGN_IN, (_NEW_USER, _EMAIL, _PHRASE),
        access_models.token, 201, "Send a code by e-mail that signs in", audit="session.create", limit=_BY_EMAIL,
        sign_in="email-otp", sends="email",
    ),
    Endpoint(
        "POST", "/account/tokens/phone", one_time.create_phone_token, _SIGN_IN, (_NEW_USER, _PHONE), access_models.token, 201,
        "Send a code by SMS that signs in", audit="session.create", limit=_BY_PHONE, sign_in="phone",
        aliases=("/account/sessions/phone",), sends="sms",
    ),
    *(
        Endpoint(
            "PUT", f"/account/sessions/{way}", account.create_token_session, _SIGN_IN, (_NEW_USER, _SECRET),
            access_models.session, 201, f"Sign in with the secret of a {way} token", audit="session.create",
            guests_only=True, limit=BY_SECRET,
        )
        for way in ("magic-url", "phone")
    ),
)  # fmt: skip
