"""Messages (contract: endpoints.md; null per parameter: http.md §4)."""

from __future__ import annotations

from functools import partial

from ...operations import messages as operations
from ...queries.kinds import MESSAGES, TARGETS
from ...validators.numbers import Boolean, Integer, Moment
from ...validators.structures import ArrayList, JsonObject
from ...validators.texts import CompoundUid, CustomId, EmailAddress, Text, Uid, WhiteList
from ..endpoint import Endpoint, Param, nullable, optional, required
from ..models import common as models
from ..models import messaging as messaging_models
from ..models import users as user_models
from .lists import LOG_QUERIES, SEARCH, TOTAL, queries

_READ, _WRITE = ("messages.read",), ("messages.write",)
_ID, _NEW_ID = required("messageId", Uid()), required("messageId", CustomId())
_IDS, _FILES, _BOOLEAN = ArrayList(Uid()), ArrayList(CompoundUid()), Boolean()
_SUBJECT, _CONTENT, _WORD = Text(998), Text(64230), Text(256)
_BADGE = Integer()
_PRIORITY = WhiteList(("normal", "high"))
# The lists for which creating takes null, and since when (recorded; by reading from 1.9.5).
_NULL_SINCE = (("1.9.5", None),)
_WITH_FLAGS = {"since": "1.6.2"}


def _list(name: str, *, takes_null: bool) -> Param:
    return optional(name, _IDS, default=[], null=_NULL_SINCE if takes_null else False)


_EMAIL_LISTS = (
    _list("topics", takes_null=True),
    _list("users", takes_null=True),
    *(_list(name, takes_null=False) for name in ("targets", "cc", "bcc")),
)
_LISTS = tuple(_list(name, takes_null=True) for name in ("topics", "users", "targets"))
_LISTS_ON_UPDATE = tuple(nullable(name, _IDS) for name in ("topics", "users", "targets"))
_DRAFT, _SCHEDULED_AT = optional("draft", _BOOLEAN, default=False), nullable("scheduledAt", Moment())
_DRAFT_ON_UPDATE = nullable("draft", _BOOLEAN)
_TEXTS = ("action", "icon", "sound", "color", "tag")
# What the newest SDKs send and no released server knows (sdks.md §5).
_REPLY_TO_NAME = nullable("replyToName", Text(128, min=0), newest_only=True)
_EMAILS = nullable("emails", ArrayList(EmailAddress()), newest_only=True)
_EMAIL_NEWEST = (nullable("replyToEmail", EmailAddress(), newest_only=True), _REPLY_TO_NAME, _EMAILS)
_PUSH_NEWEST = nullable("channelId", _WORD, newest_only=True)
# In an update an empty text takes the value back.
_EMAIL_NEWEST_ON_UPDATE = (
    nullable("replyToEmail", EmailAddress(empty=True), newest_only=True),
    _REPLY_TO_NAME,
    _EMAILS,
)
_PUSH_NEWEST_ON_UPDATE = nullable("channelId", Text(256, min=0), newest_only=True)

_NEW_PUSH = (
    _NEW_ID,
    required("title", _WORD, until="1.6.1"),
    required("body", _CONTENT, until="1.6.1"),
    optional("title", _WORD, **_WITH_FLAGS),
    optional("body", _CONTENT, **_WITH_FLAGS),
    *_LISTS,
    nullable("data", JsonObject()),
    optional("action", _WORD),
    optional("image", CompoundUid()),
    *(optional(name, _WORD) for name in _TEXTS[1:]),
    optional("badge", _WORD, until="1.6.1"),
    optional("badge", _BADGE, default=-1, **_WITH_FLAGS),
    _DRAFT,
    _SCHEDULED_AT,
    optional("contentAvailable", _BOOLEAN, default=False, **_WITH_FLAGS),
    optional("critical", _BOOLEAN, default=False, **_WITH_FLAGS),
    optional("priority", _PRIORITY, default="high", **_WITH_FLAGS),
    _PUSH_NEWEST,
)
_CHANGED_PUSH = (
    _ID,
    *_LISTS_ON_UPDATE,
    nullable("title", _WORD),
    nullable("body", _CONTENT),
    nullable("data", JsonObject()),
    nullable("action", _WORD),
    nullable("image", CompoundUid()),
    *(nullable(name, _WORD) for name in _TEXTS[1:]),
    nullable("badge", _BADGE),
    _DRAFT_ON_UPDATE,
    _SCHEDULED_AT,
    nullable("contentAvailable", _BOOLEAN, **_WITH_FLAGS),
    nullable("critical", _BOOLEAN, **_WITH_FLAGS),
    nullable("priority", _PRIORITY, **_WITH_FLAGS),
    _PUSH_NEWEST_ON_UPDATE,
)

