"""What is larger than anything that a client sends is refused, and what takes long keeps nobody waiting."""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from mockwrite.access.agents import parse_agent
from mockwrite.api.bodies import read_body
from mockwrite.api.http import MAX_BODY, MAX_FIELDS, MAX_HEAD, MAX_PARTS, Request, Response
from mockwrite.app import Application
from mockwrite.errors import AppwriteError
from mockwrite.faults.faults import Faults, Handed
from mockwrite.releases import parse_version, rules_for
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.attack.clocked import bounded

FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"
PART = b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n1\r\n'
FILE = b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'


def head_of(size: int) -> bytes:
    """Return a request whose path and headers have so many bytes."""
    fixed = len("/v1/health/versionhosthx-appwrite-projectp") + len("a")
    return (
        f"GET /v1/health/version HTTP/1.1\r\nHost: h\r\nX-Appwrite-Project: p\r\na: {'x' * (size - fixed)}\r\n\r\n"
    ).encode()


def first_line(server: MockServer, *pieces: bytes) -> bytes:
    """Send pieces of a request, each by itself; return the first line of the answer."""
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as connection:
        for piece in pieces:
            connection.sendall(piece)
        return connection.makefile("rb").readline().strip()


@pytest.mark.parametrize(("size", "status"), [(MAX_HEAD, 404), (MAX_HEAD + 1, 431), (600_000, 431)])
def test_a_head_has_a_limit(server: MockServer, size: int, status: int) -> None:
    assert int(first_line(server, head_of(size)).split()[1]) == status
    whole = head_of(size)
    assert int(first_line(server, whole[:1000], whole[1000:]).split()[1]) == status


def test_a_head_that_never_ends_is_refused(server: MockServer) -> None:
    begin = b"GET /v1/health/version HTTP/1.1\r\nHost: h\r\na: "
    assert first_line(server, begin, b"x" * MAX_HEAD).split()[1] == b"431"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (FORM, b"a&" * MAX_FIELDS),
        (FORM, b"a=" + b"%41" * (MAX_BODY // 3)),
        (PARTS, PART * (MAX_PARTS + 1) + b"--b--\r\n"),
    ],
    ids=["fields", "bytes", "parts"],
)
def test_a_form_has_a_limit(kind: str, body: bytes) -> None:
    with bounded(), pytest.raises(AppwriteError) as caught:
        read_body(Request("POST", "/v1/x", "", {"content-type": kind}, body))
    assert caught.value.status == 413


def test_what_is_just_in_the_limits_is_read() -> None:
    head = {"content-type": FORM}
    assert read_body(Request("POST", "/v1/x", "", head, b"&".join([b"a=1"] * MAX_FIELDS)))[0] == {"a": "1"}
    body = PART * (MAX_PARTS - 1) + FILE + b"\0" * 1_000_000 + b"\r\n--b--\r\n"
    _, [upload] = read_body(Request("POST", "/v1/x", "", {"content-type": PARTS}, body))
    assert len(upload.content) == 1_000_000


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"a":1}'])
def test_json_of_many_small_things_is_read_in_time(body: bytes) -> None:
    whole = b"[" + (body + b",") * (MAX_BODY // 4 // (len(body) + 1)) + b"1]"
    # Two cores that are busy with other tests take longer; what is not linear takes minutes.
    with bounded(6):
        assert read_body(Request("POST", "/v1/x", "", {"content-type": "application/json"}, whole)) == ({}, [])


def test_a_body_of_the_control_api_has_a_limit(mock: MockAppwrite, control: httpx.Client) -> None:
    answer = control.post("/clock/travel", content=b'{"to": "' + b"x" * (1 << 20) + b'"}')
    assert answer.status_code == 413
    assert "larger than 1048576 bytes" in answer.json()["detail"]
    assert control.put("/state", content=b" " * (2 << 20)).status_code == 200


def test_a_large_body_keeps_nobody_waiting(
    server: MockServer, mock: MockAppwrite, control: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While megabytes of JSON are read, others get their answers: the loop is free."""
    reading, go_on = threading.Event(), threading.Event()

    def read_slowly(app: Application, scope: Mapping[str, Any], body: bytes) -> Response:
        if len(body) > MAX_BODY // 2:
            reading.set()
            # Were the loop not free, nobody would set it.
            assert go_on.wait(60)
        return emulate(app, scope, body)

    emulate = Application.emulate
    monkeypatch.setattr(Application, "emulate", read_slowly)
    whole = b"[" + b"{}," * (MAX_BODY // 3 - 10) + b"1]"
    headers = {
        "X-Appwrite-Project": mock.project_id,
        "X-Appwrite-Key": mock.api_key,
        "Content-Type": "application/json",
    }
    answers: list[int] = []

    def send() -> None:
        answer = httpx.post(f"{server.url}/v1/messaging/topics", content=whole, headers=headers, timeout=120)
        answers.append(answer.status_code)

    thread = threading.Thread(target=send)
    thread.start()
    assert reading.wait(60)
    assert control.get("/health/live").status_code == 200
    go_on.set()
    thread.join()
    assert answers == [400]


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY, 400), (MAX_BODY + 1, 413)])
def test_a_body_of_the_emulated_api_has_a_limit(api: httpx.Client, size: int, status: int) -> None:
    answer = api.post("/messaging/topics", content=b" " * size, headers={"Content-Type": "application/json"})
    assert answer.status_code == status


@pytest.mark.parametrize(("path", "most"), [("/clock/resume", 1 << 20), ("/state", 64 << 20)])
def test_bodies_of_the_control_api_are_read_up_to_what_the_docs_say(
    mock: MockAppwrite, control: httpx.Client, path: str, most: int
) -> None:
    assert control.post(path, content=b" " * most).status_code == 200
    assert control.post(path, content=b" " * (most + 1)).status_code == 413


@pytest.mark.parametrize(
    ("before", "seen"), [(1024 - len("Firefox/99.0"), True), (1024 - len("Firefox/99.0") + 5, False)]
)
def test_so_much_of_a_user_agent_is_read(before: int, seen: bool) -> None:
    rules = rules_for(parse_version("1.9.6"))
    assert (parse_agent(f"{'a' * (before - 1)} Firefox/99.0", rules)["clientName"] == "Firefox") is seen


@pytest.mark.parametrize(("length", "matches"), [(2048, True), (2049, False)])
def test_so_much_of_an_address_is_compared(length: int, matches: bool) -> None:
    faults = Faults()
    faults.add(on="delivery", to="*b", error="x")
    handed = Handed("sms", "p", "twilio", "b".rjust(length, "a"), None, None, None)
    assert (faults.on_delivery(handed, 0) is not None) is matches


def test_the_journal_holds_so_many_calls_and_so_much_of_each(mock: MockAppwrite, api: httpx.Client) -> None:
    body = {"topicId": "t", "name": "n", "more": "x" * 20_000}
    for _ in range(1001):
        api.get("/messaging/topics")
    api.post("/messaging/topics", json=body)
    assert len(mock.journal) == 1000
    assert len(mock.journal[-1].request) == 16 * 1024
