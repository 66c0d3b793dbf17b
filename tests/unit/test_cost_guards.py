"""What things may cost, without a clock: modules loaded, functions called, options of sockets, and what a run leaves behind."""

import asyncio
import gc
import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
import requests

import mockwrite
from mockwrite import InProcess
from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.instance import Instance
from mockwrite.server.listening import bind
from mockwrite.server.mock_server import make_server
from mockwrite.settings import Settings

PACKAGE = str(Path(mockwrite.__file__).parent)
ROWS = "/tablesdb/clinic/tables/visits/rows"
HEADERS = {"content-type": "application/json", "x-appwrite-project": "guards", "x-appwrite-key": "any"}
# Libraries that a user would notice at the start of every test run.
HEAVY = {"starlette", "uvicorn", "requests", "httpx", "pydantic", "faker", "hypothesis", "jsonschema"}
# What only some requests need; the first of them loads it.
LATE = {
    "starlette",
    "anyio",
    "jwt",
    "cryptography",
    "phonenumbers",
    "mockwrite.php.dates.forms",
    "python_multipart",
    "device_detector",
    "jsonschema",
    # What rows and documents need, and nothing else does.
    "mockwrite.api.endpoints.columns",
    "mockwrite.api.endpoints.databases",
    "mockwrite.api.models.databases",
    "mockwrite.operations.databases",
    "mockwrite.queries.tables",
    "mockwrite.state.databases",
    "mockwrite.validators.databases",
}


def modules_after(*lines: str) -> set[str]:
    """Run lines in a new interpreter; return the names of the modules that are loaded then."""
    code = "\n".join([*lines, "import json, sys", "print(json.dumps(list(sys.modules)))"])
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return set(json.loads(printed.splitlines()[-1]))


def call(instance: Instance, method: str, path: str, body: object = None) -> dict[str, Any]:
    """Make one call that must succeed."""
    path, _, query = path.partition("?")
    response = answer(instance, Request(method, f"/v1{path}", query, dict(HEADERS), json.dumps(body).encode()))
    assert response.status < 400, response.body
    document: dict[str, Any] = json.loads(response.body)
    return document


def functions_called(work: Callable[[], object]) -> int:
    """Count the functions of mockwrite that some work calls, and the calls of built-in ones in them."""
    count = 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call") and frame.f_code.co_filename.startswith(PACKAGE)

    before = sys.getprofile()
    # Otherwise what the collector finds just then, of whatever test, would be counted.
    gc.collect()
    gc.disable()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return count


def instance_with_a_recipient() -> Instance:
    instance = Instance(Settings(frozen_time="2030-01-01T00:00:00Z"))
    provider = {"providerId": "mail", "name": "Mail", "fromEmail": "desk@example.com", "apiKey": "key", "enabled": True}
    call(instance, "POST", "/messaging/providers/sendgrid", provider)
    call(instance, "POST", "/users", {"userId": "ada"})
    target = {"targetId": "inbox", "providerType": "email", "identifier": "ada@example.com"}
    call(instance, "POST", "/users/ada/targets", target)
    return instance


def send_letter(instance: Instance) -> dict[str, Any]:
    letter = {"messageId": "unique()", "subject": "Hello", "content": "Hello, Ada", "targets": ["inbox"]}
    return call(instance, "POST", "/messaging/messages/email", letter)


def test_a_project_leaves_nothing_for_the_garbage_collector() -> None:
    def use_one(host: InProcess) -> None:
        with host.project() as world:
            world.given.provider("sendgrid")
            world.given.user(id="ada")
            headers = {"x-appwrite-project": world.project_id, "x-appwrite-key": world.api_key}
            letter = {"messageId": "unique()", "subject": "Hello", "content": "Hello, Ada", "users": ["ada"]}
            requests.post(f"{world.endpoint}/messaging/messages/email", json=letter, headers=headers, timeout=5)
            world.clock.advance(hours=1)
            world.outbox.one(subject="Hello")

    with InProcess() as host:
        use_one(host)
        gc.collect()
        gc.disable()
        try:
            use_one(host)
            assert gc.collect() == 0
        finally:
            gc.enable()


