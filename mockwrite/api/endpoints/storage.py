"""Buckets and files (contract: users-targets.md §5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ...access.caller import Caller
from ...access.permissions import BUCKET_ACTIONS, FILE_ACTIONS
from ...errors import AppwriteError
from ...operations import buckets, downloads, files
from ...operations.uploads import UploadedPart, create_file
from ...queries.kinds import BUCKETS, FILES
from ...records import File
from ...state.project import Project
from ...validators.numbers import Boolean, Range
from ...validators.roles import Permission
from ...validators.structures import ArrayList
from ...validators.texts import CustomId, Text, Uid, WhiteList
from ..answers import NO_CACHE
from ..bodies import Upload
from ..endpoint import Endpoint, Param, RateLimit, nullable, optional, required
from ..http import Request, Response
from ..models import common as models
from ..models import storage as storage_models
from .lists import SEARCH, TOTAL, queries
from .previews import PREVIEW_PARAMS


def _permissions(actions: tuple[str, ...], **more: Any) -> Param:
    return nullable("permissions", ArrayList(Permission((*actions, "write")), 100), **more)


_BUCKETS_READ, _BUCKETS_WRITE = ("buckets.read",), ("buckets.write",)
_READ, _WRITE = ("files.read",), ("files.write",)
_BUCKET_ID, _FILE_ID = required("bucketId", Uid()), required("fileId", Uid())
_FLAG = Boolean(loose=True)
# Recorded: 1.8.1 refuses null for these two, 1.6.2 and 1.9.6 take the default; 1.9.0 checks null as 1.8.1 does
# (endpoints.md, conventions).
_NULL = (("1.5.0", "1.8.0"), ("1.9.5", None))
_BUCKET_PARAMS = (
    required("name", Text(128)),
    _permissions(BUCKET_ACTIONS),
    optional("fileSecurity", _FLAG, default=False),
    optional("enabled", _FLAG, default=True),
    optional("maximumFileSize", Range(1, buckets.MAXIMUM_FILE_SIZE), default=buckets.MAXIMUM_FILE_SIZE),
    optional("allowedFileExtensions", ArrayList(Text(64), 100), default=[]),
    optional("compression", WhiteList(("none", "gzip", "zstd"), strict=True), default="none", null=_NULL),
    optional("encryption", _FLAG, default=True, null=_NULL),
    optional("antivirus", _FLAG, default=True),
    optional("transformations", _FLAG, default=True, since="1.8.1"),
)
# Counted for each file and chunk (auth.md §7).
_LIMIT = RateLimit(60, 60, ("ip:{ip},method:{method},url:{url},userId:{userId},chunkId:{chunkId}",))


def _upload(project: Project, caller: Caller, *, request: Request, uploads: list[Upload], **values: Any) -> File:
    """Pass on the file part and the headers of chunks; 200 instead of 201 when the chunk was no longer needed."""
    stored = create_file(project, caller, part=_file_part(request, uploads), **values)
    if not stored.is_new:
        caller.status = 200
    return stored.file


def _file_part(request: Request, uploads: Iterable[Upload]) -> UploadedPart | None:
    """Return the last part named `file`; a list of files has no size for the server (recorded)."""
    found = None
    for upload in uploads:
        name, bracket, _ = upload.field.partition("[")
        # A browser sends an empty name for a file that was not chosen.
        if name == "file" and upload.file_name:
            if bracket:
                raise AppwriteError("storage_invalid_file_size", "One file is expected in the part `file`, not a list.")
            found = upload
    if found is None:
        return None
    headers = request.headers
    return UploadedPart(
        found.file_name, found.content, headers.get("content-range", ""), headers.get("x-appwrite-id", "")
    )


def _serve(operation: Callable[..., downloads.Content]) -> Callable[..., Response]:
    """Answer with the bytes that an operation yields."""

    def serve(project: Project, caller: Caller, *, request: Request, uploads: list[Upload], **values: Any) -> Response:
        content = operation(project, caller, range=request.headers.get("range", ""), **values)
        headers = [("content-type", content.mime_type), *content.headers]
        return Response(content.status, headers, content.body)

    return serve


def _bytes_row(
    path: str, operation: Callable[..., downloads.Content], summary: str, *more: Param, **columns: Any
) -> Endpoint:
    return Endpoint(
        "GET", f"/storage/buckets/{{bucketId}}/files/{{fileId}}/{path}", _serve(operation), _READ,
        (_BUCKET_ID, _FILE_ID, *more), summary=summary, wants_request=True, **columns,
    )  # fmt: skip


_UPDATE_FILE = Endpoint(
    "PUT", "/storage/buckets/{bucketId}/files/{fileId}", files.update_file, _WRITE,
    (
        _BUCKET_ID, _FILE_ID, nullable("name", Text(128)), _permissions(FILE_ACTIONS, until="1.9.0"),
        # Recorded: 1.9.6 takes `create` here, which means nothing for a file.
        _permissions(BUCKET_ACTIONS, since="1.9.5"),
    ),
    storage_models.file, summary="Rename a file or change its permissions",
)  # fmt: skip

ENDPOINTS = (
    Endpoint(
        "POST", "/storage/buckets", buckets.create_bucket, _BUCKETS_WRITE, (required("bucketId", CustomId()), *_BUCKET_PARAMS),
        storage_models.created_bucket, 201, "Create a bucket",
    ),
    Endpoint(
        "GET", "/storage/buckets", buckets.list_buckets, _BUCKETS_READ, (queries(BUCKETS, old_texts=True), SEARCH, TOTAL),
        models.listing("buckets", storage_models.bucket), summary="List buckets",
    ),
    Endpoint(
        "GET", "/storage/buckets/{bucketId}", buckets.get_bucket, _BUCKETS_READ, (_BUCKET_ID,), storage_models.bucket,
        summary="Get a bucket",
    ),
    Endpoint(
        "PUT", "/storage/buckets/{bucketId}", buckets.update_bucket, _BUCKETS_WRITE, (_BUCKET_ID, *_BUCKET_PARAMS),
        storage_models.updated_bucket, summary="Replace a bucket's options",
    ),
    Endpoint(
        "DELETE", "/storage/buckets/{bucketId}", buckets.delete_bucket, _BUCKETS_WRITE, (_BUCKET_ID,), status=204,
        summary="Delete a bucket and its files",
    ),
    Endpoint(
        "POST", "/storage/buckets/{bucketId}/files", _upload, _WRITE,
        (_BUCKET_ID, required("fileId", CustomId()), _permissions(FILE_ACTIONS)),
        storage_models.file, 201, "Upload a file or a chunk of one", limit=_LIMIT, wants_request=True,
    ),
    Endpoint(
        "GET", "/storage/buckets/{bucketId}/files", files.list_files, _READ, (_BUCKET_ID, queries(FILES, old_texts=True), SEARCH, TOTAL),
        models.listing("files", storage_models.file), summary="List the files of a bucket",
    ),
    Endpoint(
        "GET", "/storage/buckets/{bucketId}/files/{fileId}", files.get_file, _READ, (_BUCKET_ID, _FILE_ID), storage_models.file,
        summary="Get what is known of a file",
    ),
    _UPDATE_FILE._replace(until="1.8.1", limit=_LIMIT),
    _UPDATE_FILE._replace(since="1.9.0"),
    Endpoint(
        "DELETE", "/storage/buckets/{bucketId}/files/{fileId}", files.delete_file, _WRITE, (_BUCKET_ID, _FILE_ID), status=204,
        summary="Delete a file", limit=_LIMIT,
    ),
    _bytes_row("download", downloads.download_file, "Get a file's bytes for keeping", optional("token", Text(512))),
    _bytes_row("view", downloads.view_file, "Get a file's bytes for showing", optional("token", Text(512))),
    _bytes_row("preview", downloads.preview_file, "Get an image as it is", *PREVIEW_PARAMS, headers=(downloads.NOT_CACHED,), exact_headers=NO_CACHE),
    Endpoint(
        "GET", "/storage/buckets/{bucketId}/files/{fileId}/push", _serve(downloads.view_push_image), ("public",),
        (_BUCKET_ID, _FILE_ID, optional("jwt", Text(2048, min=0))), summary="Get the image of a push by its URL",
        wants_request=True,
    ),
)  # fmt: skip
