"""Topics and subscribers (docs/contract/endpoints.md, topics.md)."""

from __future__ import annotations

from tests.api.expected.rows import LIST, LOGS, Refusal, Row, missing, taken

_TOPIC_GONE = (missing("topicId", "topic_not_found"),)
_SUBSCRIBER_GONE = (*_TOPIC_GONE, missing("subscriberId", "subscriber_not_found"))
_SUBSCRIBED = {"topicId": "top1", "subscriberId": "s1"}
# The same subscriber, looked for in a topic that exists and does not have it.
_OTHER_TOPIC = (Refusal("topicId", "top2", 404, "subscriber_not_found"),)

ROWS = (
    Row("GET", "/messaging/topics", 200, "topics.read", optional=LIST),
    Row("GET", "/messaging/topics/{topicId}", 200, "topics.read", {"topicId": "top1"}, refusals=_TOPIC_GONE),
    Row(
        "GET",
        "/messaging/topics/{topicId}/logs",
        200,
        "topics.read",
        {"topicId": "top1"},
        optional=LOGS,
        refusals=_TOPIC_GONE,
    ),
    Row(
        "POST",
        "/messaging/topics",
        201,
        "topics.write",
        required={"topicId": "new", "name": "News"},
        optional={"subscribe": ["any", "label:vip", "team:abc/owner"]},
        refusals=(taken("topicId", "top1", "topic_already_exists"),),
    ),
    Row(
        "PATCH",
        "/messaging/topics/{topicId}",
        200,
        "topics.write",
        {"topicId": "top1"},
        optional={"name": "News", "subscribe": []},
        refusals=_TOPIC_GONE,
    ),
    Row("DELETE", "/messaging/topics/{topicId}", 204, "topics.write", {"topicId": "top1"}, refusals=_TOPIC_GONE),
    Row(
        "GET",
        "/messaging/subscribers/{subscriberId}/logs",
        200,
        "subscribers.read",
        {"subscriberId": "s1"},
        optional=LOGS,
        refusals=(missing("subscriberId", "subscriber_not_found"),),
    ),
    Row(
        "GET",
        "/messaging/topics/{topicId}/subscribers",
        200,
        "subscribers.read",
        {"topicId": "top1"},
        optional=LIST,
        refusals=_TOPIC_GONE,
    ),
    Row(
        "GET",
        "/messaging/topics/{topicId}/subscribers/{subscriberId}",
        200,
        "subscribers.read",
        _SUBSCRIBED,
        refusals=(*_SUBSCRIBER_GONE, *_OTHER_TOPIC),
    ),
    Row(
        "POST",
        "/messaging/topics/{topicId}/subscribers",
        201,
        "subscribers.write",
        {"topicId": "top1"},
        required={"subscriberId": "new", "targetId": "ts"},
        refusals=(
            *_TOPIC_GONE,
            missing("targetId", "user_target_not_found"),
            taken("subscriberId", "s1", "subscriber_already_exists"),
            taken("targetId", "te", "subscriber_already_exists"),
        ),
    ),
    Row(
        "DELETE",
        "/messaging/topics/{topicId}/subscribers/{subscriberId}",
        204,
        "subscribers.write",
        _SUBSCRIBED,
        refusals=(*_SUBSCRIBER_GONE, *_OTHER_TOPIC),
    ),
)
