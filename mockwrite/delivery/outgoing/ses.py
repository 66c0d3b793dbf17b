"""E-mail through Amazon SES, API version 2 (contract: delivery.md, appendix)."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import Any

from ...moments import to_datetime
from ...outbox.content import Email
from ...outbox.masking import MASK
from .mime import mailbox, ses_mail
from .receivers import Receivers, distinct
from .wire import Builders, Sending, WireRequest, each_once, json_request, json_text

BULK, TEMPLATES = "outbound-bulk-emails", "templates"
_SIGNED = "content-type;host;x-amz-date"


def ses(sending: Sending, email: Email) -> list[WireRequest]:
    """One bulk request for the batch, or one raw mail for each recipient with files.

    The bulk request names a template. Where SES says that it does not have it, `sending.steps` tells so.
    """
    if email.attachments:
        return _raw(sending, email)
    made = bulk_requests(sending, email)
    return [made[step] for step in sending.steps] if sending.steps else [made[BULK]]


def bulk_requests(sending: Sending, email: Email) -> dict[str, WireRequest]:
    """Return the request for a batch and that for the template which it names."""
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
    holds = f"The template that it names holds {json_text(template['TemplateContent'])}."
    recipients = each_once(email.to, email.cc, email.bcc)
    return {
        BULK: _request(sending, BULK, body, recipients, holds),
        TEMPLATES: _request(sending, TEMPLATES, template, ()),
    }


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
    return ses_mail(email, now, Receivers(*distinct((address,), email.cc, email.bcc)))


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
        "X-Amz-Date": f"{moment:%Y%m%dT%H%M%SZ}",
        # The signature is made with the secret key and not made here.
        "Authorization": f"AWS4-HMAC-SHA256 Credential={sending.secret('accessKey')}/{scope}, "
        f"SignedHeaders={_SIGNED}, Signature={MASK}",
    }
    return json_request("SES", f"https://{host}/v2/email/{path}", headers, body, recipients, note)


# Which function writes the requests of which provider.
BUILDERS: Builders[Email] = {"ses": ses}
