"""Targets of users: addresses, numbers and device tokens (contract: users-targets.md §2, topics.md)."""

from __future__ import annotations

from typing import TypedDict, Unpack

from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..php.texts import is_empty
from ..queries.kinds import TARGETS
from ..queries.parsing import Query
from ..records import CHANNELS, Target, User
from ..state.project import Project
from ..validators.texts import is_email, is_phone
from .finding import find_provider, find_user, missing
from .lists import page
from .topics import remove_target_subscribers


class TargetOptions(TypedDict):
    """What a call may say of a target besides; an empty text says nothing."""

    provider_id: str
    name: str


class TargetDetails(TypedDict, total=False):
    """What may be stored of a target besides."""

    provider_id: str | None
    name: str | None
    session_id: str | None


def create_target(
    project: Project,
    caller: Caller,
    *,
    target_id: str,
    user_id: str,
    provider_type: str,
    identifier: str,
    **options: Unpack[TargetOptions],
) -> Target:
    """Give a user a target. An unknown provider is dropped silently, and its type is not compared (recorded)."""
    check_identifier(project, provider_type, identifier)
    user = find_user(project, user_id)
    provider = project.providers.get(options["provider_id"]) if options["provider_id"] else None
    target_id = project.new_id(target_id)
    if target_id in project.targets or holder_of(project, identifier) is not None:
        raise AppwriteError("user_target_already_exists")
    target = add_target(
        project,
        user,
        provider_type,
        identifier,
        id=target_id,
        provider_id=provider.id if provider else None,
        name=options["name"] or None,
    )
    # The user's id is kept as sent, in another case too.
    return target if user_id == user.id else project.targets.replace(target, user_id=user_id)


def add_target(
    project: Project,
    user: User,
    provider_type: str,
    identifier: str,
    *,
    id: str | None = None,
    **details: Unpack[TargetDetails],
) -> Target:
    """Store a target; the caller has checked that id and identifier are free."""
    now = project.clock.ms
    return project.targets.add(
        Target(
            **project.ids.stamp(now, id),
            user_id=user.id,
            user_sequence=user.sequence,
            provider_type=provider_type,
            identifier=identifier,
            **details,
        )
    )


def check_identifier(project: Project, provider_type: str, identifier: str) -> None:
    """Raise when the identifier does not suit the type. A type in other letter case passes the parameter check and is
    refused here (recorded)."""
    if provider_type not in CHANNELS:
        raise AppwriteError("provider_incorrect_type")
    if provider_type == "email" and not is_email(identifier, newer=project.rules.newer_email_library):
        raise AppwriteError("general_invalid_email")
    if provider_type == "sms" and not is_phone(identifier, parsed=project.rules.phone_is_parsed):
        raise AppwriteError("general_invalid_phone")


def list_targets(
    project: Project, caller: Caller, *, user_id: str, queries: Query, total: bool = True
) -> tuple[int, list[Target]]:
    """List the targets of a user; up to 1.9.0 a user sees only own ones (auth.md §3)."""
    user = find_user(project, user_id)
    visible = None if caller.is_privileged else (lambda row: is_own(caller, row))
    within = ("user_sequence", user.sequence)
    return page(project, project.targets, TARGETS, queries, total=total, within=within, visible=visible)


def is_own(caller: Caller, target: Target) -> bool:
    """Tell whether the caller may see and change a target: a key, or the user whose target it is."""
    return caller.is_privileged or (caller.user is not None and caller.user.sequence == target.user_sequence)


def get_target(project: Project, caller: Caller, *, user_id: str, target_id: str) -> Target:
    """Return a target of a user; 404 `user_not_found`, `user_target_not_found`.

    Unlike the user's, the target's id is compared with case: the server looks for it among the targets that came with the user.
    """
    user = find_user(project, user_id)
    target = project.targets.get(target_id)
    if target is None or target.user_sequence != user.sequence or not is_own(caller, target) or target.id != target_id:
        raise missing("target", target_id, " of this user")
    return target


def _changeable(project: Project, caller: Caller, user_id: str, target_id: str) -> Target:
    """Return a target of a user that is to be changed. Here the id that it has of its user is compared with case: a target made
    under the id in another case can be read, but not changed."""
    user = find_user(project, user_id)
    target = project.targets.get(target_id)
    if (
        target is None
        or target.user_sequence != user.sequence
        or not is_own(caller, target)
        or target.user_id != user.id
    ):
        raise missing("target", target_id, " of this user")
    return target


def update_target(
    project: Project,
    caller: Caller,
    *,
    user_id: str,
    target_id: str,
    identifier: str,
    **options: Unpack[TargetOptions],
) -> Target:
    """Change what is given; the text "0" counts as not given (recorded). A new identifier makes the target live again."""
    target = _changeable(project, caller, user_id, target_id)
    changes: dict[str, object] = {}
    if not is_empty(identifier):
        check_identifier(project, target.provider_type, identifier)
        changes |= {"identifier": identifier, "expired": False}
    if not is_empty(options["provider_id"]):
        provider = find_provider(project, options["provider_id"])
        if provider.type != target.provider_type:
            raise AppwriteError("provider_incorrect_type")
        changes["provider_id"] = provider.id
    if not is_empty(options["name"]):
        changes["name"] = options["name"]
    if "identifier" in changes:
        check_identifier_is_free(project, target, identifier)
    return project.targets.change(target, project.clock.ms, **changes)


def holder_of(project: Project, identifier: str) -> Target | None:
    """Return the target that has an identifier already, whatever its type and user (users-targets.md §2)."""
    return project.targets.first("identifier", identifier)


def check_identifier_is_free(project: Project, target: Target, identifier: str) -> None:
    """Raise when another target has the identifier; the server does not expect that here and breaks (errors.md)."""
    other = holder_of(project, identifier)
    if other is not None and other.id != target.id:
        raise ServerDefect(
            "identifier", "another target has this identifier already", type=project.rules.duplicate_document
        )


def delete_target(project: Project, caller: Caller, *, user_id: str, target_id: str) -> None:
    """Delete a target with its subscribers."""
    remove_target(project, _changeable(project, caller, user_id, target_id))


def remove_target(project: Project, target: Target, reason: str = "") -> None:
    """Remove a target and its subscribers; `reason` says what did it, for `explain`."""
    remove_target_subscribers(project, target, reason)
    project.targets.remove(target)


def meant_by(project: Project, member: User | Target | str) -> list[Target]:
    """Return the targets that a subscriber in a test stands for: all of a user's, or one; ids are as good.

    Raises ValueError for an id of neither.
    """
    known = member if not isinstance(member, str) else project.users.get(member) or project.targets.get(member)
    if known is None:
        raise ValueError(f"there is no user and no target {member!r}; make one first: given.user(id={member!r})")
    return [known] if isinstance(known, Target) else project.targets.where("user_sequence", known.sequence)
