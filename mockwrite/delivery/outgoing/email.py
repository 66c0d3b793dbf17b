"""E-mail over HTTP APIs: Mailgun, Sendgrid and Resend (contract: delivery.md, appendix)."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

from ...outbox.content import Attachment, Email
from ...php.texts import is_empty
from .mime import multipart_form
from .wire import Body, Builders, Sending, WireRequest, each_once, form_request, json_request, json_text, request


def mailgun(sending: Sending, email: Email) -> list[WireRequest]:
    """One form for the batch; multipart when there are files."""
    host = "api.eu.mailgun.net" if sending.provider.credentials.get("isEuRegion") else "api.mailgun.net"
    url = f"https://{host}/v3/{sending.credential('domain')}/messages"
    # Up to 1.6.1 the address followed the name without a space.
    space = "" if sending.rules.old_adapters else " "
    fields: dict[str, str | None] = {
        "to": ",".join(email.to),
        "from": f"{email.from_name}{space}<{email.from_email}>",
        "subject": email.subject,
        "text": "" if email.html else email.content,
        "html": email.content if email.html else "",
        # A bug of the adapter that is kept: the header is a list item, so it goes out as a field called 0 and
        # Mailgun never sets a reply-to.
        "0": f"h:Reply-To: {email.reply_to_name}{space}<{email.reply_to_email}>",
    }
    # Without these, recipients see each other; that was so up to 1.6.1.
    if len(email.to) > 1 and not sending.rules.old_adapters:
        fields["recipient-variables"] = json_text({address: [] for address in email.to})
    fields |= {"cc": ",".join(email.cc) or None, "bcc": ",".join(email.bcc) or None}
    headers = sending.basic("api", sending.credential("apiKey"))
    recipients = each_once(email.to, email.cc, email.bcc)
    if not email.attachments:
        # Of text and HTML the one that is not used is left out of a plain form only.
        del fields["text" if email.html else "html"]
        return [form_request("Mailgun", url, headers, fields, recipients)]
    files = {f"attachment[{index}]": file for index, file in enumerate(email.attachments)}
    content_type, body, text = multipart_form(fields, files)
    note = "The files are shown in base64; they are sent as they are."
    shown = request("Mailgun", url, headers, Body(content_type, text), recipients, note)
    return [replace(shown, raw=body)]


def sendgrid(sending: Sending, email: Email) -> list[WireRequest]:
    """One JSON body for the batch, with a personalization for each recipient."""
    copies = {name: _addresses(addresses) for name, addresses in (("cc", email.cc), ("bcc", email.bcc)) if addresses}
    # Up to 1.6.1 one personalization held all recipients, so that they saw each other.
    groups = [email.to] if sending.rules.old_adapters else [(address,) for address in email.to]
    body: dict[str, Any] = {
        "personalizations": [{"to": _addresses(group), "subject": email.subject, **copies} for group in groups],
        "reply_to": {"name": email.reply_to_name, "email": email.reply_to_email},
        "from": {"name": email.from_name, "email": email.from_email},
        "content": [{"type": "text/html" if email.html else "text/plain", "value": email.content}],
    }
    if email.attachments:
        body["attachments"] = [
            {"content": _base64(file), "filename": file.name, "type": file.mime_type, "disposition": "attachment"}
            for file in email.attachments
        ]
    recipients = each_once(email.to, email.cc, email.bcc)
    headers = sending.bearer("apiKey")
    return [json_request("Sendgrid", "https://api.sendgrid.com/v3/mail/send", headers, body, recipients)]


def resend(sending: Sending, email: Email) -> list[WireRequest]:
    """One list of mails for the batch, or one request for each recipient when there are files."""
    headers = sending.bearer("apiKey")
    mails = [_resend_mail(email, address) for address in email.to]
    if not email.attachments:
        recipients = each_once(email.to, email.cc, email.bcc)
        return [json_request("Resend", "https://api.resend.com/emails/batch", headers, mails, recipients)]
    return [
        json_request(
            "Resend", "https://api.resend.com/emails", headers, mail, each_once(mail["to"], email.cc, email.bcc)
        )
        for mail in mails
    ]


def _resend_mail(email: Email, address: str) -> dict[str, Any]:
    mail: dict[str, Any] = {
        "from": _mailbox(email.from_name, email.from_email),
        "to": [address],
        "subject": email.subject,
        "html" if email.html else "text": email.content,
    }
    if email.reply_to_email:
        mail["reply_to"] = [_mailbox(email.reply_to_name, email.reply_to_email)]
    if email.cc:
        mail["cc"] = list(email.cc)
    if email.bcc:
        mail["bcc"] = list(email.bcc)
    if email.attachments:
        mail["attachments"] = [
            {"filename": file.name, "content": _base64(file), "content_type": file.mime_type}
            for file in email.attachments
        ]
    return mail


def _mailbox(name: str, address: str) -> str:
    return address if is_empty(name) else f"{name} <{address}>"


def _addresses(addresses: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"email": address} for address in addresses]


def _base64(file: Attachment) -> str:
    return base64.b64encode(file.content).decode()


# Which function writes the requests of which provider.
BUILDERS: Builders[Email] = {"mailgun": mailgun, "sendgrid": sendgrid, "resend": resend}
