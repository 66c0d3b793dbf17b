"""Sending: from a queued message to deliveries in the outbox and the final state (contract: delivery.md, job flow)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

from ..outbox.content import Content, Email
from ..outbox.delivery import Delivery, Handover
from ..providers import KINDS
from ..records import Message, Provider
from ..releases import Rules
from ..state.project import Job, Project
from ..state.run import Recipient, Run
from .building import CannotBuild, CannotHandOver, build, check_adapter
from .judging import Batch, HandoverOrder, Judged, Outcome, Try, judge, refused
from .mails import judge_mail
from .outgoing.failures import FAILURES
from .outgoing.limits import Broken, broken_limit
from .outgoing.push import fits_url
from .outgoing.reading import NO_RESULT, UNKNOWN_ERROR
from .recipients import by_provider, copies, default_provider, pages


@dataclass(slots=True)
class _Job:
    """One message on its way."""

    project: Project
    message: Message
    run: Run
    delivered: int = 0
    failed: bool = False
    # When the last try was made.
    last: int = 0
    errors: list[str] = field(default_factory=list)
    records: list[Delivery] = field(default_factory=list)
    content: dict[str, Content] = field(default_factory=dict)
    limits: dict[str, Broken | None] = field(default_factory=dict)
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
    """Carry out everything that falls due by a time, in order, each at its own time; return the deliveries.

    When one of them breaks, the others are carried out all the same; then the first exception is raised.
    """
    records: list[Delivery] = []
    broken: Exception | None = None
    with project.lock:
        before = project.clock.pin(None)
        try:
            while (job := project.take_due(until)) is not None:
                project.clock.pin(job.due)
                if (carry_out := _TASKS.get(job.kind)) is not None:
                    carry_out(project, job)
                    continue
                try:
                    records += send(project, job.ref)
                except Exception as error:  # noqa: BLE001 - raised again once the others are sent
                    broken = broken or error
                    _end_broken(project, job.ref)
        finally:
            project.clock.pin(before)
    if broken is not None:
        raise broken
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


def send(project: Project, message_id: str) -> list[Delivery]:
    """Send one message; a missing, sent or failed one ends the job without a trace."""
    message = project.messages.get(message_id)
    if message is None and message_id in project.mails:
        from .account_mails import send_mail  # only where an account sends something

        return send_mail(project, project.mails.pop(message_id))
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
    # The time is that of the last try.
    _finish(job, "failed" if failed else "sent", job.last)
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


def _end_broken(project: Project, message_id: str) -> None:
    """End a message whose sending broke, so that it does not seem to be on its way for ever."""
    message = project.messages.get(message_id)
    if message is not None and message.status not in ("sent", "failed"):
        reason = "mockwrite itself broke while it sent this message."
        project.messages.replace(
            message, updated_at=project.clock.ms, status="failed", delivery_errors=[*message.delivery_errors, reason]
        )


def _finish(job: _Job, status: str, delivered_at: int | None) -> None:
    project = job.project
    if job.records:
        job.run.first, job.run.last = job.records[0].number, job.records[-1].number
    message = project.messages.get(job.message.id) or job.message
    final = project.messages.replace(
        message,
        updated_at=max(project.clock.ms, job.last),
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


def _send_batch(job: _Job, provider: Provider, recipients: list[Recipient]) -> None:
    project = job.project
    content = job.content.get(provider.id)
    if content is None:
        content = job.content[provider.id] = build(project, job.message, provider, job.copies)
    adapter = KINDS[provider.kind].adapter
    # Over SMTP the copies are in the same mail; elsewhere they follow the recipients.
    together = job.copies if adapter.counts_copies else []
    batch = Batch(project, job.message.provider_type, provider, content, recipients, together)
    if KINDS[provider.kind].type != batch.channel and not project.exact:
        error = FAILURES["invalid_recipient"].error(provider.kind)
        batch.limit = HandoverOrder(f"{provider.kind} is no provider of {batch.channel}", error)
    elif project.settings.limits_content and (broken := _broken_limit(job, provider, content)):
        batch.limit = HandoverOrder(
            broken.limit.fault, broken.error, whole_batch=True, throws=broken.throws, alone=False
        )
    elif adapter.token_in_url and not all(fits_url(recipient.identifier) for recipient in recipients):
        batch.stop = "The adapter stopped with a type error: a device token cannot stand in a URL."
    try:
        check_adapter(project, provider, content, recipients[0].identifier)
        judged = judge_mail(batch) if adapter.counts_copies else judge(batch)
    except CannotHandOver as refusal:
        judged = refused(batch, str(refusal))
    rules, tries = project.rules, tuple(judged.tries)
    wire = partial(_wire, provider, content, tries, rules)
    times = tuple([one.at for one in tries])
    handover = Handover(
        time=times[0], recipients=len(recipients), wire=wire, tries=times, note=judged.note, named=_named(batch)
    )
    job.delivered += judged.delivered
    for error in judged.errors:
        job.complain(error)
    job.failed = job.failed or judged.failed
    job.last = max(job.last, times[-1])
    hand = partial(_record, _HandedOver(job, provider, handover))
    hand("to", *_came(judged, recipients, judged.outcomes))
    if judged.failed and adapter.reports_dead_tokens:
        for recipient, outcome in zip(recipients, judged.outcomes, strict=True):
            if outcome.expires_target:
                _expire(project, recipient)
    if together:
        for copy, outcome in zip(together, judged.copies, strict=True):
            hand(copy.source, *_came(judged, [copy], [outcome]))
    elif job.copies and not judged.refused:
        _record_copies(job, batch, judged.outcomes, hand)


def _broken_limit(job: _Job, provider: Provider, content: Content) -> Broken | None:
    # All batches of a provider have the same content.
    if provider.id not in job.limits:
        job.limits[provider.id] = broken_limit(provider.kind, content)
    return job.limits[provider.id]


def _expire(project: Project, recipient: Recipient) -> None:
    target = project.targets.first("identifier", recipient.identifier)
    if target is not None:
        project.targets.change(target, project.clock.ms, expired=True)


def _wire(
    provider: Provider, content: Content, tries: Sequence[Try], rules: Rules, *, masked: bool = True
) -> list[object]:
    from .outgoing import wire_requests  # only when somebody looks

    content = _well_formed(content)
    return [
        request
        for one in tries
        if one.steps != ()
        for request in wire_requests(
            provider, content._replace(to=one.to), rules, now=one.at, masked=masked, steps=one.steps or ()
        )
    ]


def _well_formed(content: Content) -> Content:
    """Put a question mark for each half of a character, which only Python and a seed can bring in: nobody can send one."""
    texts = {name: value for name, value in content._asdict().items() if isinstance(value, str)}
    halves: dict[str, Any] = {
        name: value.encode("utf-8", "replace").decode() for name, value in texts.items() if not _can_be_sent(value)
    }
    return content._replace(**halves)


def _can_be_sent(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _named(batch: Batch) -> tuple[str, ...] | None:
    """Return whom the To header of the mails of a batch names; None: each recipient alone, or no e-mail at all."""
    rules = batch.project.rules
    together = KINDS[batch.provider.kind].adapter.counts_copies
    if together and rules.smtp_hides_recipients:
        return ()
    # Before 1.6.2 every adapter wrote one mail for all of a batch.
    if together or (rules.old_adapters and isinstance(batch.content, Email)):
        return tuple(dict.fromkeys(recipient.identifier for recipient in batch.recipients))
    return None


def _record_copies(
    job: _Job,
    batch: Batch,
    outcomes: Sequence[Outcome],
    hand: Callable[..., None],
) -> None:
    """Record the cc and bcc of a batch: with each recipient's mail or once, as the adapter sends them (delivery.md)."""
    adapter = KINDS[batch.provider.kind].adapter
    sent = sum(outcome.error is None for outcome in outcomes)
    # The adapters of old releases wrote one mail for all recipients of a batch, so a copy came once.
    mails = sent if adapter.copies_each and not job.project.rules.old_adapters else min(sent, 1)
    got = [recipient for recipient, outcome in zip(batch.recipients, outcomes, strict=True) if outcome.error is None]
    for recipient in got[:mails]:
        # A copy of a mail to one recipient names this one.
        content = batch.content
        if adapter.copies_each and isinstance(content, Email):
            content = content._replace(named=(recipient.identifier,))
        for copy in job.copies:
            hand(copy.source, [copy], [Outcome()], content)


