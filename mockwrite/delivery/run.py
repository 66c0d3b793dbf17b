"""How a message was sent: kept in the project for `explain`."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..outbox import Outbox
from .recipients import Dropped


@dataclass(slots=True)
class Run:
    """The sending of one message. `at` is project time in milliseconds, `first` and `last` are numbers of deliveries.

    `note` says why it ended before anything was handed over.
    """

    at: int
    default_provider: str | None = None
    dropped: list[Dropped] = field(default_factory=list)
    note: str | None = None
    first: int = 0
    last: int = -1
    # Made when somebody asks for the first time: numbers of deliveries by target, user and address.
    _places: dict[str, list[int]] | None = None
    _dropped: dict[tuple[str, str, str | None], Dropped] | None = None

    def places(self, outbox: Outbox) -> dict[str, list[int]]:
        """Return the numbers of the deliveries of each target id, user id and address (in lower case)."""
        if self._places is None:
            self._places = {}
            for record in outbox.between(self.first, self.last):
                for key in {record.target_id, record.user_id, record.to.lower()}:
                    if key is not None:
                        self._places.setdefault(key, []).append(record.number)
        return self._places

    def dropped_as(self, source: str, who: str | None, topic_id: str | None) -> Dropped | None:
        """Return the record of a double that was left out: `who` is a target id, or an address."""
        if not self.dropped or who is None:
            return None
        if self._dropped is None:
            keyed = ((item.recipient, item) for item in self.dropped)
            self._dropped = {(row.source, row.target_id or row.identifier, row.topic_id): item for row, item in keyed}
        return self._dropped.get((source, who, topic_id))
