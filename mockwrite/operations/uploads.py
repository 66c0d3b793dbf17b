"""Files that arrive: whole, or in chunks in any order and several at a time (contract: users-targets.md §5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from ..access.caller import Caller
from ..access.permissions import allow
from ..errors import AppwriteError, ServerDefect
from ..file_types import tell_type
from ..records import Bucket, File, file_key
from ..state.project import Project
from ..validators.texts import is_uid
from .buckets import get_bucket, new_bucket
from .chunks import ChunkPlace, Span, place_of, read_span
from .files import check_may_create, file_permissions


def put_file(project: Project, *, bucket_id: str, file_id: str, name: str, content: bytes) -> File:
    """Store a complete file, and its bucket when there is none; what the bucket allows does not matter.

    Raises AppwriteError when the id is taken, or when files take too much memory.
    """
    check_memory(project, len(content))
    bucket = project.buckets.get(bucket_id)
    if bucket is None:
        bucket = project.buckets.add(new_bucket(project, bucket_id, bucket_id))
    file = new_file(project, bucket, project.new_id(file_id), name, len(content), 1)
    if project.files.get(file.key) is not None:
        raise AppwriteError(
            "storage_file_already_exists", f"The bucket {bucket_id!r} holds a file {file.id!r} already."
        )
    return finish(project, bucket, project.files.add(file), content)


class UploadedPart(NamedTuple):
    """A file, or a chunk of one, as it was sent. `range` and `continues` are the headers Content-Range and X-Appwrite-ID, empty
    when they were not sent; the second counts only beside the first, and then wins over the id of the file."""

    name: str
    content: bytes
    range: str = ""
    continues: str = ""


class Stored(NamedTuple):
    """The file, and whether the upload added to it: a chunk that comes after the last one needed does not."""

    file: File
    is_new: bool


def create_file(
    project: Project,
    caller: Caller,
    *,
    bucket_id: str,
    file_id: str,
    permissions: Any,
    part: UploadedPart | None,
) -> Stored:
    """Store a file or a chunk of one, in the order of checks of users-targets.md §5."""
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    check_may_create(project, caller, bucket)
    granted = file_permissions(project, caller, permissions)
    if part is None:
        raise AppwriteError("storage_file_empty")
    span = read_span(part.range) if part.range else None
    if span is not None and part.continues:
        file_id = _continued(part.continues)
    size = len(part.content) if span is None else span.size
    _check_acceptable(bucket, part.name, size)
    file_id = project.new_id(file_id)
    file = project.files.get(file_key(bucket.sequence, file_id))
    if file is not None:
        seen = caller.is_privileged or allow([*bucket.permissions, *file.permissions], "read", caller.roles(project))
        if file.complete and seen and span is not None and project.rules.chunks_in_any_order:
            return Stored(file, is_new=False)
        if file.complete or not seen:
            raise AppwriteError("storage_file_already_exists")
    place = _place(project, bucket, file_id, span, None if file is None else file.chunks_total)
    check_memory(project, len(part.content))
    if file is None:
        made = new_file(project, bucket, file_id, part.name, size, place.total)
        file = project.files.add(replace(made, permissions=granted))
    if file.complete:
        # Of a file of no bytes nothing is expected, so nothing is kept.
        return Stored(file, is_new=False)
    return Stored(_add_chunk(project, bucket, file, place.number, part.content), is_new=True)


def _continued(continues: str) -> str:
    if not is_uid(continues):
        raise AppwriteError(
            "storage_invalid_appwrite_id",
            f"The X-Appwrite-ID header is the id of the file that a chunk belongs to, not {continues!r}.",
        )
    return continues


def _place(project: Project, bucket: Bucket, file_id: str, span: Span | None, known_total: int | None) -> ChunkPlace:
    try:
        return ChunkPlace(1, known_total or 1) if span is None else place_of(span, known_total, project.rules)
    except ServerDefect:
        # The chunk stays on the server's disk, and counts when the others come (recorded).
        if project.exact:
            project.stray_chunks.add(file_key(bucket.sequence, file_id))
        raise


def _check_acceptable(bucket: Bucket, name: str, size: int) -> None:
    """Check the extension and the size. The extension is put in lower case, the bucket's list is not (recorded)."""
    _, dot, extension = name.rpartition(".")
    allowed = bucket.allowed_file_extensions
    if allowed and (extension.lower() if dot else "") not in allowed:
        raise AppwriteError(
            "storage_file_type_unsupported", f"The bucket takes files ending in {', '.join(allowed)}, not {name!r}."
        )
    if size > bucket.maximum_file_size:
        raise AppwriteError(
            "storage_invalid_file_size", f"The file has {size} bytes; the bucket takes {bucket.maximum_file_size}."
        )


