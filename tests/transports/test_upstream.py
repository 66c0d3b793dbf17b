"""The way through: what is neither emulated nor canned goes to a real Appwrite, here a plain HTTP server of the test's own."""

from __future__ import annotations

import hashlib
import threading
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from mockwrite import InProcess, MockServer
from mockwrite.cli import main
from mockwrite.settings import SettingsError
from tests.plugin.pytest_runs import run_pytest

LARGE = 50 * 1024 * 1024
PIECE = bytes(range(256)) * 256


class Real(BaseHTTPRequestHandler):
    """Tells what it was asked; `/v1/functions/large` answers with 50 MB, `/v1/functions/broken` breaks off."""

    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        """Answer."""
        digest, left = hashlib.sha256(), int(self.headers.get("content-length", 0))
        while left:
            piece = self.rfile.read(min(left, 65536))
            digest.update(piece)
            left -= len(piece)
        if self.headers.get("transfer-encoding") == "chunked":
            while size := int(self.rfile.readline(), 16):
                digest.update(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
        if self.path == "/v1/functions/large":
            self._answer(200, LARGE)
            for _ in range(LARGE // len(PIECE)):
                self.wfile.write(PIECE)
        elif self.path == "/v1/functions/broken":
            self._answer(200, 100)
            self.wfile.write(b"half")
            self.close_connection = True
        else:
            body = f"{self.command} {self.path} {digest.hexdigest()}\n{self.headers}".encode()
            self._answer(401 if "sess" in self.path else 207, len(body))
            if self.command != "HEAD":
                self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_any

    def _answer(self, status: int, length: int) -> None:
        self.send_response(status)
        for name, value in (("Content-Length", str(length)), ("X-Real", "1"), ("Keep-Alive", "timeout=5")):
            self.send_header(name, value)
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    """The address of a real server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Real) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=[MockServer, InProcess], ids=["socket", "in-process"])
def mock(request: pytest.FixtureRequest, real: str) -> Iterator[Any]:
    """A project whose server passes calls on."""
    with request.param(upstream=f"{real}/v1", upstream_key="real-key") as host, host.project() as project:
        yield project


def call(mock: Any, method: str, path: str, headers: dict[str, str] | None = None, **options: Any) -> httpx.Response:
    """Call as an application does."""
    own = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key, **(headers or {})}
    return httpx.request(method, mock.endpoint + path, headers=own, **options)


def test_a_call_that_is_not_emulated_goes_there_and_back_with_its_headers(mock: Any) -> None:
    sent = {"User-Agent": "shop", "X-Mine": "1", "Connection": "keep-alive, X-Hop", "X-Hop": "1", "TE": "trailers"}
    found = call(mock, "PUT", "/functions/a%2Fb//c?queries[0]=x%20y", sent, content=b"body")
    first, _, rest = found.text.partition("\n")
    assert first == f"PUT /v1/functions/a%2Fb//c?queries[0]=x%20y {hashlib.sha256(b'body').hexdigest()}"
    arrived = {name.lower(): value for name, value in (line.split(": ", 1) for line in rest.split("\n") if line)}
    assert arrived["user-agent"] == "shop"
    assert arrived["x-mine"] == "1"
    assert arrived["x-appwrite-key"] == "real-key"
    assert arrived["x-appwrite-project"] == mock.project_id
    assert not {"x-hop", "te", "connection"} & arrived.keys()
    assert (found.status_code, found.headers["x-real"]) == (207, "1")
    assert found.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert "keep-alive" not in found.headers
    assert found.headers["x-mockwrite-upstream"].startswith("http://127.0.0.1:")


def test_messaging_and_what_is_emulated_never_go_there(mock: Any) -> None:
    assert call(mock, "GET", "/messaging/nothing").status_code == 404
    assert call(mock, "GET", "/users").json()["users"] == []
    assert call(mock, "GET", "/databases").json()["databases"] == []
    assert call(mock, "GET", "/teams/none").status_code == 404
    mock.respond("GET", "/functions/canned", json=1, times=1)
    assert call(mock, "GET", "/functions/canned").json() == 1
    assert [entry.source for entry in mock.journal] == ["emulated"] * 4 + ["canned"]
    assert call(mock, "GET", "/functions/canned").status_code == 207


def test_a_fault_rule_strikes_a_call_that_would_be_passed_on(mock: Any) -> None:
    mock.faults.fail_call("GET", "/functions/*", status=503, nth=2)
    assert [call(mock, "GET", "/functions/a").status_code for _ in range(3)] == [207, 503, 207]


def test_the_journal_marks_what_was_passed_on_and_why_a_session_is_unknown_there(mock: Any) -> None:
    call(mock, "GET", "/functions/a?b=1")
    call(mock, "GET", "/functions/sess", {"X-Appwrite-Session": "secret"})
    assert [str(entry) for entry in mock.journal] == [
        "GET /v1/functions/a?b=1 → 207 (upstream)",
        "GET /v1/functions/sess → 401 (upstream; the session was made here and is unknown there)",
    ]


def test_an_upstream_that_is_gone_is_a_502_that_explains() -> None:
    with MockServer(upstream="http://127.0.0.1:1") as host, host.project() as other:
        found = call(other, "POST", "/functions/a/executions", json={})
        assert found.status_code == 502
        assert "http://127.0.0.1:1 does not answer (ConnectError" in found.json()["message"]
        assert [entry.status for entry in other.journal] == [502]


def test_an_answer_that_breaks_off_breaks_off_here_too(real: str) -> None:
    with MockServer(upstream=real) as host, host.project() as mock, pytest.raises(httpx.RemoteProtocolError):
        call(mock, "GET", "/functions/broken")


def test_bodies_of_50_megabytes_go_up_and_down_without_being_held(real: str) -> None:
    def body() -> Iterator[bytes]:
        for _ in range(LARGE // len(PIECE)):
            yield PIECE

    whole = hashlib.sha256()
    for piece in body():
        whole.update(piece)
    with MockServer(upstream=real) as host, host.project() as mock:
        headers = {"X-Appwrite-Project": mock.project_id}
        tracemalloc.start()
        try:
            up = httpx.post(f"{mock.endpoint}/functions/up", content=body(), headers=headers, timeout=60)
            down, size = hashlib.sha256(), 0
            with httpx.stream("GET", f"{mock.endpoint}/functions/large", headers=headers, timeout=60) as answer:
                for piece in answer.iter_bytes():
                    down.update(piece)
                    size += len(piece)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert up.text.startswith(f"POST /v1/functions/up {whole.hexdigest()}")
    assert (size, down.hexdigest()) == (LARGE, whole.hexdigest())
    assert peak < LARGE // 4


@pytest.mark.parametrize(
    ("upstream", "text"),
    [
        ("https://cloud.appwrite.io/v1", "only with --allow-upstream-host cloud.appwrite.io"),
        ("localhost/v1", "upstream is the address of a server"),
        ("http://localhost/other", "upstream is the address of a server"),
        ("http://[::1", "upstream is the address of a server"),
    ],
    ids=["another machine", "no scheme", "a path", "unreadable"],
)
def test_an_address_that_cannot_be_used_ends_the_start_with_a_line(
    upstream: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--port", "0", "--upstream", upstream]) == 2
    assert text in capsys.readouterr().err
    with pytest.raises(SettingsError):
        InProcess(upstream=upstream)


def test_a_host_that_is_allowed_is_taken() -> None:
    host = InProcess(upstream="https://cloud.appwrite.io", allow_upstream_host=("cloud.appwrite.io",))
    assert "cloud.appwrite.io" not in host.hosts
    host.stop()


def test_the_fixture_takes_an_upstream_by_option(pytester: pytest.Pytester, real: str) -> None:
    result = run_pytest(
        pytester,
        """
        import httpx

        def test_it(mock_appwrite):
            headers = {"X-Appwrite-Project": mock_appwrite.project_id}
            assert httpx.get(mock_appwrite.endpoint + "/functions/a", headers=headers).status_code == 207
        """,
        f"--mockwrite-upstream={real}",
    )
    result.assert_outcomes(passed=1)
