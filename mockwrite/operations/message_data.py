"""What a message carries: the `data` of an e-mail, an SMS or a push (contract: messages.md, data per type, merge semantics)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..access.caller import Caller
from ..access.signing import make_jwt
from ..errors import AppwriteError, ServerDefect
from ..names import python_name
from ..php.arrays import as_list
from ..php.json import as_stored
from ..records import File, Message, file_key
from ..state.project import Project
from .finding import find_bucket

# SMS create never stores the time on the message, in any version.
STORES_TIME = {"email": True, "sms": False, "push": True}
_IMAGE_TYPES = ("image/png", "image/jpeg")
_IMAGE_LIFETIME = 15 * 24 * 3600

# The keys of each type in the order in which a POST writes them.
_EMAIL_KEYS = ("subject", "content", "html", "cc", "bcc")
_EMAIL_NEWEST_KEYS = ("replyToEmail", "replyToName")
_PUSH_KEYS = (
    "title", "body", "data", "action", "image", "icon", "sound", "color", "tag", "badge", "contentAvailable", "critical",
    "priority", "channelId",
)  # fmt: skip


def _named(keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return each key with the name of its value in Python."""
    return tuple([(key, python_name(key)) for key in keys])


_EMAIL_NEWEST, _PUSH = _named(_EMAIL_NEWEST_KEYS), _named(_PUSH_KEYS)


def on_create(project: Project, caller: Caller, type: str, values: dict[str, Any]) -> dict[str, Any]:
    """Build the data of a new message; raises when an attachment or image does not exist."""
    return _CREATE[type](project, caller, values)


def _new_email(project: Project, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    data = {name: values[name] for name in _EMAIL_KEYS}
    for name in ("cc", "bcc"):
        data[name] = as_list(data[name])
    given = values["attachments"]
    data["attachments"] = given if given is None else _attachments(project, given)
    data |= {wire: values[name] for wire, name in _EMAIL_NEWEST if values.get(name)}
    return data


def _new_sms(project: Project, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    return {"content": values["content"]}


def _new_push(project: Project, caller: Caller, values: dict[str, Any]) -> dict[str, Any]:
    """Only what is not empty is stored; the badge from 0 on, the two flags only when true, the priority always."""
    data: dict[str, Any] = {}
    for wire, name in _PUSH:
        value = values.get(name)
        if wire == "image" and value:
            value = _image(project, caller, value, values["scheduled_at"])
        elif wire == "data" and value:
            value = as_stored(value)
        elif wire == "badge" and isinstance(value, int):
            value = None if value < 0 else value
        # The text "0" counts as empty, the badge 0 does not (recorded).
        if (value and value != "0") or (wire == "badge" and value == 0 and value is not False):
            data[wire] = value
    return data


_CREATE: dict[str, Callable[[Project, Caller, dict[str, Any]], dict[str, Any]]] = {
    "email": _new_email,
    "sms": _new_sms,
    "push": _new_push,
}


def on_update(project: Project, caller: Caller, route: str, message: Message, values: dict[str, Any]) -> dict[str, Any]:
    """Merge what is given into the data; null and absent keep, a list or object replaces as a whole."""
    data = dict(message.data)
    for wire, name in _UPDATED[route]:
        value = values.get(name)
        if value is None:
            continue
        if value == "":
            # Only what the newest SDKs know may be empty, and takes the value back.
            data.pop(wire, None)
            continue
        if wire == "attachments":
            value = _attachments(project, value)
        elif wire == "image":
            # The link follows the stored time, also when this very call sets another (corrections.md, 3).
            value = _image(project, caller, value, message.scheduled_at or values["scheduled_at"])
        elif wire in ("cc", "bcc"):
            value = as_list(value)
        elif wire == "data":
            value = as_stored(value)
        data[wire] = value
    return data


_UPDATED = {
    "email": _named((*_EMAIL_KEYS, "attachments", *_EMAIL_NEWEST_KEYS)),
    "sms": _named(("content",)),
    "push": _PUSH,
}


def refuse_text(value: Any) -> None:
    """Refuse a text as the `data` of a push. One that holds JSON passes the parameter check and then breaks the server
    (recorded): its handler takes maps and lists only, so nothing else is looked at before."""
    if isinstance(value, str):
        raise ServerDefect("data", "a JSON object is expected, not a text that holds JSON")


def _attachments(project: Project, compound_ids: Any) -> list[dict[str, str]]:
    """Resolve `bucket:file` texts; parts after the second are dropped."""
    found = []
    for text in as_list(compound_ids):
        bucket_id, file_id = text.split(":")[:2]
        if find_file(project, bucket_id, file_id) is None:
            raise AppwriteError("storage_file_not_found", f"There is no file {file_id!r} in the bucket {bucket_id!r}.")
        found.append({"bucketId": bucket_id, "fileId": file_id})
    return found


def _image(project: Project, caller: Caller, text: str, scheduled_at: int | None) -> dict[str, str]:
    """Resolve the image of a push and sign the URL under which a device fetches it."""
    bucket_id, file_id = text.split(":")[:2]
    file = find_file(project, bucket_id, file_id)
    if file is None:
        # An unknown file is reported as an unknown bucket (recorded).
        raise AppwriteError("storage_bucket_not_found", f"There is no file {file_id!r} in the bucket {bucket_id!r}.")
    if file.mime_type not in _IMAGE_TYPES:
        raise AppwriteError("storage_file_type_unsupported", "The image of a push is a PNG or JPEG file.")
    now = project.clock.ms // 1000
    # The server adds a time to a time, so the link lives until about the year 2083 (recorded).
    expires = now + (now if scheduled_at is None else scheduled_at // 1000) + _IMAGE_LIFETIME
    claims = {"bucketId": bucket_id, "fileId": file_id, "projectId": project.id, "exp": expires}
    path = f"/v1/storage/buckets/{bucket_id}/files/{file_id}/push"
    url = f"{caller.base_url}{path}?project={project.id}&jwt={make_jwt(project, claims)}"
    return {"bucketId": bucket_id, "fileId": file_id, "url": url}


def find_file(project: Project, bucket_id: str, file_id: str) -> File | None:
    """Return a file of a bucket, or None; raises 404 `storage_bucket_not_found` when there is no such bucket."""
    bucket = find_bucket(project, bucket_id)
    return project.files.get(file_key(bucket.sequence, file_id))
