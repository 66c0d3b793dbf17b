"""Whom a person means by a user id, an address, a number, a device token or the id of a target."""

from __future__ import annotations

from dataclasses import dataclass

from ..records import Message, Target, User
from ..state import Project


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to explain a message for: a user with all targets, one target, or a bare address."""

    asked: str
    user_ids: frozenset[str] = frozenset()
    targets: tuple[Target, ...] = ()
    addresses: frozenset[str] = frozenset()
    user: User | None = None

    @property
    def label(self) -> str:
        """The person in words."""
        if self.user is None:
            return self.asked
        return f"{self.user.name} ({self.asked})" if self.user.name else self.asked

    def means(self, user_id: str | None, target_id: str | None, address: str | None = None) -> bool:
        """Tell whether something belongs to this person."""
        return (
            user_id in self.user_ids
            or any(target.id == target_id for target in self.targets)
            or (address is not None and address.lower() in self.addresses)
        )


def find_person(project: Project, message: Message, asked: str) -> Person:
    """Find a person without going through everybody. Raises LookupError saying what can be given."""
    lowered = asked.lower()
    user = project.users.get(asked) or project.users.first("email", lowered) or project.users.first("phone", asked)
    if user is not None:
        return _user(project, asked, user)
    target = project.targets.get(asked)
    found = [target] if target is not None else project.targets.where("identifier", asked)
    found = found or project.targets.where("identifier", lowered)
    if found:
        return Person(asked, frozenset(), tuple(found), _addresses(found), project.users.get(found[0].user_id))
    if any(lowered == address.lower() for address in message.emails):
        return Person(asked, addresses=frozenset({lowered}))
    gone = [
        entry.subscriber
        for entry in project.unsubscribed
        if asked in (entry.subscriber.user_id, entry.subscriber.target_id)
    ]
    if gone or asked in message.users:
        return Person(asked, user_ids=frozenset({asked} | {subscriber.user_id for subscriber in gone}))
    raise LookupError(
        f"nobody in the project {project.id} is {asked!r}; give the id of a user or target, an e-mail address, a phone number"
        " or a device token"
    )


def _user(project: Project, asked: str, user: User) -> Person:
    targets = project.targets.where("user_id", user.id)
    own = {address.lower() for address in (user.email, user.phone) if address}
    return Person(asked, frozenset({user.id}), tuple(targets), _addresses(targets) | own, user)


def _addresses(targets: list[Target]) -> frozenset[str]:
    return frozenset(target.identifier.lower() for target in targets)
