"""Buckets (contract: users-targets.md §5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..access.caller import Caller
from ..access.permissions import BUCKET_ACTIONS, write_out
from ..errors import AppwriteError, ServerDefect
from ..php.arrays import as_list
from ..queries.kinds import BUCKETS
from ..queries.parsing import Query
from ..records import Bucket
from ..state.project import CONSOLE, Project
from .finding import find_bucket, missing
from .lists import page

# The limit of the recorded servers, and what a bucket has that names none.
MAXIMUM_FILE_SIZE = 30_000_000


def create_bucket(
    project: Project, caller: Caller, *, bucket_id: str, name: str, permissions: Any = None, **options: Any
) -> Bucket:
    """Store a bucket; `options` as in `new_bucket`."""
    if bucket_id == "0":
        if project.exact:
            # Nothing is stored, and the answer is an empty bucket (recorded).
            return replace(new_bucket(project, "", "", permissions=[], maximum_file_size=0), compression="")
        raise ServerDefect("bucketId", 'the id "0" counts as empty, and the server stores nothing')
    bucket_id = project.new_id(bucket_id)
    if bucket_id in project.buckets:
        raise AppwriteError("storage_bucket_already_exists")
    return project.buckets.add(new_bucket(project, bucket_id, name, permissions=_read(permissions) or [], **options))


def new_bucket(
    project: Project,
    bucket_id: str,
    name: str,
    *,
    permissions: list[str],
    file_security: bool = False,
    enabled: bool = True,
    maximum_file_size: int = MAXIMUM_FILE_SIZE,
    allowed_file_extensions: Any = (),
    compression: str | None = None,
    encryption: bool | None = None,
    antivirus: bool = True,
    transformations: bool = True,
) -> Bucket:
    """Return a bucket that is not stored yet. Null for compression or encryption means the default."""
    now = project.clock.ms
    return Bucket(
        id=bucket_id,
        created_at=now,
        updated_at=now,
        name=name,
        permissions=permissions,
        file_security=file_security,
        enabled=enabled,
        maximum_file_size=maximum_file_size,
        allowed_file_extensions=as_list(allowed_file_extensions),
        compression=compression or "none",
        encryption=encryption is not False,
        antivirus=antivirus,
        transformations=transformations,
    )


def update_bucket(
    project: Project, caller: Caller, *, bucket_id: str, name: str, permissions: Any = None, **options: Any
) -> Bucket:
    """Replace a bucket's options: one that is left out goes back to its default, the permissions stay (recorded)."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    given = _read(permissions)
    wanted = new_bucket(project, bucket.id, name, permissions=bucket.permissions if given is None else given, **options)
    return project.buckets.change(bucket, project.clock.ms, **{field: getattr(wanted, field) for field in _REPLACED})


_REPLACED = (
    "name", "permissions", "file_security", "enabled", "maximum_file_size", "allowed_file_extensions", "compression",
    "encryption", "antivirus", "transformations",
)  # fmt: skip


def _read(permissions: Any) -> list[str] | None:
    return None if permissions is None else write_out(as_list(permissions), BUCKET_ACTIONS)


def get_bucket(project: Project, caller: Caller, *, bucket_id: str) -> Bucket:
    """Return a bucket; 404 `storage_bucket_not_found`, for clients also when it is disabled."""
    check_project(project)
    bucket = find_bucket(project, bucket_id)
    if not (bucket.enabled or caller.is_privileged):
        raise missing("bucket", bucket_id)
    return bucket


def check_project(project: Project) -> None:
    """Raise what some releases answer when no project is named; others look into the server's internal one."""
    if project.id == CONSOLE and project.rules.storage_needs_project:
        raise AppwriteError("general_access_forbidden")


def list_buckets(
    project: Project, caller: Caller, *, queries: Query, search: str, total: bool = True
) -> tuple[int, list[Bucket]]:
    """List buckets."""
    return page(project, project.buckets, BUCKETS, queries, search=search, total=total)


def delete_bucket(project: Project, caller: Caller, *, bucket_id: str) -> None:
    """Delete a bucket with its files; its id can be used again and then starts empty."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    for file in project.files.where("bucket_sequence", bucket.sequence):
        project.files.remove(file)
    project.buckets.remove(bucket)
