"""Users, accounts and targets as JSON (contract: models.md)."""

from __future__ import annotations

from ...access.passwords import options_of
from ...moments import format_time
from ...records import Target, User
from .common import Json, View, head, preferences, time_or_none, unread_time


def target(record: Target, view: View) -> Json:
    """models.md §6."""
    body = {
        **head(record),
        "name": record.name or "",
        "userId": record.user_id,
        "providerId": record.provider_id,
        "providerType": record.provider_type,
        "identifier": record.identifier,
    }
    if view.project.rules.target_has_expired:
        body["expired"] = record.expired
    return body


# What the recorded servers say of addresses at example.com; no list of mail hosters is consulted (models.md §8).
_DISPOSABLE_HOSTS = ("example.com",)


def user(record: User, view: View) -> Json:
    """models.md §8."""
    return {**head(record), "name": record.name or "", **_secrets(record, view), **_profile(record, view)}


def account(record: User, view: View) -> Json:
    """models.md §8: a user without the password's hash."""
    return {**head(record), "name": record.name or "", **_profile(record, view)}


_HASH_OPTIONS = {"type": "argon2", "memory_cost": 65536, "time_cost": 4, "threads": 3}
_OLD_HASH_OPTIONS = {"type": "argon2", "memoryCost": 2048, "timeCost": 4, "threads": 3}


def _secrets(record: User, view: View) -> Json:
    default = _HASH_OPTIONS if view.project.rules.newer_hash_library else _OLD_HASH_OPTIONS
    options = (options_of(record.password) if record.hash_options is None else record.hash_options) or default
    if "type" not in options and not view.project.exact:
        # Typed SDKs refuse options without it; the server leaves it out for SHA (a listed deviation).
        options = {"type": record.hash, **options}
    return {"password": record.password, "hash": record.hash, "hashOptions": options}


def _profile(record: User, view: View) -> Json:
    rules = view.project.rules
    body: Json = {
        "registration": format_time(record.registration),
        "status": record.status,
        "labels": record.labels,
        "passwordUpdate": time_or_none(record.password_update) or "",
        "email": record.email or "",
        "phone": record.phone or "",
        "emailVerification": record.email_verification,
    }
    if rules.user_has_email_facts:
        email = record.email and record.email.lower()
        disposable = email is not None and email.rpartition("@")[2] in _DISPOSABLE_HOSTS
        body |= {
            "emailCanonical": email,
            "emailIsFree": False if email else None,
            "emailIsDisposable": disposable if email else None,
            "emailIsCorporate": not disposable if email else None,
            "emailIsCanonical": True if email else None,
        }
    body |= {
        "phoneVerification": record.phone_verification,
        "mfa": record.mfa,
        "prefs": preferences(record.prefs, view),
    }
    embedded = record_targets(record, view)
    body |= {"targets": embedded, "accessedAt": time_or_none(record.accessed_at) or ""}
    if record.accessed_at is not None and view.caller.is_first_access:
        body["accessedAt"] = unread_time(record.accessed_at, view)
    if rules.user_has_impersonator:
        body |= {"impersonator": record.impersonator, "impersonatorUserId": None}
    if view.caller.wants_format_before((1, 9, 0)):
        body.pop("impersonator", None)
        body.pop("impersonatorUserId", None)
    if view.caller.wants_format_before((1, 5, 0)):
        del body["targets"], body["mfa"]
    return body


def record_targets(record: User, view: View) -> list[Json]:
    """Write the targets embedded in a user."""
    shown = view.caller.embedded_targets
    rows = shown if shown is not None else view.project.targets.where("user_sequence", record.sequence)
    return [target(row, view) for row in rows]
