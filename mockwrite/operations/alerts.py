"""Session alerts: the mail about a new sign-in (contract: account-mails.md §9)."""

from __future__ import annotations

from ..access.caller import Caller
from ..moments import to_datetime
from ..outbox.mail import SESSION_ALERT, Mail
from ..records import Session, User
from ..state.project import Project
from .mailing import post


def alert(project: Project, caller: Caller, user: User, session: Session) -> None:
    """Tell a user of a new session by mail, where the project wants it; not of the first one."""
    if not (project.sign_in.session_alerts and user.email):
        return
    if project.sessions.count("user_sequence", user.sequence) < 2:
        return
    at = to_datetime(session.created_at)
    facts = {
        "user": user.name or "",
        "date": f"{at:%B} {at.day}",
        "year": str(at.year),
        "time": f"{at:%H:%M:%S}",
        "device": session.agent.get("clientName") or "UNKNOWN",
        "ip": session.ip,
        "country": "Unknown",
    }
    post(project, caller, Mail(session.id, SESSION_ALERT, "email", user.email, user.id, facts=facts))
