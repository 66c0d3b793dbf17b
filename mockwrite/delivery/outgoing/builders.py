"""The requests of a batch, written by the provider's own function: each file of providers ends with its table of them."""

from __future__ import annotations

from ...outbox.content import Email, Push, Sms
from . import email, push, ses, sms, smtp
from .wire import Sending, WireRequest

_EMAIL = {**email.BUILDERS, **ses.BUILDERS, **smtp.BUILDERS}


def build(sending: Sending, content: Email | Sms | Push) -> list[WireRequest]:
    """Write the requests. A provider of another channel than the content sends nothing: its adapter cannot read it."""
    kind = sending.provider.kind
    match content:
        case Email() if kind in _EMAIL:
            return _EMAIL[kind](sending, content)
        case Sms() if kind in sms.BUILDERS:
            return sms.BUILDERS[kind](sending, content)
        case Push() if kind in push.BUILDERS:
            return push.BUILDERS[kind](sending, content)
    return []
