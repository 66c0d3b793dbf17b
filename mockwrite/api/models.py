"""Records as JSON (contract: models.md). The order of the keys is that of the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..caller import Caller
from ..clock import format_time
from ..php_arrays import with_lists
from ..records import (
    Bucket,
    File,
    Message,
    Provider,
    Subscriber,
    Target,
    Topic,
    User,
)
from ..state import Project

Json = dict[str, Any]


class View(NamedTuple):
    """For whom a record is written."""

    project: Project
    caller: Caller

    def mapping(self, value: Any) -> Any:
        """Write a map: an empty one is `[]` on the real server, `{}` by default here (models.md §1)."""
        return value if value else ([] if self.project.exact else {})

    def decoded(self, value: Any) -> Any:
        """Write what a caller sent as a map: the real server reads one that is empty, or has the keys 0, 1, 2 …, as a
        list, at any depth (http.md §2)."""
        return with_lists(value) if self.project.exact else value


def time_or_none(ms: int | None) -> str | None:
    """Write a time that may be missing."""
    return None if ms is None else format_time(ms)


def unread_time(ms: int, view: View) -> str:
    """Write a time that was set by this very call and is not read back: the server shows it as its database writes
    times (recorded); here it looks like any other, except with --exact."""
    text = format_time(ms)
    return text.replace("T", " ").removesuffix("+00:00") if view.project.exact else text


def head(record: Any) -> Json:
    """Write what every document begins with."""
    created = format_time(record.created_at)
    updated = created if record.updated_at == record.created_at else format_time(record.updated_at)
    return {"$id": record.id, "$createdAt": created, "$updatedAt": updated}


def listing(key: str, model: Callable[[Any, View], Json]) -> Callable[[tuple[int, Iterable[Any]], View], Json]:
    """Make the model of a list: `total` and the rows under `key`."""

    def write(page: tuple[int, Iterable[Any]], view: View) -> Json:
        total, rows = page
        return {"total": total, key: [model(row, view) for row in rows]}

    return write


def message(record: Message, view: View) -> Json:
    """models.md §2."""
    data = record.data
    if "data" in data:
        data = {**data, "data": view.decoded(data["data"]) or view.mapping(data["data"])}
    if "attachments" in data and data["attachments"] is None and not view.project.exact:
        data = {**data, "attachments": []}
    body = head(record)
    body.update(
        providerType=record.provider_type,
        topics=record.topics,
        users=record.users,
        targets=record.targets,
        scheduledAt=time_or_none(record.scheduled_at),
        deliveredAt=time_or_none(record.delivered_at),
        deliveryErrors=record.delivery_errors,
        deliveredTotal=record.delivered_total,
        data=view.mapping(data),
        status=record.status,
    )
    return body


def provider(record: Provider, view: View) -> Json:
    """models.md §3. Credentials are returned in clear, as the server does."""
    return {
        **head(record),
        "name": record.name,
        "provider": record.kind,
        "enabled": record.enabled,
        "type": record.type,
        "credentials": _credentials(record, view),
        "options": view.mapping(record.options),
    }


def _credentials(record: Provider, view: View) -> Any:
    account = record.credentials.get("serviceAccountJSON", "")
    if isinstance(account, dict) and not account:
        return {**record.credentials, "serviceAccountJSON": view.mapping(account)}
    return view.mapping(record.credentials)


def topic(record: Topic, view: View) -> Json:
    """models.md §4; what only the newest SDKs know follows at the end, when it was set."""
    newest = {"description": record.description, "qos": record.qos, "expiry": record.expiry}
    return {
        **head(record),
        "name": record.name,
        "emailTotal": record.email_total,
        "smsTotal": record.sms_total,
        "pushTotal": record.push_total,
        "subscribe": record.subscribe,
        **{name: value for name, value in newest.items() if value is not None},
    }


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


def _no_target(view: View) -> Json:
    """The target of a subscriber whose target is gone: nothing but defaults (models.md §5)."""
    body: Json = {
        **dict.fromkeys(("$id", "$createdAt", "$updatedAt", "name", "userId"), ""),
        "providerId": None,
        "providerType": "",
        "identifier": "",
    }
    return {**body, "expired": False} if view.project.rules.target_has_expired else body


def subscriber(record: Subscriber, view: View) -> Json:
    """models.md §5: the target and the user's name are those of this moment."""
    live_target = view.project.targets.at(record.target_sequence)
    user = view.project.users.get(record.user_id)
    return {
        **head(record),
        "targetId": record.target_id,
        "target": target(live_target, view) if live_target is not None else _no_target(view),
        "userId": record.user_id,
        "userName": (user.name or "") if user else "",
        "topicId": record.topic_id,
        "providerType": record.provider_type,
    }


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
    default = _HASH_OPTIONS if view.project.rules.hash_options_are_snake_case else _OLD_HASH_OPTIONS
    options = record.hash_options or default
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
        email = record.email
        disposable = email is not None and email.rpartition("@")[2] in _DISPOSABLE_HOSTS
        body |= {
            "emailCanonical": email,
            "emailIsFree": False if email else None,
            "emailIsDisposable": disposable if email else None,
            "emailIsCorporate": not disposable if email else None,
            "emailIsCanonical": True if email else None,
        }
    body |= {"phoneVerification": record.phone_verification, "mfa": record.mfa, "prefs": record.prefs}
    embedded = record_targets(record, view)
    body |= {"targets": embedded, "accessedAt": time_or_none(record.accessed_at) or ""}
    if record.accessed_at is not None and view.caller.extra.get("first_access"):
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
    shown = view.caller.extra.get("embedded_targets")
    rows = shown if shown is not None else view.project.targets.where("user_sequence", record.sequence)
    return [target(row, view) for row in rows]