def test_nobody_waits_while_a_project_that_held_much_is_freed() -> None:
    instance = Instance(Settings())
    for number in range(200):
        call(instance, "POST", "/messaging/topics", {"topicId": f"t{number}", "name": "Topic"})
    old = weakref.ref(instance.projects["guards"])
    instance.create_project("guards")
    assert old() is not None
    gc.collect()
    assert old() is None


def test_importing_mockwrite_loads_next_to_nothing() -> None:
    assert modules_after("import mockwrite") - modules_after("import __future__, typing") == {"mockwrite"}


def test_the_plugin_loads_pytest_and_little_else() -> None:
    added = modules_after("import pytest, pytest_mockwrite.plugin") - modules_after("import pytest")
    assert not added & HEAVY
    assert {name.partition(".")[0] for name in added} <= {"pytest_mockwrite", "mockwrite"}
    assert len(added) <= 8, sorted(added)


def test_a_server_that_has_answered_has_loaded_nothing_that_it_did_not_need() -> None:
    loaded = modules_after(
        "from mockwrite.api.http import Request",
        "from mockwrite.api.pipeline import answer",
        "from mockwrite.instance import Instance",
        "from mockwrite.server.mock_server import make_server",
        "instance = Instance()",
        "make_server(instance).config.load()",
        f"request = Request('GET', '/v1/messaging/messages', '', {HEADERS!r})",
        "assert answer(instance, request).status == 200",
    )
    assert not loaded & LATE
    assert not loaded & {"pydantic", "requests", "httpx", "pytest"}
    assert len(loaded) <= 400, len(loaded)


def test_a_project_without_rows_loads_nothing_of_them() -> None:
    loaded = modules_after(
        "from mockwrite import InProcess",
        "with InProcess() as host, host.project() as world:",
        "    world.given.provider('sendgrid')",
        "    world.given.user(email='ada@example.com')",
        "    assert len(world.outbox) == 0",
    )
    assert not {name for name in loaded & LATE if "databases" in name or "tables" in name}


def test_creating_and_sending_a_letter_calls_a_bounded_number_of_functions() -> None:
    instance = instance_with_a_recipient()
    send_letter(instance)
    assert functions_called(lambda: send_letter(instance)) <= 470


def test_creating_the_thousandth_letter_calls_no_more_functions_than_the_second() -> None:
    instance = instance_with_a_recipient()
    send_letter(instance)
    second = functions_called(lambda: send_letter(instance))
    for _ in range(1000):
        send_letter(instance)
    assert functions_called(lambda: send_letter(instance)) <= second * 1.05


@pytest.mark.parametrize(("attribute", "value"), [("status", "sent"), ("providerType", "email"), ("status", "draft")])
def test_a_filtered_list_with_its_total_calls_no_more_functions_when_there_are_more_messages(
    attribute: str, value: str
) -> None:
    instance = instance_with_a_recipient()
    query = json.dumps({"method": "equal", "attribute": attribute, "values": [value]})
    path = f"/messaging/messages?queries[0]={query}"
    counts = []
    for _ in range(2):
        for _ in range(300):
            send_letter(instance)
        counts.append(functions_called(lambda: call(instance, "GET", path)))
    assert counts[1] <= counts[0] * 1.05


def test_a_letter_sent_at_once_starts_no_thread() -> None:
    instance = instance_with_a_recipient()
    before = threading.active_count()
    for _ in range(20):
        send_letter(instance)
    assert threading.active_count() == before


def test_a_fresh_project_calls_as_few_functions_after_a_full_one_as_after_an_empty_one() -> None:
    instance = instance_with_a_recipient()
    empty = functions_called(lambda: instance.create_project("guards"))
    instance = instance_with_a_recipient()
    for _ in range(300):
        send_letter(instance)
    assert functions_called(lambda: instance.create_project("guards")) <= empty * 1.05


def test_opening_and_closing_the_project_of_a_test_calls_a_bounded_number_of_functions() -> None:
    def use_none(host: InProcess) -> None:
        host.close_project(host.open_project())

    with InProcess() as host:
        use_none(host)
        assert functions_called(lambda: use_none(host)) <= 60


def test_the_first_call_to_a_fresh_project_costs_little_more_than_the_second() -> None:
    instance = Instance(Settings())
    call(instance, "GET", "/users")
    instance.create_project("guards")
    first, second = (functions_called(lambda: call(instance, "GET", "/users")) for _ in range(2))
    # A collection and the time of the first maintenance are made by who needs them.
    assert first <= second + 20


