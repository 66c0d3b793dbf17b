"""Which function writes the requests of which provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...outbox.content import Email, Push, Sms
from .email import mailgun, resend, sendgrid
from .push import apns, appwrite, fcm
from .ses import ses
from .sms import msg91, telesign, textmagic, twilio, vonage
from .smtp import smtp
from .wire import Sending, WireRequest

EMAIL: Mapping[str, Callable[[Sending, Email], list[WireRequest]]] = {
    "mailgun": mailgun,
    "sendgrid": sendgrid,
    "resend": resend,
    "ses": ses,
    "smtp": smtp,
}
SMS: Mapping[str, Callable[[Sending, Sms], list[WireRequest]]] = {
    "twilio": twilio,
    "telesign": telesign,
    "textmagic": textmagic,
    "msg91": msg91,
    "vonage": vonage,
}
PUSH: Mapping[str, Callable[[Sending, Push], list[WireRequest]]] = {
    "fcm": fcm,
    "apns": apns,
    "appwrite": appwrite,
}


def build(sending: Sending, content: Email | Sms | Push) -> list[WireRequest]:
    """Write the requests. A provider of another channel than the content sends nothing: its adapter cannot read it."""
    kind = sending.provider.kind
    match content:
        case Email() if kind in EMAIL:
            return EMAIL[kind](sending, content)
        case Sms() if kind in SMS:
            return SMS[kind](sending, content)
        case Push() if kind in PUSH:
            return PUSH[kind](sending, content)
    return []
