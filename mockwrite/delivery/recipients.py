"""Who receives a message (contract: delivery.md, recipients)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from ..providers import READY_MADE
from ..records import Message, Provider, Target
from ..state.collation import distinct
from ..state.project import Project
from ..state.run import Dropped, Recipient

PAGE = 5000
_SEQUENCE = attrgetter("sequence")


def pages(project: Project, message: Message) -> Iterator[list[Recipient]]:
    """Yield the recipients page by page: each topic in turn, then the users, the targets, the bare addresses.

    Users are not looked at (blocked or gone), and expired targets are not left out: so does the server.
    """
    type = message.provider_type
    named = [project.topics.get(topic_id) for topic_id in distinct(message.topics)]
    # Topics come in the order in which they were made, whatever the order in the message (captured); so do targets below.
    for topic in sorted([topic for topic in named if topic is not None], key=_SEQUENCE):
        subscribed = [
            project.targets.at(subscriber.target_sequence)
            for subscriber in project.subscribers.where("topic_sequence", topic.sequence)
            if subscriber.provider_type == type
        ]
        yield from _paged("topic", subscribed, topic.id)
    if message.users:
        of_users = [
            target
            for user_id in distinct(message.users)
            for target in project.targets.where("user_id", user_id)
            if target.provider_type == type
        ]
        yield from _paged("user", sorted(of_users, key=_SEQUENCE))
    if message.targets:
        chosen = [project.targets.get(target_id) for target_id in distinct(message.targets)]
        found = [target for target in chosen if target is not None and target.provider_type == type]
        yield from _paged("target", sorted(found, key=_SEQUENCE))
    for start in range(0, len(message.emails), PAGE):
        yield [Recipient(address, "address") for address in message.emails[start : start + PAGE]]


def copies(project: Project, message: Message) -> list[Recipient]:
    """Return who gets copies of an e-mail: missing targets are skipped, and the type is not looked at again."""
    data = message.data
    if message.provider_type != "email" or not (data.get("cc") or data.get("bcc")):
        return []
    found: list[Recipient] = []
    for role in ("cc", "bcc"):
        named = [project.targets.get(id) for id in dict.fromkeys(data.get(role) or ())]
        targets = sorted([target for target in named if target is not None], key=_SEQUENCE)
        found += [Recipient(target.identifier, role, None, target.id, target.user_id) for target in targets]
    return found


def _paged(source: str, targets: Sequence[Target | None], topic_id: str | None = None) -> Iterator[list[Recipient]]:
    existing = [target for target in targets if target is not None]
    for start in range(0, len(existing), PAGE):
        yield [
            Recipient(target.identifier, source, topic_id, target.id, target.user_id, target.provider_id)
            # Subscribers are paged as they subscribed, and each page then comes in the order of its targets (captured).
            for target in sorted(existing[start : start + PAGE], key=_SEQUENCE)
        ]


def default_provider(project: Project, type: str) -> Provider | None:
    """Return the first enabled provider of a type, in the order in which they were made; a ready-made one only if it is alone."""
    ready_made = None
    for provider in project.providers.where("type", type):
        if provider.enabled:
            if provider.id not in READY_MADE:
                return provider
            ready_made = provider
    return ready_made


def by_provider(
    project: Project,
    page: Iterable[Recipient],
    default: Provider,
    seen: dict[tuple[str, str], Recipient],
    dropped: list[Dropped],
    fallbacks: dict[str, Provider | str],
) -> dict[str, tuple[Provider, list[Recipient]]]:
    """Group a page by the provider that each target names (the default one where it names none).

    What names a provider that is gone or disabled goes through the default one, but as a batch of its own (captured). `seen` holds who has been taken already, by provider id and identifier; who comes again goes to `dropped`. `fallbacks`
    gets the own providers that were passed over, by target id: as they are now, or the id of one that does not exist.
    """
    groups: dict[str, tuple[Provider, list[Recipient]]] = {}
    for recipient in page:
        provider, named = default, recipient.provider_id or default.id
        if recipient.provider_id is not None:
            own = project.providers.get(recipient.provider_id)
            if own is not None and own.enabled:
                provider = own
            elif recipient.target_id is not None:
                fallbacks[recipient.target_id] = own or recipient.provider_id
        key = (named, recipient.identifier)
        if key in seen:
            dropped.append(Dropped(recipient, seen[key]))
            continue
        seen[key] = recipient
        group = groups.get(named)
        if group is None:
            group = groups[named] = (provider, [])
        group[1].append(recipient)
    return groups
