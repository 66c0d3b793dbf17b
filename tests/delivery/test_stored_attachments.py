"""Attachments out of buckets with encryption or compression (docs/contract/corrections.md, 41 and J)."""

from __future__ import annotations

import base64
import gzip
from typing import Any

import pytest

from mockwrite.operations.uploads import put_file
from tests.api.stage import Stage

CONTENT = b"TOTAL 42 EUR\n" * 20


def mail(bucket: dict[str, Any], **settings: Any) -> Any:
    """Send a mail with a file out of a bucket; return its delivery."""
    stage = Stage(with_providers=True, **settings)
    stage.by_key("POST", "/storage/buckets", {"bucketId": "bk", "name": "bk", **bucket})
    put_file(stage.project, bucket_id="bk", file_id="f", name="invoice.txt", content=CONTENT)
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
