"""SMS: Twilio, Telesign, TextMagic, Msg91 and Vonage (contract: delivery.md, appendix)."""

from __future__ import annotations

from ...outbox.content import Sms
from .wire import TYPE_FIRST, Builders, Sending, WireRequest, form_request, json_request


def twilio(sending: Sending, sms: Sms) -> list[WireRequest]:
    """One form for each number."""
    url = f"https://api.twilio.com/2010-04-01/Accounts/{sending.secret('accountSid')}/Messages.json"
    headers = {**TYPE_FIRST, **sending.basic(sending.credential("accountSid"), sending.credential("authToken"))}
    return [
        form_request("Twilio", url, headers, {"Body": sms.content, "From": sms.from_, "To": number}, (number,))
        for number in sms.to
    ]


def telesign(sending: Sending, sms: Sms) -> list[WireRequest]:
    """One form for the batch. The sender is demanded by the provider's options but never transmitted."""
    recipients = ",".join(f"{number}:{_unique(sending.now, index)}" for index, number in enumerate(sms.to))
    return [
        form_request(
            "Telesign",
            "https://rest-ww.telesign.com/v1/verify/bulk_sms",
            {**TYPE_FIRST, **sending.basic(sending.credential("customerId"), sending.credential("apiKey"))},
            {"template": sms.content, "recipients": recipients},
            sms.to,
        )
    ]


def _unique(now: int, index: int) -> str:
    """Write an id of PHP's shape (seconds and microseconds in hexadecimal) that repeats with the clock."""
    return f"{now // 1000:08x}{now % 1000 * 1000 + index:05x}"


def textmagic(sending: Sending, sms: Sms) -> list[WireRequest]:
    """One form for the batch, numbers without their plus."""
    return [
        form_request(
            "Textmagic",
            "https://rest.textmagic.com/api/v2/messages",
            {**TYPE_FIRST, "X-TM-Username": sending.credential("username"), "X-TM-Key": sending.secret("apiKey")},
            {
                "text": sms.content,
                # Without a sender it is sent empty.
                "from": _without_plus(sms.from_ or ""),
                "phones": ",".join(_without_plus(number) for number in sms.to),
            },
            sms.to,
        )
    ]


def msg91(sending: Sending, sms: Sms) -> list[WireRequest]:
    """One JSON body for the batch. What the person reads is Msg91's template: the content fills its variables."""
    body = {
        "sender": sending.credential("senderId"),
        # Creating a provider does not ask for it, so it can be empty.
        "template_id": sending.credential("templateId"),
        # The content goes twice: templates for one-time passwords call their variable `otp`.
        "recipients": [
            {"mobiles": _without_plus(number), "content": sms.content, "otp": sms.content} for number in sms.to
        ],
    }
    headers = {**TYPE_FIRST, "Authkey": sending.secret("authKey")}
    return [json_request("Msg91", "https://api.msg91.com/api/v5/flow/", headers, body, sms.to)]


def vonage(sending: Sending, sms: Sms) -> list[WireRequest]:
    """One form for each number, the credentials inside."""
    return [
        form_request(
            "Vonage",
            "https://rest.nexmo.com/sms/json",
            {},
            {
                "text": sms.content,
                "from": sms.from_,
                "to": _without_plus(number),
                "api_key": sending.secret("apiKey"),
                "api_secret": sending.secret("apiSecret"),
            },
            (number,),
        )
        for number in sms.to
    ]


def _without_plus(number: str) -> str:
    return number.lstrip("+")


# Which function writes the requests of which provider.
BUILDERS: Builders[Sms] = {
    "twilio": twilio,
    "telesign": telesign,
    "textmagic": textmagic,
    "msg91": msg91,
    "vonage": vonage,
}
