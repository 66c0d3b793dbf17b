"""Teams, as far as the roles that they give need them (contract: users-targets.md §6)."""

from __future__ import annotations

from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..queries.kinds import TEAMS
from ..queries.parsing import Query
from ..records import LogEntry, Membership, Team, User
from ..state.project import Project
from .finding import missing
from .lists import logs, page


def create_team(project: Project, caller: Caller, *, team_id: str, name: str, roles: list[str]) -> Team:
    """Store a team. A user becomes its first member, with these roles; a key makes a team without members."""
    if team_id == "0":
        raise ServerDefect("teamId", 'the id "0" counts as empty')
    id = project.new_id(team_id)
    if id in project.teams:
        raise AppwriteError("team_already_exists")
    if caller.user is not None:
        check_roles(project, roles)
    now = project.clock.ms
    team = project.teams.add(Team(**project.ids.stamp(now, id), name=name))
    if caller.user is None:
        return team
    add_member(project, team, caller.user, roles, confirm=True)
    return project.teams.get(id) or team


def add_member(project: Project, team: Team, user: User, roles: list[str], *, confirm: bool) -> Membership:
    """Store a membership; only a confirmed one gives roles and is counted."""
    now = project.clock.ms
    membership = project.memberships.add(
        Membership(
            **project.ids.stamp(now),
            team_id=team.id,
            team_sequence=team.sequence,
            user_id=user.id,
            user_sequence=user.sequence,
            roles=roles,
            invited=now,
            joined=now if confirm else None,
            confirm=confirm,
        )
    )
    if confirm:
        # Counting does not move the time of the team's last update (recorded).
        project.teams.replace(team, total=team.total + 1)
    return membership


def check_roles(project: Project, roles: object) -> None:
    """Raise for a map in place of a list: it passes the parameter check, and the database refuses it."""
    if isinstance(roles, dict):
        raise ServerDefect("roles", "a list is expected, not a map", type=project.rules.structure_invalid)


def remove_member(project: Project, membership: Membership) -> None:
    """Remove a membership; its roles are gone at once."""
    project.memberships.remove(membership)
    team = project.teams.at(membership.team_sequence)
    if team is not None and membership.confirm:
        project.teams.replace(team, total=max(team.total - 1, 0))


def find_team(project: Project, caller: Caller, team_id: str) -> Team:
    """Return a team that the caller may see: a key every one, a user the own ones; else 404 `team_not_found`."""
    team = project.teams.get(team_id)
    if team is None or (not caller.is_privileged and team.sequence not in _own(project, caller)):
        raise missing("team", team_id)
    return team


def require_owner(project: Project, caller: Caller, team: Team) -> None:
    """Raise 401 `user_unauthorized` unless a key or an owner of the team calls."""
    if not caller.is_privileged and f"team:{team.id}/owner" not in caller.roles(project):
        raise AppwriteError("user_unauthorized", f"Only an owner of the team {team.id!r} may do this.")


def _own(project: Project, caller: Caller) -> set[int]:
    """Return the sequence numbers of the teams in which the caller is a confirmed member."""
    if caller.user is None:
        return set()
    memberships = project.memberships.where("user_sequence", caller.user.sequence)
    return {membership.team_sequence for membership in memberships if membership.confirm}


def get_team(project: Project, caller: Caller, *, team_id: str) -> Team:
    """Return a team."""
    return find_team(project, caller, team_id)


def list_logs(
    project: Project, caller: Caller, *, team_id: str, queries: Query, total: bool = True
) -> tuple[int, list[LogEntry]]:
    """List what was done to a team and its memberships (events.md)."""
    return logs(project, f"team/{find_team(project, caller, team_id).id}", queries, total=total)


def list_teams(
    project: Project, caller: Caller, *, queries: Query, search: str, total: bool = True
) -> tuple[int, list[Team]]:
    """List the teams that the caller may see."""
    among = None if caller.is_privileged else sorted(_own(project, caller))
    return page(project, project.teams, TEAMS, queries, search=search, total=total, among=among)


def update_team(project: Project, caller: Caller, *, team_id: str, name: str) -> Team:
    """Rename a team."""
    team = find_team(project, caller, team_id)
    require_owner(project, caller, team)
    return project.teams.change(team, project.clock.ms, name=name)


def delete_team(project: Project, caller: Caller, *, team_id: str) -> None:
    """Delete a team; its members lose its roles at once."""
    team = find_team(project, caller, team_id)
    require_owner(project, caller, team)
    for membership in project.memberships.where("team_sequence", team.sequence):
        project.memberships.remove(membership)
    project.teams.remove(team)


def get_prefs(project: Project, caller: Caller, *, team_id: str) -> dict[str, Any]:
    """Return the preferences that the members of a team share."""
    return find_team(project, caller, team_id).prefs


def update_prefs(project: Project, caller: Caller, *, team_id: str, prefs: dict[str, Any]) -> dict[str, Any]:
    """Replace the preferences of a team."""
    team = find_team(project, caller, team_id)
    require_owner(project, caller, team)
    return project.teams.change(team, project.clock.ms, prefs=prefs).prefs
