"""E-mail over SMTP: one transaction for the batch (contract: delivery.md, appendix)."""

from __future__ import annotations

import re

from ...outbox.content import Email
from .mime import smtp_mail
from .receivers import smtp_receivers
from .wire import Builders, Sending, WireRequest

# A host of the list can carry its own encryption and port: `tls://mail.example.com:587`.
_HOST = re.compile(r"(?:(?P<encryption>ssl|tls)://)?(?P<name>.+?)(?::(?P<port>\d+))?", re.IGNORECASE)


def smtp(sending: Sending, email: Email) -> list[WireRequest]:
    """One mail for everybody. From 1.8.0 on all recipients are blind copies; before, they saw each other."""
    receivers, recipients = smtp_receivers(email, sending.rules)
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
    mail = smtp_mail(email, sending.now, receivers, sending.option("mailer"))
    note = f"When the host does not answer, tried next: {', '.join(hosts[1:])}." if hosts[1:] else ""
    return [WireRequest("SMTP", url, session, mail.decode("utf-8", "backslashreplace"), recipients, note, raw=mail)]


def _first_host(entry: str, sending: Sending) -> tuple[str, str]:
    encryption, port = sending.option("encryption"), sending.credential("port") or "587"
    name = entry
    if found := _HOST.fullmatch(entry):
        name = found["name"]
        encryption, port = found["encryption"] or encryption, found["port"] or port
    scheme = "smtps" if encryption.lower() == "ssl" else "smtp"
    return f"{scheme}://{name}:{port}", encryption


# Which function writes the requests of which provider.
BUILDERS: Builders[Email] = {"smtp": smtp}
