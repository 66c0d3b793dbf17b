"""E-mails as the mailer of the adapters (PHPMailer 6.9.1) puts them together, and the multipart forms of curl.

The same input always gives the same bytes: boundaries and ids come from the content. Contract: delivery.md, column 1.9.6.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from ...moments import to_datetime
from ...outbox.content import Attachment, Email
from ...php.texts import is_empty, quoted_printable, strip_tags, trim
from .headers import LONGEST_LINE, LONGEST_LINE_ELSEWHERE, address, address_within, encoded, one_line, quoted
from .receivers import Receivers, known

MAILER = "PHPMailer 6.9.1 (https://github.com/PHPMailer/PHPMailer)"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SPECIALS = re.compile(r'[()<>\[\]:;@\\,."]')  # RFC 5322 §3.2.3
_STYLE = re.compile(r"<style\b", re.IGNORECASE)
_STYLE_END = re.compile(r"</style>", re.IGNORECASE)
# From this length on a line is too long for SMTP, so the part is sent as quoted-printable.
_TOO_LONG = re.compile(rb"[^\n]{1000,}")
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")
_LAST_PART = re.compile(r".*?[\\/]*([^\\/]*?(?:\.[^.\\/]+?)?)[\\/.]*$", re.MULTILINE)
_ANY_LINE_END = re.compile("\r\n|\r|\n")


def mailbox(name: str, mail: str) -> str:
    """Write `Name <address>` for the API of SES, the name quoted where RFC 5322 asks for it."""
    if is_empty(name):
        return mail
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{mail}>' if _SPECIALS.search(name) else f"{name} <{mail}>"


def smtp_mail(email: Email, now: int, receivers: Receivers, mailer: str = "") -> bytes:
    """Return a mail as it goes over SMTP; `now` is in milliseconds, `mailer` what the provider's options call it."""
    mail = _Mail(email, now, LONGEST_LINE)
    head = [
        ("Date", mail.date),
        # This line is written when only blind copies receive the mail.
        ("To", ", ".join(receivers.to) or ("" if receivers.cc else "undisclosed-recipients:;")),
        ("From", _named(email.from_name, email.from_email)),
        ("Cc", ", ".join(receivers.cc)),
        ("Reply-To", _named(email.reply_to_name, email.reply_to_email)),
        ("Subject", encoded(one_line(email.subject))),
        ("Message-ID", mail.message_id),
        # Line ends in it stay, and begin lines of the head.
        ("X-Mailer", _ANY_LINE_END.sub("\r\n", trim(mailer)) if mailer else MAILER),
        ("MIME-Version", "1.0"),
    ]
    lines = [f"{name}: {value}" for name, value in head if value or name in ("From", "Subject")]
    alternative = trim(strip_tags(_without_styles(email.content)))
    content = mail.content(alternative, "text/html" if email.html else "text/plain")
    # The mailer sends every line with a line end, the empty one behind the last too.
    return (
        _folded("\r\n".join([*lines, *content.head]).encode(_CODING, "replace") + b"\r\n\r\n" + content.body) + b"\r\n"
    )


def _named(name: str, mail: str) -> str:
    """Write an address with its name, which goes with an address that is none."""
    return address(name, mail) if known(mail) else ""


