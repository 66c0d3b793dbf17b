"""What things may cost, without a clock: modules loaded and functions called."""

import gc
import json
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
from mockwrite.api import pipeline
from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.faults.faults import Faults
from mockwrite.instance import Instance
from mockwrite.outbox.delivery import Delivery
from mockwrite.settings import Settings
from mockwrite.state.clock import Clock
from mockwrite.state.journal import Journal
from mockwrite.state.project import Project

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
    "difflib",
    # What is needed once something is sent, and by calls of these services.
    "mockwrite.delivery.building",
    "mockwrite.delivery.judging",
    "mockwrite.delivery.mails",
    "mockwrite.delivery.outgoing",
    "mockwrite.delivery.sending",
    "mockwrite.delivery.transactions",
    "mockwrite.api.endpoints.storage",
    "mockwrite.api.endpoints.user_access",
    "mockwrite.api.endpoints.users",
    "mockwrite.operations.memberships",
    "mockwrite.operations.uploads",
    "mockwrite.operations.users",
    # What rows and documents need, and nothing else does.
    "mockwrite.api.endpoints.columns",
    "mockwrite.api.endpoints.databases",
    "mockwrite.api.models.databases",
    "mockwrite.operations.databases",
    "mockwrite.queries.tables",
    "mockwrite.state.databases",
    "mockwrite.validators.databases",
}


@pytest.fixture(autouse=True)
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody judge the answers here, as the suite does elsewhere: that costs as much as a small call."""
    monkeypatch.setattr(pipeline, "judges", [])


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
        with host.project() as mock:
            mock.given.provider("sendgrid")
            mock.given.user(id="ada")
            headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}
            letter = {"messageId": "unique()", "subject": "Hello", "content": "Hello, Ada", "users": ["ada"]}
            requests.post(f"{mock.endpoint}/messaging/messages/email", json=letter, headers=headers, timeout=60)
            mock.clock.advance(hours=1)
            mock.outbox.one(subject="Hello")

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
    gc.disable()
    try:
        instance.create_project("guards")
        assert old() is not None
    finally:
        gc.enable()
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
    assert len(loaded) <= 370, len(loaded)
    ours = sorted(name for name in loaded if name.partition(".")[0] == "mockwrite")
    assert len(ours) <= 112, ours


def test_the_program_looks_for_no_garbage_while_it_loads_a_command() -> None:
    lines = (
        "import gc, sys",
        "from mockwrite.cli import program",
        "seen = []",
        "gc.callbacks.append(lambda phase, info: seen.append(phase))",
        "sys.argv = ['mockwrite', 'serve', '--help']",
        "try: program()",
        "except SystemExit: print(seen.count('start'), gc.isenabled())",
    )
    run = [sys.executable, "-c", "\n".join(lines)]
    printed = subprocess.run(run, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    collections, goes_on = printed.split()
    assert int(collections) <= 8
    assert goes_on == "True"


def test_a_project_without_rows_loads_nothing_of_them() -> None:
    loaded = modules_after(
        "from mockwrite import InProcess",
        "with InProcess() as host, host.project() as mock:",
        "    mock.given.provider('sendgrid')",
        "    mock.given.user(email='ada@example.com')",
        "    assert len(mock.outbox) == 0",
    )
    assert not {name for name in loaded & LATE if "databases" in name or "tables" in name}


def test_creating_and_sending_a_letter_calls_a_bounded_number_of_functions() -> None:
    instance = instance_with_a_recipient()
    send_letter(instance)
    assert functions_called(lambda: send_letter(instance)) <= 365


def test_reading_a_message_calls_a_bounded_number_of_functions() -> None:
    instance = instance_with_a_recipient()
    path = f"/messaging/messages/{send_letter(instance)['$id']}"
    call(instance, "GET", path)
    assert functions_called(lambda: call(instance, "GET", path)) <= 105


@pytest.mark.parametrize("kind", [Project, Clock, Faults, Journal])
def test_what_each_call_reads_a_hundred_times_has_no_function_for_attributes_that_are_missing(kind: type) -> None:
    # Python reads every attribute of a class that has one by a longer way, also those that are there.
    assert not hasattr(kind, "__getattr__")


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
    # A page of 25: a few functions a row, since times that were written before are not written again.
    assert counts[0] <= 360


def test_a_letter_to_a_topic_calls_few_functions_for_each_subscriber_and_makes_deliveries_when_somebody_looks() -> None:
    instance = instance_with_a_recipient()
    call(instance, "POST", "/messaging/topics", {"topicId": "news", "name": "News"})

    def subscribe(first: int) -> None:
        for number in range(first, first + 100):
            user = {"userId": f"user-{number}", "email": f"person-{number}@example.com"}
            target = call(instance, "POST", "/users", user)["targets"][0]["$id"]
            subscriber = {"subscriberId": f"subscriber-{number}", "targetId": target}
            call(instance, "POST", "/messaging/topics/news/subscribers", subscriber)

    def send() -> None:
        letter = {"messageId": "unique()", "subject": "Hello", "content": "Hello, all", "topics": ["news"]}
        call(instance, "POST", "/messaging/messages/email", letter)

    counts = []
    for first in (0, 100):
        subscribe(first)
        send()
        counts.append(functions_called(send))
    assert counts[1] - counts[0] <= 100 * 12
    outbox = instance.projects["guards"].outbox
    assert len(outbox) == 600
    gc.collect()
    # Other tests of this process may hold theirs.
    sent = {message.id for message in instance.projects["guards"].messages}
    assert not [held for held in gc.get_objects() if isinstance(held, Delivery) and held.message_id in sent]
    assert outbox[-1].to == "person-199@example.com"


def test_a_letter_sent_at_once_starts_no_thread() -> None:
    instance = instance_with_a_recipient()
    before = set(threading.enumerate())
    for _ in range(20):
        send_letter(instance)
    # Those of other tests may end meanwhile.
    assert set(threading.enumerate()) <= before


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
        assert functions_called(lambda: use_none(host)) <= 52


def test_a_call_in_process_calls_few_functions_beside_those_that_answer_it() -> None:
    with InProcess() as host, host.project() as mock:
        url = f"{mock.endpoint}/health/version"
        headers = {"x-appwrite-project": mock.project_id}

        def ask() -> None:
            requests.get(url, headers=headers, timeout=60)

        def answer_alone() -> None:
            answer(host.instance, Request("GET", "/v1/health/version", "", dict(headers)))

        ask()
        answer_alone()
        assert functions_called(ask) - functions_called(answer_alone) <= 70


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
