"""What a file's bytes are answered with (contract: users-targets.md §5, rows download, preview and push image)."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any

from ..access.caller import Caller
from ..access.signing import read_jwt
from ..errors import AppwriteError
from ..file_types import known_type
from ..records import File
from ..state.project import Project
from .buckets import check_project, get_bucket
from .files import get_file, stored_file

_WEEKS = "private, max-age=3888000"
_MONTH = "private, max-age=2592000"
_HALF_A_YEAR = "private, max-age=15552000"
# A preview is made by the first call for it, and comes out of a cache from then on.
NOT_CACHED = ("x-appwrite-cache", "miss")
CACHED = ("x-appwrite-cache", "hit")
NO_SNIFFING = ("x-content-type-options", "nosniff")
# About what the server's process takes without a file.
_PEAK = 40_000_000
# What a preview can be asked for, or is by the name of its file; anything else is a JPEG.
_OUTPUT_TYPES = {
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp",
}  # fmt: skip
# One point in each of these types, for files that are no images and for images that would have to be converted.
_POINTS = {
    type: base64.b64decode(text)
    for type, text in {
        "image/png": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mO4BgAA2ADXRPy3xAAAAABJRU5ErkJggg==",
        "image/jpeg": "/9j/2wBDABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/"
        "wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z",
        "image/gif": "R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=",
        "image/webp": "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==",
    }.items()
}
_RANGE = re.compile(r"bytes=(\d{1,18})-(\d{0,18})\Z", re.ASCII)
# How much comes at most for a range without an end.
_PIECE = 2 * 1024 * 1024
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes to answer with, and how."""

    body: bytes
    mime_type: str
    headers: tuple[tuple[str, str], ...]
    status: int = 200


def download_file(
    project: Project, caller: Caller, *, bucket_id: str, file_id: str, range: str = "", **unused: Any
) -> Content:
    """Answer a file for keeping, with the type it was stored with."""
    file = _finished(get_file(project, caller, bucket_id=bucket_id, file_id=file_id))
    named = ("content-disposition", _disposition("attachment", file))
    headers = [named, ("cache-control", _WEEKS)]
    if _doubles_headers(project):
        headers.append(("x-peak", str(_PEAK + 2 * file.size)))
    try:
        return _cut(Content(file.content, file.mime_type, tuple(headers)), range)
    except AppwriteError:
        if project.rules.refused_range_names_file:
            caller.headers.append(named)
        raise


def view_file(
    project: Project, caller: Caller, *, bucket_id: str, file_id: str, range: str = "", **unused: Any
) -> Content:
    """Answer a file for showing it in a browser."""
    return _shown(project, _finished(get_file(project, caller, bucket_id=bucket_id, file_id=file_id)), range)


def preview_file(
    project: Project, caller: Caller, *, bucket_id: str, file_id: str, output: str = "", range: str = "", **shape: Any
) -> Content:
    """Answer an image as it is; nothing is scaled, and what would have to be converted is one point of the wanted type
    (a listed deviation). Other files get a placeholder.

    The same preview once more comes out of a cache, with other headers (corrections.md, 30).
    """
    try:
        file = _finished(get_file(project, caller, bucket_id=bucket_id, file_id=file_id))
    except AppwriteError as error:
        if error.type == "user_unauthorized":
            # Who may not see the file is not told about the cache (recorded).
            caller.headers.clear()
        raise
    asked = (file.sequence, file.updated_at, output, *shape.items())
    headers: tuple[tuple[str, str], ...] = (("cache-control", _MONTH),)
    if asked in project.previewed:
        caller.headers[:] = [CACHED]
        headers = (("cache-control", _HALF_A_YEAR),)
    elif not _doubles_headers(project):
        headers += (("expires", "0"),)
    project.previewed.add(asked)
    if file.mime_type not in _POINTS:
        return Content(_POINTS["image/png"], "image/png", headers)
    wanted = _OUTPUT_TYPES.get((output or file.name.rpartition(".")[2]).lower(), "image/jpeg")
    return Content(file.content if wanted == file.mime_type else _POINTS[wanted], wanted, headers)


def view_push_image(
    project: Project, caller: Caller, *, bucket_id: str, file_id: str, jwt: str, range: str = ""
) -> Content:
    """Answer the image of a push to whoever holds its URL: the JWT in it names the project, the bucket and the file."""
    check_project(project)
    claims = read_jwt(project, jwt) or {}
    wanted = {"projectId": project.id, "bucketId": bucket_id, "fileId": file_id}
    if any(claims.get(name) != value for name, value in wanted.items()):
        raise AppwriteError("user_unauthorized", "The JWT in the URL is missing, expired or for another file.")
    bucket = get_bucket(project, caller, bucket_id=bucket_id)
    return _shown(project, _finished(stored_file(project, bucket, file_id)), range)


def _doubles_headers(project: Project) -> bool:
    return project.exact and project.rules.file_headers_are_doubled


def _finished(file: File) -> File:
    if not file.complete:
        raise AppwriteError("storage_file_not_found", f"The upload of {file.id!r} is not finished.")
    return file


def _shown(project: Project, file: File, range: str) -> Content:
    # What a browser would run (HTML, SVG) is shown as text.
    mime_type = known_type(file.mime_type)
    headers = (
        ("content-security-policy", "script-src none;"),
        ("content-disposition", _disposition("inline", file)),
        ("cache-control", _WEEKS),
        *([NO_SNIFFING] if _doubles_headers(project) else []),
    )
    return _cut(Content(file.content, mime_type, headers), range)


def _disposition(kind: str, file: File) -> str:
    name = _UNSENDABLE.sub("", file.name).replace("\\", "\\\\").replace('"', '\\"')
    return f'{kind}; filename="{name}"'


def _cut(whole: Content, range: str) -> Content:
    """Cut the wanted range out; 416 `storage_invalid_range` (corrections.md, 28)."""
    if not range:
        return whole
    size = len(whole.body)
    match = _RANGE.match(range)
    start = int(match[1]) if match else size
    end = int(match[2]) if match and match[2] else min(start + _PIECE, size) - 1
    # A range of one byte, and one that ends beyond the file, are refused (recorded).
    if not start < end < size:
        raise AppwriteError(
            "storage_invalid_range", f"The file has {size} bytes; {range!r} names no two or more of them."
        )
    headers = (*whole.headers, ("accept-ranges", "bytes"), ("content-range", f"bytes {start}-{end}/{size}"))
    return Content(whole.body[start : end + 1], whole.mime_type, headers, 206)
