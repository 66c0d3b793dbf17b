"""Second factors and identities of whoever is signed in (contract: account-mails.md §7)."""

from __future__ import annotations

from ...operations import identities, second_factor
from ...queries.kinds import IDENTITIES
from ...validators.numbers import Boolean
from ...validators.texts import Text, Uid, WhiteList
from ..endpoint import Endpoint, RateLimit, required
from ..models import access as access_models
from ..models import common as models
from ..models import users as user_models
from .account_mails import renamed
from .lists import TOTAL, queries

_ACCOUNT = ("account",)
_CODES, _APP = "/account/mfa/recovery-codes", "/account/mfa/authenticators/{type}"
_TYPE, _OTP = required("type", WhiteList(("totp",))), required("otp", Text(256))
_PATHS = ("/account/mfa/challenge", "/account/mfa/challenges")
_BY_CALLER = RateLimit(10, 3600, ("url:{url},userId:{userId}",))
_BY_CHALLENGE = RateLimit(10, 3600, ("url:{url},challengeId:{param-challengeId}",))

ENDPOINTS = (
    Endpoint(
        "GET", "/account/mfa/factors", second_factor.list_factors, _ACCOUNT, (), models.plain,
        summary="List the account's second factors", before_factors=True,
    ),
    Endpoint(
        "PATCH", "/account/mfa", second_factor.update_mfa, _ACCOUNT, (required("mfa", Boolean()),), user_models.account,
        summary="Switch the account's second factor on or off", audit="user.update",
    ),
    *renamed(*_PATHS, "POST", Endpoint(
        "", "", second_factor.create_challenge, _ACCOUNT,
        (required("factor", WhiteList(("email", "phone", "totp", "recoverycode"))),), access_models.challenge, 201,
        "Ask for a second factor", audit="challenge.create", before_factors=True, limit=_BY_CALLER,
    )),
    *renamed(*_PATHS, "PUT", Endpoint(
        "", "", second_factor.update_challenge, _ACCOUNT, (required("challengeId", Text(256)), _OTP),
        access_models.challenged_session, summary="Give a second factor", audit="challenges.update", before_factors=True,
        limit=_BY_CHALLENGE,
    )),
    Endpoint(
        "GET", _CODES, second_factor.get_recovery_codes, _ACCOUNT, (), access_models.recovery_codes,
        summary="Get the account's recovery codes", needs_fresh_factor=True,
    ),
    Endpoint(
        "POST", _CODES, second_factor.create_recovery_codes, _ACCOUNT, (), access_models.recovery_codes, 201,
        "Make the account's recovery codes", audit="user.update", audit_is_lost=True,
    ),
    Endpoint(
        "PATCH", _CODES, second_factor.replace_recovery_codes, _ACCOUNT, (), access_models.recovery_codes,
        summary="Make other recovery codes for the account", audit="user.update", audit_is_lost=True,
        needs_fresh_factor=True,
    ),
    Endpoint(
        "POST", _APP, second_factor.create_authenticator, _ACCOUNT, (_TYPE,), access_models.authenticator,
        summary="Begin with an authenticator app", audit="user.update", audit_is_lost=True,
    ),
    Endpoint(
        "PUT", _APP, second_factor.verify_authenticator, _ACCOUNT, (_TYPE, _OTP), user_models.account,
        summary="Prove that the authenticator app makes the right codes", audit="user.update",
    ),
    Endpoint(
        "DELETE", _APP, second_factor.delete_authenticator, _ACCOUNT, (_TYPE,), status=204,
        summary="Forget the authenticator app", audit="user.update", needs_fresh_factor=True,
    ),
    Endpoint(
        "GET", "/account/identities", identities.list_identities, _ACCOUNT, (queries(IDENTITIES), TOTAL),
        models.listing("identities", access_models.identity), summary="List the account's identities at other services",
    ),
    Endpoint(
        "DELETE", "/account/identities/{identityId}", identities.delete_identity, _ACCOUNT, (required("identityId", Uid()),),
        status=204, summary="Forget an identity of the account", audit="identity.delete",
    ),
)  # fmt: skip
