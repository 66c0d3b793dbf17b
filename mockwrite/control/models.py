"""Records as JSON: deliveries, calls, projects, messages that are still to come. One table names a delivery's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from ..delivery.situation import Unsent, unsent
from ..moments import NEVER, format_time
from ..outbox.delivery import CHANNELS, Delivery
from ..outbox.plain_text import plain_text
from ..state.journal import Call
from ..state.project import Project
from .eml import headers, media_type
from .segments import segments

PREVIEW = 140
_UNDELIVERED = 20


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a delivery: its name in JSON, where it is read, its type, and the channels that have it."""

    name: str
    read: str
    description: str
    schema: Mapping[str, Any]
    channels: tuple[str, ...] = CHANNELS


_TEXT: Mapping[str, Any] = {"type": "string"}
_MAYBE: Mapping[str, Any] = {"type": ["string", "null"]}
_EMAIL, _SMS, _PUSH = ("email",), ("sms",), ("push",)

FIELDS: tuple[Field, ...] = (
    Field("id", "id", "Id of the delivery", _TEXT),
    Field("projectId", "project_id", "Project", _TEXT),
    Field("messageId", "message_id", "Message that caused it", _TEXT),
    Field("channel", "channel", "Channel", {"enum": list(CHANNELS)}),
    Field("role", "role", "How the recipient was addressed", {"enum": ["to", "cc", "bcc"]}),
    Field("to", "to", "Address, number or device token", _TEXT),
    Field("targetId", "target_id", "Target", _MAYBE),
    Field("userId", "user_id", "User", _MAYBE),
    Field("topicId", "topic_id", "Topic it came by", _MAYBE),
    Field("providerId", "provider_id", "Provider", _TEXT),
    Field("provider", "provider", "Kind of provider, such as twilio", _TEXT),
    Field("status", "status", "Outcome", {"enum": ["sent", "failed"]}),
    Field("error", "error", "Why it failed", _MAYBE),
    Field("fault", "fault", "Fault rule that decided the outcome", _MAYBE),
    Field("subject", "subject", "Subject", _MAYBE, _EMAIL),
    Field("content", "content", "Text or HTML", _MAYBE, (*_EMAIL, *_SMS)),
    Field("html", "html", "Whether the content is HTML", {"type": "boolean"}, _EMAIL),
    Field("from", "from_", "Sender", _MAYBE, (*_EMAIL, *_SMS)),
    Field("replyTo", "reply_to", "Address to reply to", _MAYBE, _EMAIL),
    Field("title", "title", "Title", _MAYBE, _PUSH),
    Field("body", "body", "Text", _MAYBE, _PUSH),
    Field("data", "data", "Data for the app", {}, _PUSH),
    Field("action", "action", "What a tap does", _MAYBE, _PUSH),
    Field("image", "image", "URL of the image", _MAYBE, _PUSH),
    Field("icon", "icon", "Icon", _MAYBE, _PUSH),
    Field("sound", "sound", "Sound", _MAYBE, _PUSH),
    Field("color", "color", "Colour", _MAYBE, _PUSH),
    Field("tag", "tag", "Tag that groups notifications", _MAYBE, _PUSH),
    Field("badge", "badge", "Number on the app's icon", {"type": ["integer", "null"]}, _PUSH),
    Field(
        "contentAvailable",
        "payload.content_available",
        "Wakes the app in the background",
        {"type": ["boolean", "null"]},
        _PUSH,
    ),
    Field("critical", "payload.critical", "Sounds although the phone is muted", {"type": ["boolean", "null"]}, _PUSH),
    Field("priority", "priority", "high or normal", _MAYBE, _PUSH),
)
_READERS = {
    channel: tuple((field.name, attrgetter(field.read)) for field in FIELDS if channel in field.channels)
    for channel in CHANNELS
}


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """Show a delivery whole."""
    shown: dict[str, Any] = {name: read(delivery) for name, read in _READERS[delivery.channel]}
    shown["number"] = delivery.number
    shown["time"] = format_time(delivery.at)
    shown["attempts"] = [format_time(at) for at in delivery.attempts]
    shown["links"] = list(delivery.links)
    shown["codes"] = delivery.codes
    if delivery.channel == "email":
        shown["text"] = plain_text(delivery.content or "") if delivery.html else delivery.content
        shown["headers"] = [list(header) for header in headers(delivery)]
        shown["attachments"] = [
            {"index": index, "name": file.name, "type": media_type(file), "size": file.size}
            for index, file in enumerate(delivery.attachments)
        ]
    elif delivery.channel == "sms":
        shown["segments"] = _segments_json(delivery.content or "")
    return shown


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """Show a delivery as one line of a list: who, what, when, and a few words of it."""
    return {
        "id": delivery.id,
        "number": delivery.number,
        "messageId": delivery.message_id,
        "channel": delivery.channel,
        "role": delivery.role,
        "to": delivery.to,
        "provider": delivery.provider,
        "status": delivery.status,
        "error": delivery.error,
        "time": format_time(delivery.at),
        "subject": delivery.subject,
        "title": delivery.title,
        "preview": _preview(delivery.content or delivery.body or "", bool(delivery.html)),
        "attachments": len(delivery.attachments),
    }


