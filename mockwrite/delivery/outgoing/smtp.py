"""E-mail over SMTP: one transaction for the batch (contract: delivery.md, appendix)."""

from __future__ import annotations

from ...outbox.content import Email
from .hosts import MailServer, hosts_of, signs_in
from .mime import smtp_mail
from .receivers import Receivers, known, smtp_receivers
from .wire import Builders, Sending, WireRequest


def smtp(sending: Sending, email: Email) -> list[WireRequest]:
    """One mail for everybody. From 1.8.0 on all recipients are blind copies; before, they saw each other."""
    return [posted(sending, email, *smtp_receivers(email, sending.rules))]


def posted(sending: Sending, email: Email, receivers: Receivers, recipients: tuple[str, ...]) -> WireRequest:
    """Return the transaction of one mail: whom its headers name, and everybody whom the server is told of."""
    written = sending.credential("host")
    first, *others = hosts_of(written) or [MailServer("", written, None)]
    encryption = first.encryption or sending.option("encryption")
    user, password = sending.credential("username"), sending.credential("password")
    session = {
        "Encryption": encryption or "none",
        "Auto-TLS": "on" if sending.provider.options.get("autoTLS", True) else "off",
        **({"Login": f"{user} {sending.hide(password)}"} if signs_in(user, password) else {}),
        "MAIL FROM": f"<{known(email.from_email)}>",
        "RCPT TO": ", ".join(f"<{address}>" for address in recipients),
    }
    mail = smtp_mail(email, sending.now, receivers, sending.option("mailer"))
    note = f"When the host does not answer, tried next: {', '.join(map(_shown, others))}." if others else ""
    scheme = "smtps" if encryption.lower() == "ssl" else "smtp"
    url = f"{scheme}://{first.name}:{first.port or sending.credential('port') or '587'}"
    return WireRequest("SMTP", url, session, mail.decode("utf-8", "backslashreplace"), recipients, note, raw=mail)


def _shown(host: MailServer) -> str:
    encryption = f"{host.encryption}://" if host.encryption else ""
    return f"{encryption}{host.name}" + (f":{host.port}" if host.port else "")


# Which function writes the requests of which provider.
BUILDERS: Builders[Email] = {"smtp": smtp}
