"""What becomes of a batch: delivered, or failed as a fault, an answer or a limit says (contract: delivery.md, batching)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ..faults.rule import Handed, Rule
from ..outbox.content import Content
from ..outbox.mail import MESSAGING, Origin
from ..providers import KINDS
from ..records import Provider
from ..state.project import Project
from ..state.run import Recipient
from .outgoing.failures import FAILURES, Failure, is_retryable
from .outgoing.reading import EXPIRED_TOKEN, UNKNOWN_ERROR

# Recipients that fail without a rule: any address of this domain whose local part names a failure (`bounced`, or
# `bounced+ada`), and any number that begins so and ends with one of these digits. Not with `exact`.
SIMULATOR_DOMAIN = "@simulator.test"
SIMULATOR_PREFIX = "+1500555"
SIMULATOR_NUMBERS = {
    "0001": "invalid_recipient",
    "0004": "rejected",
    "0008": "throttled",
    "0401": "unauthorized",
    "0402": "quota",
    "0429": "throttled",
    "0500": "server_error",
    "0503": "provider_down",
    "0504": "timeout",
}
_FIRST_WAIT = 1000


class Outcome(NamedTuple):
    """What became of one recipient. An empty `error` is a failure about which the adapter says nothing.

    `attempts` are the times of the tries in milliseconds, where there was more than one; `fault` is the name of the rule
    (or the reserved recipient) that ordered the failure. `arrivals` are the times at which a mail came all the same: an SMTP
    server that refuses one recipient takes the mail for the others.
    """

    error: str | None = None
    expires_target: bool = False
    attempts: tuple[int, ...] = ()
    fault: str | None = None
    arrivals: tuple[int, ...] = ()


class HandoverOrder(NamedTuple):
    """A failure that was ordered for a recipient: by whom, and what the adapter reports.

    `throws`: it stops the adapter. `alone`: an SMTP server refuses this recipient, and takes the mail for the others.
    """

    fault: str
    error: str
    expires: bool = False
    whole_batch: bool = False
    throws: bool = False
    alone: bool = True


class Try(NamedTuple):
    """One call of the adapter: when, for whom, and the requests that were made where the answers decide that."""

    at: int
    to: tuple[str, ...]
    steps: tuple[str, ...] | None = None


@dataclass(slots=True)
class Batch:
    """What is handed to an adapter at once. `copies` are those in the same mail, where the adapter sends one for all."""

    project: Project
    channel: str
    provider: Provider
    content: Content
    recipients: Sequence[Recipient]
    copies: Sequence[Recipient] = ()
    # What it came from, which fault rules can name.
    origin: Origin = MESSAGING
    # What a limit of the provider says about every request of this content.
    limit: HandoverOrder | None = None
    # Why the adapter stops when all requests are made; None: it does not.
    stop: str | None = None

    def handed(self, recipient: Recipient) -> Handed:
        """Return a recipient as fault rules see it."""
        return Handed(
            self.channel, self.provider.id, self.provider.kind,
            recipient.identifier, recipient.user_id, recipient.topic_id, recipient.target_id, self.origin,
        )  # fmt: skip

    def everybody(self) -> Sequence[Recipient]:
        """Return the recipients and the copies in the same mail."""
        return [*self.recipients, *self.copies] if self.copies else self.recipients

    def scripts(self) -> list[Rule]:
        """Return the rules that say what the provider answers."""
        faults = self.project.faults
        return faults.scripts([self.handed(one) for one in self.everybody()]) if faults else []

    @property
    def is_undisturbed(self) -> bool:
        """True when nothing can fail here."""
        if self.project.faults or self.limit is not None or self.stop is not None:
            return False
        return self.project.exact or not any(is_reserved(one.identifier) for one in self.everybody())


@dataclass(slots=True)
class Judged:
    """What came of a batch: of each recipient and of each copy in the same mail, how many are counted, and the errors."""

    outcomes: Sequence[Outcome]
    delivered: int
    tries: list[Try]
    errors: list[str] = field(default_factory=list)
    copies: Sequence[Outcome] = ()
    # Somebody failed. An adapter that says nothing about anybody does not even count as a failure.
    failed: bool = False
    # Mails came to some although not every try succeeded.
    came: bool = False
    # The adapter gave up before it made a request.
    refused: bool = False
    # What there is to know about all deliveries of the batch.
    note: str = ""


DELIVERED = Outcome()


@lru_cache(maxsize=16)
def all_delivered(count: int) -> Sequence[Outcome]:
    """Return that so many recipients got theirs; kept with most batches, so those of a size share it."""
    return (DELIVERED,) * count


def judge(batch: Batch) -> Judged:
    """Say what becomes of each recipient of a batch, under an adapter that reports about each.

    Recipients that failed for a reason that may pass are tried again: after 1, 2, 4 and 8 seconds of project time, which
    the record shows and nobody waits for (the server's random 0–10 % on top are left out).
    """
    recipients, kind = batch.recipients, KINDS[batch.provider.kind]
    # The server reads the text "0" of a Vonage success as a failure.
    misread = kind.adapter.success_misread and batch.project.exact
    addressed = tuple([recipient.identifier for recipient in recipients])
    if batch.is_undisturbed and not misread:
        return Judged(all_delivered(len(recipients)), len(recipients), [Try(batch.project.clock.ms, addressed)])
    scripts = batch.scripts()
    outcomes = [Outcome(UNKNOWN_ERROR) if misread else DELIVERED] * len(recipients)
    pending = list(range(len(recipients)))
    tries: list[Try] = []
    for at in attempt_times(batch.project):
        tried = [recipients[index] for index in pending]
        to = tuple([recipient.identifier for recipient in tried])
        results, thrown, steps = _try(batch, tried, scripts, at, misread=misread)
        tries.append(Try(at, to, steps))
        times = tuple(one.at for one in tries) if len(tries) > 1 else ()
        for index, outcome in zip(pending, results, strict=True):
            outcomes[index] = outcome._replace(attempts=times)
        if thrown is not None:
            if is_retryable(thrown):
                continue
            return Judged(outcomes, _count(outcomes), tries, [thrown], failed=True)
        pending = [index for index in pending if is_retryable(outcomes[index].error or "")]
        if not pending:
            break
    else:
        if thrown is not None:
            return Judged(outcomes, _count(outcomes), tries, [thrown], failed=True)
    errors = [
        f"{recipient.identifier}: {outcome.error}"
        for recipient, outcome in zip(recipients, outcomes, strict=True)
        if outcome.error
    ]
    return Judged(outcomes, _count(outcomes), tries, errors, failed=bool(errors))


def refused(batch: Batch, reason: str, fault: str | None = None) -> Judged:
    """Return what comes of a batch that the adapter does not even begin to send."""
    names = tuple([recipient.identifier for recipient in batch.recipients])
    outcomes = [Outcome(reason, fault=fault)] * len(names)
    copies = [Outcome(reason, fault=fault)] * len(batch.copies)
    return Judged(outcomes, 0, [Try(batch.project.clock.ms, names, ())], [reason], copies, failed=True, refused=True)


def _count(outcomes: Sequence[Outcome]) -> int:
    return sum(outcome.error is None for outcome in outcomes)


def attempt_times(project: Project) -> list[int]:
    """Return when a batch is tried: now, and as often again as the release does."""
    times = [project.clock.ms]
    for attempt in range(1, project.rules.attempts):
        times.append(times[-1] + _FIRST_WAIT * 2 ** (attempt - 1))
    return times


def _try(
    batch: Batch, tried: Sequence[Recipient], scripts: Sequence[Rule], now: int, *, misread: bool
) -> tuple[list[Outcome], str | None, tuple[str, ...] | None]:
    """Return what came of one try: of each recipient, why the adapter stopped, and the requests that were made."""
    if batch.stop is not None:
        return [Outcome(batch.stop)] * len(tried), batch.stop, None
    if scripts and batch.limit is None:
        from .outgoing.exchanges import Line, exchange  # heavy: it puts the requests together

        line = Line(scripts, [batch.handed(one) for one in tried], now)
        content = batch.content._replace(to=tuple([one.identifier for one in tried]))
        results = exchange(batch.provider, content, batch.project.rules, line, now)
        found = [
            DELIVERED if error is None else Outcome(error, _expires(batch, error), fault=line.fault)
            for error in results.errors
        ]
        if misread and line.fault is None:
            found = [Outcome(UNKNOWN_ERROR)] * len(tried)
        return found, results.thrown, results.steps
    orders = _orders(batch, tried, now)
    first = orders[0]
    if first is not None and first.throws:
        return [Outcome(first.error, fault=first.fault)] * len(tried), first.error, None
    undisturbed = Outcome(UNKNOWN_ERROR) if misread else DELIVERED
    return [undisturbed if order is None else _outcome(order) for order in orders], None, None


def _expires(batch: Batch, error: str) -> bool:
    return error == EXPIRED_TOKEN and KINDS[batch.provider.kind].adapter.reports_dead_tokens


def _outcome(order: HandoverOrder) -> Outcome:
    return Outcome(order.error, order.expires, fault=order.fault)


def _orders(batch: Batch, tried: Sequence[Recipient], now: int) -> list[HandoverOrder | None]:
    """Ask the rules about each recipient of one attempt.

    Under an adapter with one verdict for the whole batch, and when the failure concerns the account or the service, the
    first order holds for all.
    """
    judged_as_one = KINDS[batch.provider.kind].adapter.whole_batch
    orders: list[HandoverOrder | None] = []
    for recipient in tried:
        order = order_for(batch, recipient, now)
        orders.append(order)
        if order is not None and (judged_as_one or order.whole_batch or order.throws):
            return [order] * len(tried)
    return orders


def order_for(batch: Batch, recipient: Recipient, now: int) -> HandoverOrder | None:
    """Return the failure that is ordered for a recipient: by a limit of the provider, a rule, or its own reserved name."""
    if batch.limit is not None:
        return batch.limit
    project, to, kind = batch.project, recipient.identifier, batch.provider.kind
    rule = project.faults.on_delivery(batch.handed(recipient), now) if project.faults else None
    if rule is not None:
        failure = FAILURES[rule.failure] if rule.failure is not None else None
        return _ordered(rule.name, failure, kind, rule.error)
    if not project.exact and is_reserved(to):
        named = FAILURES.get(_reserved_failure(to))
        if named is not None and kind in named.errors:
            return _ordered(f"reserved recipient {to}", named, kind)
    return None


def _ordered(fault: str, failure: Failure | None, kind: str, text: str | None = None) -> HandoverOrder:
    if failure is None:
        return HandoverOrder(fault, text or UNKNOWN_ERROR)
    return HandoverOrder(
        fault,
        text or failure.error(kind),
        failure.expires_target(kind),
        failure.whole_batch,
        kind in failure.throws,
        failure.refuses_recipient,
    )


def is_reserved(to: str) -> bool:
    """Tell whether an address or a number asks for a failure by itself."""
    return to.startswith(SIMULATOR_PREFIX) or to.lower().endswith(SIMULATOR_DOMAIN)


def _reserved_failure(to: str) -> str:
    """Return the name of the failure that a reserved recipient asks for; another text when it asks for none."""
    if to.startswith("+"):
        return SIMULATOR_NUMBERS.get(to.removeprefix(SIMULATOR_PREFIX), "")
    return to.lower().removesuffix(SIMULATOR_DOMAIN).partition("+")[0]
