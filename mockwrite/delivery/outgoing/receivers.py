"""Who gets a mail, and whom its headers name. Delivery asks this at each start, so it loads nothing of what writes mails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...outbox.content import Email
from ...releases import Rules


class Receivers(NamedTuple):
    """Whom the headers of a mail name. `bcc` is empty over SMTP, where no such header is written."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


def distinct(*groups: Iterable[str]) -> list[tuple[str, ...]]:
    """Return groups of addresses without those that came before, in any letter case: so the mailer takes them in."""
    seen: set[str] = set()
    found: list[tuple[str, ...]] = []
    for group in groups:
        kept: list[str] = []
        for mail in group:
            if mail.lower() not in seen:
                seen.add(mail.lower())
                kept.append(mail)
        found.append(tuple(kept))
    return found


def smtp_receivers(email: Email, rules: Rules) -> tuple[Receivers, tuple[str, ...]]:
    """Return whom the headers name, and everybody in the order in which the server is told of them, each once."""
    named = () if rules.smtp_hides_recipients else email.to
    to, cc, bcc = distinct(named, email.cc, (*email.bcc, *email.to))
    return Receivers(to, cc), (*to, *cc, *bcc)
