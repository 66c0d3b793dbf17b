"""One line of a recording: a request with the answer of a real server, or a note of what was observed.

The form is JSON Lines: `{name, request: {method, path, headers, query, body}, response: {status, headers, body}}` or
`{name, note}`. Whatever is wrong with a line is a RecordingError that names file, line and field.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# What stands for a text that was removed.
REMOVED = "…"


class RecordingError(Exception):
    """A line that is no recording; the text names file, line and field, and what is expected there."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body that was described instead of stored."""

    field: str
    value: str | None = None
    file_name: str | None = None
    content_type: str | None = None
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """What was sent. `raw` is the text of a body that was not ordinary JSON, `parts` describes a multipart body."""

    method: str
    path: str
    headers: dict[str, str]
    query: tuple[tuple[str, str], ...]
    body: Any
    raw: str | None = None
    parts: tuple[Part, ...] | None = None


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """What the server answered. `length` and `sha256` describe a binary body that was not stored."""

    status: int
    headers: dict[str, str | list[str]]
    body: Any
    length: int | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A request and its answer. `saves` is the placeholder of the credential that the answer holds."""

    source: str
    number: int
    name: str
    request: RecordedRequest
    answer: RecordedAnswer
    saves: str | None = None

    @property
    def place(self) -> str:
        """File and line, as an editor understands them."""
        return f"{self.source}:{self.number}"


@dataclass(frozen=True, slots=True)
class Note:
    """An observation between the requests."""

    source: str
    number: int
    name: str
    note: str
    saves: str | None = None


@dataclass(slots=True)
class _Fields:
    """One JSON object of a line, read field by field."""

    place: str
    path: str
    values: dict[str, Any]
    known: set[str] = field(default_factory=set)

    def get(self, name: str, kind: type | tuple[type, ...], expected: str) -> Any:
        """Return a field that must be there. Raises RecordingError."""
        if name not in self.values:
            raise RecordingError(f"{self.place}: field {self.path}{name} is missing; {expected} is expected")
        value = self.values[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise RecordingError(f"{self.place}: field {self.path}{name} is {_short(value)}; {expected} is expected")
        return value

    def inner(self, name: str) -> _Fields:
        """Return a field that is an object itself. Raises RecordingError."""
        return _Fields(self.place, f"{self.path}{name}.", self.get(name, dict, "an object"))

    def optional(self, name: str, kind: type, expected: str) -> Any:
        """Return a field that may be missing or null. Raises RecordingError."""
        return None if self.values.get(name) is None else self.get(name, kind, expected)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def read_recording(path: Path) -> Iterator[Line | Note]:
    """Read a recording, packed (`.xz`) or plain, line by line.

    Raises RecordingError at the first line that is wrong.
    """
    source = path.name.removesuffix(".xz")
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            for number, text in enumerate(lines, 1):
                if text.strip():
                    yield read_line(source, number, text)
    except (lzma.LZMAError, EOFError, UnicodeDecodeError, OSError) as error:
        raise RecordingError(f"{source}: cannot be read: {error}") from None


def read_line(source: str, number: int, text: str) -> Line | Note:
    """Read one line of a recording. Raises RecordingError."""
    place = f"{source}:{number}"
    try:
        values = json.loads(text)
    except ValueError as error:
        raise RecordingError(f"{place}: no JSON: {error}") from None
    if not isinstance(values, dict):
        raise RecordingError(f"{place}: {_short(values)} is no JSON object")
    fields = _Fields(place, "", values)
    name = fields.get("name", str, "a text")
    if "note" in values:
        saves = fields.optional("saves", str, "a text")
        return Note(source, number, name, fields.get("note", str, "a text"), saves)
    saves = fields.optional("saves", str, "a text")
    return Line(
        source, number, name, _read_request(fields.inner("request")), _read_answer(fields.inner("response")), saves
    )


def _read_request(fields: _Fields) -> RecordedRequest:
    query = fields.get("query", list, "a list of [name, value]")
    for at, pair in enumerate(query):
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, (str, int)) for text in pair)):
            raise RecordingError(
                f"{fields.place}: field request.query[{at}] is {_short(pair)}; [name, value] is expected"
            )
    described = fields.optional("body_note", list, "a list of parts")
    fields.get("body", object, "JSON or null")
    return RecordedRequest(
        method=fields.get("method", str, "a text"),
        path=fields.get("path", str, "a text"),
        headers=_read_headers(fields, str, "a text"),
        query=tuple((str(name), str(value)) for name, value in query),
        body=fields.values["body"],
        raw=fields.optional("body_raw", str, "a text"),
        parts=None if described is None else tuple(_read_part(fields, at, part) for at, part in enumerate(described)),
    )


def _read_part(fields: _Fields, at: int, values: Any) -> Part:
    if not isinstance(values, dict):
        raise RecordingError(
            f"{fields.place}: field request.body_note[{at}] is {_short(values)}; an object is expected"
        )
    part = _Fields(fields.place, f"request.body_note[{at}].", values)
    name = part.get("field", str, "a text")
    if "value" in values:
        return Part(name, value=part.get("value", str, "a text"))
    return Part(
        name,
        file_name=part.get("file_name", str, "a text"),
        content_type=part.optional("content_type", str, "a text"),
        size=part.get("size", int, "a number of bytes"),
        sha256=part.get("sha256", str, "a hash"),
    )


def _read_answer(fields: _Fields) -> RecordedAnswer:
    fields.get("body", object, "JSON, a text or null")
    described = fields.values.get("body_note")
    note = None if described is None else fields.inner("body_note")
    return RecordedAnswer(
        status=fields.get("status", int, "a number"),
        headers=_read_headers(fields, (str, list), "a text or a list of texts"),
        body=_with_removed_text(fields.values["body"]),
        length=None if note is None else note.get("length", int, "a number of bytes"),
        sha256=None if note is None else note.get("sha256", str, "a hash"),
    )


def _with_removed_text(body: Any) -> Any:
    """Mark where the text of an error was removed: some recordings kept nothing of it but the parameter that it names, and
    of what is no JSON nothing but its length."""
    if isinstance(body, dict) and {"message", "code", "type"} <= body.keys():
        text = body["message"]
        if not text:
            return {**body, "message": REMOVED}
        if text.isalnum():
            return {**body, "message": f"{REMOVED}`{text}`{REMOVED}"}
    if isinstance(body, dict) and body.keys() == {"html"}:
        return f"{REMOVED} ({body['html']} characters of text/html)"
    return body


def _read_headers(fields: _Fields, kind: type | tuple[type, ...], expected: str) -> dict[str, Any]:
    headers: dict[str, Any] = fields.get("headers", dict, "an object")
    for name, value in headers.items():
        if not isinstance(value, kind):
            raise RecordingError(
                f"{fields.place}: field {fields.path}headers.{name} is {_short(value)}; {expected} is expected"
            )
    return headers
