"""Files made in Python: by `given`, by a seed (contract: users-targets.md §5)."""

from __future__ import annotations

from ..errors import AppwriteError
from ..records import File
from ..state import Project
from .buckets import new_bucket
from .uploads import check_memory, finish, new_file


def put_file(project: Project, *, bucket_id: str, file_id: str, name: str, content: bytes) -> File:
    """Store a complete file, and its bucket when there is none; what the bucket allows does not matter.

    Raises AppwriteError when the id is taken, or when files take too much memory.
    """
    check_memory(project, len(content))
    bucket = project.buckets.get(bucket_id)
    if bucket is None:
        bucket = project.buckets.add(new_bucket(project, bucket_id, bucket_id, permissions=[]))
    file = new_file(project, bucket, project.new_id(file_id), name, len(content), 1, [])
    if project.files.get(file.key) is not None:
        raise AppwriteError(
            "storage_file_already_exists", f"The bucket {bucket_id!r} holds a file {file.id!r} already."
        )
    return finish(project, bucket, project.files.add(file), content)
