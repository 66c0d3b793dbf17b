"""E-mail over SMTP: one transaction for the batch (contract: delivery.md, appendix)."""

from __future__ import annotations

import re

from ...outbox.content import Email
from .mime import mime_text
from .wire import Sending, WireRequest, each_once

# A host of the list can carry its own encryption and port: `tls://mail.example.com:587`.
_HOST = re.compile(r"(?:(?P<encryption>ssl|tls)://)?(?P<name>.+?)(?::(?P<port>\d+))?", re.IGNORECASE)


def smtp(sending: Sending, email: Email) -> list[WireRequest]:
    """One mail for everybody. From 1.8.0 on all recipients are blind copies; before, they saw each other."""
    hidden = sending.rules.smtp_hides_recipients
    recipients = each_once(email.to, email.cc, email.bcc)
    hosts = [host.strip() for host in sending.credential("host").split(";")]
    url, encryption = _first_host(hosts[0], sending)
    user, password = sending.credential("username"), sending.credential("password")
    session = {
        "Encryption": encryption or "none",
        "Auto-TLS": "on" if sending.provider.options.get("autoTLS", True) else "off",
        # The mailer signs in only when it has both.
        **({"Login": f"{user} {sending.hide(password)}"} if user and password else {}),
        "MAIL FROM": f"<{email.from_email}>",
        "RCPT TO": ", ".join(f"<{address}>" for address in recipients),
    }
    body = mime_text(email, sending.now, to=() if hidden else email.to, mailer=sending.option("mailer"))
    note = f"When the host does not answer, tried next: {', '.join(hosts[1:])}." if hosts[1:] else ""
    return [WireRequest("SMTP", url, session, body, recipients, note)]


def _first_host(entry: str, sending: Sending) -> tuple[str, str]:
    encryption, port = sending.option("encryption"), sending.credential("port") or "587"
    name = entry
    if found := _HOST.fullmatch(entry):
        name = found["name"]
        encryption, port = found["encryption"] or encryption, found["port"] or port
    scheme = "smtps" if encryption.lower() == "ssl" else "smtp"
    return f"{scheme}://{name}:{port}", encryption
