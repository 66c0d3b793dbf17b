"""Mails over SMTP that can fail: the tries of one batch, who is refused, and to whom the mail comes all the same."""

from __future__ import annotations

from collections.abc import Sequence

from ..outbox.content import Email
from ..state.run import Recipient
from .judging import Batch, Judged, Outcome, Try, all_delivered, attempt_times, order_for
from .outgoing.failures import is_retryable
from .outgoing.hosts import hosts_of, signs_in
from .outgoing.receivers import key_of, smtp_receivers
from .transactions import Handshake, MailOutcome, transaction

_EMPTY = "SMTP Error: the body of the mail is empty."
_NO_HOST = (
    "SMTP Error: could not connect to the SMTP host: its name is none (letters, digits, hyphens and dots are expected)."
)


def judge_mail(batch: Batch) -> Judged:
    """Say what becomes of a batch over SMTP, where one mail goes to all and is judged as one.

    When it is tried again, the copies are among those who failed, so they come into the batch as well (captured).
    """
    content, project = batch.content, batch.project
    assert isinstance(content, Email)
    names = [recipient.identifier for recipient in batch.recipients]
    counted = [*content.cc, *content.bcc] if project.rules.smtp_counts_copies else []
    hopeless = _hopeless(batch, content)
    if batch.is_undisturbed and hopeless is None:
        now = Try(project.clock.ms, tuple(names))
        return Judged(
            all_delivered(len(names)), len(names) + len(counted), [now], copies=all_delivered(len(batch.copies))
        )
    return Mailer(batch, names, counted, hopeless).judge()


def _hopeless(batch: Batch, content: Email) -> str | None:
    """Return why the mailer makes no connection at all; None when it makes one."""
    # To PHP the text "0" is empty, and the mailer refuses an empty mail. One without any text comes from a seed only.
    if content.content == "0":
        return _EMPTY
    return None if hosts_of(str(batch.provider.credentials.get("host") or "")) else _NO_HOST


class Mailer:
    """Sends one batch until it is taken, or there is no use in trying again."""

    def __init__(self, batch: Batch, names: Sequence[str], counted: Sequence[str], hopeless: str | None) -> None:
        assert isinstance(batch.content, Email)
        self._batch = batch
        self._content = batch.content
        self._names = names
        self._counted = counted
        self._hopeless = hopeless
        self._by_name = {key_of(one.identifier): one for one in batch.everybody()}
        self._arrivals: dict[str, list[int]] = {}

    def judge(self) -> Judged:
        """Play the tries and say what came of them."""
        scripts = self._batch.scripts()
        pending = list(self._names)
        tries: list[Try] = []
        mail, results = MailOutcome(), list(pending)
        for at in attempt_times(self._batch.project):
            _, everybody = smtp_receivers(self._content._replace(to=tuple(pending)), self._batch.project.rules)
            tries.append(Try(at, tuple(pending), () if self._hopeless else None))
            if self._hopeless is not None:
                mail = MailOutcome(self._hopeless, taken=False)
            elif scripts:
                mail = transaction(scripts, everybody, self._handshake(), at)
            else:
                mail = self._ordered(everybody, at)
            for name in everybody:
                if mail.reaches(name):
                    self._arrivals.setdefault(name.lower(), []).append(at)
            results = self._results(pending)
            if mail.error is None or not is_retryable(mail.error):
                break
            pending = list(dict.fromkeys(results))
        times = tuple(one.at for one in tries) if len(tries) > 1 else ()
        outcomes, copies = (
            [self._outcome(one, mail, times) for one in group] for group in (self._batch.recipients, self._batch.copies)
        )
        if mail.error is None:
            return Judged(outcomes, len(results), tries, copies=copies, came=True)
        judged = Judged(
            outcomes, 0, tries, [f"{name}: {mail.error}" for name in results], copies, failed=True, came=True
        )
        if self._arrivals:
            judged.note = (
                "The mail was taken for this address, but the server refused another recipient of the same mail "
                f"({', '.join(mail.refused)}), so Appwrite counts it as failed for everybody."
            )
        return judged

    def _handshake(self) -> Handshake:
        credentials, options = self._batch.provider.credentials, self._batch.provider.options
        # A host can name its own encryption. All are taken to answer alike, so the first one is asked.
        first = hosts_of(str(credentials.get("host") or ""))[0]
        encryption = first.encryption or str(options.get("encryption") or "").lower()
        return Handshake(
            signs_in=signs_in(*(str(credentials.get(name) or "") for name in ("username", "password"))),
            encrypts=encryption == "tls" or (encryption != "ssl" and bool(options.get("autoTLS", True))),
            insists=encryption == "tls",
        )

    def _results(self, pending: Sequence[str]) -> list[str]:
        """Return about whom the adapter reports: first those whom the mail names, the hidden ones last."""
        hidden = self._batch.project.rules.smtp_hides_recipients
        return [*self._counted, *pending] if hidden else [*pending, *self._counted]

    def _outcome(self, recipient: Recipient, mail: MailOutcome, times: tuple[int, ...]) -> Outcome:
        arrivals = tuple(self._arrivals.get(key_of(recipient.identifier), ()))
        if mail.error is None and len(arrivals) == 1:
            return Outcome(attempts=times)
        return Outcome(mail.error, attempts=times, fault=mail.fault, arrivals=arrivals)

    def _ordered(self, everybody: Sequence[str], now: int) -> MailOutcome:
        """Return what the rules order for one try: refused recipients, or a failure of the whole mail."""
        refused: dict[str, str] = {}
        first: str | None = None
        fault: str | None = None
        for name in everybody:
            order = order_for(self._batch, self._by_name[name.lower()], now)
            if order is None:
                continue
            if not order.alone:
                return MailOutcome(order.error, taken=False, fault=order.fault)
            refused[name.lower()] = order.error
            first, fault = first or order.error, fault or order.fault
        if first is None:
            return MailOutcome()
        return MailOutcome(first, refused, len(refused) < len(everybody), fault)