def ses_mail(email: Email, now: int, receivers: Receivers) -> bytes:
    """Return the mail that SES gets as a whole, which has files; its sender would be PHP's mail function."""
    mail = _Mail(email, now, LONGEST_LINE_ELSEWHERE)

    def person(name: str, mail_address: str) -> str:
        return address_within(name, mail_address, LONGEST_LINE_ELSEWHERE)

    head = [
        ("Date", mail.date),
        ("From", person(email.from_name, email.from_email)),
        ("Cc", ", ".join(receivers.cc)),
        ("Bcc", ", ".join(receivers.bcc)),
        ("Reply-To", person(email.reply_to_name, email.reply_to_email)),
        ("Message-ID", mail.message_id),
        ("X-Mailer", MAILER),
        ("MIME-Version", "1.0"),
    ]
    lines = [f"{name}: {value}" for name, value in head if value]
    # Only an HTML content has an alternative here.
    alternative = trim(strip_tags(_without_styles(email.content))) if email.html else ""
    content = mail.content(alternative, "text/html" if email.html else "text/plain")
    # These two come last, since PHP's mail function would write them.
    last = [f"To: {', '.join(receivers.to)}", f"Subject: {encoded(one_line(email.subject), LONGEST_LINE_ELSEWHERE)}"]
    # White space at the end of the head is cut off, which an empty subject leaves there.
    whole = "\r\n".join([*lines, *content.head, *last]).rstrip(" \r\n\t")
    return whole.encode(_CODING, "replace") + b"\r\n\r\n" + content.body


_CODING = "utf-8"


class _Content(NamedTuple):
    """The header lines that say how the body is built, and the body."""

    head: list[str]
    body: bytes


class _Mail:
    """What both ways of sending share."""

    def __init__(self, email: Email, now: int, longest: int) -> None:
        self.email = email
        self._longest = longest
        moment = to_datetime(now)
        self.date = f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment:%Y %H:%M:%S} +0000"
        digest = sha256(repr((email, now)).encode("utf-8", "backslashreplace")).digest()
        self.unique = base64.b64encode(digest).decode().translate(str.maketrans("", "", "=+/"))
        self.message_id = f"<{self.unique}@localhost>"

    def content(self, alternative: str, type: str) -> _Content:
        """Build the body: the text, beside it the `alternative` without tags if there is one, and the files."""
        body = _Part.of(self.email.content)
        files = self._files()
        other = None if is_empty(alternative) else _Part.of(alternative)
        if not files and other is None:
            # A mail of one part names the charset of the mailer, whatever the text holds.
            encoding = [] if body.encoding == "7bit" else [f"Content-Transfer-Encoding: {body.encoding}"]
            return _Content([f"Content-Type: {type}; charset=UTF-8", *encoding], body.content)
        first, second = f"b1=_{self.unique}", f"b2=_{self.unique}"
        outer = "mixed" if files else "alternative"
        head = [f"Content-Type: multipart/{outer};", f' boundary="{first}"', "Content-Transfer-Encoding: 8bit"]
        if other is None:
            text = body.under(first, type) + b"\r\n"
        else:
            inner = second if files else first
            text = (
                other.under(inner, "text/plain")
                + b"\r\n"
                + body.under(inner, "text/html")
                + f"\r\n\r\n--{inner}--\r\n".encode()
            )
            if files:
                opening = f'--{first}\r\nContent-Type: multipart/alternative;\r\n boundary="{second}"\r\n\r\n'
                text = opening.encode() + text + b"\r\n"
        if not files:
            return _Content(head, text)
        attached = b"".join(f"--{first}\r\n".encode() + file for file in files)
        return _Content(head, text + attached + f"--{first}--\r\n".encode())

    def _files(self) -> list[bytes]:
        # What was attached already, in every respect, is left out.
        return [_file_part(file, self._longest) for file in dict.fromkeys(self.email.attachments)]


class _Part(NamedTuple):
    """One text of a mail as it is sent."""

    charset: str
    encoding: str
    content: bytes

    @classmethod
    def of(cls, text: str) -> _Part:
        """Choose how a text is sent: as it is, or quoted-printable when a line is too long."""
        octets = text.encode("utf-8", "replace")
        charset, encoding = ("us-ascii", "7bit") if octets.isascii() else ("UTF-8", "8bit")
        if _TOO_LONG.search(octets):
            return cls(charset, "quoted-printable", _LINE_ENDS.sub(b"\r\n", quoted_printable(octets)))
        lines = _LINE_ENDS.sub(b"\r\n", octets)
        return cls(charset, encoding, lines if lines.endswith(b"\r\n") else lines + b"\r\n")

    def under(self, boundary: str, type: str) -> bytes:
        """Return the part behind a boundary; 7bit needs no word about it."""
        encoding = "" if self.encoding == "7bit" else f"Content-Transfer-Encoding: {self.encoding}\r\n"
        head = f"--{boundary}\r\nContent-Type: {type}; charset={self.charset}\r\n{encoding}\r\n"
        return head.encode() + self.content


