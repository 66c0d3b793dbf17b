"""MIME types told by the content."""

from __future__ import annotations

import io
import zipfile

import pytest

from mockwrite.file_types import tell_type
from tests.api.full_project import PNG


def archive(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "content")
    return file.getvalue()


KNOWN = {
    "nothing": (b"", "application/x-empty"),
    "one letter": (b"x", "application/octet-stream"),
    "text": (b"Dear Ada,\nyour bill is attached.\n", "text/plain"),
    "text in UTF-8": ("Grüße ✓\n".encode(), "text/plain"),
    "text in Latin 1": ("Grüße aus Köln".encode("latin-1"), "text/plain"),
    "text that starts like a picture": (b"BMW leasing offer", "text/plain"),
    "text that starts like JSON": (b"{name}, hello", "text/plain"),
    "text with a comma": (b"Hello, Ada\nhow are you?\n", "text/plain"),
    "JSON": (b'{"a":1}', "application/json"),
    "values": (b"a,b\n1,2\n", "text/csv"),
    "quoted values": (b'name,age\r\n"Lovelace, Ada",36\r\n', "text/csv"),
    "HTML": (b"  <!DOCTYPE html><html></html>", "text/html"),
    "HTML without a type": (b"<html><body>hi</body></html>", "text/html"),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml"),
    "SVG with a head": (b'<?xml version="1.0"?>\n<svg/>', "image/svg+xml"),
    "XML": (b'<?xml version="1.0"?><a/>', "text/xml"),
    "calendar": (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "text/calendar"),
    "PNG": (PNG, "image/png"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40), "image/jpeg"),
    "GIF": (b"GIF89a\x01\x00\x01\x00\x80\x00\x00", "image/gif"),
    "WebP": (b"RIFF\x1a\x00\x00\x00WEBPVP8L" + bytes(20), "image/webp"),
    "PDF in text": (b"%PDF-1.4\n1 0 obj\n", "application/pdf"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\x00\x01", "application/pdf"),
    "archive": (archive("a.txt"), "application/zip"),
    "empty archive": (archive(), "application/zip"),
    "document": (
        archive("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "any bytes": (bytes(range(255, -1, -1)), "application/octet-stream"),
    "Targa": (b"\0\0\2" + bytes(9) + b"\x28\0\x1e\0\x18\0" + bytes(3600), "image/x-tga"),
    "bytes that look like a Targa": (bytes(range(256)), "image/x-tga"),
}


@pytest.mark.parametrize(("content", "kind"), KNOWN.values(), ids=list(KNOWN))
def test_the_type_is_told_by_the_content(content: bytes, kind: str) -> None:
    assert tell_type(content) == kind


def test_a_character_cut_in_two_where_the_look_ends_is_still_text() -> None:
    assert tell_type(b"x" + "ü".encode() * (1 << 20)) == "text/plain"


def test_the_older_library_tells_fewer_texts() -> None:
    contents = (b"a,b\n1,2\n", b"hi", b"one", b"a line\n" * (1 << 18))
    told = [tell_type(content, newer=False) for content in contents]
    assert told == ["text/plain", "application/octet-stream", "text/plain", "application/octet-stream"]
