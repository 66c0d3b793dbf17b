"""How a message was sent: kept in the project for `explain`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..outbox.outbox import Outbox
from ..records import Provider


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


@dataclass(slots=True)
class Run:
    """The sending of one message. `at` is project time in milliseconds, `first` and `last` are numbers of deliveries.

    `last_target` and `last_subscriber` are the numbers up to which there were some. `note` says why the message could not be
    put together. `providers` are those of the channel where none was enabled, `fallbacks` the own providers that were passed
    over, by target id (the id of one that did not exist).
    """

    at: int
    last_target: int
    last_subscriber: int
    # One is kept for each message, and most have neither of the two.
    dropped: Sequence[Dropped] = ()
    fallbacks: Mapping[str, Provider | str] | None = None
    note: str | None = None
    providers: tuple[Provider, ...] | None = None
    first: int = 0
    last: int = -1
    # Made when somebody asks for the first time: the first delivery of each user, target or address, and further ones.
    _index: tuple[dict[str, int], dict[str, list[int]]] | None = None
    _dropped: dict[tuple[str, str, str | None], Dropped] | None = None

    def numbers(self, outbox: Outbox, keys: Iterable[str]) -> list[int]:
        """Return the numbers of the deliveries of some user ids and target ids, or addresses without one (lower case)."""
        if self._index is None:
            self._index = {}, {}
            first, more = self._index
            for record in outbox.between(self.first, self.last):
                for key in (record.target_id or record.to.lower(), record.user_id):
                    if key is not None and first.setdefault(key, record.number) != record.number:
                        more.setdefault(key, []).append(record.number)
        first, more = self._index
        return sorted({number for key in keys if key in first for number in (first[key], *more.get(key, ()))})

    def forget_index(self) -> None:
        """Find the deliveries anew when somebody asks: the outbox is another one (a snapshot was restored)."""
        self._index = None

    def dropped_as(self, source: str, who: str | None, topic_id: str | None) -> Dropped | None:
        """Return the record of a double that was left out: `who` is a target id, or an address."""
        if not self.dropped or who is None:
            return None
        if self._dropped is None:
            keyed = ((item.recipient, item) for item in self.dropped)
            self._dropped = {(row.source, row.target_id or row.identifier, row.topic_id): item for row, item in keyed}
        return self._dropped.get((source, who, topic_id))
