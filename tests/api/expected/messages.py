"""Messages (docs/contract/endpoints.md, messages.md)."""

from __future__ import annotations

from tests.api.expected.rows import LIST, LOGS, TARGET_LIST, Refusal, Row, missing, taken

_LATER = "2099-01-01T00:00:00.000+00:00"

_MESSAGE_GONE = (missing("messageId", "message_not_found"),)
_EMAIL = {
    "topics": ["top1", "ghost"],
    "users": ["u1", "ghost"],
    "targets": ["te"],
    "cc": ["te2"],
    "bcc": ["te3"],
    "attachments": ["b1:img"],
    "draft": False,
    "html": True,
    "scheduledAt": _LATER,
}
_SMS = {"topics": ["top1"], "users": ["u1"], "targets": ["ts"], "draft": False, "scheduledAt": _LATER}
_PUSH = {
    "title": "Title",
    "body": "Body",
    "topics": ["top1"],
    "users": ["u1"],
    "targets": ["tp"],
    "data": {"order": {"id": 7}},
    "action": "OPEN",
    "image": "b1:img",
    "icon": "ic_bell",
    "sound": "default",
    "color": "#ff0000",
    "tag": "order-7",
    "badge": 0,
    "draft": False,
    "scheduledAt": _LATER,
    "contentAvailable": True,
    "critical": True,
    "priority": "normal",
}


def _wrong_target(channel: str) -> tuple[Refusal, ...]:
    # Unknown, given twice and of another type all end in the same error (messages.md, create check 3).
    other = "ts" if channel == "email" else "te"
    own = {"email": "te", "sms": "ts", "push": "tp"}[channel]
    wrong = (["nosuch"], [other], [own, own])
    return tuple(Refusal("targets", value, 400, f"message_target_not_{channel}") for value in wrong)


# A message without recipients is only taken as a draft.
_DRAFT = {"draft": True}
_BAD_MESSAGE = (
    taken("messageId", "m-email", "message_already_exists"),
    Refusal("draft", False, 400, "message_missing_target"),
)
_ATTACHMENTS = (
    Refusal("attachments", ["nosuch:img"], 404, "storage_bucket_not_found"),
    Refusal("attachments", ["b1:nosuch"], 404, "storage_file_not_found"),
)
_IMAGE = (
    Refusal("image", "nosuch:img", 404, "storage_bucket_not_found"),
    Refusal("image", "b1:nosuch", 404, "storage_bucket_not_found"),
    Refusal("image", "b1:txt", 400, "storage_file_type_unsupported"),
)

ROWS = (
    Row("GET", "/messaging/messages", 200, "messages.read", optional=LIST),
    Row(
        "GET", "/messaging/messages/{messageId}", 200, "messages.read", {"messageId": "m-email"}, refusals=_MESSAGE_GONE
    ),
    Row(
        "GET",
        "/messaging/messages/{messageId}/logs",
        200,
        "messages.read",
        {"messageId": "m-email"},
        optional=LOGS,
        refusals=_MESSAGE_GONE,
    ),
    Row(
        "GET",
        "/messaging/messages/{messageId}/targets",
        200,
        "messages.read",
        {"messageId": "m-email"},
        optional=TARGET_LIST,
        refusals=_MESSAGE_GONE,
    ),
    Row(
        "POST",
        "/messaging/messages/email",
        201,
        "messages.write",
        required={"messageId": "new", "subject": "Subject", "content": "Content"},
        optional=_EMAIL,
        enough=_DRAFT,
        refusals=(
            *_BAD_MESSAGE,
            *_wrong_target("email"),
            *_ATTACHMENTS,
            Refusal("cc", ["te", "te"], 400, "message_target_not_email"),
            Refusal("bcc", ["ts"], 400, "message_target_not_email"),
        ),
    ),
    Row(
        "POST",
        "/messaging/messages/push",
        201,
        "messages.write",
        required={"messageId": "new"},
        optional=_PUSH,
        enough=_DRAFT,
        refusals=(*_BAD_MESSAGE, *_wrong_target("push"), *_IMAGE),
    ),
    Row(
        "POST",
        "/messaging/messages/sms",
        201,
        "messages.write",
        required={"messageId": "new", "content": "Content"},
        optional=_SMS,
        enough=_DRAFT,
        refusals=(*_BAD_MESSAGE, *_wrong_target("sms")),
    ),
    Row(
        "PATCH",
        "/messaging/messages/email/{messageId}",
        200,
        "messages.write",
        {"messageId": "m-email"},
        optional={"subject": "Subject", "content": "Content", **_EMAIL},
        refusals=(*_MESSAGE_GONE, *_ATTACHMENTS),
    ),
    Row(
        "PATCH",
        "/messaging/messages/push/{messageId}",
        200,
        "messages.write",
        {"messageId": "m-push"},
        optional=_PUSH,
        refusals=(*_MESSAGE_GONE, *_IMAGE),
    ),
    Row(
        "PATCH",
        "/messaging/messages/sms/{messageId}",
        200,
        "messages.write",
        {"messageId": "m-sms"},
        optional={"content": "Content", **_SMS},
        refusals=_MESSAGE_GONE,
    ),
    Row(
        "DELETE",
        "/messaging/messages/{messageId}",
        204,
        "messages.write",
        {"messageId": "m-email"},
        refusals=_MESSAGE_GONE,
    ),
)
