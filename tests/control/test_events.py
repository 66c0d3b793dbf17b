"""The event stream."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, MutableMapping
from datetime import timedelta
from typing import Any

import httpx
import pytest

from mockwrite.app import create_app
from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.seed import load
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture
def events(control: httpx.Client) -> Iterator[Iterator[tuple[str, dict[str, object]]]]:
    """What arrives in an open stream: kinds with their data."""

    def read(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, object]]]:
        kind = ""
        for line in lines:
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            # Whatever is sent comes onto the agenda first.
            elif name == "data" and kind != "scheduled":
                yield kind, json.loads(value)

    with control.stream("GET", "/events") as stream:
        lines = stream.iter_lines()
        assert next(lines) == ": listening"
        yield read(lines)


Events = Iterator[tuple[str, dict[str, object]]]


def test_a_delivery_is_told_as_it_happens(mock: MockAppwrite, events: Events) -> None:
    mock.given.message("sms", content="Hi")
    found = dict(next(events) for _ in range(2))
    assert found["delivery"]["preview"] == "Hi"
    assert found["message"]["status"] == "sent"


def test_a_call_is_told_with_the_message_it_caused(mock: MockAppwrite, events: Events) -> None:
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    body = {"messageId": "draft-1", "content": "Hi", "draft": True}
    httpx.post(f"{mock.endpoint}/messaging/messages/sms", headers=headers, json=body)
    assert next(events)[1]["path"] == "/v1/messaging/messages/sms"
    assert next(events) == ("message", {"messageId": "draft-1", "status": "draft"})


def test_moves_of_the_clock_and_deletions_are_told(mock: MockAppwrite, control: httpx.Client, events: Events) -> None:
    mock.clock.freeze("2030-01-01T00:00:00+00:00")
    assert next(events) == ("clock", {"now": "2030-01-01T00:00:00.000+00:00", "frozen": True})
    control.delete("/outbox")
    assert next(events) == ("outbox", {"total": 0})


def test_the_stream_follows_a_project_through_a_reset(
    mock: MockAppwrite, control: httpx.Client, events: Events
) -> None:
    control.post(f"/projects/{mock.project_id}/reset")
    assert next(events)[0] == "project"
    Given(mock.instance.projects[mock.project_id]).message("sms", content="again")
    kinds: dict[str, dict[str, object]] = {}
    while not {"delivery", "message"} <= kinds.keys():
        kind, data = next(events)
        kinds[kind] = data
    assert kinds["delivery"]["preview"] == "again"
    assert kinds["message"]["status"] == "sent"


def test_a_reader_who_comes_back_hears_what_was_missed(mock: MockAppwrite, control: httpx.Client) -> None:
    for text in ("one", "two", "three"):
        mock.given.message("sms", content=text)
    with control.stream("GET", "/events", headers={"Last-Event-ID": "1"}) as stream:
        lines = stream.iter_lines()
        told: list[str] = []
        while len(told) < 3:
            line = next(lines)
            if line.startswith("data: ") and "preview" in line:
                told.append(json.loads(line[6:])["preview"])
                if told == ["two", "three"]:
                    mock.given.message("sms", content="four")
    assert told == ["two", "three", "four"]


@pytest.mark.asyncio
async def test_what_happens_while_the_missed_is_read_is_told_once() -> None:
    instance = Instance()
    given = Given(instance.create_project("shop"))
    for text in ("one", "two"):
        given.message("sms", content=text)
    told: list[str] = []
    gone = asyncio.Event()

    async def receive() -> dict[str, object]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        chunk = message.get("body", b"").decode()
        told.extend(re.findall(r'"preview":"(\w+)"', chunk))
        if chunk.startswith(": listening"):
            given.message("sms", content="three")
        elif '"status":"sent"}' in chunk:
            # The message is told behind its deliveries.
            gone.set()

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": "/_mockwrite/events", "raw_path": b"/_mockwrite/events", "root_path": "", "query_string": b"project=shop",
        "headers": [(b"host", b"localhost"), (b"last-event-id", b"1")], "server": ("localhost", 80), "client": ("127.0.0.1", 1),
    }  # fmt: skip
    await asyncio.wait_for(create_app(instance)(scope, receive, send), 30)
    assert told == ["two", "three"]


def test_an_event_id_may_be_any_text(mock: MockAppwrite, control: httpx.Client) -> None:
    for text in ("9" * 5000, "none", "-1"):
        with control.stream("GET", "/events", headers={"Last-Event-ID": text}) as stream:
            lines = stream.iter_lines()
            assert next(lines) == ": listening"
            mock.clock.freeze()
            while not next(lines).startswith("event: clock"):
                pass


def test_fault_rules_are_told(control: httpx.Client, events: Events) -> None:
    control.post("/faults", json={"channel": "email", "failure": "bounced"})
    assert next(events) == ("fault", {"rules": 1})


def test_what_a_test_does_in_python_is_told(mock: MockAppwrite, events: Events) -> None:
    rule = mock.faults.fail_delivery("bounced")
    assert next(events) == ("fault", {"rules": 1})
    rule.enabled = False
    assert next(events)[0] == "fault"
    mock.faults.clear()
    assert next(events) == ("fault", {"rules": 0})
    mock.given.message("sms", content="Hi")
    assert {next(events)[0] for _ in range(2)} == {"delivery", "message"}
    mock.outbox.clear()
    assert next(events) == ("outbox", {"total": 0})
    before = mock.snapshot()
    mock.given.message("sms", content="Hi again")
    assert {next(events)[0] for _ in range(2)} == {"delivery", "message"}
    before.restore()
    told = []
    while "project" not in told:
        told.append(next(events)[0])
    load(mock.project, {"version": 1, "users": [{"id": "ada"}]})
    while told.count("project") < 2:
        told.append(next(events)[0])
    mock.instance.remove_project(mock.project_id)
    assert next(events)[0] == "project"


def test_a_message_for_later_is_told(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.clock.freeze("2030-01-01T00:00:00+00:00")
    with control.stream("GET", "/events") as stream:
        lines = stream.iter_lines()
        assert next(lines) == ": listening"
        mock.given.message("sms", scheduled_at=mock.clock.now() + timedelta(hours=3))
        while next(lines) != "event: scheduled":
            pass
        assert next(lines) == 'data: {"next":"2030-01-01T03:00:00.000+00:00"}'
