"""MIME messages and multipart forms. The same input always gives the same text: boundaries come from the content."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Mapping
from email import policy
from email.charset import QP, Charset
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.utils import format_datetime
from hashlib import sha256

from ...moments import to_datetime
from ...outbox.content import Attachment, Email

_LONGEST_LINE = 998  # RFC 5322 §2.1.1
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,."]')  # RFC 5322 §3.2.3
_STYLE = re.compile(r"<style\b[^>]*>.*?</style>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
# A line break would end the header; the mailer drops it.
_BREAKS = str.maketrans("", "", "\r\n")


def mailbox(name: str, address: str) -> str:
    """Write `Name <address>`, the name quoted where RFC 5322 asks for it; the bare address without a name."""
    if not name:
        return address
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>' if _SPECIALS.search(name) else f"{name} <{address}>"


def mime_text(email: Email, now: int, *, to: Iterable[str], bcc: Iterable[str] = (), mailer: str = "") -> str:
    """Write the whole message with CRLF line ends, in ASCII.

    `to` and `bcc` are the addresses of these headers (an SMTP message has no Bcc header); `now` is in milliseconds.
    """
    digest = _digest(email, now)
    message = _with_attachments(_body(email, digest), email.attachments, digest)
    receivers, copies, hidden = list(to), list(email.cc), list(bcc)
    headers = {
        "Date": format_datetime(to_datetime(now)),
        # Mailers write this line when only blind copies receive the mail.
        "To": ", ".join(receivers) or ("" if copies else "undisclosed-recipients:;"),
        "From": _header_mailbox("From", email.from_name, email.from_email),
        "Cc": ", ".join(copies),
        "Bcc": ", ".join(hidden),
        # An empty reply-to is no address, so the mailer writes no header.
        "Reply-To": _header_mailbox("Reply-To", email.reply_to_name, email.reply_to_email)
        if email.reply_to_email
        else "",
        "Subject": _encoded("Subject", email.subject),
        "Message-ID": f"<{digest}@localhost>",
        "X-Mailer": _encoded("X-Mailer", mailer),
        "MIME-Version": "1.0",
    }
    for part in message.walk():
        del part["MIME-Version"]
    parts = message.items()
    for name, _ in parts:
        del message[name]
    for name, value in [*((name, value) for name, value in headers.items() if value), *parts]:
        message[name] = value
    return message.as_bytes(policy=policy.compat32.clone(linesep="\r\n")).decode("ascii")


def _digest(email: Email, now: int) -> str:
    return sha256(repr((email, now)).encode("utf-8", "backslashreplace")).hexdigest()[:40]


def _encoded(header: str, text: str) -> str:
    line = text.translate(_BREAKS).strip()
    # The name of the header shortens the first line; without it the value would start on a line of its own.
    return line if line.isascii() else Header(line, "utf-8", header_name=header).encode()


def _header_mailbox(header: str, name: str, address: str) -> str:
    line = name.translate(_BREAKS).strip()
    return mailbox(line, address) if line.isascii() else f"{_encoded(header, line)} <{address}>"


def _body(email: Email, digest: str) -> Message:
    if not email.html:
        return _text_part(email.content, "plain")
    both = MIMEMultipart("alternative", boundary=f"alt_{digest}")
    both.attach(_text_part(without_tags(email.content), "plain"))
    both.attach(_text_part(email.content, "html"))
    return both


def without_tags(html: str) -> str:
    """Return the text alternative of an HTML mail: styles and tags removed, entities left as they are."""
    return _TAG.sub("", _STYLE.sub("", html)).strip()


def _text_part(text: str, subtype: str) -> Message:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    part = MIMENonMultipart("text", subtype, charset="utf-8")
    if lines.isascii() and all(len(line) <= _LONGEST_LINE for line in lines.split("\n")):
        part["Content-Transfer-Encoding"] = "7bit"
        part.set_payload(lines)
    else:
        # The mailer sends other letters as they are; quoted-printable keeps the message readable for every parser.
        charset = Charset("utf-8")
        charset.body_encoding = QP
        part.set_payload(lines, charset)
    return part


def _with_attachments(body: Message, attachments: Iterable[Attachment], digest: str) -> Message:
    files = list(attachments)
    if not files:
        return body
    mixed = MIMEMultipart("mixed", boundary=f"mix_{digest}")
    mixed.attach(body)
    for file in files:
        maintype, _, subtype = file.mime_type.partition("/")
        part = MIMEBase(maintype or "application", subtype or "octet-stream")
        part.set_payload(file.content)
        encode_base64(part)
        part.add_header("Content-Disposition", "attachment", filename=file.name.translate(_BREAKS))
        mixed.attach(part)
    return mixed


def multipart_form(fields: Mapping[str, str | None], files: Mapping[str, Attachment]) -> tuple[str, str]:
    """Return the content type and the body of a multipart form. Files are written in base64 so that it stays text."""
    boundary = "-" * 24 + sha256(repr((fields, files)).encode("utf-8", "backslashreplace")).hexdigest()[:16]
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'
        for name, value in fields.items()
        if value is not None
    ]
    parts += [
        f'Content-Disposition: form-data; name="{name}"; filename="{_quoted(file.name)}"\r\n'
        f"Content-Type: {file.mime_type}\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.b64encode(file.content).decode()
        for name, file in files.items()
    ]
    body = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts) + f"--{boundary}--\r\n"
    return f"multipart/form-data; boundary={boundary}", body


def _quoted(name: str) -> str:
    return name.translate(_BREAKS).replace("\\", "\\\\").replace('"', '\\"')
