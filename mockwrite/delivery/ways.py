"""The ways by which people come to a message: as subscriber, user, target, copy or bare address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ..records import Message, Provider, Subscriber, Target
from ..state.collation import canonical, distinct
from ..state.project import Project
from ..state.run import Run
from .people import Addressee
from .reasons import CHANNEL_WORDS, MESSAGES, TARGET_WORDS, TARGETS, listed, when


@dataclass(frozen=True, slots=True)
class Way:
    """One candidate of a message: how it came, who it is, and, if nothing was sent to it, why.

    `problem` is the name of a reason, `facts` fill its text; a problem counts only where no delivery is found.
    """

    source: str
    target_id: str | None = None
    user_id: str | None = None
    address: str | None = None
    topic_id: str | None = None
    provider_id: str | None = None
    expired: bool = False
    problem: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


def ways(project: Project, message: Message, run: Run | None, person: Addressee | None = None) -> Iterator[Way]:
    """Yield the candidates of a message, or those that are one person, in the order in which they are served.

    `run` is how the message was sent; None when it was not. One person is found through indexes.
    """
    for topic_id in distinct(message.topics):
        yield from _of_topic(project, message, topic_id, run, person)
    for user_id in distinct(message.users):
        if person is None or person.means(user_id, None) or _has_target_of(person, user_id):
            yield from _of_user(project, message, user_id, run, person)
    yield from _named(project, message, "target", distinct(message.targets), run, person)
    for role in ("cc", "bcc"):
        yield from _named(project, message, role, message.data.get(role) or (), run, person)
    for address in message.emails:
        if person is None or person.means(None, None, address):
            yield Way("address", address=address)


def _has_target_of(person: Addressee, user_id: str) -> bool:
    return any(canonical(target.user_id) == canonical(user_id) for target in person.targets)


def _of_topic(
    project: Project, message: Message, topic_id: str, run: Run | None, person: Addressee | None
) -> Iterator[Way]:
    topic = project.topics.get(topic_id)
    name = topic.name if topic is not None else topic_id
    present: set[str] = set()
    if topic is None:
        yield Way("topic", topic_id=topic_id, problem="unknown_topic", facts={"id": topic_id})
    else:
        topic_id = topic.id
        found: Iterable[Subscriber]
        if person is None:
            found = project.subscribers.where("topic_sequence", topic.sequence)
        else:
            keys = ((topic.sequence, target.sequence) for target in person.targets)
            found = [row for key in keys for row in project.subscribers.where("topic_sequence,target_sequence", key)]
        for subscriber in found:
            target = project.targets.at(subscriber.target_sequence)
            if target is None:
                continue
            present.add(target.id)
            if run is not None and subscriber.sequence > run.last_subscriber:
                facts = {"topic": name, "time": when(subscriber.created_at)}
                yield _way(message, "topic", target, topic_id, late="subscribed_later", facts=facts)
            else:
                yield _way(message, "topic", target, topic_id)
    for gone, problem, at in _gone(project, message, topic_id, run):
        if gone.target_id not in present and (person is None or person.means(gone.user_id, gone.target_id)):
            target = project.targets.at(gone.target_sequence)
            facts = {"topic": name, "time": when(at)}
            identifier = target.identifier if target is not None else None
            yield Way("topic", gone.target_id, gone.user_id, identifier, topic_id, problem=problem, facts=facts)


def _gone(project: Project, message: Message, topic_id: str, run: Run | None) -> Iterable[tuple[Subscriber, str, int]]:
    """Return the subscribers that a topic has lost, each target once, with the reason and its time.

    Of several the last tells why: the last that was there before the message was sent, if there is one.
    """
    found: dict[str, tuple[Subscriber, str, int]] = {}
    for gone, at, reason in project.unsubscribed:
        if canonical(gone.topic_id) == canonical(topic_id) and gone.provider_type == message.provider_type:
            if run is None or gone.sequence <= run.last_subscriber:
                found[gone.target_id] = (gone, "maintained" if reason else "unsubscribed", at)
            else:
                found.setdefault(gone.target_id, (gone, "subscribed_later", gone.created_at))
    return found.values()


def _of_user(
    project: Project, message: Message, user_id: str, run: Run | None, person: Addressee | None
) -> Iterator[Way]:
    targets = project.targets.where("user_id", user_id)
    fitting = [target for target in targets if target.provider_type == message.provider_type]
    for target in fitting:
        if person is None or person.means(target.user_id, target.id):
            late = run is not None and target.sequence > run.last_target
            facts = {"time": when(target.created_at)}
            yield _way(message, "user", target, late="target_later" if late else None, facts=facts)
    if fitting:
        return
    if not targets and user_id not in project.users:
        yield Way("user", user_id=user_id, problem="unknown_user", facts={"id": user_id})
        return
    held = [f"the {TARGET_WORDS[target.provider_type]} {target.identifier}" for target in targets]
    others = f" It has {listed(held)}, but the message is {MESSAGES[message.provider_type]}." if held else ""
    facts = {"target_word": TARGET_WORDS[message.provider_type], "others": others}
    yield Way("user", user_id=user_id, problem="no_target", facts=facts)


def _named(
    project: Project, message: Message, source: str, ids: Iterable[str], run: Run | None, person: Addressee | None
) -> Iterator[Way]:
    for id in ids:
        target = project.targets.get(id)
        if target is None:
            if person is None or person.means(None, id):
                yield Way(source, target_id=id, problem="unknown_target", facts={"id": id})
        elif person is None or person.means(target.user_id, target.id):
            late = run is not None and target.sequence > run.last_target
            facts = {"time": when(target.created_at)}
            yield _way(message, source, target, late="target_later" if late else None, facts=facts)


def _way(
    message: Message,
    source: str,
    target: Target,
    topic_id: str | None = None,
    *,
    late: str | None = None,
    facts: Mapping[str, str] | None = None,
) -> Way:
    problem, known = late, facts or {}
    # The types of cc and bcc are not looked at again when the message is sent.
    if target.provider_type != message.provider_type and source not in ("cc", "bcc"):
        problem = "wrong_channel"
        known = {"target_type": TARGETS[target.provider_type], "message_type": MESSAGES[message.provider_type]}
    return Way(
        source,
        target.id,
        target.user_id,
        target.identifier,
        topic_id,
        target.provider_id,
        target.expired,
        problem,
        known,
    )


def addressed(project: Project, message: Message) -> str:
    """Say in words to whom a message goes."""
    names = [topic.name if (topic := project.topics.get(id)) is not None else id for id in message.topics]
    parts = [f"the topic {listed([repr(name) for name in names])}"] if names else []
    for word, ids in (("user", message.users), ("target", message.targets), ("address", message.emails)):
        parts += [f"the {word} {listed(list(ids))}"] if ids else []
    return listed(parts, 10)


def disabled_providers(providers: Iterable[Provider]) -> str:
    """Name providers that were switched off, to be put after "no enabled provider", and say what to do."""
    off = [f"{row.name} ({row.kind})" for row in providers]
    if not off:
        return ". Make one; with providers=True, or --with-providers, each project has one of each type"
    return f"; {listed(off)} {'was' if len(off) == 1 else 'were'} disabled. Enable one, or make another"


def channel_word(message: Message) -> str:
    """The channel of a message in words."""
    return CHANNEL_WORDS[message.provider_type]
