"""Topics and subscribers (contract: endpoints.md)."""

from __future__ import annotations

from typing import Any

from ...access.caller import Caller
from ...operations import topics as operations
from ...queries.kinds import SUBSCRIBERS, TOPICS
from ...records import Subscriber
from ...state.project import Project
from ...validators.numbers import Range
from ...validators.roles import Role
from ...validators.structures import ArrayList
from ...validators.texts import CustomId, Text, Uid
from ..endpoint import Endpoint, nullable, optional, required
from ..http import Response
from ..models import common as models
from ..models import messaging as messaging_models
from .lists import LOG_QUERIES, SEARCH, TOTAL, queries

_TOPIC_ID, _SUBSCRIBER_ID = required("topicId", Uid()), required("subscriberId", Uid())
_ROLES = ArrayList(Role(), 100)
_LOGS = models.listing("logs", models.log)
# Declared by the newest SDKs, known to no released server (sdks.md §5).
_NEWEST = (
    nullable("description", Text(2048, min=0), newest_only=True),
    nullable("qos", Range(0, 1, floats=True), newest_only=True),
    nullable("expiry", Range(0, 604800, floats=True), newest_only=True),
)
_TOPICS_READ, _TOPICS_WRITE = ("topics.read",), ("topics.write",)
_READ, _WRITE = ("subscribers.read",), ("subscribers.write",)


def _list_subscribers(project: Project, caller: Caller, **values: Any) -> tuple[int, list[Subscriber]] | Response:
    """List subscribers. One whose target is gone kills the server's worker, so the caller gets no answer (corrections.md, 4); by
    default it is listed without (a listed deviation)."""
    total, rows = operations.list_subscribers(project, caller, **values)
    if project.exact and any(operations.is_orphaned(project, row) for row in rows):
        return Response(500, [], cut=0)
    return total, rows


ENDPOINTS = (
    Endpoint(
        "POST", "/messaging/topics", operations.create_topic, _TOPICS_WRITE,
        (required("topicId", CustomId()), required("name", Text(128)), optional("subscribe", _ROLES, default=["users"]), *_NEWEST),
        messaging_models.topic, 201, "Create a topic", audit="topic.create",
    ),
    Endpoint(
        "GET", "/messaging/topics", operations.list_topics, _TOPICS_READ, (queries(TOPICS), SEARCH, TOTAL),
        models.listing("topics", messaging_models.topic), summary="List topics",
    ),
    Endpoint(
        "GET", "/messaging/topics/{topicId}", operations.get_topic, _TOPICS_READ, (_TOPIC_ID,), messaging_models.topic,
        summary="Get a topic",
    ),
    Endpoint(
        "GET", "/messaging/topics/{topicId}/logs", operations.list_topic_logs, _TOPICS_READ, (_TOPIC_ID, LOG_QUERIES, TOTAL),
        _LOGS, summary="List what was done to a topic",
    ),
    Endpoint(
        "PATCH", "/messaging/topics/{topicId}", operations.update_topic, _TOPICS_WRITE,
        (_TOPIC_ID, nullable("name", Text(128)), nullable("subscribe", _ROLES), *_NEWEST),
        messaging_models.topic, summary="Update a topic", audit="topic.update",
    ),
    Endpoint(
        "DELETE", "/messaging/topics/{topicId}", operations.delete_topic, _TOPICS_WRITE, (_TOPIC_ID,), status=204,
        summary="Delete a topic", audit="topic.delete", audit_is_lost=True,
    ),
    Endpoint(
        "POST", "/messaging/topics/{topicId}/subscribers", operations.create_subscriber, _WRITE,
        (required("subscriberId", CustomId()), _TOPIC_ID, required("targetId", Uid())),
        messaging_models.subscriber, 201, "Subscribe a target", audit="subscriber.create",
    ),
    Endpoint(
        "GET", "/messaging/topics/{topicId}/subscribers", _list_subscribers, _READ,
        (_TOPIC_ID, queries(SUBSCRIBERS), SEARCH, TOTAL), models.listing("subscribers", messaging_models.subscriber),
        summary="List subscribers",
    ),
    Endpoint(
        "GET", "/messaging/topics/{topicId}/subscribers/{subscriberId}", operations.show_subscriber, _READ,
        (_TOPIC_ID, _SUBSCRIBER_ID), messaging_models.subscriber, summary="Get a subscriber",
    ),
    Endpoint(
        "DELETE", "/messaging/topics/{topicId}/subscribers/{subscriberId}", operations.delete_subscriber, _WRITE,
        (_TOPIC_ID, _SUBSCRIBER_ID), status=204, summary="Unsubscribe", audit="subscriber.delete", audit_is_lost=True,
    ),
    Endpoint(
        "GET", "/messaging/subscribers/{subscriberId}/logs", operations.list_subscriber_logs, _READ,
        (_SUBSCRIBER_ID, LOG_QUERIES, TOTAL), _LOGS, summary="List what was done to a subscriber",
    ),
)  # fmt: skip
