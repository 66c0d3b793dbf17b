"""Sessions, tokens, JWTs, teams and memberships as JSON (contract: models.md §9)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from ...access.signing import encode_session
from ...moments import format_time
from ...records import Membership, Session, Team, Token
from .common import Json, View, head, preferences, time_or_none, unread_time

if TYPE_CHECKING:
    from ...state.factors import Authenticator, Challenge, Identity

# Formats before it know no number in a membership (account-mails.md §12, by reading).
_MEMBERSHIP_HAS_PHONE = (1, 9, 3)


def session(record: Session, view: View) -> Json:
    """models.md §9. The secret is shown to keys only, when the session is made (users-targets.md §3)."""
    current = view.caller.session
    body: Json = {
        **head(record),
        "userId": record.user_id,
        "expire": format_time(record.expire),
        "provider": record.provider,
        "providerUid": record.provider_uid,
        "providerAccessToken": "",
        "providerAccessTokenExpiry": "",
        "providerRefreshToken": "",
        "ip": record.ip,
        **record.agent,
        "countryCode": "--",
        "countryName": "Unknown",
        "current": current is not None and current.id == record.id,
        "factors": record.factors,
        "secret": view.caller.session_secret if view.caller.is_privileged else "",
        "mfaUpdatedAt": "" if record.mfa_updated_at is None else format_time(record.mfa_updated_at),
    }
    if view.caller.wants_format_before((1, 5, 0)):
        del body["factors"], body["secret"]
    return body


def listed_session(record: Session, view: View) -> Json:
    """A session in a list: keys get a hash in place of the secret, which is no credential (recorded)."""
    body = session(record, view)
    if view.caller.is_privileged and "secret" in body:
        from hashlib import sha256  # loads OpenSSL's part of it

        body["secret"] = sha256(record.secret.encode("utf-8", "replace")).hexdigest()
    return body


def extended_session(record: Session, view: View) -> Json:
    """A session that was extended: it is not marked as the current one, even if it is, and its country has no name
    (recorded in every version)."""
    return {**session(record, view), "expire": unread_time(record.expire, view), "countryName": "", "current": False}


def token(record: Token, view: View) -> Json:
    """models.md §9. Keys are shown the secret; of a code by SMS a text with which nobody can sign in (account-mails.md §2)."""
    secret = encode_session(record.user_id, record.secret) if record.kind == "phone" else record.secret
    return {**used_token(record, view), "secret": secret if view.caller.is_privileged else ""}


def used_token(record: Token, view: View) -> Json:
    """A token that was used up: nobody is shown its secret any more."""
    body: Json = {
        "$id": record.id,
        "$createdAt": format_time(record.created_at),
        "userId": record.user_id,
        "secret": "",
        "expire": format_time(record.expire),
        "phrase": record.phrase,
    }
    if view.caller.wants_format_before((1, 5, 0)):
        del body["phrase"]
    return body


def jwt(text: str, view: View) -> Json:
    """models.md §9."""
    return {"jwt": text}


def challenge(record: Challenge, view: View) -> Json:
    """models.md §9."""
    return {
        "$id": record.id,
        "$createdAt": format_time(record.created_at),
        "userId": record.user_id,
        "expire": format_time(record.expire),
    }


def authenticator(record: Authenticator, view: View) -> Json:
    """What an authenticator app is given: the secret, and a URL that holds it (account-mails.md §7)."""
    project = view.project
    owner = project.users.at(record.user_sequence)
    label = f"{project.name}:{(owner.email if owner else '') or ''}"
    issuer = quote(project.name, safe="")
    uri = f"otpauth://totp/{quote(label, safe='')}?issuer={issuer}&secret={record.secret}"
    return {"secret": record.secret, "uri": uri}


def identity(record: Identity, view: View) -> Json:
    """models.md §9."""
    return {
        **head(record),
        "userId": record.user_id,
        "provider": record.provider,
        "providerUid": record.provider_uid,
        "providerEmail": record.provider_email,
        "providerAccessToken": "",
        "providerAccessTokenExpiry": "",
        "providerRefreshToken": "",
    }


def challenged_session(record: Session, view: View) -> Json:
    """A session that passed another factor: not marked as the current one, even if it is, and its country has no name
    (recorded)."""
    passed = unread_time(record.mfa_updated_at or record.updated_at, view)
    return {**session(record, view), "countryName": "", "current": False, "secret": "", "mfaUpdatedAt": passed}


def recovery_codes(codes: list[str], view: View) -> Json:
    """The codes under the name that the SDKs know."""
    return {"recoveryCodes": codes}


def team(record: Team, view: View) -> Json:
    """models.md §9."""
    return {**head(record), "name": record.name, "total": record.total, "prefs": preferences(record.prefs, view)}


def membership(record: Membership, view: View) -> Json:
    """A membership that was made or changed: the names are those of this moment; number and last access are not told
    (recorded)."""
    member = view.project.users.at(record.user_sequence)
    owner = view.project.teams.at(record.team_sequence)
    body: Json = {
        **head(record),
        "userId": record.user_id,
        "userName": (member.name or "") if member else "",
        "userEmail": (member.email or "") if member else "",
        "userPhone": "",
        "teamId": record.team_id,
        "teamName": owner.name if owner else "",
        "invited": format_time(record.invited),
        "joined": time_or_none(record.joined) or "",
        "confirm": record.confirm,
        "mfa": member.mfa if member else False,
        "userAccessedAt": "",
        "roles": record.roles,
    }
    if not view.project.rules.membership_has_user_facts:
        del body["userPhone"], body["userAccessedAt"]
    elif view.caller.wants_format_before(_MEMBERSHIP_HAS_PHONE):
        del body["userPhone"]
    return body


def listed_membership(record: Membership, view: View) -> Json:
    """A membership that is read: members do not learn who the others are (recorded)."""
    body = membership(record, view)
    rules = view.project.rules
    if not view.caller.is_privileged:
        hidden = {"userName": "", "userEmail": "", "mfa": False}
        return body | hidden | ({"userId": ""} if rules.membership_has_user_facts else {})
    member = view.project.users.at(record.user_sequence)
    if member is not None:
        told = {"userPhone": member.phone or "", "userAccessedAt": time_or_none(member.accessed_at) or ""}
        body |= {name: value for name, value in told.items() if name in body}
    return body