@pytest.fixture(scope="module")
def instance_with_documents() -> Instance:
    instance = Instance(Settings(frozen_time="2030-01-01T00:00:00Z"))
    call(instance, "POST", "/tablesdb", {"databaseId": "clinic", "name": "Clinic"})
    call(instance, "POST", "/tablesdb/clinic/tables", {"tableId": "visits", "name": "Visits"})
    column = {"key": "city", "size": 20, "required": False}
    call(instance, "POST", "/tablesdb/clinic/tables/visits/columns/string", column)
    index = {"key": "by-city", "type": "key", "columns": ["city"]}
    call(instance, "POST", "/tablesdb/clinic/tables/visits/indexes", index)
    return instance


def create_row(instance: Instance) -> None:
    call(instance, "POST", ROWS, {"rowId": "unique()", "data": {"city": "Oslo"}})


def test_creating_a_row_calls_a_bounded_number_of_functions(instance_with_documents: Instance) -> None:
    create_row(instance_with_documents)
    assert functions_called(lambda: create_row(instance_with_documents)) <= 350


def test_a_list_of_rows_calls_no_more_functions_when_there_are_more_of_them(instance_with_documents: Instance) -> None:
    query = json.dumps({"method": "equal", "attribute": "city", "values": ["Oslo"]})
    limit = json.dumps({"method": "limit", "values": [25]})

    def list_rows() -> object:
        return call(instance_with_documents, "GET", f"{ROWS}?queries[0]={query}&queries[1]={limit}")

    counts = []
    for _ in range(2):
        for _ in range(200):
            create_row(instance_with_documents)
        # The first list makes the index.
        list_rows()
        counts.append(functions_called(list_rows))
    assert counts[1] <= counts[0] * 1.05
    assert counts[0] <= 1100


def test_an_accepted_connection_sends_small_answers_at_once() -> None:
    server = make_server(Instance())
    listener = bind("127.0.0.1", 0)
    address = listener.getsockname()
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    try:
        assert server.ready.wait(10)
        with socket.create_connection(address, 10) as client:
            client.sendall(b"GET /v1/health/version HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert client.recv(1) == b"H"
            (connection,) = server.server_state.connections
            accepted = connection.transport.get_extra_info("socket")
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    finally:
        server.tell_to_stop()
        thread.join()


RUN = """
import os, socket, threading
from http.client import HTTPConnection
import pytest

EXCHANGED = set()

@pytest.mark.parametrize("turn", range({tests}))
def test_letter(turn, mock_appwrite, appwrite_client):
    from appwrite.services.messaging import Messaging
    mock_appwrite.given.provider("sendgrid")
    target = mock_appwrite.given.target(type="email")
    Messaging(appwrite_client).create_email("unique()", "Hello", "Hello, Ada", targets=[target.id])
    assert mock_appwrite.outbox.one(subject="Hello")
    EXCHANGED.add((socket.getaddrinfo, HTTPConnection.set_tunnel))
    if turn in (20, {tests} - 1):
        print("STATE", threading.active_count(), len(os.listdir("/proc/self/fd")), len(EXCHANGED), flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors where /proc lists them")
@pytest.mark.parametrize("transport", ["in-process", "socket"])
def test_a_thousand_tests_leave_no_thread_and_no_descriptor_and_exchange_functions_of_others_once(
    transport: str, tmp_path: Path
) -> None:
    tests = 1000 if os.environ.get("CI") else 100
    (tmp_path / "test_many.py").write_text(RUN.format(tests=tests))
    options = ["-q", "-s", "-p", "no:randomly", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *options, f"--mockwrite-transport={transport}", str(tmp_path)]
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_mockwrite.plugin"}
    finished = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **plugins}, capture_output=True, text=True, check=False
    )
    states = [line.partition("STATE ")[2] for line in finished.stdout.splitlines() if "STATE " in line]
    assert finished.returncode == 0, finished.stdout + finished.stderr
    early, late = ([int(part) for part in state.split()] for state in states)
    assert late[0] <= early[0], "threads"
    # A connection or two may still be closing.
    assert late[1] <= early[1] + 3, "descriptors"
    assert late[2] == 1, "functions of socket and http.client exchanged"
