"""When what falls due is carried out: messages that are queued, schedules, maintenance (contract: delivery.md, job flow)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from ..state.project import Job, Project

if TYPE_CHECKING:
    from ..outbox.delivery import Delivery
    from .handed_over import Delivered


def deliver_until(project: Project, until: int) -> list[Delivery]:
    """Carry out everything that falls due by a time, as `settle` does; return the deliveries."""
    with project.lock:
        return _made(settle(project, until))


def settle(project: Project, until: int | None = None) -> list[Delivered]:
    """Carry out everything that falls due by a time, by default now, in order, each at its own time.

    When one of them breaks, the others are carried out all the same; then the first exception is raised.
    """
    sent: list[Delivered] = []
    broken: Exception | None = None
    with project.lock:
        until = project.clock.ms if until is None else until
        before = project.clock.pin(None)
        try:
            while (job := project.take_due(until)) is not None:
                project.clock.pin(job.due)
                if (carry_out := _TASKS.get(job.kind)) is not None:
                    carry_out(project, job)
                    continue
                try:
                    sent += _sending().send(project, job.ref)
                except Exception as error:  # noqa: BLE001 - raised again once the others are sent
                    broken = broken or error
                    _end_broken(project, job.ref)
        finally:
            project.clock.pin(before)
    if broken is not None:
        raise broken
    return sent


def _made(batches: Iterable[Delivered]) -> list[Delivery]:
    return [record for batch in batches for record in batch.deliveries()]


def deliver_held(project: Project, message_id: str | None = None) -> list[Delivery]:
    """Send what waits in `manual` mode: one message, or all of them in order.

    Raises LookupError when the message does not wait, with those that do.
    """
    with project.lock:
        if message_id is not None and message_id not in project.held:
            waiting = ", ".join(project.held) or "none"
            raise LookupError(f"message {message_id!r} does not wait for delivery; waiting: {waiting}")
        chosen = list(project.held) if message_id is None else [message_id]
        sent: list[Delivered] = []
        for id in chosen:
            project.held.pop(id, None)
            sent += _sending().send(project, id)
        return _made(sent)


def _fire(project: Project, job: Job) -> None:
    """Let a schedule record fire: the message is queued, the record goes (delivery.md, scheduling)."""
    schedule = project.schedules.at(job.ref)
    if schedule is not None and schedule.active and schedule.at == job.due:
        project.schedules.remove(schedule)
        project.enqueue(schedule.message_id)


def _maintain(project: Project, job: Job) -> None:
    from ..operations.maintenance import maintain  # once a day

    maintain(project)


# What falls due and is no message to be sent.
_TASKS: dict[str, Callable[[Project, Job], None]] = {"fire": _fire, "maintain": _maintain}


@cache
def _sending() -> ModuleType:
    from . import sending  # a server that only lists or waits sends nothing

    return sending


def _end_broken(project: Project, message_id: str) -> None:
    """End a message whose sending broke, so that it does not seem to be on its way for ever."""
    message = project.messages.get(message_id)
    if message is not None and not message.is_over:
        reason = "mockwrite itself broke while it sent this message."
        project.messages.replace(
            message, updated_at=project.clock.ms, status="failed", delivery_errors=[*message.delivery_errors, reason]
        )
