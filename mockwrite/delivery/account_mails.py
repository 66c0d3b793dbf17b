"""Sending what accounts send: recovery, verification, codes, invitations, alerts (contract: account-mails.md §10, §11).

The server has a mailer and an SMS provider of its own for this, told to it by its environment; here both are always there. No
message is made, and nothing shows in Messaging.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from ..moments import to_datetime
from ..outbox.content import Email, Sms, masked_texts
from ..outbox.delivery import Handover
from ..outbox.mail import (
    EMAIL_TOKEN,
    INVITATION,
    MAGIC_URL,
    MFA,
    RECOVERY,
    SESSION_ALERT,
    VERIFICATION,
    Mail,
    Origin,
)
from ..providers import DEFAULT_KINDS
from ..records import Provider
from ..state.project import Project
from ..state.run import Recipient
from ..state.sign_in import Sender, Template
from .handed_over import Delivered, HandedOver
from .judging import Batch, judge
from .mail_texts import LANGUAGES, page, write
from .mails import judge_mail
from .outgoing.receivers import Receivers
from .outgoing.wire import WireRequest

# Under which id the server's own mailer and SMS provider show.
_ID = "appwrite"
_MAILER = "Appwrite Mailer"
_SMS_SENDER = "+15550000000"
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def send_mail(project: Project, mail: Mail) -> list[Delivered]:
    """Send one account mail or code; its failure concerns nobody but the outbox."""
    provider = _provider(project, mail.channel)
    content = _email(project, mail) if mail.channel == "email" else _sms(project, mail)
    recipient = Recipient(mail.to, "user", user_id=mail.user_id)
    batch = Batch(project, mail.channel, provider, content, [recipient], origin=mail.origin)
    judged = judge_mail(batch) if mail.channel == "email" else judge(batch)
    times = tuple(one.at for one in judged.tries)
    wire = _Sent(project, provider, mail, content, times[0]).wire
    handover = Handover(time=times[0], recipients=1, wire=wire, tries=times, note=judged.note, named=(mail.to,))
    handed = HandedOver(project.id, "", mail.channel, _ID, provider.kind, content, handover, times[-1], mail)
    delivered = Delivered(handed, "to", [recipient], judged.outcomes, project.outbox.next_number())
    project.outbox.add(*delivered.deliveries())
    project.outbox.announce()
    return [delivered]


def _provider(project: Project, channel: str) -> Provider:
    """Describe what the server's environment tells it."""
    return Provider(
        id=_ID,
        created_at=0,
        updated_at=0,
        name="Appwrite",
        kind=DEFAULT_KINDS[channel],
        type=channel,
        enabled=True,
        credentials={"host": "localhost", "port": 25} if channel == "email" else {},
        options={"mailer": _MAILER, "autoTLS": False} if channel == "email" else {"from": _SMS_SENDER},
    )


def _email(project: Project, mail: Mail) -> Email:
    sender = project.sign_in.sender or Sender()
    language = _language(mail.locale)
    text = write(mail, project.name, language)
    templates = project.sign_in.templates if project.sign_in.sender else {}
    template = templates.get((mail.origin, mail.locale)) or templates.get((mail.origin, language))
    if template is not None:
        return _from_template(project, mail, template, sender, text.subject)
    return Email(
        to=(mail.to,),
        subject=text.subject,
        content=page(text, mail, language),
        html=True,
        from_name=sender.name,
        from_email=sender.email,
        reply_to_name=sender.reply_to_name,
        reply_to_email=sender.reply_to_email,
    )


def _language(asked: str) -> str:
    """Return the language of a locale such as de-AT; English when we have no text in it."""
    first = asked.replace("_", "-").partition("-")[0].lower()
    return first if first in LANGUAGES else "en"


# What the server calls the facts that it fills in, by the kind of mail; beside them every mail knows `subject`, `year` and these.
_EVERYWHERE = ("direction", "heading", "user", "project")
_CLIENT = ("agentDevice", "agentClient", "agentOs")
_VARIABLES: dict[Origin, tuple[str, ...]] = {
    RECOVERY: ("redirect", "team"),
    VERIFICATION: ("redirect", "team"),
    MAGIC_URL: ("redirect", *_CLIENT, "phrase", "team"),
    EMAIL_TOKEN: ("otp", *_CLIENT, "phrase", "team"),
    MFA: ("otp", *_CLIENT),
    INVITATION: ("owner", "team", "redirect"),
    SESSION_ALERT: ("date", "time", "device", "ipAddress", "country"),
}
# Where the names of a mail's own facts differ.
_RENAMED = {"device": "agentDevice", "client": "agentClient", "os": "agentOs"}


def _variables(project: Project, mail: Mail, subject: str) -> dict[str, str]:
    facts = dict(mail.facts)
    if mail.origin == SESSION_ALERT:
        facts["ipAddress"] = facts.pop("ip")
    else:
        facts = {_RENAMED.get(name, name): value for name, value in facts.items()}
    own = {
        "direction": "ltr",
        "subject": subject,
        "heading": subject,
        "year": f"{to_datetime(project.clock.ms):%Y}",
        "project": project.name,
        "redirect": mail.link,
        "otp": mail.code,
        **facts,
    }
    return {name: own.get(name, "") for name in (*_EVERYWHERE, "subject", "year", *_VARIABLES[mail.origin])}


def _from_template(project: Project, mail: Mail, template: Template, sender: Sender, subject: str) -> Email:
    """Fill in a project's own text; a placeholder that nobody knows stays as it is (recorded).

    What is filled into the message is escaped, but for the link (recorded).
    """
    values = _variables(project, mail, subject)
    escaped = {name: value if name == "redirect" else escape(value) for name, value in values.items()}

    def fill(text: str, values: Mapping[str, str]) -> str:
        return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)

    return Email(
        to=(mail.to,),
        subject=fill(template.subject, values),
        content=fill(template.message, escaped),
        html=True,
        from_name=template.sender_name or sender.name,
        from_email=template.sender_email or sender.email,
        reply_to_name=sender.reply_to_name,
        reply_to_email=template.reply_to or sender.reply_to_email,
    )


def _sms(project: Project, mail: Mail) -> Sms:
    """Write an SMS: nothing but the code, or the link, which the server escapes as if it were HTML (recorded)."""
    link = escape(mail.link) if project.exact else mail.link
    return Sms(to=(mail.to,), content=mail.code or link, from_=_SMS_SENDER)


class _Sent(NamedTuple):
    """One mail or code as it was handed over."""

    project: Project
    provider: Provider
    mail: Mail
    content: Email | Sms
    now: int

    def wire(self, *, masked: bool = True, links: bool = True) -> list[object]:
        """Return what left the server."""
        from .outgoing.headers import address
        from .outgoing.smtp import posted
        from .outgoing.wire import Sending, json_text

        mail, content = self.mail, self.content
        if not links:
            content = content._replace(**masked_texts(content, mail.secret, mail.code))
        if isinstance(content, Email):
            # Unlike a message, it names its reader (recorded).
            sending = Sending(self.provider, self.project.rules, self.now, masked)
            return [posted(sending, content, Receivers(to=(address(mail.to_name, mail.to),)), (mail.to,))]
        job = {
            "type": "internal",
            # That of an invitation is written so (recorded).
            "providerType": "SMS" if mail.origin == INVITATION else "sms",
            "recipients": [mail.to],
            "message": {"$id": mail.id, "data": {"content": content.content}},
        }
        note = "The job of the messaging worker, which sends it through the SMS provider of the server's environment."
        return [WireRequest("INTERNAL", "v1-messaging", {}, json_text(job), (mail.to,), note)]
