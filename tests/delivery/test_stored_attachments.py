"""Attachments out of buckets with encryption or compression (docs/contract/corrections.md, 41 and J)."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest

from mockwrite.operations.uploads import put_file
from tests.api.stage import Stage

CONTENT = b"TOTAL 42 EUR\n" * 20


def mail(bucket: dict[str, Any], content: bytes = CONTENT, **settings: Any) -> Any:
    """Send a mail with a file out of a bucket; return its delivery."""
    stage = Stage(with_providers=True, **settings)
    stage.by_key("POST", "/storage/buckets", {"bucketId": "bk", "name": "bk", **bucket})
    put_file(stage.project, bucket_id="bk", file_id="f", name="invoice.txt", content=content)
    stage.given.user(id="ada", email="ada@example.com")
    body = {"messageId": "m", "subject": "s", "content": "c", "users": ["ada"], "attachments": ["bk:f"]}
    stage.by_key("POST", "/messaging/messages/email", body)
    (sent,) = stage.project.outbox
    return sent


@pytest.mark.parametrize("version", ["1.6.2", "1.8.1", "1.9.6"])
def test_41_in_exact_mode_an_encrypted_file_is_sent_as_base64_of_what_nobody_can_read(version: str) -> None:
    (file,) = _exact({}, version).attachments
    assert b"TOTAL" not in file.content
    assert len(base64.b64decode(file.content, validate=True)) == len(CONTENT)


def _exact(bucket: dict[str, Any], version: str) -> Any:
    return mail(bucket, exact=True, version=version)


def test_41_in_exact_mode_a_compressed_file_is_sent_as_gzip() -> None:
    (file,) = _exact({"encryption": False, "compression": "gzip"}, "1.9.6").attachments
    assert gzip.decompress(file.content) == CONTENT


@pytest.mark.parametrize("content", [b"", CONTENT, bytes(300_000)], ids=["empty", "short", "of several blocks"])
def test_41_in_exact_mode_a_file_out_of_a_zstd_bucket_is_sent_as_a_frame_of_zstandard(content: bytes) -> None:
    (file,) = mail({"encryption": False, "compression": "zstd"}, content, exact=True).attachments
    assert unpacked(file.content) == content


def unpacked(frame: bytes) -> bytes:
    """Read a frame of Zstandard as RFC 8878 describes it, as far as nothing in it is packed."""
    head, length = frame[:5], int.from_bytes(frame[5:9], "little")
    assert head == b"\x28\xb5\x2f\xfd\xa0"
    content, place, is_last = b"", 9, False
    while not is_last:
        block = int.from_bytes(frame[place : place + 3], "little")
        is_last, kind, size = bool(block & 1), block >> 1 & 3, block >> 3
        assert (kind, size <= 128 * 1024) == (0, True)
        content += frame[place + 3 : place + 3 + size]
        place += 3 + size
    assert (place, len(content)) == (len(frame), length)
    return content


def test_41_a_file_that_is_neither_arrives_intact_in_both_modes() -> None:
    for exact in (True, False):
        sent = mail({"encryption": False}, exact=exact)
        assert (sent.attachments[0].content, sent.warnings) == (CONTENT, [])


@pytest.mark.parametrize(
    ("bucket", "words"),
    [
        ({}, ("arrives encrypted", "turn encryption off")),
        ({"encryption": False, "compression": "gzip"}, ("arrives compressed", "turn compression off")),
    ],
)
def test_41_by_default_it_is_the_file_as_uploaded_with_a_warning(
    bucket: dict[str, Any], words: tuple[str, ...]
) -> None:
    sent = mail(bucket)
    assert sent.attachments[0].content == CONTENT
    (warning,) = sent.warnings
    assert all(word in warning for word in (*words, "up to 1.9.6", "invoice.txt"))
