"""Who receives a message (contract: delivery.md, recipients)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from operator import attrgetter
from typing import NamedTuple

from ..records import Message, Provider, Target
from ..state import Project

PAGE = 5000


class Recipient(NamedTuple):
    """An address, number or token, and the way it came: `source` is topic, user, target, address, cc or bcc."""

    identifier: str
    source: str
    topic_id: str | None = None
    target_id: str | None = None
    user_id: str | None = None
    provider_id: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A recipient that was left out because the same provider serves the same identifier already in this page."""

    recipient: Recipient
    first: Recipient


def pages(project: Project, message: Message) -> Iterator[list[Recipient]]:
    """Yield the recipients page by page: each topic in turn, then the users, the targets, the bare addresses.

    Users are not looked at (blocked or gone), and expired targets are not left out: so does the server.
    """
    for topic_id in dict.fromkeys(message.topics):
        topic = project.topics.get(topic_id)
        if topic is not None:
            subscribers = project.subscribers.where("topic_sequence", topic.sequence)
            targets = (
                project.targets.at(subscriber.target_sequence)
                for subscriber in subscribers
                if subscriber.provider_type == message.provider_type
            )
            yield from _paged(_of("topic", (target for target in targets if target is not None), topic_id))
    if message.users:
        of_users = (project.targets.where("user_id", user_id) for user_id in dict.fromkeys(message.users))
        yield from _paged(_of("user", _in_order(chain.from_iterable(of_users), message.provider_type)))
    if message.targets:
        named = (project.targets.get(target_id) for target_id in dict.fromkeys(message.targets))
        found = (target for target in named if target is not None)
        yield from _paged(_of("target", _in_order(found, message.provider_type)))
    if message.emails:
        yield from _paged(Recipient(address, "address") for address in message.emails)


def copies(project: Project, message: Message) -> list[Recipient]:
    """Return who gets copies of an e-mail: missing targets are skipped, and the type is not looked at again."""
    if message.provider_type != "email":
        return []
    named = [(role, project.targets.get(id)) for role in ("cc", "bcc") for id in message.data.get(role) or ()]
    return [
        Recipient(target.identifier, role, None, target.id, target.user_id)
        for role, target in named
        if target is not None
    ]


def _in_order(targets: Iterable[Target], type: str) -> list[Target]:
    wanted = [target for target in targets if target.provider_type == type]
    wanted.sort(key=attrgetter("sequence"))
    return wanted


def _of(source: str, targets: Iterable[Target], topic_id: str | None = None) -> Iterator[Recipient]:
    for target in targets:
        yield Recipient(target.identifier, source, topic_id, target.id, target.user_id, target.provider_id)


def _paged(recipients: Iterable[Recipient]) -> Iterator[list[Recipient]]:
    rest = iter(recipients)
    while page := list(islice(rest, PAGE)):
        yield page


def default_provider(project: Project, type: str) -> Provider | None:
    """Return the first enabled provider of a type, in the order in which they were made."""
    return next((row for row in project.providers.where("type", type) if row.enabled), None)


def by_provider(
    project: Project,
    page: Iterable[Recipient],
    default: Provider,
    seen: dict[tuple[str, str], Recipient],
    dropped: list[Dropped],
    fallbacks: dict[str, Provider | str],
) -> dict[str, tuple[Provider, list[Recipient]]]:
    """Group a page by the provider that will carry it: the target's own if it exists and is enabled, else the default.

    `seen` holds who has been taken already, by provider id and identifier; who comes again goes to `dropped`. `fallbacks`
    gets the own providers that were passed over, by target id: as they are now, or the id of one that does not exist.
    """
    groups: dict[str, tuple[Provider, list[Recipient]]] = {}
    for recipient in page:
        provider = default
        if recipient.provider_id is not None:
            own = project.providers.get(recipient.provider_id)
            if own is not None and own.enabled:
                provider = own
            elif recipient.target_id is not None:
                fallbacks[recipient.target_id] = own or recipient.provider_id
        key = (provider.id, recipient.identifier)
        if key in seen:
            dropped.append(Dropped(recipient, seen[key]))
            continue
        seen[key] = recipient
        group = groups.get(provider.id)
        if group is None:
            group = groups[provider.id] = (provider, [])
        group[1].append(recipient)
    return groups
