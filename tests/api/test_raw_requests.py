"""Bytes on the wire that no well-behaved client sends, or only some clients do (docs/contract/sdks.md §2, §4)."""

from __future__ import annotations

import json
import logging
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite

BODY = b'{"topicId": "t", "name": "T"}'


@contextmanager
def connected(mock: MockAppwrite) -> Iterator[socket.socket]:
    """Connect to the server of a project."""
    address = urlsplit(mock.endpoint)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=60) as connection:
        yield connection


def read_answer(connection: socket.socket) -> tuple[int, dict[str, str], Any]:
    """Read one answer: status, headers, and the JSON that is its body."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        got = connection.recv(1)
        assert got, f"the connection ended after {head!r}"
        head += got
    first, *lines = head.decode().strip().split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body, length = b"", int(headers["content-length"])
    while len(body) < length:
        body += connection.recv(length - len(body))
    return int(first.split()[1]), headers, json.loads(body)


def head(mock: MockAppwrite, line: bytes, *headers: bytes, length: int | None = None) -> bytes:
    """Write the head of a request of a server with all rights."""
    own = (f"X-Appwrite-Project: {mock.project_id}\r\nX-Appwrite-Key: {mock.api_key}\r\nHost: x").encode()
    more = (b"Content-Type: application/json", b"Content-Length: %d" % length) if length is not None else ()
    return b"\r\n".join((line + b" HTTP/1.1", own, *headers, *more)) + b"\r\n\r\n"


CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
NO_REQUESTS = {
    "a method in small letters": b"get /v1/messaging/topics",
    "an invented method": b"FETCH /v1/messaging/topics",
    "letters outside ASCII": "GET /v1/messaging/topics/é".encode(),
    "no path": b"GET ?",
    "a very long path": b"GET /v1/messaging/topics/" + b"a" * 70_000,
    "no request at all": b"\x16\x03\x01\x02",
}


@pytest.mark.parametrize("line", NO_REQUESTS.values(), ids=list(NO_REQUESTS))
def test_what_is_no_http_request_gets_the_envelope(
    mock_appwrite: MockAppwrite, line: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with connected(mock_appwrite) as connection, caplog.at_level(logging.WARNING):
        connection.sendall(head(mock_appwrite, line))
        status, headers, body = read_answer(connection)
        assert (status, body["code"], body["type"], body["version"]) == (400, 400, "general_bad_request", "1.9.6")
        assert headers["content-type"] == "application/json; charset=UTF-8"
        assert headers["connection"] == "close"
        assert {"server", "x-mockwrite"} <= set(headers)
    assert not caplog.records


def test_a_wrong_length_gets_the_envelope(mock_appwrite: MockAppwrite) -> None:
    with connected(mock_appwrite) as connection:
        connection.sendall(head(mock_appwrite, b"POST /v1/messaging/topics", b"Content-Length: two"))
        assert read_answer(connection)[2]["type"] == "general_bad_request"


UPGRADES = {
    "HTTP/2": (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
    "a web socket": (
        b"Connection: Upgrade",
        b"Upgrade: websocket",
        b"Sec-WebSocket-Key: eA==",
        b"Sec-WebSocket-Version: 13",
    ),
}


@pytest.mark.parametrize("headers", UPGRADES.values(), ids=list(UPGRADES))
def test_the_wish_for_another_protocol_is_passed_over(
    mock_appwrite: MockAppwrite, headers: tuple[bytes, ...], caplog: pytest.LogCaptureFixture
) -> None:
    line, again = b"POST /v1/messaging/topics", BODY.replace(b'"t"', b'"u"')
    with connected(mock_appwrite) as connection, caplog.at_level(logging.WARNING):
        connection.sendall(head(mock_appwrite, line, *headers, length=len(BODY)) + BODY[:5])
        connection.sendall(BODY[5:])
        assert read_answer(connection)[0] == 201
        connection.sendall(head(mock_appwrite, line, length=len(again)) + again)
        assert read_answer(connection)[0] == 201
        connection.sendall(head(mock_appwrite, b"GET /v1/messaging/topics", *headers))
        assert read_answer(connection)[2]["total"] == 2
    assert not caplog.records


def test_a_request_that_breaks_off_is_not_carried_out(mock_appwrite: MockAppwrite) -> None:
    form = b"topicId=t&name=Half"
    with connected(mock_appwrite) as connection:
        connection.sendall(
            head(
                mock_appwrite,
                b"POST /v1/messaging/topics",
                b"Content-Type: application/x-www-form-urlencoded",
                b"Content-Length: 1000",
            )
            + form
        )
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(1) == b""
    with connected(mock_appwrite) as connection:
        connection.sendall(head(mock_appwrite, b"GET /v1/messaging/topics"))
        assert read_answer(connection)[2]["total"] == 0
    assert [call.method for call in mock_appwrite.journal] == ["GET"]


def test_many_requests_may_be_sent_at_once(mock_appwrite: MockAppwrite) -> None:
    with connected(mock_appwrite) as connection:
        with_body = head(mock_appwrite, b"GET /v1/messaging/topics", length=2) + b"{}"
        connection.sendall(with_body * 3)
        assert [read_answer(connection)[0] for _ in range(3)] == [200] * 3


def test_a_body_may_come_in_pieces_and_slowly_announced(mock_appwrite: MockAppwrite) -> None:
    large = json.dumps({"topicId": "t", "name": "T", "subscribe": ["any"] * 60_000}).encode()
    first = head(mock_appwrite, b"POST /v1/messaging/topics", b"Expect: 100-continue", length=len(large))
    with connected(mock_appwrite) as connection:
        connection.sendall(first)
        assert connection.recv(len(CONTINUE)) == CONTINUE
        for start in range(0, len(large), 100_000):
            connection.sendall(large[start : start + 100_000])
        status, _, answer = read_answer(connection)
        assert (status, answer["type"]) == (400, "general_argument_invalid")
        connection.sendall(head(mock_appwrite, b"POST /v1/messaging/topics", length=len(BODY)))
        connection.sendall(BODY)
        assert read_answer(connection)[0] == 201


def test_an_old_client_is_told_that_the_connection_closes(mock_appwrite: MockAppwrite) -> None:
    asked = head(mock_appwrite, b"GET /v1/messaging/topics").replace(b"HTTP/1.1", b"HTTP/1.0")
    wished = head(mock_appwrite, b"GET /v1/messaging/topics", b"Connection: close")
    for request in (asked, wished):
        with connected(mock_appwrite) as idle, connected(mock_appwrite) as connection:
            idle.sendall(head(mock_appwrite, b"GET /v1/messaging/topics"))
            assert read_answer(idle)[0] == 200
            connection.sendall(request)
            status, headers, _ = read_answer(connection)
            assert (status, headers["connection"]) == (200, "close")
            # Sooner than one that was idle before is closed.
            closed, _, _ = select.select([idle, connection], [], [], 60)
            assert connection in closed
            assert connection.recv(1) == b""
