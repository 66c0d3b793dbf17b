"""Buckets and files (contract: users-targets.md §5)."""

from __future__ import annotations

import hashlib

from ..records import Bucket, File
from ..state import Project

DEFAULT_MAXIMUM_FILE_SIZE = 30_000_000


def put_file(project: Project, *, bucket_id: str, file_id: str, name: str, content: bytes) -> File:
    """Store a complete file, and its bucket when there is none."""
    bucket = project.buckets.get(bucket_id) or _add_bucket(project, bucket_id)
    now = project.clock.ms
    return project.files.add(
        File(
            id=project.new_id(file_id),
            created_at=now,
            updated_at=now,
            bucket_id=bucket.id,
            bucket_sequence=bucket.sequence,
            name=name,
            permissions=[],
            size=len(content),
            chunks_total=1,
            chunks_uploaded=1,
            mime_type=sniff(content),
            signature=hashlib.md5(content, usedforsecurity=False).hexdigest(),
            content=content,
        )
    )


def _add_bucket(project: Project, bucket_id: str) -> Bucket:
    now = project.clock.ms
    return project.buckets.add(
        Bucket(
            id=bucket_id,
            created_at=now,
            updated_at=now,
            name=bucket_id,
            permissions=[],
            file_security=False,
            enabled=True,
            maximum_file_size=DEFAULT_MAXIMUM_FILE_SIZE,
            allowed_file_extensions=[],
            compression="none",
            encryption=True,
            antivirus=True,
            transformations=True,
        )
    )


def sniff(content: bytes) -> str:
    """Tell the MIME type by the content, never by the name (recorded)."""
    if not content:
        return "application/x-empty"
    import puremagic  # only when a file is stored

    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if found:
        return str(found)
    try:
        content.decode()
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"
