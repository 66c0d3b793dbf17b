"""Topics and their subscribers (contract: topics.md, auth.md §5)."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..queries.kinds import SUBSCRIBERS, TOPICS
from ..queries.parsing import Query
from ..records import CHANNELS, LogEntry, Subscriber, Target, Topic
from ..state.project import Project, Unsubscribed
from .finding import find_target, find_topic, missing
from .lists import lister, log_lister, logs, page


class NewestTopicValues(TypedDict, total=False):
    """What only the newest SDKs say of a topic (sdks.md §5)."""

    description: str | None
    qos: int | None
    expiry: int | None


def create_topic(
    project: Project,
    caller: Caller,
    *,
    topic_id: str,
    name: str,
    subscribe: Any,
    **newest: Unpack[NewestTopicValues],
) -> Topic:
    """Store a topic; without `subscribe` every signed-in user may subscribe."""
    _refuse_map(project, subscribe)
    topic_id = project.new_id(topic_id)
    if topic_id in project.topics:
        raise AppwriteError("topic_already_exists")
    now = project.clock.ms
    return project.topics.add(Topic(**project.ids.stamp(now, topic_id), name=name, subscribe=subscribe, **newest))


def _refuse_map(project: Project, subscribe: Any) -> None:
    if isinstance(subscribe, dict):
        raise ServerDefect("subscribe", "a list is expected, not a map", type=project.rules.structure_invalid)


def update_topic(
    project: Project,
    caller: Caller,
    *,
    topic_id: str,
    name: str | None,
    subscribe: Any,
    **newest: Unpack[NewestTopicValues],
) -> Topic:
    """Change what is given. Subscribers are not checked again against new roles."""
    topic = get_topic(project, caller, topic_id=topic_id)
    _refuse_map(project, subscribe)
    given = {"name": name, "subscribe": subscribe, **newest}
    changes = {key: value for key, value in given.items() if value is not None}
    if project.subscribers.count("topic_sequence", topic.sequence):
        # Unlike all others, a topic that has subscribers is always saved, so its time moves (recorded).
        changes["updated_at"] = project.clock.ms
        return project.topics.replace(topic, **changes)
    return project.topics.change(topic, project.clock.ms, **changes)


def get_topic(project: Project, caller: Caller, *, topic_id: str) -> Topic:
    """Return a topic; 404 `topic_not_found`."""
    return find_topic(project, topic_id)


list_topics = lister(lambda project: project.topics, TOPICS)


list_topic_logs = log_lister("topic", find_topic)


def delete_topic(project: Project, caller: Caller, *, topic_id: str) -> None:
    """Delete a topic with its subscribers; messages keep its id, which then yields nobody."""
    topic = get_topic(project, caller, topic_id=topic_id)
    for subscriber in project.subscribers.where("topic_sequence", topic.sequence):
        _forget(project, subscriber)
    project.topics.remove(topic)


def create_subscriber(
    project: Project, caller: Caller, *, subscriber_id: str, topic_id: str, target_id: str
) -> Subscriber:
    """Subscribe a target, in the order of checks of topics.md. The target need not be the caller's own."""
    topic = get_topic(project, caller, topic_id=topic_id)
    if not caller.is_privileged:
        _check_subscribe(project, caller, topic)
    target = find_target(project, target_id)
    subscriber_id = project.new_id(subscriber_id)
    if subscriber_id in project.subscribers or project.subscribers.count(
        "topic_sequence,target_sequence", (topic.sequence, target.sequence)
    ):
        raise AppwriteError("subscriber_already_exists")
    now = project.clock.ms
    subscriber = project.subscribers.add(
        Subscriber(
            **project.ids.stamp(now, subscriber_id),
            # As sent: in another case than that of the topic or target, too.
            topic_id=topic_id,
            topic_sequence=topic.sequence,
            target_id=target_id,
            target_sequence=target.sequence,
            user_id=target.user_id,
            provider_type=target.provider_type,
        )
    )
    _count(project, topic, target.provider_type, +1)
    return subscriber


def _check_subscribe(project: Project, caller: Caller, topic: Topic) -> None:
    held = caller.roles(project)
    if held.isdisjoint(topic.subscribe):
        if not topic.subscribe:
            raise AppwriteError("user_unauthorized", "The topic grants the subscribe permission to nobody.")
        raise AppwriteError(
            "user_unauthorized",
            f"The subscribe permission is missing: role {topic.subscribe[-1]} is needed. The caller has"
            f" {', '.join(sorted(held))}; the topic allows {', '.join(topic.subscribe)}.",
        )


