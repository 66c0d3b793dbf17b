"""Files: who may see and change them (contract: users-targets.md §5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..access.caller import Caller
from ..access.permissions import FILE_ACTIONS, allow, grant, roles_in, write_out
from ..errors import AppwriteError
from ..php.arrays import as_list
from ..queries.kinds import FILES
from ..queries.parsing import Query
from ..records import Bucket, File, file_key
from ..state.project import Project
from .buckets import get_bucket
from .finding import missing
from .lists import page


def get_file(project: Project, caller: Caller, *, bucket_id: str, file_id: str) -> File:
    """Return a file that the caller may read; else 404 `storage_file_not_found` or 401 `user_unauthorized`."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    by_file = needs_file_permission(project, caller, bucket, "read")
    file = stored_file(project, bucket, file_id)
    if by_file and not allow(file.permissions, "read", caller.roles(project)):
        raise missing("file", file_id, " in this bucket")
    return file


def list_files(
    project: Project, caller: Caller, *, bucket_id: str, queries: Query, search: str, total: bool = True
) -> tuple[int, list[File]]:
    """List the files of a bucket that the caller may read."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    visible: Callable[[File], bool] | None = None
    if needs_file_permission(project, caller, bucket, "read"):
        roles = caller.roles(project)
        visible = lambda file: allow(file.permissions, "read", roles)
    if queries.cursor is not None:
        cursor = file_key(bucket.sequence, queries.cursor)
        if project.files.get(cursor) is None:
            raise AppwriteError(
                "general_cursor_not_found", f"File '{queries.cursor}' for the 'cursor' value not found."
            )
        queries = replace(queries, cursor=cursor)
    within = ("bucket_sequence", bucket.sequence)
    return page(project, project.files, FILES, queries, search=search, total=total, within=within, visible=visible)


def update_file(
    project: Project, caller: Caller, *, bucket_id: str, file_id: str, name: str | None, permissions: Any
) -> File:
    """Change a file's name and permissions, what is given of them."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    file = _changeable(project, caller, bucket, file_id, "update")
    changes: dict[str, Any] = {} if name is None else {"name": name}
    if permissions is not None:
        changes["permissions"] = file_permissions(project, caller, permissions)
    return project.files.change(file, project.clock.ms, **changes)


def delete_file(project: Project, caller: Caller, *, bucket_id: str, file_id: str) -> None:
    """Delete a file; messages keep its id, and an e-mail that is sent later fails."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    project.files.remove(_changeable(project, caller, bucket, file_id, "delete"))


def _changeable(project: Project, caller: Caller, bucket: Bucket, file_id: str, action: str) -> File:
    """Return a file that the caller may change; a file of somebody else is 401 here and no 404 (recorded)."""
    by_file = needs_file_permission(project, caller, bucket, action)
    file = stored_file(project, bucket, file_id)
    if by_file and not allow(file.permissions, action, caller.roles(project)):
        raise _forbidden(action)
    return file


def stored_file(project: Project, bucket: Bucket, file_id: str) -> File:
    """Return a file of a bucket whoever asks; 404 `storage_file_not_found`."""
    file = project.files.get(file_key(bucket.sequence, file_id))
    if file is None:
        raise missing("file", file_id, " in this bucket")
    return file


def needs_file_permission(project: Project, caller: Caller, bucket: Bucket, action: str) -> bool:
    """Tell whether the caller's right to an action depends on the single file.

    Keys may do everything, and whom the bucket allows an action has it for all files. Raises 401 `user_unauthorized` when
    neither is so and the bucket does not look at the permissions of files.
    """
    if caller.is_privileged or allow(bucket.permissions, action, caller.roles(project)):
        return False
    if not bucket.file_security:
        raise _forbidden(action)
    return True


def check_may_create(project: Project, caller: Caller, bucket: Bucket) -> None:
    """Raise 401 `user_unauthorized` when the bucket does not let the caller add files."""
    if not caller.is_privileged and not allow(bucket.permissions, "create", caller.roles(project)):
        raise _forbidden("create")


def file_permissions(project: Project, caller: Caller, permissions: Any) -> list[str]:
    """Return what is stored as the permissions of a file.

    Without any, a user gets all of them and a key none. A client gives permissions only to roles of its own, else 401
    `user_unauthorized`.
    """
    if permissions is None:
        return [] if caller.user is None else grant(FILE_ACTIONS, f"user:{caller.user.id}")
    given = write_out(as_list(permissions), FILE_ACTIONS)
    if not caller.is_privileged:
        held = caller.roles(project)
        foreign = [role for role in roles_in(given) if role not in held]
        if foreign:
            raise AppwriteError(
                "user_unauthorized",
                f"A client gives permissions only to its own roles: {', '.join(sorted(held))}; not to {foreign[0]}.",
            )
    return given


def _forbidden(action: str) -> AppwriteError:
    return AppwriteError(
        "user_unauthorized", f"Neither the bucket nor the file gives the caller the {action} permission."
    )
