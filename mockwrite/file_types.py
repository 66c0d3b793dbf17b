"""Tell the MIME type of a file by its content, never by its name (contract: users-targets.md §5).

Formats that people can read are told here; what is binary is told by the library `filetype`.
"""

from __future__ import annotations

import re
import struct
from json import loads

# The server's library looks at the first megabyte only.
_LOOKED_AT = 1 << 20
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_LATIN = re.compile(rb"[\x80-\x9f]")
_STARTS = (
    ("%pdf-", "application/pdf"),
    ("{\\rtf", "text/rtf"),
    ("<svg", "image/svg+xml"),
    ("<?xml", "text/xml"),
    ("<!doctype html", "text/html"),
    ("<html", "text/html"),
    ("<head", "text/html"),
    ("<title", "text/html"),
    ("<body", "text/html"),
    ("begin:vcalendar", "text/calendar"),
    ("begin:vcard", "text/vcard"),
)
_CSV_ROWS = 10
# The server's list of types that are named when a file is shown or attached; about half of it is captured, the rest is read.
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MACROS = ".macroEnabled.12"
_KNOWN = frozenset(
    (
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "image/heic-sequence", "image/avif",
        "video/mp4", "video/x-flv", "video/webm", "application/x-mpegURL", "video/MP2T", "video/3gpp", "video/quicktime",
        "video/x-msvideo", "video/x-ms-wmv",
        "audio/basic", "audio/mid", "audio/mpeg", "audio/mp4", "audio/x-aiff", "audio/ogg", "audio/vorbis", "audio/vnd.wav",
        "audio/x-wav", "audio/aac", "audio/x-hx-aac-adts",
        "text/plain", "application/pdf", "application/msword",
        "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
        *(f"{_OFFICE}wordprocessingml.{kind}" for kind in ("document", "template")),
        *(f"{_OFFICE}spreadsheetml.{kind}" for kind in ("sheet", "template")),
        *(f"{_OFFICE}presentationml.{kind}" for kind in ("presentation", "template", "slideshow")),
        *(f"application/vnd.ms-word.{kind}{_MACROS}" for kind in ("document", "template")),
        *(f"application/vnd.ms-excel.{kind}{_MACROS}" for kind in ("sheet", "template", "addin", "sheet.binary")),
        *(f"application/vnd.ms-powerpoint.{kind}{_MACROS}" for kind in ("addin", "presentation", "template", "slideshow")),
    )
)  # fmt: skip
# Truevision: length of a comment, palette, kind, palette (first, number, bits of each), place, size, bits, flags.
_TARGA_HEADER = struct.Struct("<BBBHHBHHHHBB")
_TARGA_KINDS = (1, 2, 3, 9, 10, 11, 32, 33)
_TARGA_DEPTHS = (1, 8, 15, 16, 24, 32)


def known_type(mime_type: str) -> str:
    """Return the type under which a file is shown or attached: plain text unless the server's list has its own."""
    return mime_type if mime_type in _KNOWN else "text/plain"


def tell_type(content: bytes, *, newer: bool = True) -> str:
    """Return the MIME type of a content; `application/octet-stream` when nothing fits.

    `newer`: as the newer releases of the server's library do. Older ones take comma-separated values for plain text, and
    a text of two bytes, or of some megabytes, for none (recorded; that it is longer than what they look at is inferred).
    """
    head = content[:_LOOKED_AT]
    if not head:
        return "application/x-empty"
    text = _text(head)
    if text is None:
        return _binary_type(head)
    whole = len(head) == len(content)
    # Too short to be anything for the server's library (recorded).
    if len(content) == 1 or (not newer and (len(content) == 2 or not whole)):
        return "application/octet-stream"
    return _text_type(text, whole=whole, csv_is_known=newer)


def _text(head: bytes) -> str | None:
    if _CONTROL.search(head):
        return None
    text = head.decode("utf-8", "replace")
    # A character at the end may have been cut in two.
    if "\N{REPLACEMENT CHARACTER}" in text[:-1]:
        return None if _NOT_LATIN.search(head) else head.decode("latin-1")
    return text


def _text_type(text: str, *, whole: bool, csv_is_known: bool) -> str:
    start = text[:1024].lstrip("\ufeff \t\r\n").lower()
    for beginning, mime_type in _STARTS:
        if start.startswith(beginning):
            return "image/svg+xml" if beginning == "<?xml" and "<svg" in start else mime_type
    if whole and start.startswith(("{", "[")) and _is_json(text):
        return "application/json"
    if csv_is_known and _is_csv(text):
        return "text/csv"
    return "text/plain"


def _is_json(text: str) -> bool:
    try:
        loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_csv(text: str) -> bool:
    """Tell whether the first lines, two at least, have the same number of values, two at least."""
    lines = text.split("\n", _CSV_ROWS)[:_CSV_ROWS]
    if "," not in lines[0]:
        return False
    import csv  # only when a file looks like one

    try:
        widths = [len(row) for row in csv.reader(lines) if row]
    except csv.Error:
        return False
    return len(widths) > 1 and widths[0] > 1 and len(set(widths)) == 1


def _binary_type(head: bytes) -> str:
    import filetype  # only when a binary file is stored

    found = filetype.guess_mime(head)
    if found is None:
        return "image/x-tga" if _is_targa(head) else "application/octet-stream"
    return str(found)


def _is_targa(head: bytes) -> bool:
    """Tell whether a content looks like a Truevision picture, which has no mark of its own: only plausible numbers in
    its header. The server's library takes bytes from 0 to 255 for one (recorded)."""
    if len(head) < _TARGA_HEADER.size:
        return False
    _, palette, kind, _, _, entry, _, _, width, height, depth, flags = _TARGA_HEADER.unpack_from(head)
    return (
        palette <= 1
        and kind in _TARGA_KINDS
        and entry < 0x40
        and width > 0
        and height > 0
        and depth in _TARGA_DEPTHS
        and flags & 0xC0 == 0
    )