class _HandedOver(NamedTuple):
    """A batch that was handed over to its provider."""

    job: _Job
    provider: Provider
    handover: Handover


def _record(
    batch: _HandedOver,
    role: str,
    recipients: Sequence[Recipient],
    outcomes: Sequence[Outcome],
    content: Content | None = None,
) -> None:
    """Put what became of some recipients of a batch into the outbox."""
    job, provider, handover = batch
    project, message = job.project, job.message
    payload = job.content[provider.id] if content is None else content
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
            payload=payload,
            handover=handover,
            attempts=outcome.attempts if len(outcome.attempts) > 1 else (),
            fault=outcome.fault,
        )
        for number, (recipient, outcome) in enumerate(zip(recipients, outcomes, strict=True), first)
    ]
    project.outbox.add(*records)
    job.records += records


def _came(
    judged: Judged, recipients: Sequence[Recipient], outcomes: Sequence[Outcome]
) -> tuple[Sequence[Recipient], Sequence[Outcome]]:
    """Return what each recipient got: one mail, or none, or one at each try that an SMTP server took for it."""
    if not judged.came:
        return recipients, outcomes
    pairs: list[tuple[Recipient, Outcome]] = []
    for recipient, outcome in zip(recipients, outcomes, strict=True):
        pairs += [(recipient, one) for one in [Outcome(attempts=(at,)) for at in outcome.arrivals] or [outcome]]
    return [recipient for recipient, _ in pairs], [outcome for _, outcome in pairs]