def _file_part(file: Attachment, longest: int) -> bytes:
    name = _base_name(file.name)
    written = quoted(encoded(one_line(name), longest))
    named = "" if is_empty(name) else f"; name={written}"
    disposition = "" if is_empty(written) else f"; filename={written}"
    text = base64.b64encode(file.content).decode()
    lines = "".join(f"{text[start : start + 76]}\r\n" for start in range(0, len(text), 76)) or "\r\n"
    head = (
        f"Content-Type: {file.mime_type or 'application/octet-stream'}{named}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment{disposition}\r\n\r\n"
    )
    return (head + lines + "\r\n").encode(_CODING, "replace")


def _without_styles(html: str) -> str:
    """Leave style sheets out; one that does not end, and all behind it, stays."""
    kept, at = [], 0
    while begin := _STYLE.search(html, at):
        tag = html.find(">", begin.end())
        end = _STYLE_END.search(html, tag + 1) if tag >= 0 else None
        if end is None:
            break
        kept.append(html[at : begin.start()])
        at = end.end()
    return "".join([*kept, html[at:]])


def _base_name(path: str) -> str:
    """Return the last part of a path, in the mailer's own reading: dots and slashes at the end are no part of it, nor is what
    comes behind a line end, unless a dot stands right before that."""
    if "\n" not in path:
        # The same, and a pattern that tries every place takes seconds for thousands of dots.
        return re.split(r"[\\/]", path.rstrip("\\/."))[-1]
    found = _LAST_PART.match(path)
    return found[1] if found is not None else ""


def _folded(mail: bytes) -> bytes:
    """Break lines that SMTP does not allow: at the last space that fits, in the head with a tab before what follows."""
    if all(len(line) <= LONGEST_LINE for line in mail.split(b"\r\n")):
        return mail
    lines: list[bytes] = []
    in_head = True
    for whole in mail.split(b"\r\n"):
        in_head = in_head and whole != b""
        line = whole
        while len(line) > LONGEST_LINE:
            space = line.rfind(b" ", 0, LONGEST_LINE)
            if space > 0:
                lines.append(line[:space])
                line = line[space + 1 :]
            else:
                lines.append(line[: LONGEST_LINE - 1])
                line = line[LONGEST_LINE - 1 :]
            line = b"\t" + line if in_head else line
        lines.append(line)
    return b"\r\n".join(lines)


def multipart_form(fields: Mapping[str, str | None], files: Mapping[str, Attachment]) -> tuple[str, bytes, str]:
    """Return the content type, the body of a multipart form as curl writes it, and the same as a text with its files in base64."""
    boundary = "-" * 24 + sha256(repr((fields, files)).encode("utf-8", "backslashreplace")).hexdigest()[:16]
    line = f"--{boundary}"
    texts = "".join(
        f'{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
        if value is not None
    )
    body, shown = [texts.encode(_CODING, "replace")], [texts]
    for name, file in files.items():
        place = f'form-data; name="{name}"; filename="{_percent(file.name)}"'
        head = f"{line}\r\nContent-Disposition: {place}\r\nContent-Type: {file.mime_type}\r\n"
        body += [f"{head}\r\n".encode(_CODING, "replace"), file.content, b"\r\n"]
        shown.append(f"{head}Content-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(file.content).decode()}\r\n")
    end = f"{line}--\r\n"
    return f"multipart/form-data; boundary={boundary}", b"".join(body) + end.encode(), "".join(shown) + end


def _percent(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