@lru_cache(maxsize=256)
def _preview(text: str, html: bool) -> str:
    # One message often goes to many, so the same text comes again and again.
    words = " ".join((plain_text(text, targets=False) if html else text[: PREVIEW * 4]).split())
    return words if len(words) <= PREVIEW else words[: PREVIEW - 1] + "…"


def _segments_json(text: str) -> dict[str, Any]:
    found = segments(text)
    return {
        "count": len(found),
        "encoding": found.encoding,
        "characters": found.characters,
        "units": found.units,
        "capacity": found.capacity,
        "reason": found.reason,
        "texts": [{"text": part.text, "units": part.units} for part in found.parts],
    }


def call_row(call: Call) -> dict[str, Any]:
    """Show an API call as one line of a list."""
    return {
        "id": str(call.number),
        "time": format_time(call.at),
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "status": call.status,
        "type": call.error,
        "route": call.route,
        "caller": call.caller,
        "messageId": call.message_id,
        "deliveryIds": list(call.deliveries),
        "unknownParams": list(call.unknown_params),
        "fault": call.fault,
        "source": call.source,
        "bug": call.bug,
    }


def call_json(call: Call) -> dict[str, Any]:
    """Show an API call with what was sent and answered; bytes that are no text are described."""
    return {**call_row(call), "request": {"body": _body(call.request)}, "answer": {"body": _body(call.answer)}}


def _body(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes that are no text)"


def project_json(project: Project, *, default: str) -> dict[str, Any]:
    """Show a project with its keys, settings and how much it holds."""
    with project.lock:
        every = project.outbox.records()
        channels = [record.channel for record in every]
        counts = {
            "all": len(every),
            **{channel: channels.count(channel) for channel in CHANNELS},
            "failed": sum(record.status == "failed" for record in every),
            "calls": project.journal.total,
            "messages": len(project.messages),
            "users": len(project.users),
        }
        keys = list(project.keys.values())
        return {
            "id": project.id,
            "name": project.name,
            "default": project.id == default,
            # The key to hand to an SDK; where keys are not checked, any will do.
            "key": keys[0].secret if keys else None if project.strict_auth else project.settings.key,
            "keys": [{"name": key.name, "secret": key.secret, "scopes": sorted(key.scopes)} for key in keys],
            "strictAuth": project.strict_auth,
            "appwriteVersion": project.settings.appwrite_version,
            "exact": project.exact,
            "delivery": project.settings.delivery,
            "counts": counts,
        }


def unsent_json(project: Project) -> list[dict[str, Any]]:
    """List the messages that nobody has got, newest first: those that failed before anything was handed to a provider, and
    those still to come."""
    return [_unsent_row(item) for item in unsent(project)]


def scheduled_json(project: Project) -> list[dict[str, Any]]:
    """List the messages that are still to come: in time order, then those that wait until they are told."""
    coming = [item for item in unsent(project) if item.state in ("scheduled", "waiting")]
    coming.sort(key=lambda item: (NEVER if item.due is None else item.due, item.message.sequence))
    return [_unsent_row(item) for item in coming]


def undelivered_json(project: Project) -> list[dict[str, Any]]:
    """List the latest messages that failed before anything was handed to a provider, newest first, with the reason."""
    failed = [item for item in unsent(project) if item.state == "failed"]
    return [_unsent_row(item) for item in failed[:_UNDELIVERED]]


def _unsent_row(item: Unsent) -> dict[str, Any]:
    message = item.message
    return {
        "messageId": message.id,
        "channel": message.provider_type,
        "status": message.status,
        "state": item.state,
        "title": str(message.data.get("subject") or message.data.get("title") or message.data.get("content") or ""),
        "time": format_time(message.updated_at),
        "at": None if item.due is None else format_time(item.due),
        "reason": item.reason,
    }
