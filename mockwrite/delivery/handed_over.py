"""What became of a batch, as the outbox keeps it: what the deliveries share is there once, and each is made when somebody looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..outbox.content import Content
from ..outbox.delivery import Delivery, Handover, delivery_id
from ..outbox.mail import Mail
from ..state.run import Recipient
from .judging import Outcome
from .outgoing.reading import NO_RESULT, UNKNOWN_ERROR


class HandedOver(NamedTuple):
    """A batch that was handed over to its provider: what all its deliveries share. `at` is the time in milliseconds."""

    project_id: str
    message_id: str
    channel: str
    provider_id: str
    provider: str
    content: Content
    handover: Handover
    at: int
    mail: Mail | None = None


class Delivered:
    """The deliveries of some recipients of a batch, numbered one after the other from `first` on.

    Most of a fan-out are only counted, so a delivery is made when somebody looks at one of them (the row about recipients of a
    topic in docs/performance.md would notice).
    """

    __slots__ = ("_batch", "_made", "_outcomes", "_recipients", "_role", "first")

    def __init__(
        self, batch: HandedOver, role: str, recipients: Sequence[Recipient], outcomes: Sequence[Outcome], first: int
    ) -> None:
        self._batch = batch
        self._role = role
        self._recipients = recipients
        self._outcomes = outcomes
        self.first = first
        self._made: Sequence[Delivery] | None = None

    def __len__(self) -> int:
        return len(self._recipients)

    @property
    def last(self) -> int:
        """The number of the last one."""
        return self.first + len(self._recipients) - 1

    @property
    def sent(self) -> int:
        """How many did not fail."""
        return sum([outcome.error is None for outcome in self._outcomes])

    def deliveries(self) -> Sequence[Delivery]:
        """Return the deliveries, the same ones each time; the caller has the project's lock."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def _make(self) -> Sequence[Delivery]:
        project_id, message_id, channel, provider_id, provider, content, handover, at, mail = self._batch
        role = self._role
        return [
            Delivery(
                id=delivery_id(number),
                number=number,
                project_id=project_id,
                message_id=message_id,
                channel=channel,
                role=role,
                to=recipient.identifier,
                target_id=recipient.target_id,
                user_id=recipient.user_id,
                topic_id=recipient.topic_id,
                provider_id=provider_id,
                provider=provider,
                status="sent" if outcome.error is None else "failed",
                error=UNKNOWN_ERROR if outcome.error == NO_RESULT else outcome.error,
                at=outcome.attempts[-1] if outcome.attempts else at,
                payload=content,
                handover=handover,
                attempts=outcome.attempts if len(outcome.attempts) > 1 else (),
                fault=outcome.fault,
                mail=mail,
            )
            for number, (recipient, outcome) in enumerate(
                zip(self._recipients, self._outcomes, strict=True), self.first
            )
        ]
