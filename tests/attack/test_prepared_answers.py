"""A prepared answer cannot break the connection that it goes over: what no client could read is refused, from JSON and from functions."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mockwrite import Answer, FaultError, MockServer, ServerBug
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.attack.clocked import bounded

BREAKING: tuple[dict[str, Any], ...] = (
    *({"headers": {name: "x"}} for name in (
        "a\r\nEvil", "a b", "", "a:b", "é", "日本", "\ud83d", "\x00", "Content-Length", "content-length", "Transfer-Encoding",
    )),
    *({"headers": {"x": text}} for text in ("b\r\nEvil: 1", "b\nc", "\x00", "\x1b[2J", "\ud83d", "\u2028")),
    *({"status": status} for status in (-1, 0, 100, 101, 199, 600, 999, 10**30)),
    *({"status": status, "text": "a body"} for status in (204, 205, 304)),
    *({"status": status, "json": {}} for status in (204, 205, 304)),
)  # fmt: skip
ODD: tuple[dict[str, Any], ...] = (
    {"headers": {"x": "日本é"}}, {"headers": {"x": ""}}, {"headers": {"date": "x", "server": "y"}}, {"headers": {"x": "a" * 30_000}}, {"status": 204},
    {"status": 205}, {"status": 304}, {"status": 599}, {"status": 299}, {"text": "\ud83d"}, {"json": "\ud83d"}, {"json": {"\ud83d": 10**30}}, {"text": ""},
    {"status": 302, "headers": {"location": "javascript:alert(1)"}},
)  # fmt: skip
shown = pytest.mark.parametrize("given", BREAKING, ids=lambda given: ascii(given)[:40])


def read(mock: MockAppwrite, method: str) -> list[bytes]:
    """Make a call twice over one connection, and return both answers as they came."""
    url = urlsplit(mock.endpoint)
    head = f"{method} /v1/x HTTP/1.1\r\nHost: localhost\r\nX-Appwrite-Project: {mock.project_id}\r\n"
    with socket.create_connection((url.hostname, url.port), timeout=60) as client:
        client.sendall(f"{head}\r\n{head}Connection: close\r\n\r\n".encode())
        received = b""
        while piece := client.recv(65_536):
            received += piece
    return [b"HTTP/1.1 " + part for part in received.split(b"HTTP/1.1 ")[1:]]


@shown
def test_what_no_client_could_read_is_refused(mock: MockAppwrite, control: httpx.Client, given: dict[str, Any]) -> None:
    with pytest.raises(FaultError):
        mock.respond("GET", "/x", **given)
    answer = control.post("/answers", content=json.dumps({"method": "GET", "path": "/x", **given}))
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@shown
def test_a_function_that_returns_it_fails_the_test_and_says_so(server: MockServer, given: dict[str, Any]) -> None:
    said = "the function that answers GET /v1/x returned (the status|the headers|a body)"
    with pytest.raises(ServerBug, match=said), server.project() as mock:
        mock.respond("GET", "/x", lambda call: Answer(**given))
        first, second = read(mock, "GET")
        assert first.startswith(b"HTTP/1.1 500 ") and second.startswith(b"HTTP/1.1 500 ")


@pytest.mark.parametrize("given", ODD, ids=lambda given: ascii(given)[:40])
def test_what_is_only_odd_arrives_and_the_connection_goes_on(mock: MockAppwrite, given: dict[str, Any]) -> None:
    mock.respond("GET", "/x", **given)
    for first, second in (read(mock, "GET"), read(mock, "GET")):
        assert first.split(b"\r\n")[0] == second.split(b"\r\n")[0]
        head, _, body = first.partition(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in head
    assert [call.status for call in mock.journal] == [given.get("status", 200)] * 4


def test_an_answer_of_fifty_megabytes_arrives_whole(mock: MockAppwrite) -> None:
    mock.respond("GET", "/x", text="x" * 50_000_000)
    with bounded(10):
        found = httpx.get(f"{mock.endpoint}/x", headers={"X-Appwrite-Project": mock.project_id}, timeout=120)
    assert found.content.count(b"x") == 50_000_000


@pytest.mark.parametrize("delay", ["1e308", "86400.1", "1e999", "-1", "NaN", "9" * 400])
def test_nobody_waits_longer_than_a_day(control: httpx.Client, delay: str) -> None:
    for path, more in (("/answers", '"method": "GET"'), ("/faults", '"effect": "delay", "method": "GET"')):
        answer = control.post(path, content=f'{{{more}, "path": "/x", "delay": {delay}}}')
        assert answer.status_code == 400
        assert "a number of seconds, 86400 at most" in answer.json()["detail"]
    assert control.post("/answers", json={"method": "GET", "path": "/x", "delay": 86_400}).status_code == 201


STOPPED = """
import threading, httpx
from mockwrite import MockServer
started = threading.Event()
def wait(url, project):
    try:
        httpx.get(url, headers={"X-Appwrite-Project": project}, timeout=60)
    except httpx.RemoteProtocolError:
        print("dropped")
with MockServer() as server, server.project() as mock:
    mock.respond("GET", "/x", lambda call: started.set(), delay=3600)
    waiting = threading.Thread(target=wait, args=(f"{server.endpoint}/x", mock.project_id))
    waiting.start()
    assert started.wait(60)
waiting.join(60)
"""


def test_a_server_that_stops_while_an_answer_is_late_leaves_no_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", STOPPED], capture_output=True, text=True, timeout=120, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("dropped\n", "", 0)
