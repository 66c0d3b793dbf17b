"""Sending: from a queued message to deliveries in the outbox and the final state (contract: delivery.md, job flow)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from ..outbox.content import Content
from ..outbox.delivery import Delivery, Handover
from ..providers import KINDS, Adapter
from ..records import Message, Provider
from ..releases import Rules
from ..state.project import Project
from ..state.run import Recipient, Run
from .building import CannotBuild, CannotHandOver, build, check_adapter
from .judging import Outcome, judge
from .outgoing.failures import NO_RESULT, UNKNOWN_ERROR
from .recipients import by_provider, copies, default_provider, pages


@dataclass(slots=True)
class _Job:
    """One message on its way."""

    project: Project
    message: Message
    run: Run
    delivered: int = 0
    failed: bool = False
    errors: list[str] = field(default_factory=list)
    records: list[Delivery] = field(default_factory=list)
    content: dict[str, Content] = field(default_factory=dict)
    copies: list[Recipient] = field(default_factory=list)

    def complain(self, text: str) -> None:
        """Note an error, up to the most that the release keeps (0: all)."""
        self.failed = True
        cap = self.project.rules.errors_cap
        if not cap or len(self.errors) < cap:
            self.errors.append(text)


def settle(project: Project) -> list[Delivery]:
    """Send what is due now."""
    return deliver_until(project, project.clock.ms)


def deliver_until(project: Project, until: int) -> list[Delivery]:
    """Carry out everything that falls due by a time, in order, each at its own time; return the deliveries."""
    records: list[Delivery] = []
    with project.lock:
        before = project.clock.pin(None)
        try:
            while (job := project.take_due(until)) is not None:
                project.clock.pin(job.due)
                if job.kind == "fire":
                    _fire(project, job.ref, job.due)
                else:
                    records += send(project, job.ref)
        finally:
            project.clock.pin(before)
    return records


def deliver_held(project: Project, message_id: str | None = None) -> list[Delivery]:
    """Send what waits in `manual` mode: one message, or all of them in order.

    Raises LookupError when the message does not wait, with those that do.
    """
    with project.lock:
        if message_id is not None and message_id not in project.held:
            waiting = ", ".join(project.held) or "none"
            raise LookupError(f"message {message_id!r} does not wait for delivery; waiting: {waiting}")
        chosen = list(project.held) if message_id is None else [message_id]
        records: list[Delivery] = []
        for id in chosen:
            project.held.pop(id, None)
            records += send(project, id)
        return records


def _fire(project: Project, schedule_sequence: int, due: int) -> None:
    """Let a schedule record fire: the message is queued, the record goes (delivery.md, scheduling)."""
    schedule = project.schedules.at(schedule_sequence)
    if schedule is not None and schedule.active and schedule.at == due:
        project.schedules.remove(schedule)
        project.enqueue(schedule.message_id)


def send(project: Project, message_id: str) -> list[Delivery]:
    """Send one message; a missing, sent or failed one ends the job without a trace."""
    message = project.messages.get(message_id)
    if message is None or message.status in ("sent", "failed"):
        return []
    run = Run(project.clock.ms, project.targets.last, project.subscribers.last)
    job = _Job(project, message, run, copies=copies(project, message))
    default = default_provider(project, message.provider_type)
    project.runs[message.id] = job.run
    if default is None and not project.rules.no_recipients_first:
        return _end_without_provider(job)
    try:
        reached = _send_pages(job, default)
    except CannotBuild as crash:
        job.run.note = str(crash)
        # Up to 1.9.6 the worker crashes and leaves the message in processing for good.
        return [] if project.exact else _end_early(job, f"The message cannot be put together: {crash}")
    if not reached:
        return _end_early(job, "There are no valid recipients.")
    if default is None:
        return _end_without_provider(job)
    if not job.errors and not job.delivered:
        job.complain(UNKNOWN_ERROR)
    failed = bool(job.errors) if project.rules.only_errors_decide else job.failed
    _finish(job, "failed" if failed else "sent", project.clock.ms)
    return job.records


def _end_without_provider(job: _Job) -> list[Delivery]:
    type = job.message.provider_type
    job.run.providers = tuple(job.project.providers.where("type", type))
    return _end_early(job, f"There is no enabled {type} provider.")


def _end_early(job: _Job, reason: str) -> list[Delivery]:
    """End in failure without a time of delivery: nothing was handed over."""
    job.errors = [reason]
    _finish(job, "failed", None)
    return []


def _finish(job: _Job, status: str, delivered_at: int | None) -> None:
    project = job.project
    if job.records:
        job.run.first, job.run.last = job.records[0].number, job.records[-1].number
    message = project.messages.get(job.message.id) or job.message
    final = project.messages.replace(
        message,
        updated_at=project.clock.ms,
        status=status,
        delivered_at=delivered_at,
        delivery_errors=job.errors,
        delivered_total=job.delivered,
    )
    project.listeners.tell("message", final)
    project.outbox.announce()


def _send_pages(job: _Job, default: Provider | None) -> bool:
    """Send page by page; tell whether there was anybody to send to."""
    project = job.project
    reached = False
    found = pages(project, job.message)
    if project.rules.resolves_before_sending:
        # Up to 1.9.0 everybody is found before anything is sent, so doubles and batches are those of the whole message.
        found = iter([everybody] if (everybody := [*chain.from_iterable(found)]) else [])
    for page in found:
        reached = True
        if default is None:
            continue
        # Since 1.9.5 only within one page of one source: who is reached twice gets it twice (delivery.md). Not a slip.
        seen: dict[tuple[str, str], Recipient] = {}
        groups = by_provider(project, page, default, seen, job.run.dropped, job.run.fallbacks)
        for provider, recipients in groups.values():
            size = KINDS[provider.kind].adapter.batch
            for start in range(0, len(recipients), size):
                _send_batch(job, provider, recipients[start : start + size])
    return reached


def _send_batch(job: _Job, provider: Provider, batch: list[Recipient]) -> None:
    project = job.project
    content = job.content.get(provider.id)
    if content is None:
        content = job.content[provider.id] = build(project, job.message, provider, job.copies)
    adapter = KINDS[provider.kind].adapter
    addressed = tuple([recipient.identifier for recipient in batch])
    now = project.clock.ms
    wire = partial(_wire, provider, content, addressed, project.rules, now)
    handover = Handover(time=now, recipients=len(batch), wire=wire)
    hand = partial(_record, job, provider, content, handover)
    try:
        check_adapter(project, provider, content, addressed[0])
        # SMTP has one transaction for all: a refused copy fails it too.
        also = job.copies if adapter.counts_copies else ()
        outcomes = judge(project, job.message.provider_type, provider, batch, also)
    except CannotHandOver as refusal:
        job.complain(str(refusal))
        hand("to", batch, [Outcome(str(refusal), fault=refusal.fault)] * len(batch))
        return
    hand("to", batch, outcomes)
    for recipient, outcome in zip(batch, outcomes, strict=True):
        if outcome.error is None:
            job.delivered += 1
        else:
            _complain_of(job, recipient, outcome, adapter)
    if job.copies:
        _record_copies(job, outcomes, adapter, hand)


def _wire(provider: Provider, content: Content, to: tuple[str, ...], rules: Rules, now: int) -> list[object]:
    from .outgoing import wire_requests  # only when somebody looks

    return list(wire_requests(provider, content._replace(to=to), rules, now=now))


def _complain_of(job: _Job, recipient: Recipient, outcome: Outcome, adapter: Adapter) -> None:
    # An adapter that says nothing about anybody leaves no entry, and does not even count as a failure.
    if outcome.error != NO_RESULT:
        job.complain(f"{recipient.identifier}: {outcome.error}")
    if outcome.expires_target and adapter.reports_dead_tokens:
        target = job.project.targets.first("identifier", recipient.identifier)
        if target is not None:
            job.project.targets.change(target, job.project.clock.ms, expired=True)


def _record_copies(
    job: _Job,
    outcomes: Sequence[Outcome],
    adapter: Adapter,
    hand: Callable[[str, Sequence[Recipient], Sequence[Outcome]], None],
) -> None:
    """Record the cc and bcc of a batch: with each recipient's mail or once, as the adapter sends them (delivery.md)."""
    sent = [outcome for outcome in outcomes if outcome.error is None]
    rules = job.project.rules
    counted = adapter.counts_copies and rules.smtp_counts_copies
    # The adapters of old releases wrote one mail for all recipients of a batch, so a copy came once.
    mails = len(sent) if adapter.copies_each and not rules.old_adapters else min(len(sent), 1)
    for _ in range(mails):
        for copy in job.copies:
            hand(copy.source, [copy], [Outcome()])
            if counted:
                job.delivered += 1
    if not sent and adapter.counts_copies:
        # One verdict for the whole mail: the copies fail with it, each with an entry of its own.
        for copy in job.copies:
            if counted:
                job.complain(f"{copy.identifier}: {outcomes[0].error or UNKNOWN_ERROR}")
            hand(copy.source, [copy], [outcomes[0]])


def _record(
    job: _Job,
    provider: Provider,
    content: Content,
    handover: Handover,
    role: str,
    recipients: Sequence[Recipient],
    outcomes: Sequence[Outcome],
) -> None:
    """Put what became of some recipients of a batch into the outbox."""
    project, message = job.project, job.message
    project_id, message_id, channel = project.id, message.id, message.provider_type
    provider_id, kind, now = provider.id, provider.kind, project.clock.ms
    first = project.outbox.next_number(len(recipients))
    records = [
        Delivery(
            id=f"d{number}",
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
            provider=kind,
            status="sent" if outcome.error is None else "failed",
            error=UNKNOWN_ERROR if outcome.error == NO_RESULT else outcome.error,
            at=outcome.attempts[-1] if outcome.attempts else now,
            payload=content,
            handover=handover,
            attempts=outcome.attempts,
            fault=outcome.fault,
        )
        for number, (recipient, outcome) in enumerate(zip(recipients, outcomes, strict=True), first)
    ]
    project.outbox.add(*records)
    job.records += records
