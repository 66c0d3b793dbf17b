"""Sending one message: from the queue to deliveries in the outbox and the final state (contract: delivery.md, job flow)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ..outbox.content import Content, Email, masked_texts
from ..outbox.delivery import Handover
from ..providers import KINDS
from ..records import Message, Provider
from ..releases import Rules
from ..state.project import Project
from ..state.run import Dropped, Recipient, Run
from .building import CannotBuild, CannotHandOver, build, check_adapter
from .handed_over import Delivered, HandedOver
from .judging import Batch, HandoverOrder, Judged, Outcome, Try, judge, refused
from .mails import judge_mail
from .outgoing.failures import FAILURES
from .outgoing.limits import Broken, broken_limit
from .outgoing.push import fits_url
from .outgoing.reading import UNKNOWN_ERROR
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
    batches: list[Delivered] = field(default_factory=list)
    content: dict[str, Content] = field(default_factory=dict)
    limits: dict[str, Broken | None] = field(default_factory=dict)
    copies: list[Recipient] = field(default_factory=list)

    def complain(self, text: str) -> None:
        """Note an error, up to the most that the release keeps (0: all)."""
        self.failed = True
        cap = self.project.rules.errors_cap
        if not cap or len(self.errors) < cap:
            self.errors.append(text)


def send(project: Project, message_id: str) -> list[Delivered]:
    """Send one message; a missing, sent or failed one ends the job without a trace."""
    message = project.messages.get(message_id)
    if message is None and message_id in project.mails:
        from .account_mails import send_mail  # only where an account sends something

        return send_mail(project, project.mails.pop(message_id))
    if message is None or message.is_over:
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
    return job.batches


def _end_without_provider(job: _Job) -> list[Delivered]:
    type = job.message.provider_type
    job.run.providers = tuple(job.project.providers.where("type", type))
    return _end_early(job, f"There is no enabled {type} provider.")


def _end_early(job: _Job, reason: str) -> list[Delivered]:
    """End in failure without a time of delivery: nothing was handed over."""
    job.errors = [reason]
    _finish(job, "failed", None)
    return []


def _finish(job: _Job, status: str, delivered_at: int | None) -> None:
    project = job.project
    if job.batches:
        job.run.first, job.run.last = job.batches[0].first, job.batches[-1].last
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
    dropped: list[Dropped] = []
    fallbacks: dict[str, Provider | str] = {}
    found = pages(project, job.message)
    if project.rules.resolves_before_sending:
        # Up to 1.9.0 everybody is found before anything is sent, so duplicates and batches are those of the whole message.
        found = iter([everybody] if (everybody := [*chain.from_iterable(found)]) else [])
    for page in found:
        reached = True
        if default is None:
            continue
        # Since 1.9.5 only within one page of one source: who is reached twice gets it twice (delivery.md). Not a slip.
        seen: dict[tuple[str, str], Recipient] = {}
        groups = by_provider(project, page, default, seen, dropped, fallbacks)
        if dropped or fallbacks:
            job.run.dropped, job.run.fallbacks = dropped, fallbacks
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
    times = tuple([one.at for one in tries])
    handover = Handover(
        times[0], len(recipients), _Wire(provider, content, tries, rules), times, judged.note, _named(batch)
    )
    job.delivered += judged.delivered
    for error in judged.errors:
        job.complain(error)
    job.failed = job.failed or judged.failed
    job.last = max(job.last, times[-1])
    handed = HandedOver(
        project.id, job.message.id, batch.channel, provider.id, provider.kind, content, handover, project.clock.ms
    )
    _record(job, handed, "to", *_came(judged, recipients, judged.outcomes))
    if judged.failed and adapter.reports_dead_tokens:
        for recipient, outcome in zip(recipients, judged.outcomes, strict=True):
            if outcome.expires_target:
                _expire(project, recipient)
    if together:
        for copy, outcome in zip(together, judged.copies, strict=True):
            _record(job, handed, copy.source, *_came(judged, [copy], [outcome]))
    elif job.copies and not judged.refused:
        _record_copies(job, batch, judged.outcomes, handed)


def _broken_limit(job: _Job, provider: Provider, content: Content) -> Broken | None:
    # All batches of a provider have the same content.
    if provider.id not in job.limits:
        job.limits[provider.id] = broken_limit(provider.kind, content)
    return job.limits[provider.id]


def _expire(project: Project, recipient: Recipient) -> None:
    target = project.targets.first("identifier", recipient.identifier)
    if target is not None:
        project.targets.change(target, project.clock.ms, expired=True)


@dataclass(slots=True, eq=False)
class _Wire:
    """What left the server with a batch; called as `Handover.wire` is. One is kept for each, and takes a third of a `partial`."""

    provider: Provider
    content: Content
    tries: Sequence[Try]
    rules: Rules

    def __call__(self, *, masked: bool = True, links: bool = True) -> list[Any]:
        from .outgoing import wire_requests  # only when somebody looks

        content = _well_formed(self.content if links else self.content._replace(**masked_texts(self.content)))
        return [
            request
            for one in self.tries
            if one.steps != ()
            for request in wire_requests(
                self.provider, content._replace(to=one.to), self.rules, now=one.at, masked=masked, steps=one.steps or ()
            )
        ]


def _well_formed(content: Content) -> Content:
    """Put a question mark for each lone surrogate, which only Python and a seed can bring in: it cannot be encoded."""
    texts = {name: value for name, value in content._asdict().items() if isinstance(value, str)}
    encodable: dict[str, Any] = {
        name: value.encode("utf-8", "replace").decode() for name, value in texts.items() if not _can_be_sent(value)
    }
    return content._replace(**encodable)


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


def _record_copies(job: _Job, batch: Batch, outcomes: Sequence[Outcome], handed: HandedOver) -> None:
    """Record the cc and bcc of a batch: with each recipient's mail or once, as the adapter sends them (delivery.md)."""
    adapter = KINDS[batch.provider.kind].adapter
    sent = sum(outcome.error is None for outcome in outcomes)
    # The adapters of old releases wrote one mail for all recipients of a batch, so a copy came once, and names all.
    with_each = adapter.copies_each and not job.project.rules.old_adapters
    mails = sent if with_each else min(sent, 1)
    got = [recipient for recipient, outcome in zip(batch.recipients, outcomes, strict=True) if outcome.error is None]
    for recipient in got[:mails]:
        # A copy of a mail to one recipient names this one.
        if with_each and isinstance(batch.content, Email):
            handed = handed._replace(content=batch.content._replace(named=(recipient.identifier,)))
        for copy in job.copies:
            _record(job, handed, copy.source, [copy], [Outcome()])


def _record(
    job: _Job, handed: HandedOver, role: str, recipients: Sequence[Recipient], outcomes: Sequence[Outcome]
) -> None:
    """Put what became of some recipients of a batch into the outbox."""
    outbox = job.project.outbox
    delivered = Delivered(handed, role, recipients, outcomes, outbox.next_number(len(recipients)))
    outbox.add_batch(delivered)
    job.batches.append(delivered)


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
