"""The socket and the in-process transport behave the same: each test runs over both."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import urllib3
from appwrite.client import Client
from appwrite.exception import AppwriteException
from appwrite.input_file import InputFile
from appwrite.services.messaging import Messaging
from appwrite.services.storage import Storage
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

from mockwrite import InProcess, MockAppwrite, MockServer
from mockwrite.testing.hosting import Host

HOSTS: dict[str, type[Host]] = {"socket": MockServer, "in-process": InProcess}


@pytest.fixture(scope="module", params=list(HOSTS))
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    with HOSTS[request.param]() as host:
        yield host


@pytest.fixture
def mock(host: Host) -> Iterator[MockAppwrite]:
    with host.project() as mock:
        yield mock


@pytest.fixture
def headers(mock: MockAppwrite) -> dict[str, str]:
    return {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}


def _client(mock: MockAppwrite) -> Any:
    client = Client()
    client.set_endpoint(mock.endpoint)
    client.set_project(mock.project_id)
    client.set_key(mock.api_key)
    return client


def test_the_official_sdk_sends_a_message(mock: MockAppwrite) -> None:
    mock.given.provider("sendgrid")
    target = mock.given.target(type="email", identifier="ada@example.com")
    Messaging(_client(mock)).create_email("unique()", "Welcome", "Hello Ada", targets=[target.id])
    assert mock.outbox.one(to="ada@example.com").subject == "Welcome"


def test_the_official_sdk_reads_refusals(mock: MockAppwrite) -> None:
    with pytest.raises(AppwriteException) as caught:
        Messaging(_client(mock)).get_topic("nowhere")
    assert (caught.value.code, caught.value.type) == (404, "topic_not_found")


def test_the_official_sdk_uploads_in_chunks_and_downloads(mock: MockAppwrite) -> None:
    mock.given.file(bucket="b")
    content = bytes(range(256)) * 24_000
    storage = Storage(_client(mock))
    storage.create_file("b", "big", InputFile.from_bytes(content, "big.bin"))
    assert bytes(storage.get_file_download("b", "big")) == content


def test_requests_sees_status_headers_json_and_time_taken(mock: MockAppwrite, headers: dict[str, str]) -> None:
    answer = requests.post(
        f"{mock.endpoint}/messaging/topics", json={"topicId": "news", "name": "Nëws"}, headers=headers, timeout=60
    )
    assert (answer.status_code, answer.reason, answer.ok) == (201, "Created", True)
    assert answer.headers["Content-Type"] == "application/json; charset=UTF-8"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert {"date", "x-mockwrite", "server"} <= {name.lower() for name in answer.headers}
    assert answer.json()["name"] == "Nëws"
    assert answer.url == f"{mock.endpoint}/messaging/topics"
    assert answer.elapsed.total_seconds() >= 0
    assert mock.journal[-1].path == "/v1/messaging/topics"


def test_httpx_sees_status_headers_json_and_time_taken(mock: MockAppwrite, headers: dict[str, str]) -> None:
    with httpx.Client(headers=headers) as client:
        answer = client.post(f"{mock.endpoint}/messaging/topics", json={"topicId": "news", "name": "Nëws"})
    assert (answer.status_code, answer.reason_phrase, answer.http_version) == (201, "Created", "HTTP/1.1")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.json()["name"] == "Nëws"
    assert answer.elapsed.total_seconds() >= 0


def test_httpx_works_in_asyncio(mock: MockAppwrite, headers: dict[str, str]) -> None:
    async def create() -> list[int]:
        async with httpx.AsyncClient(headers=headers, base_url=mock.endpoint) as client:
            calls = [client.post("/messaging/topics", json={"topicId": f"t{n}", "name": "T"}) for n in range(10)]
            return [answer.status_code for answer in await asyncio.gather(*calls)]

    assert asyncio.run(create()) == [201] * 10
    assert len(mock.project.topics) == 10


def test_the_query_and_the_raw_path_arrive_as_they_were_sent(mock: MockAppwrite, headers: dict[str, str]) -> None:
    params = {"queries[0]": '{"method":"limit","values":[1]}', "search": "a b&c"}
    requests.get(f"{mock.endpoint}/messaging/topics", params=params, headers=headers, timeout=60)
    httpx.get(f"{mock.endpoint}/messaging/topics", params=params, headers=headers)
    by_requests, by_httpx = mock.journal
    assert (
        by_requests.query == "queries%5B0%5D=%7B%22method%22%3A%22limit%22%2C%22values%22%3A%5B1%5D%7D&search=a+b%26c"
    )
    assert (by_requests.status, by_httpx.status) == (200, 200)
    requests.get(f"{mock.endpoint}//messaging///topics/a%2Fb", headers=headers, timeout=60)
    assert mock.journal[-1].path == "/v1//messaging///topics/a%2Fb"


def test_bodies_can_be_text_files_and_generators(mock: MockAppwrite, headers: dict[str, str]) -> None:
    url = f"{mock.endpoint}/messaging/topics"
    json = headers | {"content-type": "application/json"}
    bodies: list[Any] = [
        '{"topicId": "a", "name": "Ä"}',
        io.BytesIO(b'{"topicId": "b", "name": "B"}'),
        (part for part in (b'{"topicId": "c",', b' "name": "C"}')),
    ]
    assert [requests.post(url, data=body, headers=json, timeout=60).status_code for body in bodies] == [201] * 3
    chunks = iter([b'{"topicId": "d",', b' "name": "D"}'])
    assert httpx.post(url, content=chunks, headers=json).status_code == 201
    assert [topic.name for topic in mock.project.topics] == ["Ä", "B", "C", "D"]


def test_an_answer_to_head_has_no_body(mock: MockAppwrite, headers: dict[str, str]) -> None:
    unknown = headers | {"x-appwrite-project": "nowhere"}
    large = b"x" * 13_000_000
    for call_headers, content, status in ((headers, b"", 200), (unknown, b"", 404), (headers, large, 413)):
        answer = requests.head(f"{mock.endpoint}/messaging/topics", headers=call_headers, data=content, timeout=60)
        assert (answer.status_code, answer.content) == (status, b"")
        assert answer.headers["content-type"] == "application/json; charset=UTF-8"


def test_forms_arrive(mock: MockAppwrite, headers: dict[str, str]) -> None:
    answer = requests.post(
        f"{mock.endpoint}/messaging/topics", data={"topicId": "a", "name": "A"}, headers=headers, timeout=60
    )
    assert answer.status_code == 201


def test_a_body_that_no_server_takes_is_refused(mock: MockAppwrite, headers: dict[str, str]) -> None:
    answer = requests.post(f"{mock.endpoint}/messaging/topics", data=b"x" * 13_000_000, headers=headers, timeout=60)
    assert (answer.status_code, answer.json()["type"]) == (413, "general_bad_request")


def test_a_head_request_has_no_body(mock: MockAppwrite, headers: dict[str, str]) -> None:
    answer = requests.head(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=60)
    assert (answer.status_code, answer.content) == (200, b"")


def test_answers_can_be_streamed(mock: MockAppwrite, headers: dict[str, str]) -> None:
    for number in range(20):
        mock.given.topic(id=f"topic-{number}")
    url = f"{mock.endpoint}/messaging/topics"
    with requests.get(url, headers=headers, stream=True, timeout=60) as answer:
        pieces = list(answer.iter_content(100))
    assert len(pieces) > 1
    with httpx.stream("GET", url, headers=headers) as streamed:
        assert b"".join(streamed.iter_bytes()) == b"".join(pieces)


def test_a_file_name_that_would_break_a_header_breaks_nothing(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.given.file(name="Añ\r\nX-Evil: 1\x01.txt", bucket="b", id="f")
    url = f"{mock.endpoint}/storage/buckets/b/files/f/download"
    named = [library.get(url, headers=headers).headers for library in (requests, httpx)]
    assert named[0]["content-disposition"].encode("latin-1").decode() == 'attachment; filename="AñX-Evil: 1.txt"'
    assert named[1]["content-disposition"] == 'attachment; filename="AñX-Evil: 1.txt"'
    assert all("x-evil" not in answer for answer in named)


def test_an_answer_that_was_read_still_shows_what_urllib3_knows_of_it(
    mock: MockAppwrite, headers: dict[str, str]
) -> None:
    answer = requests.get(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=60)
    raw = answer.raw
    assert isinstance(raw, urllib3.HTTPResponse)
    assert (raw.status, raw.reason, raw.version, raw.geturl()) == (200, "OK", 11, "/v1/messaging/topics")
    assert raw.headers.getlist("Content-Type") == ["application/json; charset=UTF-8"]
    assert (raw.closed, raw.tell(), raw.read(), list(raw)) == (True, len(answer.content), b"", [])
    assert not hasattr(raw, "no_such_thing")


def test_an_adapter_that_builds_its_answer_is_given_urllib3s(mock: MockAppwrite, headers: dict[str, str]) -> None:
    given: list[Any] = []

    class Building(HTTPAdapter):
        def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
            given.append((resp.status, resp.version, resp.headers.get("CONTENT-type")))
            return super().build_response(req, resp)

    with requests.Session() as session:
        session.mount("http://", Building())
        answer = session.get(f"{mock.endpoint}/messaging/topics", headers=headers)
    assert given == [(200, 11, "application/json; charset=UTF-8")]
    assert answer.json()["total"] == 0


def test_a_session_keeps_the_cookies_of_signing_in(mock: MockAppwrite) -> None:
    mock.given.user(email="ada@example.com", password="correct horse")
    with requests.Session() as session:
        session.headers["x-appwrite-project"] = mock.project_id
        made = session.post(
            f"{mock.endpoint}/account/sessions/email", json={"email": "ada@example.com", "password": "correct horse"}
        )
        assert made.status_code == 201, made.text
        assert any(cookie.name == f"a_session_{mock.project_id}" for cookie in session.cookies)


# Only what is asked for must be short: to connect may take a while on a busy machine.
@pytest.mark.parametrize("patience", [0.5, (60, 0.02)], ids=["a number", "a pair"])
def test_an_answer_that_comes_too_late_is_a_read_timeout_in_requests(
    mock: MockAppwrite, headers: dict[str, str], patience: Any
) -> None:
    mock.faults.delay_calls(60)
    with pytest.raises(requests.exceptions.ReadTimeout):
        requests.get(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=patience)


def test_an_answer_that_comes_too_late_is_a_read_timeout_in_httpx(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.faults.delay_calls(60)
    patience = httpx.Timeout(60, read=0.02)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=patience)

    async def get() -> None:
        async with httpx.AsyncClient(timeout=patience) as client:
            await client.get(f"{mock.endpoint}/messaging/topics", headers=headers)

    with pytest.raises(httpx.ReadTimeout):
        asyncio.run(get())


def test_a_late_answer_arrives_when_the_client_waits(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.faults.delay_calls(0.02)
    answer = requests.get(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=60)
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.02


def test_a_dropped_connection_is_a_connection_error(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.faults.drop_calls()
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=60)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{mock.endpoint}/messaging/topics", headers=headers)


def test_a_half_sent_answer_breaks_off_while_it_is_read(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.given.topic()
    mock.faults.drop_calls(effect="half_body")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        requests.get(f"{mock.endpoint}/messaging/topics", headers=headers, timeout=60)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{mock.endpoint}/messaging/topics", headers=headers)


def test_mounted_retries_try_again(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.faults.fail_call("GET", "/messaging/topics", status=503, times=2)
    mock.faults.drop_calls("GET", "/messaging/providers", times=1)
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(total=3, backoff_factor=0, status_forcelist=[503])))
        assert session.get(f"{mock.endpoint}/messaging/topics", headers=headers).status_code == 200
        assert session.get(f"{mock.endpoint}/messaging/providers", headers=headers).status_code == 200
    assert [call.status for call in mock.journal if call.path.endswith("topics")] == [503, 503, 200]


def test_retries_that_run_out_are_a_retry_error(mock: MockAppwrite, headers: dict[str, str]) -> None:
    mock.faults.fail_call("GET", "/messaging/topics", status=503)
    with requests.Session() as session:
        session.mount("http://", HTTPAdapter(max_retries=Retry(total=1, backoff_factor=0, status_forcelist=[503])))
        with pytest.raises(requests.exceptions.RetryError):
            session.get(f"{mock.endpoint}/messaging/topics", headers=headers)


def test_an_adapter_of_the_application_still_sees_each_call(mock: MockAppwrite, headers: dict[str, str]) -> None:
    seen: list[str | None] = []

    class Watching(HTTPAdapter):
        def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
            seen.append(request.url)
            return super().send(request, *args, **options)

    with requests.Session() as session:
        session.mount("http://", Watching())
        session.get(f"{mock.endpoint}/messaging/topics", headers=headers)
    assert seen == [f"{mock.endpoint}/messaging/topics"]


def test_calls_of_many_threads_all_arrive(mock: MockAppwrite, headers: dict[str, str]) -> None:
    def create(name: str) -> None:
        for number in range(20):
            body = {"topicId": f"{name}-{number}", "name": name}
            requests.post(f"{mock.endpoint}/messaging/topics", json=body, headers=headers, timeout=60)

    threads = [threading.Thread(target=create, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mock.project.topics) == 80


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-length", "9")
        self.end_headers()
        self.wfile.write(b"elsewhere")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def test_calls_to_other_hosts_pass_through_untouched(mock: MockAppwrite) -> None:
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as elsewhere:
        thread = threading.Thread(target=elsewhere.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{elsewhere.server_port}/v1/messaging/topics"
        try:
            assert requests.get(url, timeout=60).text == "elsewhere"
            assert httpx.get(url).text == "elsewhere"
        finally:
            elsewhere.shutdown()
            thread.join()
    assert len(mock.journal) == 0


def test_in_process_a_netrc_file_is_for_other_hosts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("default login ada password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    calls = [requests.Request("GET", f"http://{name}.localhost/v1/ping") for name in ("inside", "outside")]
    with requests.Session() as session:
        with InProcess(host_name="inside.localhost"):
            inside, outside = map(session.prepare_request, calls)
        afterwards = session.prepare_request(calls[0])
    assert ["authorization" in call.headers for call in (inside, outside, afterwards)] == [False, True, True]


def test_a_call_that_names_no_project_of_the_server_is_noted(mock: MockAppwrite) -> None:
    requests.get(f"{mock.endpoint}/messaging/topics", headers={"x-appwrite-project": "production"}, timeout=60)
    assert mock.strays() == ["GET /v1/messaging/topics for the project 'production' → 404 project_not_found"]


@pytest.mark.parametrize("address", ["http://mockwrite.localhost", "http://mockwrite.localhost:80/v1/ping"])
def test_an_address_in_process_needs_neither_path_nor_port(address: str) -> None:
    with InProcess():
        for get in (requests.get, httpx.get):
            assert get(address, timeout=60).headers["x-mockwrite"]


def test_in_process_starts_no_thread_and_leaves_the_libraries_as_they_were() -> None:
    before = (HTTPAdapter.send, httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request)
    threads = set(threading.enumerate())
    with InProcess(host_name="one.localhost") as one, InProcess(host_name="two.localhost") as two:
        with one.project("p") as first, two.project("p") as second:
            key = {"x-appwrite-project": "p", "x-appwrite-key": second.api_key}
            assert requests.get(f"{second.endpoint}/messaging/topics", headers=key, timeout=60).status_code == 200
            assert (len(first.journal), len(second.journal)) == (0, 1)
        # Those of other tests may end meanwhile.
        assert set(threading.enumerate()) <= threads
    assert before == (
        HTTPAdapter.send,
        httpx.HTTPTransport.handle_request,
        httpx.AsyncHTTPTransport.handle_async_request,
    )


def test_a_host_that_stopped_out_of_order_does_not_answer_any_more() -> None:
    before = HTTPAdapter.send
    one, two = InProcess(host_name="one.localhost").start(), InProcess(host_name="two.localhost").start()
    one.stop()
    assert not one.serves(f"{one.endpoint}/health")
    assert two.serves(f"{two.endpoint}/health")
    two.stop()
    # What `one` left behind passes every call on.
    HTTPAdapter.send = before  # type: ignore[method-assign]
