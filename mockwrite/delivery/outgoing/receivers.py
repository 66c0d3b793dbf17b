"""Who gets a mail, and whom its headers name. Delivery asks this at each start, so it loads nothing of what writes mails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...outbox.content import Email
from ...php.texts import trim
from ...releases import Rules
from ...validators.texts import is_email


class Receivers(NamedTuple):
    """Whom the headers of a mail name. `bcc` is empty over SMTP, where no such header is written."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


def known(mail: str) -> str:
    """Return an address without white space around it; nothing where the mailer takes it for none."""
    bare = trim(mail)
    return bare if is_email(bare) else ""


def key_of(mail: str) -> str:
    """Return by what the mailer knows an address: without white space around it, in any letter case."""
    return mail.strip().lower()


def distinct(*groups: Iterable[str]) -> list[tuple[str, ...]]:
    """Return groups of addresses without those that came before: so the mailer takes them in."""
    seen: set[str] = set()
    found: list[tuple[str, ...]] = []
    for group in groups:
        kept: list[str] = []
        for mail in group:
            if (key := key_of(mail)) not in seen:
                seen.add(key)
                kept.append(mail.strip())
        found.append(tuple(kept))
    return found


def smtp_receivers(email: Email, rules: Rules) -> tuple[Receivers, tuple[str, ...]]:
    """Return whom the headers name, and everybody in the order in which the server is told of them, each once."""
    named = () if rules.smtp_hides_recipients else email.to
    to, cc, bcc = distinct(named, email.cc, (*email.bcc, *email.to))
    return Receivers(to, cc), (*to, *cc, *bcc)
