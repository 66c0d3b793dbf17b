"""Records as JSON: deliveries, calls, projects, messages that are still to come."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..delivery.situation import Unsent, unsent
from ..moments import NEVER, format_time
from ..outbox.delivery import Delivery
from ..outbox.fields import FIELDS
from ..outbox.plain_text import plain_text
from ..records import CHANNELS
from ..state.journal import Call
from ..state.project import Project

PREVIEW = 140
_UNDELIVERED = 20


_READERS = {
    channel: tuple((field.wire, field.read) for field in FIELDS if channel in field.channels) for channel in CHANNELS
}
# What a line of a list shows, beside a few words of the text and the number of attachments.
_IN_ROW = (
    "id", "number", "message_id", "channel", "origin", "role", "to", "provider", "status", "error", "time", "subject", "title",
)  # fmt: skip
ROW_FIELDS = tuple(next(field for field in FIELDS if field.name == name) for name in _IN_ROW)
_ROW_READERS = tuple((field.wire, field.read) for field in ROW_FIELDS)


def delivery_json(delivery: Delivery) -> dict[str, Any]:
    """Show a delivery whole."""
    return {name: read(delivery) for name, read in _READERS[delivery.channel]}


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    """Show a delivery as one line of a list: who, what, when, and a few words of it."""
    return {
        **{name: read(delivery) for name, read in _ROW_READERS},
        "preview": _preview(delivery.content or delivery.body or "", bool(delivery.html)),
        "attachments": len(delivery.attachments),
    }


def person_of(project: Project, delivery: Delivery) -> str | None:
    """Return the name of the user to whom a delivery goes, None where it has none or is a mere address."""
    user = project.users.get(delivery.user_id) if delivery.user_id else None
    return (user.name or None) if user else None


@lru_cache(maxsize=256)
def _preview(text: str, html: bool) -> str:
    # One message often goes to many, so the same text comes again and again.
    words = " ".join((plain_text(text, targets=False) if html else text[: PREVIEW * 4]).split())
    return words if len(words) <= PREVIEW else words[: PREVIEW - 1] + "…"


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
        "note": call.note,
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
            "account": sum(record.mail is not None for record in every),
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
