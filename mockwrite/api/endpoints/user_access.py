"""How users get in, as a server manages it: sessions, tokens, JWTs, second factors; and their log and usage
(contract: users-targets.md §3)."""

from __future__ import annotations

from ...operations import factors, memberships, user_sessions, users
from ...queries.kinds import IDENTITIES, MEMBERSHIPS
from ...validators.numbers import Boolean, Range
from ...validators.texts import Uid, WhiteList
from ..endpoint import Endpoint, Param, optional, required
from ..models import access as access_models
from ..models import common as models
from ..models import users as user_models
from .lists import LOG_QUERIES, SEARCH, TOTAL, queries

_READ, _WRITE = ("users.read",), ("users.write",)
_SESSIONS_READ, _SESSIONS_WRITE = ("users.read", "sessions.read"), ("users.write", "sessions.write")
_READ_BEFORE, _WRITE_BEFORE = ("1.9.0", _READ), ("1.9.0", _WRITE)
_ID, _SESSION_ID = required("userId", Uid()), required("sessionId", Uid())
_FACTORS, _CODES = "/users/{userId}/mfa/factors", "/users/{userId}/mfa/recovery-codes"
# Before, this list took no queries.
_MEMBERSHIP_LIST = (
    optional("queries", queries(MEMBERSHIPS).check, default=queries(MEMBERSHIPS).default, since="1.8"),
    optional("search", SEARCH.check, since="1.8"),
)

ENDPOINTS = (
    Endpoint(
        "POST", "/users/{userId}/sessions", user_sessions.create_session, _SESSIONS_WRITE, (_ID,), access_models.session, 201,
        "Sign a user in", audit="session.create", scope_until=_WRITE_BEFORE,
    ),
    Endpoint(
        "GET", "/users/{userId}/sessions", user_sessions.list_sessions, _SESSIONS_READ, (_ID, TOTAL),
        models.listing("sessions", access_models.listed_session), summary="List a user's sessions", scope_until=_READ_BEFORE,
    ),
    Endpoint(
        "DELETE", "/users/{userId}/sessions", user_sessions.delete_sessions, _SESSIONS_WRITE, (_ID,), status=204,
        summary="End a user's sessions", scope_until=_WRITE_BEFORE, audit="session.delete",
    ),
    Endpoint(
        "DELETE", "/users/{userId}/sessions/{sessionId}", user_sessions.delete_session, _SESSIONS_WRITE, (_ID, _SESSION_ID),
        status=204, summary="End a user's session", scope_until=_WRITE_BEFORE, audit="session.delete",
    ),
    Endpoint(
        "POST", "/users/{userId}/tokens", user_sessions.create_token, _WRITE,
        (_ID, optional("length", Range(4, 128), default=6), optional("expire", Range(60, 31_536_000), default=900)),
        access_models.token, 201, "Make a one-time secret for a user", audit="tokens.create",
    ),
    Endpoint(
        "POST", "/users/{userId}/jwts", user_sessions.create_jwt, _WRITE,
        (_ID, optional("sessionId", Uid()), optional("duration", Range(0, 3600), default=900)), access_models.jwt, 201,
        "Make a JWT for a user", since="1.6",
    ),
    Endpoint(
        "GET", "/users/{userId}/memberships", memberships.list_user_memberships, _READ, (_ID, *_MEMBERSHIP_LIST, TOTAL),
        models.listing("memberships", access_models.listed_membership), summary="List the teams a user is in",
    ),
    Endpoint(
        "GET", "/users/{userId}/logs", factors.list_logs, _READ, (_ID, LOG_QUERIES, TOTAL),
        models.listing("logs", models.log), summary="List what a user did",
    ),
    Endpoint(
        "GET", "/users/identities", factors.list_identities, _READ, (queries(IDENTITIES), SEARCH, TOTAL),
        models.listing("identities", access_models.identity), summary="List identities at other services",
    ),
    Endpoint(
        "DELETE", "/users/identities/{identityId}", factors.delete_identity, _WRITE, (required("identityId", Uid()),),
        status=204, summary="Delete an identity", audit="identity.delete",
    ),
    Endpoint("GET", _FACTORS, factors.list_factors, _READ, (_ID,), models.plain, summary="List a user's second factors"),
    Endpoint("GET", _CODES, factors.get_recovery_codes, _READ, (_ID,), access_models.recovery_codes, summary="Get recovery codes"),
    Endpoint(
        "PATCH", _CODES, factors.create_recovery_codes, _WRITE, (_ID,), access_models.recovery_codes, 201, "Make recovery codes",
        audit="user.update",
    ),
    Endpoint(
        "PUT", _CODES, factors.replace_recovery_codes, _WRITE, (_ID,), access_models.recovery_codes,
        summary="Make other recovery codes", audit="user.update",
    ),
    Endpoint(
        "PATCH", "/users/{userId}/mfa", users.update_user, _WRITE, (_ID, required("mfa", Boolean())), user_models.user,
        summary="Switch a user's second factor on or off", audit="user.update",
    ),
    Endpoint(
        "DELETE", "/users/{userId}/mfa/authenticators/{type}", factors.delete_authenticator, _WRITE,
        (_ID, required("type", WhiteList(("totp",)))), status=204, summary="Delete a user's authenticator",
        audit="user.update",
    ),
    Endpoint(
        "PATCH", "/users/{userId}/impersonator", users.update_user, _WRITE, (_ID, required("impersonator", Boolean())),
        user_models.user, summary="Let a user act as others, or not", audit="user.update", since="1.9",
    ),
    Endpoint(
        "GET", "/users/usage", factors.get_usage, _READ,
        (Param("range", WhiteList(tuple(factors.PERIODS)), default="30d", python="period"),), models.plain,
        summary="Count users and sessions over time",
    ),
)  # fmt: skip
