"""From bytes to parameters: query strings, forms, JSON and multipart bodies, as PHP reads them (http.md §2)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from ..errors import AppwriteError
from ..php.json import parse_json
from ..php.parameters import build
from .http import MAX_FIELDS, MAX_FORM, MAX_PARTS, Request

_SILENT = logging.NullHandler()


class ScalarBody(Exception):
    """A JSON body that is a bare text, number or boolean: the real server breaks on it."""


@dataclass(slots=True)
class Upload:
    """A file part of a multipart body; `field` is the name as sent, brackets included."""

    field: str
    file_name: str
    content: bytes


def read_query(text: str) -> dict[str, Any]:
    """Read a query string; `name[0]`, `name[]` and `name[a]` build lists and maps."""
    return build(parse_qsl(text, keep_blank_values=True)) if text else {}


def read_body(request: Request) -> tuple[dict[str, Any], list[Upload]]:
    """Read a body by its content type; what cannot be read counts as no parameters.

    Raises ScalarBody for a JSON text, number or boolean, AppwriteError (413) for a form larger than one can be.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        return _read_json(request.body), []
    if kind == "multipart/form-data":
        return _read_multipart(request)
    if kind == "application/x-www-form-urlencoded":
        if len(request.body) > MAX_FORM or request.body.count(b"&") >= MAX_FIELDS:
            raise _too_large()
        return build(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)), []
    return {}, []


def _too_large() -> AppwriteError:
    reason = (
        f"A form has at most {MAX_FORM} bytes beside its files, {MAX_FIELDS} fields, or {MAX_PARTS} parts; send JSON."
    )
    return AppwriteError("general_bad_request", reason, status=413)


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        value = parse_json(body) if body else None
    except ValueError:
        return {}
    if isinstance(value, dict):
        return value
    if value is None or isinstance(value, list):
        return {}
    raise ScalarBody


def _read_multipart(request: Request) -> tuple[dict[str, Any], list[Upload]]:
    from python_multipart import FormParser  # heavy: only for multipart bodies
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import parse_options_header

    # The library logs what it cannot read; for us that is one more odd request, not worth a line on stderr.
    logging.getLogger("python_multipart").addHandler(_SILENT)
    _, options = parse_options_header(request.headers["content-type"].encode("utf-8", "replace"))
    boundary = options.get(b"boundary")
    if boundary and request.body.count(b"--" + boundary) > MAX_PARTS + 1:
        raise _too_large()
    fields: list[tuple[str, str]] = []
    uploads: list[Upload] = []

    def on_field(part: Any) -> None:
        fields.append((part.field_name.decode("utf-8", "replace"), (part.value or b"").decode("utf-8", "replace")))

    def on_file(part: Any) -> None:
        part.file_object.seek(0)
        uploads.append(
            Upload(
                part.field_name.decode("utf-8", "replace"),
                # A quote within the name ends nothing; those around it fall away (recorded).
                (part.file_name or b"").decode("utf-8", "replace").strip('"'),
                part.file_object.read(),
            )
        )

    try:
        parser = FormParser(
            "multipart/form-data",
            on_field,
            on_file,
            boundary=boundary,
            config={"MAX_MEMORY_FILE_SIZE": 1 << 40, "UPLOAD_DELETE_TMP": True},
        )
        parser.write(_from_first_boundary(request.body, boundary))
        parser.finalize()
    except FormParserError:
        return {}, []
    return build(fields), uploads


def _from_first_boundary(body: bytes, boundary: bytes | None) -> bytes:
    """Drop what stands before the first part; the library refuses it, PHP skips it."""
    start = body.find(b"--" + boundary) if boundary else 0
    return body[start:] if start > 0 else body
