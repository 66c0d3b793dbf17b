"""What the recordings only describe is made again: multipart bodies, known files, pictures of the right size."""

from __future__ import annotations

from hashlib import md5, sha256

import pytest

from mockwrite.api.bodies import read_body
from mockwrite.api.http import Request
from tests.conformance.content import BOUNDARY, file_content, gif, jpeg, multipart_body, png, webp
from tests.conformance.lines import Part


def test_a_multipart_body_has_its_parts_in_order() -> None:
    parts = [
        Part("fileId", value="f1"),
        Part("permissions[0]", value='read("any")'),
        Part("file", file_name="ü.txt", content_type="text/plain", size=5, sha256=sha256(b"hello").hexdigest()),
    ]
    headers = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}

    fields, uploads = read_body(Request("POST", "/", headers=headers, body=multipart_body(parts)))

    assert fields == {"fileId": "f1", "permissions": ['read("any")']}
    assert [(upload.field, upload.file_name, upload.content) for upload in uploads] == [("file", "ü.txt", b"hello")]


def test_a_known_text_is_found_by_its_hash() -> None:
    digest = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    content = file_content(Part("file", file_name="a.txt", size=5, sha256=digest))

    assert content == b"hello"
    assert md5(content, usedforsecurity=False).hexdigest() == "5d41402abc4b2a76b9719d911017c592"


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.pdf", "a.svg", "a.html", "a.bin"])
def test_an_unknown_file_has_the_size_that_was_recorded(name: str) -> None:
    assert len(file_content(Part("file", file_name=name, size=400, sha256="?"))) == 400


@pytest.mark.parametrize(
    ("content", "size", "magic"),
    [(png(160), 160, b"\x89PNG"), (jpeg(303), 303, b"\xff\xd8\xff"), (gif(74), 74, b"GIF89a"), (webp(86), 86, b"RIFF")],
    ids=["png", "jpeg", "gif", "webp"],
)
def test_a_picture_starts_as_its_kind_does_and_has_its_size(content: bytes, size: int, magic: bytes) -> None:
    assert content.startswith(magic)
    assert len(content) == size
