"""Why an account mail did or did not come: explained by the id of its delivery, or of the token that waits to be sent."""

from __future__ import annotations

from ..outbox.delivery import Delivery
from ..outbox.mail import Mail
from ..state.project import Project
from .explanation import Candidate, Explanation
from .reasons import when

# What made an account send it, by origin.
_CAUSES = {
    "recovery": "POST /account/recovery asked for a new password",
    "verification": "the account asked to verify its address or number",
    "magic-url": "POST /account/tokens/magic-url asked for a link to sign in",
    "email-token": "POST /account/tokens/email asked for a code to sign in",
    "phone-token": "POST /account/tokens/phone asked for a code to sign in",
    "mfa": "POST /account/mfa/challenges asked for a second factor",
    "invitation": "an owner invited this person to a team",
    "session-alert": "somebody signed in, and the project alerts its users",
}


def explain_mail(project: Project, id: str) -> Explanation | None:
    """Explain what an account sent, by the id of its delivery or, while it waits, of its token; None for any other id."""
    waiting = project.mails.get(id)
    if waiting is not None:
        return _explanation(project, waiting, None)
    found = next(
        (each for each in project.outbox.records() if each.mail is not None and id in (each.id, each.mail.id)), None
    )
    return None if found is None or found.mail is None else _explanation(project, found.mail, found)


def _explanation(project: Project, mail: Mail, delivery: Delivery | None) -> Explanation:
    outcome = "waiting" if delivery is None else delivery.status
    reason = _CAUSES[mail.origin]
    if delivery is None:
        reason += (
            "; it waits for deliver()"
            if project.delivery == "manual"
            else "; it goes out later, as the delivery mode says"
        )
    elif delivery.error is not None:
        reason += f"; it failed: {delivery.error}" + (f" (fault {delivery.fault})" if delivery.fault else "")
    elif mail.expires is not None:
        over = "was good until" if mail.expires < project.clock.ms else "is good until"
        reason += f"; what it carries {over} {when(mail.expires)}"
    user = project.users.get(mail.user_id)
    candidate = Candidate(
        outcome=outcome,
        cause=mail.origin,
        reason=f"{reason}.",
        way=f"account {mail.origin}",
        name=user.name if user is not None else None,
        address=mail.to,
        user_id=mail.user_id,
        delivery_ids=(delivery.id,) if delivery is not None else (),
    )
    return Explanation(
        message_id=mail.id,
        status=outcome,
        person=None,
        summary=f"The {mail.origin} mail to {mail.to}: {outcome}."
        if mail.channel == "email"
        else f"The {mail.origin} SMS to {mail.to}: {outcome}.",
        candidates=(candidate,),
        total=1,
        counts={outcome: 1},
    )
