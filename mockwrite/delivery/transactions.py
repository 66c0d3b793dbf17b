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
_UNCONNECTED = CONNECT_ERRORS["hang"]
# The first line says the code; an extended one has a figure, a figure and at most two, or it is a part of the words.
_REPLY = re.compile(r"(?P<code>[0-9]{3})[ -]?(?:(?P<extended>[0-9]\.[0-9]\.[0-9]{1,2}) )?(?P<detail>.*)", re.DOTALL)
# What comes in place of a reply; the mailer then has nothing to report but the step.
_SILENCE = ("close", "hang")
# With which codes a server goes along; to a login with any below 400.
_CONSENTS: Mapping[str, tuple[str, ...]] = {
    "greeting": ("220",),
    "ehlo": ("250",),
    "starttls": ("220",),
    "mail": ("250",),
    "rcpt": ("250", "251"),
    "data": ("250", "354"),
}


class Reply(NamedTuple):
    """A reply of an SMTP server that is no consent: its code, the extended one, and its words. Silence has none of these."""

    code: str = ""
    extended: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.detail, self.code, self.extended) if part)


_GONE = Reply()


def _refusal(step: str, text: str) -> Reply | None:
    """Read a reply, of one line or several; None when it is a consent."""
    if text in _SILENCE:
        return _GONE
    found = _REPLY.fullmatch(text)
    if found is None:
        return None
    code, extended, detail = found["code"], found["extended"] or "", found["detail"]
    if code in _CONSENTS.get(step, ()) or (step not in _CONSENTS and code < "400"):
        return None
    # The codes go wherever they stand, not only where a line begins.
    return Reply(code, extended, re.sub(rf"{code}[ -]" + (f"{re.escape(extended)} " if extended else ""), "", detail))


class Handshake(NamedTuple):
    """What the mailer does before the mail: does it sign in, does it encrypt where the server offers that, and even where the
    server has offered nothing, since the provider says so."""

    signs_in: bool = True
    encrypts: bool = True
    insists: bool = False

    def comes_to(self, step: str) -> bool:
        """Tell whether the mailer ever comes to a step: a login needs a user and a password, STARTTLS encryption."""
        return {"auth": self.signs_in, "starttls": self.encrypts}.get(step, True)


class MailOutcome(NamedTuple):
    """What became of one mail: why it failed (None: it did not), who was refused with what, and was it taken at all."""

    error: str | None = None
    refused: Mapping[str, str] = {}
    taken: bool = True
    fault: str | None = None

    def reaches(self, address: str) -> bool:
        """Tell whether an address gets the mail."""
        return self.taken and address.lower() not in self.refused


def refusals(refused: Mapping[str, str], everybody: Iterable[str], fault: str | None) -> MailOutcome:
    """Return what becomes of a mail when some of its recipients are refused, by address in lower case."""
    listed = " ".join(f"{address}: {detail}" for address, detail in refused.items())
    others = any(address.lower() not in refused for address in everybody)
    return MailOutcome(f"SMTP Error: these recipients were refused: {listed}", refused, others, fault)


def transaction(rules: Sequence[Rule], recipients: Sequence[str], handshake: Handshake, now: int) -> MailOutcome:
    """Play one try of a mail against an SMTP server that answers as fault rules say."""
    for rule in rules:
        # A rule about steps that do not come up is about something else, so it does not count.
        if rule.replies is not None and any(map(handshake.comes_to, rule.replies)) and rule.strikes(now):
            return _Play(rule, rule.replies).mail(recipients, handshake)
    return MailOutcome()


class _Play:
    """One mail against the replies of one rule."""

    def __init__(self, rule: Rule, script: Mapping[str, Any]) -> None:
        self._rule = rule
        self._script = script
        self._by_address: Mapping[str, Any] = {
            address.lower(): replies for address, replies in script.get("rcpt", {}).items()
        }

    def mail(self, recipients: Sequence[str], handshake: Handshake) -> MailOutcome:
        """Go step by step until one is refused."""
        if (error := self._opening(handshake)) is not None:
            return MailOutcome(error, taken=False, fault=self._rule.name)
        refused: dict[str, str] = {}
        every = self._reply("rcpt_all", "rcpt")
        for place, recipient in enumerate(recipients):
            no = self._to(recipient.lower(), every)
            if no == _GONE:
                # The connection is gone, so nobody after this one is taken either, and there is no mail.
                return self._cut_off(refused, recipients, place)
            if no is not None:
                # Of the reply only its words are reported, not its number.
                refused[recipient.lower()] = no.detail
        if len(refused) == len(recipients):
            return refusals(refused, recipients, self._rule.name)
        if (no := self._reply("data")) is not None:
            return MailOutcome(f"SMTP Error: data not accepted: {no}", taken=False, fault=self._rule.name)
        return refusals(refused, recipients, self._rule.name) if refused else MailOutcome()

    def _opening(self, handshake: Handshake) -> str | None:
        """Return why it comes to no recipients; None when it does."""
        if "connect" in self._script:
            return CONNECT_ERRORS[self._script["connect"]]
        # The mailer hangs up on a greeting that is none, and does not say what it was.
        if self._reply("greeting") is not None:
            return _UNCONNECTED
        # It goes on without the hello (neither EHLO nor HELO), but then it cannot sign in.
        hello = self._reply("ehlo")
        if hello == _GONE:
            return "SMTP Error: the sender was not taken: there is no connection any more"
        offered = hello is None or handshake.insists
        if handshake.comes_to("starttls") and offered and self._reply("starttls") is not None:
            return _UNCONNECTED
        if handshake.comes_to("auth") and (hello is not None or self._reply("auth") is not None):
            return "SMTP Error: could not authenticate."
        no = self._reply("mail")
        return None if no is None else f"SMTP Error: the sender was not taken: {no}"

    def _to(self, address: str, every: Reply | None) -> Reply | None:
        own = self._by_address.get(address)
        return every if own is None else _refusal("rcpt", self._rule.next_of(f"rcpt {address}", own))

    def _cut_off(self, refused: Mapping[str, str], recipients: Sequence[str], place: int) -> MailOutcome:
        if len(refused) < place:
            return MailOutcome("SMTP Error: data not accepted: not connected", taken=False, fault=self._rule.name)
        rest = {recipient.lower(): "" for recipient in recipients[place:]}
        return refusals({**refused, **rest}, recipients, self._rule.name)

    def _reply(self, step: str, kind: str | None = None) -> Reply | None:
        if step not in self._script:
            return None
        return _refusal(kind or step, self._rule.next_of(step, self._script[step]))
