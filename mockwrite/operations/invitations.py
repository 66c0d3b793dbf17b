"""Invitations to a team: the mail or SMS that goes out, and the answer to it (contract: account-mails.md §8)."""

from __future__ import annotations

from ..access.caller import Caller
from ..errors import AppwriteError
from ..outbox.mail import INVITATION, Mail
from ..records import Channel, Membership
from ..state.project import Project
from .account import signed_in
from .finding import missing
from .mailing import post, with_parameters
from .sessions import sign_in


def invite(
    project: Project, caller: Caller, membership: Membership, *, url: str, called: str, by_sms: bool
) -> Membership:
    """Send an invitation with a new secret; that of an earlier one is worth nothing any more (recorded)."""
    team = project.teams.at(membership.team_sequence)
    user = project.users.at(membership.user_sequence)
    if team is None or user is None:
        raise AppwriteError("team_not_found")
    secret = project.ids.secret(256)
    link = with_parameters(
        url,
        {
            "membershipId": membership.id,
            "userId": user.id,
            "secret": secret,
            "teamId": team.id,
            "teamName": team.name,
        },
    )
    facts = {"user": called, "team": team.name, "owner": signed_in(caller).name or ""}
    channel: Channel = "sms" if by_sms else "email"
    to = (user.phone if by_sms else user.email) or ""
    mail = Mail(membership.id, INVITATION, channel, to, user.id, user.name or "", secret, link, facts=facts)
    post(project, caller, mail)
    return project.memberships.replace(membership, secret=secret)


def accept_invitation(
    project: Project, caller: Caller, *, team_id: str, membership_id: str, user_id: str, secret: str
) -> Membership:
    """Become a member with the secret of an invitation. It proves the address, and signs in whoever is not signed in yet."""
    membership = project.memberships.get(membership_id)
    if membership is None:
        raise AppwriteError("membership_not_found")
    team = project.teams.get(team_id)
    if team is None:
        raise missing("team", team_id)
    if membership.team_sequence != team.sequence:
        raise AppwriteError("team_membership_mismatch")
    if not membership.secret or membership.secret != secret:
        raise AppwriteError("team_invalid_secret")
    user = project.users.at(membership.user_sequence)
    caller_is_another = caller.user is not None and caller.user.sequence != membership.user_sequence
    if user is None or user.id != user_id or caller_is_another:
        raise AppwriteError("team_invite_mismatch")
    if membership.confirm:
        raise AppwriteError("membership_already_confirmed")
    now = project.clock.ms
    joined = project.memberships.replace(membership, confirm=True, joined=now, updated_at=now)
    user = project.users.replace(user, email_verification=True, updated_at=now)
    project.teams.replace(team, total=team.total + 1)
    if caller.user is None and not caller.is_privileged:
        sign_in(project, caller, user, "email", uid=user.email or "")
    caller.acted_for = user
    return joined
