"""Messages, providers, topics and subscribers as JSON (contract: models.md)."""

from __future__ import annotations

from ...records import Message, Provider, Subscriber, Topic
from .common import Json, View, head, time_or_none
from .users import target


def message(record: Message, view: View) -> Json:
    """models.md §2."""
    data = record.data
    if "data" in data:
        data = {**data, "data": view.decoded(data["data"]) or view.mapping(data["data"])}
    if "attachments" in data and data["attachments"] is None and not view.project.exact:
        data = {**data, "attachments": []}
    return {
        **head(record),
        "providerType": record.provider_type,
        "topics": record.topics,
        "users": record.users,
        "targets": record.targets,
        "scheduledAt": time_or_none(record.scheduled_at),
        "deliveredAt": time_or_none(record.delivered_at),
        "deliveryErrors": record.delivery_errors,
        "deliveredTotal": record.delivered_total,
        "data": view.mapping(data),
        "status": record.status,
    }


def provider(record: Provider, view: View) -> Json:
    """models.md §3. Credentials are returned in clear, as the server does."""
    return {
        **head(record),
        "name": record.name,
        "provider": record.kind,
        "enabled": record.enabled,
        "type": record.type,
        "credentials": view.decoded(record.credentials),
        "options": view.mapping(record.options),
    }


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
