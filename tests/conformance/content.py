"""Bodies that the recordings describe instead of holding them: multipart uploads and the files in them.

A file is found again by its hash where its content is plain text; otherwise any small valid file of the same kind and size
takes its place.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import sha256

from tests.conformance.lines import Part

BOUNDARY = "mockwrite-conformance"
CHUNK_LINE = b"mockwrite chunk\n"
_MIB = 1 << 20
# What the small text files hold.
_TEXTS = (
    b"", b"hello", b"other", b"readme text", b'{"a":1}', b"a,b\n1,2\n", b"not an image", b"uni", b"sp", b"one", b"two", b"abc",
    b"0123456789", b"0123456789a", b"hello ", b"world", b"a" * 2000, bytes(range(256)), b"PK\x05\x06" + bytes(18),
    *(letter.encode() for letter in "abcdefghijklmnopqrstuvwxyz"),
)  # fmt: skip


@cache
def _known() -> dict[str, bytes]:
    """Return known contents by their hash."""
    large = CHUNK_LINE * (11 * _MIB // len(CHUNK_LINE))
    cuts = (large, large[: 5 * _MIB], large[5 * _MIB : 10 * _MIB], large[10 * _MIB :], large[: 6 * _MIB])
    return {sha256(content).hexdigest(): content for content in (*_TEXTS, *cuts)}


def file_content(part: Part) -> bytes:
    """Return the content of a described file, or one of the same kind and size."""
    found = _known().get(part.sha256)
    if found is not None:
        return found
    extension = (part.file_name or "").rpartition(".")[2].lower()
    make = _KINDS.get(part.sha256[:8]) or _BY_EXTENSION.get(extension, _filler)
    return make(part.size)


def is_known(digest: str | None) -> bool:
    """Tell whether the content with this SHA-256 is known byte by byte."""
    return digest in _known()


def multipart_body(parts: Iterable[Part]) -> bytes:
    """Build the body of a multipart request from its description."""
    pieces = []
    for part in parts:
        disposition = f'form-data; name="{part.field}"'
        if part.value is not None:
            head, content = f"Content-Disposition: {disposition}", part.value.encode()
        else:
            head = f'Content-Disposition: {disposition}; filename="{part.file_name}"'
            head += f"\r\nContent-Type: {part.content_type}" if part.content_type else ""
            content = file_content(part)
        pieces.append(b"--%s\r\n%s\r\n\r\n%s\r\n" % (BOUNDARY.encode(), head.encode(), content))
    return b"".join(pieces) + b"--%s--\r\n" % BOUNDARY.encode()


def _filler(size: int) -> bytes:
    return (b"mockwrite " * (size // 10 + 1))[:size]


def _started(start: bytes) -> Callable[[int], bytes]:
    """Fill a file up behind the bytes by which its kind is known."""
    return lambda size: (start + _filler(size))[:size]


def png(size: int = 0) -> bytes:
    """Make a one-colour PNG of 40 x 30 points; a text chunk fills it up to a size."""
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x60\xa0" * 40 for _ in range(30)), 9)
    header = struct.pack(">IIBBBBB", 40, 30, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    missing = size - 8 - sum(12 + len(content) for _, content in chunks)
    if missing >= 12:
        # A large one is the first chunk of an upload: what follows the filler is cut off.
        chunks.insert(1, (b"teXt", _filler(missing - 12)))
    made = b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(kind, content) for kind, content in chunks)
    return made[:size] if size > _MIB else made


def _png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def jpeg(size: int = 0) -> bytes:
    """Make a grey JPEG of 40 x 30 points; a comment fills it up to a size.

    Grey is what 20 blocks of zeros mean, so each Huffman table needs one code only.
    """
    codes = bytes([1, *[0] * 15, 0])
    segments = [
        (0xDB, b"\0" + b"\x10" * 64),
        (0xC0, struct.pack(">BHHBBBB", 8, 30, 40, 1, 1, 0x11, 0)),
        (0xC4, b"\x00" + codes),
        (0xC4, b"\x10" + codes),
        (0xDA, bytes([1, 1, 0, 0, 63, 0])),
    ]
    data = bytes(5)
    missing = size - 4 - len(data) - sum(4 + len(content) for _, content in segments)
    if missing >= 4:
        segments.insert(0, (0xFE, _filler(missing - 4)))
    body = b"".join(
        b"\xff" + bytes([kind]) + struct.pack(">H", len(content) + 2) + content for kind, content in segments
    )
    return b"\xff\xd8" + body + data + b"\xff\xd9"


def gif(size: int = 0) -> bytes:
    """Make a GIF of one point; a comment fills it up to a size."""
    start, picture = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff", b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    missing = size - len(start) - len(picture)
    comment = b"!\xfe" + bytes([missing - 4]) + _filler(missing - 4) + b"\0" if 5 <= missing <= 259 else b""
    return start + comment + picture


def webp(size: int = 0) -> bytes:
    """Make a WebP of one point; a chunk that readers skip fills it up to an even size."""
    picture = b"VP8L" + struct.pack("<I", 13) + bytes.fromhex("2f00000010071011118888fe07") + b"\0"
    missing = size - 12 - len(picture)
    rest = b"EXIF" + struct.pack("<I", missing - 8) + _filler(missing - 8) if missing >= 8 else b""
    return b"RIFF" + struct.pack("<I", 4 + len(picture) + len(rest)) + b"WEBP" + picture + rest


_BY_EXTENSION: dict[str, Callable[[int], bytes]] = {
    "png": png,
    "jpg": jpeg,
    "gif": gif,
    "webp": webp,
    "pdf": _started(b"%PDF-1.4\n"),
    "svg": _started(b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'),
    "html": _started(b"<!doctype html><title>page</title>"),
}
# The recorded pictures and the PDF by the start of their hash: some were sent under other names.
_KINDS = {
    "037a3d22": png, "247f8b7a": jpeg, "4a58ef24": gif, "7ca47cfa": webp, "68d3dbe2": _BY_EXTENSION["pdf"], "a4de8b98": png,
}  # fmt: skip