def preferences(record: Json, view: View) -> Json:
    """Preferences are always a map, also when empty."""
    return record or {}


def log(entry: Any, view: View) -> Json:
    """models.md §7; the client's fields are parsed from the user agent when they are read."""
    from ..agents import parse_agent

    body = {
        "event": entry.event,
        "userId": entry.user_id,
        "userEmail": entry.user_email,
        "userName": entry.user_name,
        "mode": entry.mode,
        "userType": entry.user_type,
        "ip": entry.ip,
        "time": format_time(entry.time),
        **parse_agent(entry.user_agent, view.project.rules),
        "countryCode": "--",
        "countryName": "Unknown",
    }
    if not view.project.rules.log_has_user_type:
        del body["userType"]
    return body


def bucket(record: Bucket, view: View) -> Json:
    """users-targets.md §5."""
    rules = view.project.rules
    body: Json = {
        **head(record),
        "$permissions": record.permissions,
        "fileSecurity": record.file_security,
        "name": record.name,
        "enabled": record.enabled,
        "maximumFileSize": record.maximum_file_size,
        "allowedFileExtensions": record.allowed_file_extensions,
        "compression": record.compression,
        "encryption": record.encryption,
        "antivirus": record.antivirus,
    }
    if rules.bucket_has_transformations:
        body["transformations"] = record.transformations
    if rules.bucket_has_total_size:
        files = view.project.files.where("bucket_sequence", record.sequence)
        body["totalSize"] = sum(file.stored_size for file in files)
    return body


def updated_bucket(record: Bucket, view: View) -> Json:
    """users-targets.md §5: an update does not count what the files take (recorded)."""
    body = bucket(record, view)
    return {**body, "totalSize": 0} if "totalSize" in body else body


def file(record: File, view: View) -> Json:
    """users-targets.md §5. Until it is finished, a file is neither encrypted nor compressed (recorded)."""
    newer = view.project.rules.file_has_storage_facts
    body: Json = {"$id": record.id, "bucketId": record.bucket_id, **head(record)}
    body |= {
        "$permissions": record.permissions,
        "name": record.name,
        "signature": record.signature,
        "mimeType": record.mime_type,
        "sizeOriginal": record.size,
    }
    if newer:
        body["sizeActual"] = record.stored_size
    body |= {"chunksTotal": record.chunks_total, "chunksUploaded": record.chunks_uploaded}
    if newer:
        body |= {"encryption": record.encryption, "compression": record.compression}
    return body


def plain(record: Json, view: View) -> Json:
    """A map that is written as it is."""
    return record
