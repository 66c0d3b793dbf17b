"""Bytes that no client sends, on a raw socket, and kills while recording: the server goes on and keeps what it said it has.

`MOCKWRITE_RAW_CASES` and `MOCKWRITE_SEED` make it longer, and repeat it: what fails prints its seed.
"""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import threading
import time
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

import mockwrite
from mockwrite.server.mock_server import MockServer
from tests.attack.clocked import BOUND
from tests.commands.test_serve import Served

IN_CI = bool(os.environ.get("CI"))
CASES = int(os.environ.get("MOCKWRITE_RAW_CASES", "1500" if IN_CI else "150"))
SEED = int(os.environ.get("MOCKWRITE_SEED", "20"))
KILLS = int(os.environ.get("MOCKWRITE_KILLS", "10"))

PIECES = (
    b"GET", b"POST", b"PUT", b"PATCH", b"DELETE", b"OPTIONS", b"HEAD", b"TRACE", b"\x00", b"\xff", b" ", b"\r\n", b"\n", b"\t", b":",
    b"/v1/users", b"/_mockwrite/outbox", b"/_mockwrite/journal/", b"/v1/messaging/messages/email", b"%00", b"%ff", b"%", b"..", b"?", b"&",
    b"?queries[0]=", b'{"method":"limit","values":[1e999]}', b"search=after:", b"9" * 5000, b"project=", b"HTTP/1.1", b"HTTP/9.9",
    b"Host: h", b"Host: [::1", b"Origin: http://[::1", b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: 5",
    b"Transfer-Encoding: chunked", b"5\r\nabc", b"0\r\n\r\n", b"ffffffffffffffff\r\n", b"X-Appwrite-Project: p", b"X-Appwrite-Key: k",
    b"Content-Type: application/json", b"Content-Type: multipart/form-data; boundary=", b"Content-Type: application/x-www-form-urlencoded",
    b'{"a":' * 600, b"[" * 2000, b'"\\ud83d"', b"Range: bytes=9-1", b"Content-Range: bytes 5-1/2", b"Cookie: a_session_p=" + b"x" * 500,
    b"X-Appwrite-JWT: a.b.c", b"User-Agent: " + b"(iPad;" * 500, b"Expect: 100-continue", b"Upgrade: websocket", b"Accept-Language: " + b"a," * 900,
)  # fmt: skip
LINE = (
    b"GET /v1/users HTTP/1.1",
    b"POST /v1/users HTTP/1.1",
    b"PUT /_mockwrite/state HTTP/1.1",
    b"GET /_mockwrite/outbox HTTP/1.1",
)


def request(chance: random.Random) -> bytes:
    """Make a request that is nearly one."""
    some = [chance.choice(PIECES) for _ in range(chance.randint(0, 12))]
    if chance.random() < 0.3:
        return b"".join(some)
    head = [chance.choice(LINE), b"Host: localhost", *(piece for piece in some if b":" in piece)]
    body = b"".join(piece for piece in some if b":" not in piece) if chance.random() < 0.5 else b""
    length = [b"Content-Length: %d" % len(body)] if chance.random() < 0.7 else []
    return b"\r\n".join([*head, *length, b"", body])


def exchange(server: MockServer, sent: bytes) -> bytes:
    """Send bytes and say that no more come; return the answer."""
    parts = urlsplit(server.url)
    received = b""
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as connection:
        try:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            while piece := connection.recv(65536):
                received += piece
        except ConnectionError:
            # It may hang up before everything was sent.
            pass
    return received


def test_no_bytes_break_the_server(capfd: pytest.CaptureFixture[str]) -> None:
    chance, longest = random.Random(SEED), 0.0
    with MockServer() as server:
        for number in range(CASES):
            sent = request(chance)
            begin = time.process_time()
            received = exchange(server, sent)
            taken = time.process_time() - begin
            assert taken < BOUND, f"seed {SEED}, case {number}: {sent!r} takes {taken:.1f} s of CPU"
            longest = max(longest, taken)
            for line in received.split(b"\r\n"):
                assert not line.startswith(b"HTTP/1.1 5"), (
                    f"seed {SEED}, case {number}: {sent!r} gives {received[:300]!r}"
                )
        assert httpx.get(f"{server.endpoint}/health/version").status_code == 200
        bugs = [bug for project in server.instance.projects.values() for bug in project.bugs]
        assert [*server.instance.bugs, *bugs] == [], f"seed {SEED}"
    said = capfd.readouterr()
    print(f"seed {SEED}, {CASES} cases, the longest took {longest * 1000:.0f} ms of CPU")
    assert "Traceback" not in said.out + said.err, f"seed {SEED}"


def test_who_leaves_before_its_body_is_whole_is_no_bug() -> None:
    with MockServer() as server:
        assert (
            exchange(server, b"PUT /_mockwrite/state HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{") == b""
        )
        assert httpx.get(f"{server.url}/_mockwrite/projects").status_code == 200
        assert server.instance.bugs == []


@pytest.mark.full
def test_what_was_acknowledged_outlives_each_of_many_kills(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    chance, acknowledged = random.Random(SEED), set()
    for life in range(KILLS):
        served = Served("--with-providers", "--record", str(path))
        served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
        until = chance.randint(1, 60)
        sending = threading.Event()

        def send(
            served: Served = served, life: int = life, until: int = until, sending: threading.Event = sending
        ) -> None:
            for number in range(1000):
                body = {
                    "messageId": f"m{life}-{number}",
                    "subject": f"{life}-{number}",
                    "content": "c",
                    "users": ["ada"],
                }
                try:
                    served.call("POST", "/messaging/messages/email", body)
                except (OSError, HTTPException):
                    # Killed before its answer was whole.
                    return
                acknowledged.add(f"{life}-{number}")
                if number == until:
                    sending.set()

        sender = threading.Thread(target=send)
        sender.start()
        assert sending.wait(60)
        served.process.send_signal(signal.SIGKILL)
        served.process.communicate(timeout=60)
        sender.join()
    recording = mockwrite.open_recording(path)
    seen = {delivery.subject for delivery in recording.outbox}
    assert acknowledged - seen == set(), f"seed {SEED}"
    # A kill may tear the line that was being written, and no other.
    assert len(recording.unread) <= KILLS
    for line in path.read_bytes().splitlines()[:50]:
        json.loads(line)