def check_memory(project: Project, more: int) -> None:
    """Raise 400 `storage_invalid_file_size` when the files of the project would take more than `file_limit` bytes.

    Files are kept in memory; a real server has a disk (a listed deviation).
    """
    held = sum(file.held for file in project.files)
    limit = project.settings.file_limit
    if held + more > limit:
        raise AppwriteError(
            "storage_invalid_file_size",
            f"The files of this project would take {held + more} bytes of memory, and mockwrite keeps at most {limit}. Delete "
            "files, or raise the setting file_limit (MOCKWRITE_FILE_LIMIT).",
        )


def new_file(project: Project, bucket: Bucket, file_id: str, name: str, size: int, chunks: int) -> File:
    """Return a file of which nothing has arrived, not stored yet, without permissions of its own."""
    now = project.clock.ms
    return File(
        **project.ids.stamp(now, file_id),
        bucket_id=bucket.id,
        bucket_sequence=bucket.sequence,
        name=name,
        permissions=[],
        size=size,
        chunks_total=chunks,
        chunks_uploaded=0,
    )


def _add_chunk(project: Project, bucket: Bucket, file: File, number: int, content: bytes) -> File:
    chunks = {**file.chunks, number: content}
    if len(chunks) < file.chunks_total:
        uploaded = len(chunks) + (file_key(bucket.sequence, file.id) in project.stray_chunks)
        if uploaded == file.chunks_total:
            raise ServerDefect("Content-Range", "a chunk that came too early is in the way; delete the file")
        return project.files.change(file, project.clock.ms, chunks=chunks, chunks_uploaded=uploaded)
    return finish(project, bucket, file, b"".join(chunks[each] for each in sorted(chunks)))


def finish(project: Project, bucket: Bucket, file: File, content: bytes) -> File:
    """Make a file complete: its type and signature are those of the content, and the bucket says how it is kept."""
    from hashlib import md5  # only when a file is stored

    return project.files.change(
        file,
        project.clock.ms,
        chunks={},
        chunks_uploaded=file.chunks_total,
        content=content,
        mime_type=tell_type(content, newer=project.rules.newer_file_library),
        signature=md5(content, usedforsecurity=False).hexdigest(),
        stored_size=_stored_size(bucket, content),
        encryption=bucket.encryption,
        compression=bucket.compression,
    )


# Larger files are neither compressed nor encrypted.
_READ_AT_ONCE = 20_000_000


def stored_as(file: File) -> str:
    """Say how a file lies on the server's disk: `encrypted`, `compressed`, or an empty text when it does so as uploaded."""
    if file.size > _READ_AT_ONCE:
        return ""
    return "encrypted" if file.encryption else "compressed" if file.compression not in ("", "none") else ""


def on_disk(file: File) -> bytes:
    """Return a file as it lies on the server's disk: compressed, then encrypted and written as Base64.

    The cipher is one that only looks like the server's: nobody has its key.
    """
    content = _compressed(file.content, file.compression)
    if not file.encryption or file.size > _READ_AT_ONCE:
        return content
    from base64 import b64encode
    from hashlib import shake_128  # only for an attachment that nobody will read

    stream = shake_128(f"{file.bucket_id}:{file.id}".encode()).digest(len(content))
    return b64encode(bytes(byte ^ mask for byte, mask in zip(content, stream, strict=True)))


def _compressed(content: bytes, method: str) -> bytes:
    if method in ("", "none") or len(content) > _READ_AT_ONCE:
        return content
    if method == "zstd":
        return _zstandard(content)
    from gzip import compress  # only for such a bucket

    return compress(content, 6, mtime=0)


def _zstandard(content: bytes) -> bytes:
    """Write a Zstandard frame (RFC 8878) that every program can read, and that packs nothing: Python has no such library."""
    blocks = range(0, len(content), _LARGEST_BLOCK) or (0,)
    frame = bytearray(b"\x28\xb5\x2f\xfd\xa0" + len(content).to_bytes(4, "little"))
    for start in blocks:
        block = content[start : start + _LARGEST_BLOCK]
        is_last = start + _LARGEST_BLOCK >= len(content)
        frame += (len(block) << 3 | is_last).to_bytes(3, "little") + block
    return bytes(frame)


_LARGEST_BLOCK = 128 * 1024


def _stored_size(bucket: Bucket, content: bytes) -> int:
    """Return the size on the server's disk (recorded): compressed, then encrypted and written as base64."""
    # What Zstandard would take is not known; gzip takes about as much.
    size = len(_compressed(content, "gzip" if bucket.compression == "zstd" else bucket.compression))
    return -(-size // 3) * 4 if bucket.encryption and len(content) <= _READ_AT_ONCE else size
