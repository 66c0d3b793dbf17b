"""The account of a signed-in user, signing in and out, and its push targets (contract: users-targets.md §3, §4)."""

from __future__ import annotations

from ...operations import account, account_credentials, account_targets
from ...validators.numbers import Range
from ...validators.structures import Assoc
from ...validators.texts import CustomId, EmailAddress, Password, Phone, Text, Uid
from ..endpoint import Endpoint, RateLimit, optional, required
from ..models import access as access_models
from ..models import common as models
from ..models import users as user_models
from .account_mails import BY_SECRET
from .lists import LOG_QUERIES, TOTAL

_ACCOUNT, _SIGN_IN, _TARGETS = ("account",), ("sessions.write",), ("targets.write",)
_PASSWORD = Password()
# Any text since 1.9.5 (params of 1.9.6; that it began there is inferred), before one that could be a password.
_OLD_PASSWORD = (
    optional("oldPassword", Text(256, min=0), since="1.9.5"),
    optional("oldPassword", _PASSWORD, until="1.9.0"),
)
_SESSION_ID, _TARGET_ID = required("sessionId", Uid()), required("targetId", Uid())
_IDENTIFIER = required("identifier", Text(255))
# auth.md §7; the limit of PATCH by the recorded headers.
_TEN, _HUNDRED = RateLimit(10, 3600), RateLimit(100, 3600)
_BY_USER = ("url:{url},userId:{userId}",)
_JWTS, _OLD_JWTS = RateLimit(120, 60, _BY_USER), RateLimit(100, 3600, _BY_USER)

ENDPOINTS = (
    Endpoint(
        "POST", "/account", account.create_account, _SIGN_IN,
        (required("userId", CustomId()), required("email", EmailAddress()), required("password", _PASSWORD), optional("name", Text(128))),
        user_models.account, 201, "Sign up", audit="user.create", limit=_TEN, sign_in="email-password",
    ),
    Endpoint("GET", "/account", account.get_account, _ACCOUNT, (), user_models.account, summary="Get the account"),
    # Who deletes an account has none when the entry would be written.
    Endpoint(
        "DELETE", "/account", account.delete_account, _ACCOUNT, status=204, summary="Delete the account", audit="user.delete",
        audit_is_lost=True,
    ),
    Endpoint(
        "PATCH", "/account/name", account.update_account, _ACCOUNT, (required("name", Text(128)),), user_models.account,
        summary="Change the account's name", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/account/email", account_credentials.update_email, _ACCOUNT,
        (required("email", EmailAddress()), required("password", _PASSWORD)), user_models.account,
        summary="Change the account's e-mail address", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/account/phone", account_credentials.update_phone, _ACCOUNT,
        (required("phone", Phone()), required("password", _PASSWORD)), user_models.account,
        summary="Change the account's phone number", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/account/password", account_credentials.update_password, _ACCOUNT,
        (required("password", _PASSWORD), *_OLD_PASSWORD), user_models.account,
        summary="Change the account's password", audit="user.update", limit=_TEN,
    ),
    Endpoint(
        "GET", "/account/logs", account.list_logs, _ACCOUNT, (LOG_QUERIES, TOTAL), models.listing("logs", models.log),
        summary="List what the account did",
    ),
    Endpoint("GET", "/account/prefs", account.get_prefs, _ACCOUNT, (), models.preferences, summary="Get the account's preferences"),
    Endpoint(
        "PATCH", "/account/prefs", account.update_account, _ACCOUNT, (required("prefs", Assoc()),), user_models.account,
        summary="Replace the account's preferences", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/account/status", account.block_account, _ACCOUNT, (), user_models.account, summary="Block the account",
        audit="user.update",
    ),
    Endpoint(
        "POST", "/account/sessions/email", account.create_email_session, _SIGN_IN,
        (required("email", EmailAddress()), required("password", _PASSWORD)), access_models.session, 201,
        "Sign in with e-mail and password", audit="session.create", guests_only=True, aliases=("/account/sessions",),
        limit=RateLimit(10, 3600, ("url:{url},email:{param-email}",), reset_on_success=True), sign_in="email-password",
    ),
    Endpoint(
        "POST", "/account/sessions/anonymous", account.create_anonymous_session, _SIGN_IN, (), access_models.session, 201,
        "Sign in as nobody in particular", audit="session.create", guests_only=True, limit=RateLimit(50, 3600, ("ip:{ip}",)),
        sign_in="anonymous",
    ),
    Endpoint(
        "POST", "/account/sessions/token", account.create_token_session, _SIGN_IN,
        (required("userId", CustomId()), required("secret", Text(256))), access_models.session, 201, "Sign in with a token",
        audit="session.create", guests_only=True, limit=BY_SECRET,
    ),
    Endpoint(
        "GET", "/account/sessions", account.list_sessions, _ACCOUNT, (), models.listing("sessions", access_models.listed_session),
        summary="List the account's sessions",
    ),
    Endpoint(
        "DELETE", "/account/sessions", account.delete_sessions, _ACCOUNT, status=204, summary="Sign out everywhere",
        audit="session.delete", limit=_HUNDRED,
    ),
    Endpoint(
        "GET", "/account/sessions/{sessionId}", account.get_session, _ACCOUNT, (_SESSION_ID,), access_models.session,
        summary="Get a session of the account",
    ),
    Endpoint(
        "PATCH", "/account/sessions/{sessionId}", account.extend_session, _ACCOUNT, (_SESSION_ID,), access_models.extended_session,
        summary="Make a session live longer", audit="session.update", limit=_TEN,
    ),
    Endpoint(
        "DELETE", "/account/sessions/{sessionId}", account.delete_session, _ACCOUNT, (_SESSION_ID,), status=204,
        summary="Sign out", audit="session.delete", limit=_HUNDRED, before_factors=True,
    ),
    # The life of a JWT can be chosen since 1.9.0; before, the parameter was unknown.
    Endpoint(
        "POST", "/account/jwts", account.create_jwt, _ACCOUNT, (optional("duration", Range(0, 3600), default=900),),
        access_models.jwt, 201, "Make a JWT", since="1.9", aliases=("/account/jwt",), limit=_JWTS, sign_in="jwt",
    ),
    Endpoint(
        "POST", "/account/jwts", account.create_jwt, _ACCOUNT, (), access_models.jwt, 201, "Make a JWT", until="1.8",
        aliases=("/account/jwt",), limit=_OLD_JWTS, sign_in="jwt",
    ),
    Endpoint(
        "POST", "/account/targets/push", account_targets.create_push_target, _TARGETS,
        (required("targetId", CustomId()), _IDENTIFIER, optional("providerId", Uid())), user_models.target, 201,
        "Register a device for push", audit="target.create",
    ),
    Endpoint(
        "PUT", "/account/targets/{targetId}/push", account_targets.update_push_target, _TARGETS, (_TARGET_ID, _IDENTIFIER),
        user_models.target, summary="Give a device its new token", audit="target.update",
    ),
    Endpoint(
        "DELETE", "/account/targets/{targetId}/push", account_targets.delete_push_target, _TARGETS, (_TARGET_ID,),
        status=204, summary="Unregister a device", audit="target.delete",
    ),
)  # fmt: skip