def list_subscribers(
    project: Project, caller: Caller, *, topic_id: str, queries: Query, search: str, total: bool = True
) -> tuple[int, list[Subscriber]]:
    """List the subscribers of a topic that the caller may see: a user sees only own rows."""
    topic = get_topic(project, caller, topic_id=topic_id)
    visible = None if caller.is_privileged else (lambda row: _is_visible(caller, row))
    within = ("topic_sequence", topic.sequence)
    return page(
        project, project.subscribers, SUBSCRIBERS, queries, search=search, total=total, within=within, visible=visible
    )


def _is_visible(caller: Caller, subscriber: Subscriber) -> bool:
    return caller.is_privileged or (caller.user is not None and caller.user.id == subscriber.user_id)


def get_subscriber(project: Project, caller: Caller, *, topic_id: str, subscriber_id: str) -> Subscriber:
    """Return a subscriber of this topic that the caller may see; else 404 `subscriber_not_found`.

    Unlike the ids before, the topic's is compared with case: it has to be written as it was when the target subscribed.
    """
    get_topic(project, caller, topic_id=topic_id)
    subscriber = project.subscribers.get(subscriber_id)
    if subscriber is None or subscriber.topic_id != topic_id or not _is_visible(caller, subscriber):
        raise missing("subscriber", subscriber_id, " in this topic")
    return subscriber


def show_subscriber(project: Project, caller: Caller, *, topic_id: str, subscriber_id: str) -> Subscriber:
    """Return a subscriber as `get_subscriber` does. One whose target is gone breaks the server (corrections.md, 4); by default it is
    shown without (a listed deviation)."""
    subscriber = get_subscriber(project, caller, topic_id=topic_id, subscriber_id=subscriber_id)
    if project.exact and is_orphaned(project, subscriber):
        raise ServerDefect("subscriberId", "the target of the subscriber is gone")
    return subscriber


def is_orphaned(project: Project, subscriber: Subscriber) -> bool:
    """Tell whether a subscriber's target is gone: clearing a user's address or number leaves its subscribers behind."""
    return project.targets.at(subscriber.target_sequence) is None


def delete_subscriber(project: Project, caller: Caller, *, topic_id: str, subscriber_id: str) -> None:
    """Unsubscribe; the topic's `subscribe` roles do not matter here, only who owns the row. A subscriber whose target is gone
    stays, and is counted (corrections.md, 4)."""
    subscriber = get_subscriber(project, caller, topic_id=topic_id, subscriber_id=subscriber_id)
    if is_orphaned(project, subscriber):
        raise AppwriteError(
            "target_provider_invalid_type", "The subscriber's target is gone; only its topic can be deleted."
        )
    remove_subscriber(project, subscriber)


def list_subscriber_logs(
    project: Project, caller: Caller, *, subscriber_id: str, queries: Query, total: bool = True
) -> tuple[int, list[LogEntry]]:
    """List what was done to a subscriber."""
    subscriber = project.subscribers.get(subscriber_id)
    if subscriber is None or not _is_visible(caller, subscriber):
        raise AppwriteError("subscriber_not_found")
    return logs(project, f"subscriber/{subscriber.id}", queries, total=total)


def remove_subscriber(project: Project, subscriber: Subscriber, reason: str = "") -> None:
    """Remove a subscriber and count the topic down; `reason` says what removed it, when nobody unsubscribed."""
    _forget(project, subscriber, reason)
    topic = project.topics.at(subscriber.topic_sequence)
    if topic is not None:
        _count(project, topic, subscriber.provider_type, -1)


def remove_target_subscribers(project: Project, target: Target, reason: str = "") -> None:
    """Remove every subscriber of a target that goes, and count the topics down (topics.md, counters)."""
    for subscriber in project.subscribers.where("target_sequence", target.sequence):
        remove_subscriber(project, subscriber, reason)


def _forget(project: Project, subscriber: Subscriber, reason: str = "") -> None:
    project.subscribers.remove(subscriber)
    project.unsubscribed.append(Unsubscribed(subscriber, project.clock.ms, reason))


_COUNTERS = {type: f"{type}_total" for type in CHANNELS}


def _count(project: Project, topic: Topic, provider_type: str, step: int) -> None:
    counter = _COUNTERS[provider_type]
    # Counting also moves the time of the topic's last update (recorded).
    project.topics.change(topic, project.clock.ms, **{counter: max(getattr(topic, counter) + step, 0)})