ENDPOINTS = (
    Endpoint(
        "GET", "/messaging/messages", operations.list_messages, _READ, (queries(MESSAGES), SEARCH, TOTAL),
        models.listing("messages", messaging_models.message), summary="List messages",
    ),
    Endpoint(
        "GET", "/messaging/messages/{messageId}", operations.get_message, _READ, (_ID,), messaging_models.message,
        summary="Get a message",
    ),
    Endpoint(
        "GET", "/messaging/messages/{messageId}/targets", operations.list_message_targets, _READ,
        (_ID, queries(TARGETS), TOTAL), models.listing("targets", user_models.target), summary="List a message's own targets",
    ),
    Endpoint(
        "GET", "/messaging/messages/{messageId}/logs", operations.list_message_logs, _READ, (_ID, LOG_QUERIES, TOTAL),
        models.listing("logs", models.log), summary="List what was done to a message",
    ),
    Endpoint(
        "POST", "/messaging/messages/email", partial(operations.create_message, type="email"), _WRITE,
        (
            _NEW_ID, required("subject", _SUBJECT), required("content", _CONTENT), *_EMAIL_LISTS,
            optional("attachments", _FILES, default=[], null=_NULL_SINCE), _DRAFT, optional("html", _BOOLEAN, default=False),
            _SCHEDULED_AT, *_EMAIL_NEWEST,
        ),
        messaging_models.message, 201, "Create an e-mail", audit="message.create", values_together=True,
    ),
    Endpoint(
        "POST", "/messaging/messages/sms", partial(operations.create_message, type="sms"), _WRITE,
        (_NEW_ID, required("content", _CONTENT), *_LISTS, _DRAFT, _SCHEDULED_AT),
        messaging_models.message, 201, "Create an SMS", audit="message.create", values_together=True,
    ),
    Endpoint(
        "POST", "/messaging/messages/push", partial(operations.create_message, type="push"), _WRITE, _NEW_PUSH,
        messaging_models.message, 201, "Create a push notification", audit="message.create", values_together=True,
    ),
    Endpoint(
        "PATCH", "/messaging/messages/email/{messageId}", partial(operations.update_message, type="email"), _WRITE,
        (
            _ID, *_LISTS_ON_UPDATE, nullable("subject", _SUBJECT), nullable("content", _CONTENT), _DRAFT_ON_UPDATE,
            nullable("html", _BOOLEAN), nullable("cc", _IDS), nullable("bcc", _IDS), _SCHEDULED_AT,
            nullable("attachments", _FILES, since="1.5.5"), *_EMAIL_NEWEST_ON_UPDATE,
        ),
        messaging_models.message, summary="Update an e-mail", audit="message.update", values_together=True,
    ),
    Endpoint(
        "PATCH", "/messaging/messages/sms/{messageId}", partial(operations.update_message, type="sms"), _WRITE,
        (_ID, *_LISTS_ON_UPDATE, nullable("content", _CONTENT), _DRAFT_ON_UPDATE, _SCHEDULED_AT),
        messaging_models.message, summary="Update an SMS", audit="message.update", values_together=True,
    ),
    Endpoint(
        "PATCH", "/messaging/messages/push/{messageId}", partial(operations.update_message, type="push"), _WRITE, _CHANGED_PUSH,
        messaging_models.message, summary="Update a push notification", audit="message.update", values_together=True,
    ),
    Endpoint(
        "DELETE", "/messaging/messages/{messageId}", operations.delete_message, _WRITE, (_ID,), status=204,
        summary="Delete a message", audit="message.delete",
    ),
)  # fmt: skip
