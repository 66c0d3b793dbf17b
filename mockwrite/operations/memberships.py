"""Who is in a team, with which roles (contract: users-targets.md §6)."""

from __future__ import annotations

from typing import TypedDict, Unpack

from ..access.caller import Caller
from ..errors import AppwriteError
from ..php.texts import is_empty
from ..queries.kinds import MEMBERSHIPS
from ..queries.parsing import Query
from ..records import Membership, Team, User
from ..state.project import Project
from .finding import find_user
from .lists import page
from .teams import add_member, check_roles, find_team, remove_member, require_owner
from .users import check_identities, new_password, store_user


class Invited(TypedDict, total=False):
    """Who is to be in a team: somebody who is there, or whose address or number is known, and what a new user is called."""

    user_id: str
    email: str
    phone: str
    name: str


def create_membership(
    project: Project,
    caller: Caller,
    *,
    team_id: str,
    roles: list[str],
    url: str = "",
    **invited: Unpack[Invited],
) -> Membership:
    """Put somebody into a team. By key the membership is confirmed at once; an owner's is an invitation, which goes out by
    mail or SMS (account-mails.md §8). An unknown address or number becomes a new user, without a target."""
    # Id and name are texts that PHP may take for none.
    user_id, name = _given(invited.get("user_id")), _given(invited.get("name"))
    email, phone = invited.get("email", ""), invited.get("phone", "")
    if not caller.is_privileged and not url:
        raise AppwriteError("general_argument_invalid", "The url is needed: the invitation leads there.")
    if not (user_id or email or phone):
        raise AppwriteError("general_argument_invalid", "One of userId, email and phone is needed.")
    if not caller.is_privileged:
        # Whatever the invitation goes out by (by reading).
        project.sign_in.require_channel("email")
    team = find_team(project, caller, team_id)
    user = _find_invited(project, user_id, email.lower(), phone)
    if user is None:
        check_identities(project, email)
        # Whoever has no right to invite makes a user all the same (not recorded).
        user = _make_invited(project, caller, email, phone, name or email)
    require_owner(project, caller, team)
    check_roles(project, roles)
    now = project.clock.ms
    present = _membership_of(project, team, user)
    if present is None:
        present = add_member(project, team, user, roles, confirm=caller.is_privileged)
    elif present.confirm:
        raise AppwriteError("membership_already_confirmed")
    elif caller.is_privileged:
        # The roles of the first call stay (recorded).
        project.teams.replace(team, total=team.total + 1)
        present = project.memberships.replace(present, confirm=True, joined=now, invited=now, updated_at=now, secret="")
    else:
        present = project.memberships.replace(present, invited=now, updated_at=now)
    if caller.is_privileged:
        return present
    from .invitations import invite  # only where somebody is invited

    called = (_given(user.name) or name if user_id else name) or email.lower()
    # Who is meant by number is written to there, even where an address is known (by reading).
    by_sms = not (user.email if user_id else email)
    if by_sms:
        # Looked at last of all, so the membership is there by then (the order of the route table).
        project.sign_in.require_channel("sms")
    return invite(project, caller, present, url=url, called=called, by_sms=by_sms)


def _given(text: str | None) -> str:
    return "" if text is None or is_empty(text) else text


def _find_invited(project: Project, user_id: str, email: str, phone: str) -> User | None:
    """Find who is meant; several names have to mean the same one, else 409 `user_already_exists`."""
    if user_id:
        user: User | None = find_user(project, user_id)
    else:
        user = project.users.first("email", email) if email else project.users.first("phone", phone)
    if user is not None and (
        (email and (user.email or "").lower() != email) or (phone and (user.phone or "") != phone)
    ):
        raise AppwriteError("user_already_exists", "userId, email and phone do not belong to the same user.")
    return user


def _make_invited(project: Project, caller: Caller, email: str, phone: str, name: str) -> User:
    """Make a user for an address or number that nobody has, with a password that nobody knows."""
    user = store_user(project, caller, user_id="unique()", email=email, phone=phone, name=name, with_targets=False)
    unknown = new_password(project, project.ids.secret(64), by_link=True)
    return project.users.replace(user, **unknown)


def _membership_of(project: Project, team: Team, user: User) -> Membership | None:
    found = project.memberships.where("user_sequence", user.sequence)
    return next((each for each in found if each.team_sequence == team.sequence), None)


def list_memberships(
    project: Project, caller: Caller, *, team_id: str, queries: Query, search: str, total: bool = True
) -> tuple[int, list[Membership]]:
    """List the memberships of a team that the caller may see."""
    team = find_team(project, caller, team_id)
    within = ("team_sequence", team.sequence)
    return page(project, project.memberships, MEMBERSHIPS, queries, search=search, total=total, within=within)


def list_user_memberships(
    project: Project,
    caller: Caller,
    *,
    user_id: str,
    queries: Query | None = None,
    search: str = "",
    total: bool = True,
) -> tuple[int, list[Membership]]:
    """List the memberships of a user, confirmed or not."""
    user = find_user(project, user_id)
    within = ("user_sequence", user.sequence)
    chosen = queries if queries is not None else Query()
    return page(project, project.memberships, MEMBERSHIPS, chosen, search=search, total=total, within=within)


def get_membership(project: Project, caller: Caller, *, team_id: str, membership_id: str) -> Membership:
    """Return a membership; 404 `membership_not_found`, or `team_membership_mismatch` when it is one of another team."""
    team = find_team(project, caller, team_id)
    membership = project.memberships.get(membership_id)
    if membership is None:
        raise AppwriteError("membership_not_found")
    _require_same_team(membership, team)
    return membership


def _require_same_team(membership: Membership, team: Team) -> None:
    if membership.team_sequence != team.sequence:
        raise AppwriteError("team_membership_mismatch")


def update_membership(
    project: Project, caller: Caller, *, team_id: str, membership_id: str, roles: list[str]
) -> Membership:
    """Replace the roles of a member; they count at once."""
    membership = get_membership(project, caller, team_id=team_id, membership_id=membership_id)
    require_owner(project, caller, find_team(project, caller, team_id))
    check_roles(project, roles)
    return project.memberships.change(membership, project.clock.ms, roles=roles)


def delete_membership(project: Project, caller: Caller, *, team_id: str, membership_id: str) -> None:
    """Put somebody out of a team: a key and an owner everybody, a member itself. Here an unknown membership has another
    error than when it is read (recorded)."""
    membership = project.memberships.get(membership_id)
    if membership is None:
        raise AppwriteError("team_invite_not_found")
    # Who is invited and has not come yet does not see the team, so there is no way to refuse.
    team = find_team(project, caller, team_id)
    _require_same_team(membership, team)
    if caller.user is None or membership.user_sequence != caller.user.sequence:
        require_owner(project, caller, team)
    remove_member(project, membership)
