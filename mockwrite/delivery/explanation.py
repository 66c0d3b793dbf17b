"""An explanation as data and as text: who came to a message, by which way, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..names import python_name
from ..system.visible import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One way by which somebody comes to the message, and what became of it.

    `outcome` is `sent`, `failed`, `waiting` or `left out`; `cause` the name of the reason, `reason` its text; `way` how
    it came (`topic "News"`, `user`, `target`, `cc`, `bcc`, `address`).
    """

    outcome: str
    cause: str
    reason: str
    way: str
    name: str | None = None
    address: str | None = None
    user_id: str | None = None
    target_id: str | None = None
    topic_id: str | None = None
    delivery_ids: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "outcome": self.outcome,
            "cause": self.cause,
            "reason": self.reason,
            "way": self.way,
            "name": self.name,
            "address": self.address,
            "userId": self.user_id,
            "targetId": self.target_id,
            "topicId": self.topic_id,
            "deliveryIds": list(self.delivery_ids),
        }

    @classmethod
    def from_dict(cls, shown: Mapping[str, Any]) -> Self:
        """Make it of its JSON."""
        return cls(
            **{python_name(name): value for name, value in shown.items() if name != "deliveryIds"},
            delivery_ids=tuple(shown["deliveryIds"]),
        )

    def __str__(self) -> str:
        known = self.address or (None if self.name else self.user_id or self.target_id)
        who = " ".join(part for part in (self.name, known) if part)
        return (
            f"{who} ({self.way}) – {self.outcome}: {self.reason}"
            if who
            else f"{self.way} – {self.outcome}: {self.reason}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Every candidate of a message, or of one person, and what became of it. Printed, it is a text for people.

    `total` counts all candidates, also those beyond the wanted number; `counts` is how many there are of each outcome.
    """

    message_id: str
    status: str
    person: str | None
    summary: str
    candidates: tuple[Candidate, ...]
    total: int
    counts: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "messageId": self.message_id,
            "status": self.status,
            "person": self.person,
            "summary": self.summary,
            "total": self.total,
            "counts": self.counts,
            "candidates": [candidate.as_dict() for candidate in self.candidates],
        }

    @classmethod
    def from_dict(cls, shown: Mapping[str, Any]) -> Self:
        """Make it of its JSON."""
        candidates = tuple(map(Candidate.from_dict, shown["candidates"]))
        return cls(**{**{python_name(name): value for name, value in shown.items()}, "candidates": candidates})

    def __str__(self) -> str:
        lines = [one_line(self.summary), *(one_line(f"  {candidate}") for candidate in self.candidates)]
        if self.total > len(self.candidates):
            lines.append(f"  … and {self.total - len(self.candidates)} more")
        return "\n".join(lines)
