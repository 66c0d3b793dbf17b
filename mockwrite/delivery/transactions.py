"""One SMTP transaction: who is refused, who gets the mail all the same, and what the mailer reports (delivery.md, SMTP).

A refused recipient does not stop the mail: the server takes it for the others. Yet the mailer reports a failure for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..faults.rule import Rule

CONNECT_ERRORS = {
    "refuse": "SMTP Error: could not connect to the SMTP host. Connection refused",
    "unreachable": "SMTP Error: could not connect to the SMTP host. Connection timed out",
    # Once connected, the mailer only says that it did not work.
    "hang": "SMTP Error: could not connect to the SMTP host.",
    "certificate": "SMTP Error: could not connect to the SMTP host.",
}
_REPLY = re.compile(r"(?P<code>[0-9]{3})(?: (?P<extended>[0-9]\.[0-9]+\.[0-9]+))? ?(?P<detail>.*)")
# What comes in place of a reply; the mailer then has nothing to report but the step.
_SILENCE = ("close", "hang")


_CONSENT = "250 OK"


class Reply(NamedTuple):
    """A reply of an SMTP server that is no consent: its code, the extended one, and its words."""

    code: str = ""
    extended: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.detail, self.code, self.extended) if part)


def _refusal(text: str) -> Reply | None:
    """Read a reply; None when it is a consent."""
    if text in _SILENCE:
        return Reply()
    found = _REPLY.fullmatch(text)
    if found is None or found["code"] < "400":
        return None
    return Reply(found["code"], found["extended"] or "", found["detail"])


class Mail(NamedTuple):
    """What became of one mail: why it failed (None: it did not), who was refused with what, and was it taken at all."""

    error: str | None = None
    refused: Mapping[str, str] = {}
    taken: bool = True
    fault: str | None = None

    def reaches(self, address: str) -> bool:
        """Tell whether an address gets the mail."""
        return self.taken and address.lower() not in self.refused


def refusals(refused: Mapping[str, str], everybody: Iterable[str], fault: str | None) -> Mail:
    """Return what becomes of a mail when some of its recipients are refused, by address in lower case."""
    listed = " ".join(f"{address}: {detail}" for address, detail in refused.items())
    others = any(address.lower() not in refused for address in everybody)
    return Mail(f"SMTP Error: these recipients were refused: {listed}", refused, others, fault)


def transaction(rules: Sequence[Rule], recipients: Sequence[str], now: int) -> Mail:
    """Play one try of a mail against an SMTP server that answers as fault rules say."""
    for rule in rules:
        if rule.replies is not None and rule.strikes(now):
            return _play(rule, rule.replies, recipients)
    return Mail()


def _play(rule: Rule, script: Mapping[str, Any], recipients: Sequence[str]) -> Mail:
    def reply(step: str) -> Reply | None:
        return _refusal(rule.next_of(step, script.get(step, _CONSENT)))

    if "connect" in script:
        return Mail(CONNECT_ERRORS[script["connect"]], taken=False, fault=rule.name)
    if reply("auth") is not None:
        return Mail("SMTP Error: could not authenticate.", taken=False, fault=rule.name)
    if (no := reply("mail")) is not None:
        return Mail(f"SMTP Error: the sender was not taken: {no}", taken=False, fault=rule.name)
    refused: dict[str, str] = {}
    by_address = {address.lower(): replies for address, replies in script.get("rcpt", {}).items()}
    every = reply("rcpt_all")
    for recipient in recipients:
        address = recipient.lower()
        no = _refusal(rule.next_of(f"rcpt {address}", by_address.get(address, _CONSENT))) or every
        if no is not None:
            # Of the reply only its words are reported, not its number.
            refused[address] = no.detail
    if len(refused) == len(recipients):
        return refusals(refused, recipients, rule.name)
    if (no := reply("data")) is not None:
        return Mail(f"SMTP Error: data not accepted: {no}", taken=False, fault=rule.name)
    return refusals(refused, recipients, rule.name) if refused else Mail()
