"""Sending what accounts send: recovery, verification, codes, invitations, alerts (contract: account-mails.md §10, §11).

The server has a mailer and an SMS provider of its own for this, told to it by its environment; here both are always there. No
message is made, and nothing shows in Messaging.
"""

from __future__ import annotations

import re
from functools import partial
from html import escape

from ..outbox.content import Email, Sms
from ..outbox.delivery import Delivery, Handover
from ..outbox.mail import Mail
from ..providers import DEFAULT_KINDS
from ..records import Provider
from ..state.project import Project
from ..state.run import Recipient
from ..state.sign_in import Sender, Template
from .judging import Batch, judge
from .mail_texts import LANGUAGES, page, write
from .mails import judge_mail
from .outgoing.reading import NO_RESULT, UNKNOWN_ERROR
from .outgoing.wire import WireRequest

# Under which id the server's own mailer and SMS provider show.
_ID = "appwrite"
_MAILER = "Appwrite Mailer"
_SMS_SENDER = "+15550000000"
_PLACE = re.compile(r"\{\{(\w+)\}\}")


def send_mail(project: Project, mail: Mail) -> list[Delivery]:
    """Send one account mail or code; its failure concerns nobody but the outbox."""
    provider = _provider(project, mail.channel)
    content = _email(project, mail) if mail.channel == "email" else _sms(project, mail)
    recipient = Recipient(mail.to, "user", user_id=mail.user_id)
    batch = Batch(project, mail.channel, provider, content, [recipient], origin=mail.origin)
    judged = judge_mail(batch) if mail.channel == "email" else judge(batch)
    outcome = judged.outcomes[0]
    times = tuple(one.at for one in judged.tries)
    number = project.outbox.next_number(1)
    wire = partial(_wire, project, provider, mail, content, times[0])
    delivery = Delivery(
        id=f"d{number}",
        number=number,
        project_id=project.id,
        message_id="",
        channel=mail.channel,
        role="to",
        to=mail.to,
        target_id=None,
        user_id=mail.user_id,
        topic_id=None,
        provider_id=_ID,
        provider=provider.kind,
        status="sent" if outcome.error is None else "failed",
        error=UNKNOWN_ERROR if outcome.error == NO_RESULT else outcome.error,
        at=times[-1],
        payload=content,
        handover=Handover(time=times[0], recipients=1, wire=wire, tries=times, note=judged.note, named=(mail.to,)),
        attempts=outcome.attempts,
        fault=outcome.fault,
        mail=mail,
    )
    project.outbox.add(delivery)
    project.outbox.announce()
    return [delivery]


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
    template = project.sign_in.templates.get((mail.origin, language)) if project.sign_in.sender else None
    if template is not None:
        return _from_template(project, mail, template, sender)
    text = write(mail, project.name, language)
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


def _from_template(project: Project, mail: Mail, template: Template, sender: Sender) -> Email:
    """Fill in a project's own text; a placeholder that nobody knows stays as it is (recorded)."""
    values = {"redirect": mail.link, "project": project.name, "team": "", "otp": mail.code, **mail.facts}

    def fill(text: str) -> str:
        return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)

    return Email(
        to=(mail.to,),
        subject=fill(template.subject),
        content=fill(template.message),
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


def _wire(
    project: Project, provider: Provider, mail: Mail, content: Email | Sms, now: int, *, masked: bool = True
) -> list[object]:
    from .outgoing import wire_requests
    from .outgoing.wire import json_text

    if isinstance(content, Email):
        return list(wire_requests(provider, content, project.rules, now=now, masked=masked))
    job = {
        "type": "internal",
        "providerType": "sms",
        "recipients": [mail.to],
        "message": {"$id": mail.id, "data": {"content": content.content}},
    }
    note = "The job of the messaging worker, which sends it through the SMS provider of the server's environment."
    return [WireRequest("INTERNAL", "v1-messaging", {}, json_text(job), (mail.to,), note)]
