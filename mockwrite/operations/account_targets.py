"""Push targets that a user makes on the own device (contract: users-targets.md §4)."""

from __future__ import annotations

from ..access.agents import device_name
from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..records import Target
from ..state.project import Project
from .finding import missing
from .targets import add_target, check_identifier_is_free, holder_of, remove_target


def create_push_target(
    project: Project, caller: Caller, *, target_id: str, identifier: str, provider_id: str
) -> Target:
    """Register a device token, named after the device. It goes with the session that made it; one made by JWT stays.

    The provider is stored as it is sent, whether it exists or not, unlike on the users route (recorded).
    """
    target_id = project.new_id(target_id)
    if target_id in project.targets:
        raise AppwriteError("user_target_already_exists")
    if caller.user is None:
        raise ServerDefect("targetId", "an API key has no user of its own; use POST /users/{userId}/targets with it")
    if holder_of(project, identifier) is not None:
        raise AppwriteError("user_target_already_exists")
    return add_target(
        project,
        caller.user,
        "push",
        identifier,
        id=target_id,
        provider_id=provider_id or None,
        name=device_name(caller.user_agent),
        session_id=caller.session.id if caller.session is not None else None,
    )


def update_push_target(project: Project, caller: Caller, *, target_id: str, identifier: str) -> Target:
    """Give a target a new token, after which it is not expired any more, and name it after the calling device."""
    target = _own_target(project, caller, target_id)
    check_identifier_is_free(project, target, identifier)
    name = device_name(caller.user_agent)
    return project.targets.change(target, project.clock.ms, identifier=identifier, expired=False, name=name)


def delete_push_target(project: Project, caller: Caller, *, target_id: str) -> None:
    """Delete an own target with its subscribers."""
    remove_target(project, _own_target(project, caller, target_id))


def _own_target(project: Project, caller: Caller, target_id: str) -> Target:
    """Find a target of the caller, of any type; an API key has none (recorded)."""
    target = project.targets.get(target_id)
    if target is None or caller.user is None or target.user_sequence != caller.user.sequence:
        raise missing("target", target_id, " of this account")
    return target
