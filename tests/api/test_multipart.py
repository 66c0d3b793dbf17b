"""Multipart bodies as clients, and things that are no clients, send them. None of them may break the reader."""

from __future__ import annotations

import random

import pytest

from mockwrite.api.bodies import Upload, read_body
from mockwrite.api.http import Request

GOOD = (
    b'--XX\r\nContent-Disposition: form-data; name="fileId"\r\n\r\nf\r\n'
    b'--XX\r\nContent-Disposition: form-data; name="permissions[0]"\r\n\r\nread("any")\r\n'
    b'--XX\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\nhello\r\n'
    b"--XX--\r\n"
)
READ = ({"fileId": "f", "permissions": ['read("any")']}, [Upload("file", "a.txt", b"hello")])


def read(body: bytes, kind: str = "multipart/form-data; boundary=XX") -> tuple[dict[str, object], list[Upload]]:
    return read_body(Request("POST", "/v1/storage/buckets/b/files", "", {"content-type": kind}, body))


@pytest.mark.parametrize("kind", ["boundary=XX", 'boundary="XX"', "BOUNDARY=XX", "charset=utf-8; boundary=XX"])
def test_the_boundary_may_be_written_in_several_ways(kind: str) -> None:
    assert read(GOOD, f"multipart/form-data; {kind}") == READ


@pytest.mark.parametrize(
    "kind", ["", "; boundary=", "; boundary=YY", f"; boundary={'x' * 300}", "; boundary=✓", "; boundary=XX\x00"]
)
def test_a_body_without_its_boundary_holds_nothing(kind: str) -> None:
    assert read(GOOD, f"multipart/form-data{kind}") == ({}, [])


@pytest.mark.parametrize(
    "body",
    [b"\r\n" + GOOD, b"to whom it may concern\r\n" + GOOD, GOOD + b"the end"],
    ids=["empty line", "before", "after"],
)
def test_text_around_the_parts_is_skipped(body: bytes) -> None:
    assert read(body) == READ


@pytest.mark.parametrize("left_out", [b"-\r\n", b"--\r\n", b"XX--\r\n", b"\r\n--XX--\r\n", b"lo\r\n--XX--\r\n"])
def test_a_part_whose_end_is_missing_is_none_and_those_before_it_are_kept(left_out: bytes) -> None:
    assert read(GOOD.removesuffix(left_out)) == (READ[0], [])


def test_a_form_needs_nothing_behind_its_last_boundary() -> None:
    assert read(GOOD.removesuffix(b"\r\n")) == READ


def test_a_name_in_any_script_is_kept() -> None:
    assert read(GOOD.replace(b"a.txt", "ünï ✓.txt".encode()))[1] == [Upload("file", "ünï ✓.txt", b"hello")]


def test_bytes_are_kept_as_they_are() -> None:
    content = bytes(range(256)) * 50 + b"\r\n--X\r\n"
    assert read(GOOD.replace(b"hello", content))[1] == [Upload("file", "a.txt", content)]


def test_broken_bodies_never_raise(capfd: pytest.CaptureFixture[str]) -> None:
    dice = random.Random(7)
    pieces = [
        b"\r\n",
        b"--XX",
        b'"',
        b";",
        b"=",
        b"\\",
        b"[",
        b"]",
        b"\0",
        b":",
        b"Content-Transfer-Encoding: base64\r\n",
    ]
    for _ in range(300):
        body = bytearray(GOOD)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(body))
            body[at : at + dice.randint(0, 8)] = dice.choice([*pieces, bytes([dice.randrange(256)])])
        read(bytes(body))
    assert capfd.readouterr().err == ""
