"""Buckets (contract: users-targets.md §5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypedDict, Unpack

from ..access.caller import Caller
from ..access.permissions import BUCKET_ACTIONS, write_out
from ..errors import AppwriteError, ServerDefect
from ..php.arrays import as_list
from ..queries.kinds import BUCKETS
from ..records import Bucket
from ..state.project import CONSOLE, Project
from .finding import find_bucket, missing
from .lists import lister

# The limit of the recorded servers, and what a bucket has that names none.
MAXIMUM_FILE_SIZE = 30_000_000


class BucketOptions(TypedDict, total=False):
    """The options of a bucket, each with a default. Null for compression or encryption means the default."""

    permissions: Any
    file_security: bool
    enabled: bool
    maximum_file_size: int
    allowed_file_extensions: Any
    compression: str | None
    encryption: bool | None
    antivirus: bool
    transformations: bool


def create_bucket(
    project: Project, caller: Caller, *, bucket_id: str, name: str, **options: Unpack[BucketOptions]
) -> Bucket:
    """Store a bucket."""
    if bucket_id == "0":
        if project.exact:
            # Nothing is stored, and the answer is an empty bucket (recorded).
            return replace(new_bucket(project, "", "", maximum_file_size=0), compression="")
        raise ServerDefect("bucketId", 'the id "0" counts as empty, and the server stores nothing')
    bucket_id = project.new_id(bucket_id)
    if bucket_id in project.buckets:
        raise AppwriteError("storage_bucket_already_exists")
    return project.buckets.add(new_bucket(project, bucket_id, name, **options))


def new_bucket(project: Project, bucket_id: str, name: str, **options: Unpack[BucketOptions]) -> Bucket:
    """Return a bucket that is not stored yet."""
    return Bucket(
        **project.ids.stamp(project.clock.ms, bucket_id),
        name=name,
        permissions=write_out(as_list(options.get("permissions") or []), BUCKET_ACTIONS),
        file_security=options.get("file_security", False),
        enabled=options.get("enabled", True),
        maximum_file_size=options.get("maximum_file_size", MAXIMUM_FILE_SIZE),
        allowed_file_extensions=as_list(options.get("allowed_file_extensions", ())),
        compression=options.get("compression") or "none",
        encryption=options.get("encryption") is not False,
        antivirus=options.get("antivirus", True),
        transformations=options.get("transformations", True),
    )


def update_bucket(
    project: Project, caller: Caller, *, bucket_id: str, name: str, **options: Unpack[BucketOptions]
) -> Bucket:
    """Replace a bucket's options: one that is left out goes back to its default, the permissions stay (recorded)."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    wanted = new_bucket(project, bucket.id, name, **options)
    replaced = {field: getattr(wanted, field) for field in ("name", *BucketOptions.__annotations__)}
    if options.get("permissions") is None:
        del replaced["permissions"]
    return project.buckets.change(bucket, project.clock.ms, **replaced)


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


list_buckets = lister(lambda project: project.buckets, BUCKETS)


def delete_bucket(project: Project, caller: Caller, *, bucket_id: str) -> None:
    """Delete a bucket with its files; its id can be used again and then starts empty."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    for file in project.files.where("bucket_sequence", bucket.sequence):
        project.files.remove(file)
    project.buckets.remove(bucket)
