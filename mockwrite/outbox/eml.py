"""A captured e-mail as an .eml file, which mail programs and Python's `email` open. Pure."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.policy import Compat32, compat32
from email.utils import format_datetime, formataddr
from json import loads
from typing import Any

from .delivery import Delivery

_POLICY: Compat32 = compat32.clone(linesep="\r\n")
# The mailer's own line for a mail of which everybody gets a blind copy.
_NOBODY = "undisclosed-recipients:;"
# The request by which SES gets a whole mail.
_RAW = "/v2/email/outbound-emails"
_BLIND = re.compile(rb"^Bcc: [^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def headers(delivery: Delivery) -> list[tuple[str, str]]:
    """Return the headers of an e-mail as its reader gets them, decoded; which delivery it was stands in `X-Mockwrite-…`.

    To names those whom the mail names to this reader, Cc is there for everybody, and Bcc for nobody.
    """
    to_name, copied = delivery.to_name, ", ".join(delivery.copied)
    named = f"{to_name} <{delivery.to}>" if to_name else ", ".join(delivery.named)
    rows = [
        ("From", delivery.from_ or ""),
        ("To", named or (None if copied else _NOBODY)),
        ("Cc", copied or None),
        ("Reply-To", delivery.reply_to),
        ("Subject", delivery.subject or ""),
        ("Date", format_datetime(delivery.time)),
        ("Message-ID", f"<{delivery.id}@{delivery.project_id}.mockwrite.invalid>"),
        *_which(delivery),
    ]
    return [(name, _one_line(value)) for name, value in rows if value is not None]


def _which(delivery: Delivery) -> list[tuple[str, str | None]]:
    return [
        ("X-Mockwrite-Delivery", delivery.id),
        ("X-Mockwrite-Message", delivery.message_id or None),
        ("X-Mockwrite-Provider", f"{delivery.provider} {delivery.provider_id}"),
        ("X-Mockwrite-Error", delivery.error),
    ]


def eml(delivery: Delivery) -> bytes:
    """Write an e-mail as a MIME message, as its reader gets it. Raises ValueError when the delivery is no e-mail.

    Where the server itself puts the mail together (SMTP, SES with files) it is that mail, with which delivery it was in front;
    elsewhere the provider would do so, and it is made here.
    """
    if delivery.channel != "email":
        raise ValueError(f"only an e-mail can be an .eml file; {delivery.id} is {delivery.channel}")
    mail = _sent_mail(delivery)
    if mail is not None:
        front = "".join(f"{name}: {_encoded(_one_line(value))}\r\n" for name, value in _which(delivery) if value)
        head, blank, body = mail.partition(b"\r\n\r\n")
        return front.encode() + _BLIND.sub(b"", head + b"\r\n").removesuffix(b"\r\n") + blank + body
    # Base64 keeps every character and line end as it was sent.
    text = _part("text/html" if delivery.html else "text/plain", (delivery.content or "").encode("utf-8", "replace"))
    text.set_param("charset", "utf-8")
    message: MIMEBase = text
    if delivery.attachments:
        message = MIMEMultipart("mixed", policy=_POLICY)
        del message["MIME-Version"]
        for part in (text, *map(_attachment, delivery.attachments)):
            message.attach(part)
    message["MIME-Version"] = "1.0"
    senders = {
        "From": _mailbox(delivery.payload, "from"),
        "Reply-To": _mailbox(delivery.payload, "reply_to"),
    }
    for name, value in headers(delivery):
        message[name] = senders[name] if name in senders else _encoded(value, unbroken=name != "Subject")
    return message.as_bytes(policy=_POLICY)


def _sent_mail(delivery: Delivery) -> bytes | None:
    """Return the mail that went out to a reader, its last try; None where a provider puts it together."""
    for request in reversed([request.as_dict() for request in delivery.wire()]):
        if delivery.to in request["recipients"]:
            if request["method"] == "SMTP":
                return bytes(request["body"].encode("utf-8", "replace"))
            if request["url"].endswith(_RAW):
                return b64decode(loads(request["body"])["Content"]["Raw"]["Data"])
    return None


def media_type(attachment: Any) -> str:
    """Return the type of an attachment; what is no media type counts as unknown bytes."""
    text = str(attachment.mime_type or "").partition(";")[0].strip().lower()
    return text if re.fullmatch(r"[\w.+-]+/[\w.+-]+", text, re.ASCII) else "application/octet-stream"


def _part(kind: str, content: bytes) -> MIMEBase:
    part = MIMEBase(*kind.split("/"), policy=_POLICY)
    del part["MIME-Version"]
    part.set_payload(content)
    encode_base64(part)
    return part


def _attachment(file: Any) -> MIMEBase:
    part = _part(media_type(file), file.content)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", _one_line(file.name)))
    return part


def _mailbox(payload: Any, prefix: str) -> str:
    """Write a sender so that any name survives: quoted, or encoded where it is not ASCII."""
    name = _one_line(getattr(payload, f"{prefix}_name", None) or "")
    address = _one_line(getattr(payload, f"{prefix}_email", None) or "")
    # formataddr refuses an address that is not ASCII; such a one stands in the encoded header as it is.
    return formataddr((name, address)) if address.isascii() else _encoded(f"{name} <{address}>")


def _encoded(text: str, *, unbroken: bool = True) -> str:
    """Encode a header where needed; white space at its ends would be lost otherwise.

    Without `unbroken`, a word that does not fit into a line is encoded too: it would begin the next line, behind a space that
    readers take for a part of it.
    """
    fits = unbroken or all(len(word) <= 60 for word in text.split(" "))
    if fits and text.isascii() and text == text.strip() and "=?" not in text:
        return text
    # One encoded word (RFC 2047) for at most 42 bytes, so that each stays below 75 characters, whole characters only.
    words, word = [], b""
    for character in text:
        octets = character.encode()
        if len(word) + len(octets) > 42:
            words.append(word)
            word = b""
        word += octets
    words.append(word)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)


def _one_line(text: str) -> str:
    return _CONTROLS.sub(" ", text).encode("utf-8", "replace").decode()
