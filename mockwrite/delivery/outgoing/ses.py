"""E-mail through Amazon SES, API version 2 (contract: delivery.md, appendix)."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

from ...moments import to_datetime
from ...outbox.content import Email
from .mime import mailbox, mime_text
from .wire import MASK, Sending, WireRequest, each_once, json_request

_SIGNED = "content-type;host;x-amz-date"


def ses(sending: Sending, email: Email) -> list[WireRequest]:
    """One bulk request for the batch and the template it names, or one raw mail for each recipient with files."""
    return _raw(sending, email) if email.attachments else _bulk(sending, email)


def _bulk(sending: Sending, email: Email) -> list[WireRequest]:
    name = template_name(email)
    copies = {"CcAddresses": list(email.cc), "BccAddresses": list(email.bcc)}
    given = {key: addresses for key, addresses in copies.items() if addresses}
    body = {
        **_sender(email),
        "DefaultContent": {"Template": {"TemplateName": name, "TemplateData": "{}"}},
        "BulkEmailEntries": [
            {
                "Destination": {"ToAddresses": [address], **given},
                "ReplacementEmailContent": {"ReplacementTemplate": {"ReplacementTemplateData": "{}"}},
            }
            for address in email.to
        ],
        **_reply_to(email),
    }
    template = {
        "TemplateName": name,
        "TemplateContent": {"Subject": email.subject, "Html" if email.html else "Text": email.content},
    }
    return [
        _request(
            sending, "outbound-bulk-emails", body, each_once(email.to, email.cc, email.bcc),
            "Sent once more after the next request, if SES answers that it does not have the template.",
        ),
        _request(
            sending, "templates", template, (),
            "Only sent when SES does not have the template yet: it holds the subject and the content.",
        ),
    ]  # fmt: skip


def _raw(sending: Sending, email: Email) -> list[WireRequest]:
    return [
        _request(
            sending,
            "outbound-emails",
            {
                **_sender(email),
                "Destination": {"ToAddresses": [address]},
                "Content": {"Raw": {"Data": base64.b64encode(raw_mail(email, address, sending.now)).decode()}},
                **_reply_to(email),
            },
            each_once((address,), email.cc, email.bcc),
        )
        for address in email.to
    ]


def raw_mail(email: Email, address: str, now: int) -> bytes:
    """Return the MIME message for one recipient; copies are in its headers, not in the request."""
    return mime_text(email, now, to=(address,), bcc=email.bcc).encode()


def template_name(email: Email) -> str:
    """Name the template after what it holds, so that equal mails share one."""
    text = "\0".join((email.subject, email.content, "1" if email.html else "0"))
    return "utopia-" + sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:57]


def _sender(email: Email) -> dict[str, str]:
    return {"FromEmailAddress": mailbox(email.from_name, email.from_email)}


def _reply_to(email: Email) -> dict[str, list[str]]:
    return {"ReplyToAddresses": [mailbox(email.reply_to_name, email.reply_to_email)]} if email.reply_to_email else {}


def _request(sending: Sending, path: str, body: Any, recipients: tuple[str, ...], note: str = "") -> WireRequest:
    region = sending.credential("region")
    host = f"email.{region}.amazonaws.com"
    moment = to_datetime(sending.now)
    scope = f"{moment:%Y%m%d}/{region}/ses/aws4_request"
    headers = {
        "Host": host,
        "X-Amz-Date": f"{moment:%Y%m%dT%H%M%SZ}",
        # The id of the key is no secret; the signature is made with the secret key and not made here.
        "Authorization": f"AWS4-HMAC-SHA256 Credential={sending.credential('accessKey')}/{scope}, "
        f"SignedHeaders={_SIGNED}, Signature={MASK}",
    }
    return json_request("SES", f"https://{host}/v2/email/{path}", headers, body, recipients, note)
