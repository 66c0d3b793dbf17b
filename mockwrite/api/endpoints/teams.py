"""Teams and memberships (contract: users-targets.md §6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ...operations import invitations, memberships, teams
from ...queries.kinds import MEMBERSHIPS, TEAMS
from ...validators.base import Context, Rejected
from ...validators.redirects import Redirect
from ...validators.structures import ArrayList, Assoc
from ...validators.texts import CustomId, EmailAddress, Phone, Text, Uid
from ..endpoint import Endpoint, RateLimit, optional, required
from ..models import access as access_models
from ..models import common as models
from .lists import LOG_QUERIES, SEARCH, TOTAL, queries

_ROLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


@dataclass(frozen=True, slots=True)
class TeamRole:
    """The name of a role in a team: the characters of an id, with a length of its own in each release."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the role, or raise Rejected."""
        most = context.rules.team_role_length
        if isinstance(value, str) and len(value) <= most and _ROLE.match(value):
            return value
        raise Rejected(f"a role of at most {most} letters, digits, periods, hyphens and underscores is expected")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "string", "pattern": _ROLE.pattern.replace(r"\Z", "$")}


_READ, _WRITE = ("teams.read",), ("teams.write",)
_ID, _MEMBERSHIP_ID = required("teamId", Uid()), required("membershipId", Uid())
_NAME = required("name", Text(128))
_ROLES = ArrayList(TeamRole(), 100)
_LIST = models.listing("memberships", access_models.listed_membership)
# What is done to a membership is told of its team.
_LOG = "team/{teamId}"

ENDPOINTS = (
    Endpoint(
        "POST", "/teams", teams.create_team, _WRITE,
        (required("teamId", CustomId()), _NAME, optional("roles", _ROLES, default=["owner"])), access_models.team, 201,
        "Create a team", audit="team.create",
    ),
    Endpoint(
        "GET", "/teams", teams.list_teams, _READ, (queries(TEAMS, old_texts=True), SEARCH, TOTAL), models.listing("teams", access_models.team),
        summary="List teams",
    ),
    Endpoint("GET", "/teams/{teamId}", teams.get_team, _READ, (_ID,), access_models.team, summary="Get a team"),
    Endpoint(
        "PUT", "/teams/{teamId}", teams.update_team, _WRITE, (_ID, _NAME), access_models.team, summary="Rename a team",
        audit="team.update",
    ),
    Endpoint(
        "DELETE", "/teams/{teamId}", teams.delete_team, _WRITE, (_ID,), status=204, summary="Delete a team",
        audit="team.delete",
    ),
    Endpoint(
        "GET", "/teams/{teamId}/logs", teams.list_logs, _READ, (_ID, LOG_QUERIES, TOTAL), models.listing("logs", models.log),
        summary="List what was done to a team",
    ),
    Endpoint("GET", "/teams/{teamId}/prefs", teams.get_prefs, _READ, (_ID,), models.preferences, summary="Get a team's preferences"),
    Endpoint(
        "PUT", "/teams/{teamId}/prefs", teams.update_prefs, _WRITE, (_ID, required("prefs", Assoc())), models.preferences,
        summary="Replace a team's preferences", audit="team.update",
    ),
    Endpoint(
        "POST", "/teams/{teamId}/memberships", memberships.create_membership, _WRITE,
        (
            _ID, optional("email", EmailAddress()), optional("userId", Uid()), optional("phone", Phone()),
            required("roles", _ROLES), optional("url", Redirect()), optional("name", Text(128)),
        ),
        access_models.membership, 201, "Put somebody into a team", audit="membership.create", audit_under=_LOG, limit=RateLimit(10, 3600),
        sign_in="invites",
    ),
    Endpoint(
        "PATCH", "/teams/{teamId}/memberships/{membershipId}/status", invitations.accept_invitation, ("public",),
        (_ID, _MEMBERSHIP_ID, required("userId", Uid()), required("secret", Text(256))), access_models.membership,
        summary="Accept an invitation to a team", audit="membership.update", audit_under=_LOG,
    ),
    Endpoint(
        "GET", "/teams/{teamId}/memberships", memberships.list_memberships, _READ,
        (_ID, queries(MEMBERSHIPS, old_texts=True), SEARCH, TOTAL), _LIST, summary="List the members of a team",
    ),
    Endpoint(
        "GET", "/teams/{teamId}/memberships/{membershipId}", memberships.get_membership, _READ, (_ID, _MEMBERSHIP_ID),
        access_models.listed_membership, summary="Get a membership",
    ),
    Endpoint(
        "PATCH", "/teams/{teamId}/memberships/{membershipId}", memberships.update_membership, _WRITE,
        (_ID, _MEMBERSHIP_ID, required("roles", _ROLES)), access_models.membership, summary="Replace a member's roles",
        audit="membership.update", audit_under=_LOG,
    ),
    Endpoint(
        "DELETE", "/teams/{teamId}/memberships/{membershipId}", memberships.delete_membership, _WRITE,
        (_ID, _MEMBERSHIP_ID), status=204, summary="Put somebody out of a team", audit="membership.delete", audit_under=_LOG,
    ),
)  # fmt: skip
