"""The last mile to a real inbox: captured e-mails go on to Mailpit or another local SMTP server, as `.eml` shows them."""

from __future__ import annotations

import smtplib
from email.utils import parseaddr

from ..outbox.delivery import Delivery
from ..outbox.eml import eml
from ..settings import Settings
from .addresses import checked_address

_SCHEMES = {"smtp": 1025}
# A server on this machine answers at once, or not at all.
_TIMEOUT = 10.0
_SENDER = "mockwrite@localhost"


class Relay:
    """Hands e-mails on to one SMTP server. Raises SettingsError for an address that cannot be used."""

    name = "relay"
    # A mail that was refused once is refused again, and one that was lost is still in the outbox.
    waits: tuple[float, ...] = ()

    def __init__(self, url: str, settings: Settings) -> None:
        self.address = checked_address("relay", url, settings, _SCHEMES)

    def takes(self, record: Delivery) -> bool:
        """Tell whether a delivery is handed on: an e-mail that arrived."""
        return record.channel == "email" and record.status == "sent"

    def send(self, record: Delivery) -> None:
        """Hand an e-mail on to its reader alone. Raises OSError, as smtplib's errors are, when it is not taken."""
        sender = parseaddr(record.from_ or "")[1] or _SENDER
        with smtplib.SMTP(self.address.host, self.address.port, timeout=_TIMEOUT) as server:
            try:
                server.sendmail(sender, [record.to], eml(record))
            except ValueError:
                # What smtplib cannot write: letters beyond ASCII, a line feed.
                raise OSError(f"SMTP cannot write the address {sender!r} or {record.to!r}") from None
