"""What becomes of a batch: delivered, or failed as a fault says (contract: delivery.md, batching, retries, errors)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..faults.rule import Handed
from ..providers import KINDS
from ..records import Provider
from ..state.project import Project
from ..state.run import Recipient
from .building import CannotHandOver
from .outgoing.failures import FAILURES, UNKNOWN_ERROR, Failure, is_retryable

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
    (or the reserved recipient) that ordered the failure.
    """

    error: str | None = None
    expires_target: bool = False
    attempts: tuple[int, ...] = ()
    fault: str | None = None


class Order(NamedTuple):
    """A failure that was ordered for a recipient: by whom, and what the adapter reports."""

    fault: str
    error: str
    failure: Failure | None = None


_DELIVERED = Outcome()


def judge(
    project: Project, channel: str, provider: Provider, batch: Sequence[Recipient], also: Sequence[Recipient] = ()
) -> list[Outcome]:
    """Say what becomes of each recipient of a batch. `also` are copies in the same mail, whose failure fails it.

    Recipients that failed for a reason that may pass are tried again: after 1, 2, 4 and 8 seconds of project time, which
    the record shows and nobody waits for (the server's random 0–10 % on top are left out). Raises CannotHandOver when the
    adapter was ordered to stop.
    """
    kind = KINDS[provider.kind]
    if kind.type != channel:
        # A target may name a provider of another type, which then gets addresses that are none to it.
        return [Outcome(FAILURES["invalid_recipient"].error(provider.kind))] * len(batch)
    # The server reads the text "0" of a Vonage success as a failure.
    undisturbed = Outcome(UNKNOWN_ERROR) if kind.adapter.success_misread and project.exact else _DELIVERED
    outcomes = [undisturbed] * len(batch)
    handed = (*batch, *also) if also else batch
    if not project.faults and (project.exact or not any(_is_reserved(recipient.identifier) for recipient in handed)):
        return outcomes
    pending = list(range(len(batch)))
    tries: list[int] = []
    for attempt in range(project.rules.attempts):
        tries.append(project.clock.ms if not tries else tries[-1] + _FIRST_WAIT * 2 ** (attempt - 1))
        tried = [batch[index] for index in pending]
        orders = _orders(project, channel, provider, tried, tries[-1])
        if orders[0] is None and also:
            orders[:] = [_orders(project, channel, provider, also, tries[-1])[0]] * len(orders)
        for index, order in zip(pending, orders, strict=True):
            times = tuple(tries) if attempt else ()
            outcomes[index] = (
                undisturbed._replace(attempts=times) if order is None else _outcome(order, provider.kind, times)
            )
        pending = [index for index in pending if is_retryable(outcomes[index].error or "")]
        if not pending:
            break
    return outcomes


def _outcome(order: Order, kind: str, tries: tuple[int, ...]) -> Outcome:
    expires = order.failure is not None and order.failure.expires_target(kind)
    return Outcome(order.error, expires, tries, order.fault)


def _orders(
    project: Project, channel: str, provider: Provider, batch: Sequence[Recipient], now: int
) -> list[Order | None]:
    """Ask the rules about each recipient of one attempt.

    Under an adapter with one verdict for the whole batch, and when the failure concerns the account or the service, the
    first order holds for all.
    """
    judged_as_one = KINDS[provider.kind].adapter.whole_batch
    orders: list[Order | None] = []
    for recipient in batch:
        order = _order(project, channel, provider, recipient, now)
        orders.append(order)
        if order is None:
            continue
        if order.failure is not None and order.failure.throws:
            raise CannotHandOver(order.error, fault=order.fault)
        if judged_as_one or (order.failure is not None and order.failure.whole_batch):
            return [order] * len(batch)
    return orders


def _order(project: Project, channel: str, provider: Provider, recipient: Recipient, now: int) -> Order | None:
    to, kind = recipient.identifier, provider.kind
    handed = Handed(channel, provider.id, kind, to, recipient.user_id, recipient.topic_id, recipient.target_id)
    rule = project.faults.on_delivery(handed, now) if project.faults else None
    if rule is not None:
        failure = FAILURES[rule.failure] if rule.failure is not None else None
        return Order(rule.name, rule.error or (failure.error(kind) if failure else UNKNOWN_ERROR), failure)
    if _is_reserved(to) and not project.exact:
        named = FAILURES.get(_reserved_failure(to))
        if named is not None and kind in named.errors:
            return Order(f"reserved recipient {to}", named.error(kind), named)
    return None


def _is_reserved(to: str) -> bool:
    return to.startswith(SIMULATOR_PREFIX) or to.lower().endswith(SIMULATOR_DOMAIN)


def _reserved_failure(to: str) -> str:
    """Return the name of the failure that a reserved recipient asks for; another text when it asks for none."""
    if to.startswith("+"):
        return SIMULATOR_NUMBERS.get(to.removeprefix(SIMULATOR_PREFIX), "")
    return to.lower().removesuffix(SIMULATOR_DOMAIN).partition("+")[0]
