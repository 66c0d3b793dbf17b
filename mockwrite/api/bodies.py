"""From bytes to parameters: query strings, forms, JSON and multipart bodies, as PHP reads them (http.md §2)."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from ..errors import AppwriteError
from ..php.arrays import is_list
from ..php.json import parse_json
from .http import MAX_FIELDS, MAX_FORM, MAX_PARTS, Request

_SILENT = logging.NullHandler()
_BRACKETS = re.compile(r"(?:\[[^\]]*\])+")
# What PHP takes for the number of an element, not for its name.
_INDEX = re.compile(r"0|[1-9][0-9]{0,17}")
# PHP drops a parameter with more brackets (`max_input_nesting_level`).
_MOST_BRACKETS = 64


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


class _Map(dict[str, Any]):
    """A PHP array in the making; it knows the number that an empty bracket gets next."""

    __slots__ = ("_next",)

    def __init__(self) -> None:
        super().__init__()
        self._next = 0

    def key(self, text: str) -> str:
        """Return the key that a bracket means."""
        text = text or str(self._next)
        if _INDEX.fullmatch(text):
            self._next = max(self._next, int(text) + 1)
        return text


def build(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Build parameters from pairs; bracketed names make lists and maps, the last of equal plain names wins."""
    result: dict[str, Any] = {}
    for name, value in pairs:
        head, bracket, rest = name.partition("[")
        keys = _BRACKETS.match(bracket + rest)
        if not head or keys is None:
            if name:
                result[name] = value
            continue
        *outer, last = keys[0][1:-1].split("][")
        if len(outer) >= _MOST_BRACKETS:
            continue
        at = result.get(head)
        if not isinstance(at, _Map):
            at = result[head] = _Map()
        for text in outer:
            key = at.key(text)
            inner = at.get(key)
            if not isinstance(inner, _Map):
                inner = at[key] = _Map()
            at = inner
        at[at.key(last)] = value
    return {name: _listed(value) for name, value in result.items()}


def _listed(value: Any) -> Any:
    """Turn a map whose keys are 0, 1, 2 … into a list, as PHP does when it encodes one."""
    if not isinstance(value, _Map):
        return value
    inner = {key: _listed(item) for key, item in value.items()}
    return list(inner.values()) if is_list(inner) else inner
