"""Whom a person means by a user id, an address, a number, a device token or the id of a target."""

from __future__ import annotations

from dataclasses import dataclass

from ..records import Message, Target, User
from ..state.collation import canonical
from ..state.project import Project


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to explain a message for: a user with all targets, one target, or a bare address.

    `target_ids` are targets that need not exist any more.
    """

    asked: str
    # Ids and addresses are in the form in which the database compares them.
    user_ids: frozenset[str] = frozenset()
    targets: tuple[Target, ...] = ()
    target_ids: frozenset[str] = frozenset()
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
        return _has(self.user_ids, user_id) or _has(self.target_ids, target_id) or _has(self.addresses, address)


def find_person(project: Project, message: Message, asked: str) -> Addressee:
    """Find a person without going through everybody. Raises LookupError saying what can be given."""
    form = canonical(asked)
    user = project.users.get(asked) or project.users.first("email", form) or project.users.first("phone", asked)
    if user is not None:
        return _user(project, asked, user)
    target = project.targets.get(asked)
    found = [target] if target is not None else project.targets.where("identifier", asked)
    if found:
        return Addressee(
            asked,
            targets=tuple(found),
            target_ids=_ids(found),
            addresses=_addresses(found),
            user=project.users.get(found[0].user_id),
        )
    if any(form == canonical(address) for address in message.emails):
        return Addressee(asked, addresses=frozenset({form}))
    gone = [
        entry.subscriber
        for entry in project.unsubscribed
        if form in (canonical(entry.subscriber.user_id), canonical(entry.subscriber.target_id))
    ]
    served = _served_as(project, message, asked)
    if gone or served or any(form == canonical(id) for id in (*message.users, *message.targets)):
        return Addressee(
            asked,
            user_ids=frozenset({form} | {canonical(subscriber.user_id) for subscriber in gone}),
            target_ids=frozenset({form} | served),
        )
    raise LookupError(
        f"nobody in the project {project.id} is {asked!r}; give the id of a user or target, an e-mail address, a phone number"
        " or a device token"
    )


def _user(project: Project, asked: str, user: User) -> Addressee:
    targets = project.targets.where("user_id", user.id)
    own = {canonical(address) for address in (user.email, user.phone) if address}
    return Addressee(
        asked, frozenset({canonical(user.id)}), tuple(targets), _ids(targets), _addresses(targets) | own, user
    )


def _served_as(project: Project, message: Message, asked: str) -> set[str]:
    """Return the targets that a message was sent to under an address that they have no more, or of a user who is gone."""
    run = project.runs.get(message.id)
    records = () if run is None else project.outbox.between(run.first, run.last)
    return {
        canonical(record.target_id)
        for record in records
        if record.target_id is not None
        and (canonical(asked) in (canonical(record.to), canonical(record.user_id or "")))
    }


def _ids(targets: list[Target]) -> frozenset[str]:
    return frozenset(canonical(target.id) for target in targets)


def _addresses(targets: list[Target]) -> frozenset[str]:
    return frozenset(canonical(target.identifier) for target in targets)


def _has(forms: frozenset[str], text: str | None) -> bool:
    return text is not None and (text in forms or canonical(text) in forms)
