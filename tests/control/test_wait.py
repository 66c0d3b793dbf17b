"""Waiting for deliveries over HTTP."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import httpx
import pytest

from mockwrite.control.selection import FILTERS
from mockwrite.testing.mock_appwrite import MockAppwrite

LONG = {"timeout": 60}


def test_what_is_there_already_is_answered_at_once(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms", content="Hi")
    answer = control.get("/wait", params={"channel": "sms"})
    assert answer.status_code == 200
    assert [record["content"] for record in answer.json()["deliveries"]] == ["Hi"]


def test_a_delivery_wakes_who_waits(mock: MockAppwrite, control: httpx.Client) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(control.get, "/wait", params={"to": "ada@example.com", **LONG})
        mock.given.message("sms")
        mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Hello")
        answer = waiting.result()
    assert [record["subject"] for record in answer.json()["deliveries"]] == ["Hello"]


def test_as_many_as_asked_for_are_waited_for(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms", content="first")
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(control.get, "/wait", params={"count": 3, **LONG})
        mock.given.message("sms", content="second")
        mock.given.message("sms", content="third")
        answer = waiting.result()
    assert [record["content"] for record in answer.json()["deliveries"]] == ["first", "second", "third"]


def test_with_a_cursor_only_what_comes_later_counts(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("sms", content="old")
    last = control.get("/outbox").json()["deliveries"][-1]["number"]
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(control.get, "/wait", params={"cursor": last, **LONG})
        mock.given.message("sms", content="new")
        answer = waiting.result()
    assert [record["content"] for record in answer.json()["deliveries"]] == ["new"]


def test_the_clock_wakes_who_waits(mock: MockAppwrite, control: httpx.Client) -> None:
    from datetime import timedelta

    mock.given.message("sms", content="later", scheduled_at=mock.clock.now() + timedelta(hours=3))
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(control.get, "/wait", params=LONG)
        mock.clock.advance(hours=4)
        assert waiting.result().json()["total"] == 1


def test_too_late_says_what_came_nearest_and_what_is_still_to_come(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.clock.freeze("2030-01-01T00:00:00+00:00")
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Hello")
    mock.given.message("email", users=[mock.given.user(email="zoe@example.org")], subject="Hello")
    later = mock.given.message("sms", scheduled_at=mock.clock.now().replace(hour=5))
    answer = control.get("/wait", params={"to": "ada@exmple.com", "subject": "Hello", "timeout": 0})
    problem = answer.json()
    assert answer.status_code == 408
    assert problem["detail"].startswith(
        f"Waited 0 s for 1 matching delivery, found 0 among 2 in project {mock.project_id}. Nearest:"
    )
    assert problem["nearest"][0]["delivery"]["to"] == "ada@example.com"
    assert problem["nearest"][0]["differences"] == ["to is 'ada@example.com', not 'ada@exmple.com'"]
    (scheduled,) = problem["scheduled"]
    assert scheduled["messageId"] == later.id
    assert scheduled["reason"] == (
        "is scheduled for 2030-01-01T05:00:00.000+00:00; the project's clock shows 2030-01-01T00:00:00.000+00:00"
    )


def test_exactly_as_many_as_expected_are_there_or_the_problem_says_what_is(
    mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Hello")
    mock.given.message("email", users=[mock.given.user(email="zoe@example.org")], subject="Hello")
    assert control.get("/expect", params={"to": "bob@example.com", "count": 0}).json() == {"total": 0, "deliveries": []}
    assert control.get("/expect", params={"to": "ada@example.com"}).json()["deliveries"][0]["subject"] == "Hello"

    too_many = control.get("/expect", params={"subject": "Hello"})
    assert (too_many.status_code, too_many.json()["found"]) == (409, 2)
    assert too_many.json()["detail"].startswith(
        f"Expected 1 matching delivery, found 2 in project {mock.project_id}: 2 captured\n"
    )
    assert "zoe@example.org" in too_many.json()["detail"]
    too_few = control.get("/expect", params={"to": "ada@exmple.com"}).json()
    assert "Expected 1 matching delivery, found 0 among 2" in too_few["detail"]
    assert too_few["nearest"][0]["differences"] == ["to is 'ada@example.com', not 'ada@exmple.com'"]


def test_what_waits_for_manual_delivery_is_named(mock: MockAppwrite, control: httpx.Client) -> None:
    project = control.post("/projects", json={"id": "by-hand", "delivery": "manual"}).json()
    mock.instance.projects["by-hand"]
    from mockwrite.given import Given

    message = Given(mock.instance.projects[project["id"]]).message("sms")
    problem = control.get("/wait", params={"timeout": 0, "project": "by-hand"}).json()
    assert problem["scheduled"][0] == problem["scheduled"][0] | {"messageId": message.id, "at": None}
    assert "delivery is manual" in problem["scheduled"][0]["reason"]
    assert control.delete("/projects/by-hand").status_code == 204


def test_a_reset_project_is_waited_for_too(mock: MockAppwrite, control: httpx.Client) -> None:
    from mockwrite.given import Given

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(control.get, "/wait", params=LONG)
        control.post(f"/projects/{mock.project_id}/reset", json={})
        Given(mock.instance.projects[mock.project_id]).message("sms", content="after the reset")
        answer = waiting.result()
    assert [record["content"] for record in answer.json()["deliveries"]] == ["after the reset"]


def test_no_delivery_is_missed_in_500_races(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.provider("twilio")
    user = mock.given.user(phone="+15551234567")
    start = threading.Barrier(2)

    def send() -> None:
        for number in range(500):
            start.wait()
            mock.given.message("sms", users=[user], content=str(number))

    with ThreadPoolExecutor() as pool:
        sending = pool.submit(send)
        for number in range(500):
            start.wait()
            answer = control.get("/wait", params={"content": str(number), **LONG})
            assert answer.status_code == 200, answer.text
        sending.result()


@pytest.mark.parametrize("channel", ["email", "sms", "push"])
def test_a_field_of_another_channel_is_no_match_and_no_mistake(
    mock: MockAppwrite, control: httpx.Client, channel: Literal["email", "sms", "push"]
) -> None:
    mock.given.message(channel, users=[mock.given.user(email="ada@example.com", phone="+12025550101", push="token")])
    foreign = {"sound": "x", "critical": "true", "badge": "1", "subject": "x", "html": "x"}
    asked = {query.name: foreign.get(query.name, "x") for query in FILTERS if query.schema.get("type") == "string"}
    asked = {
        name: text for name, text in asked.items() if name not in ("after", "before", "search", "status")
    } | foreign
    for name, text in asked.items():
        answer = control.get("/expect", params={name: text})
        assert answer.status_code in (400, 409), (name, answer.text)
        assert control.get("/wait", params={name: text, "timeout": 0}).status_code in (400, 408), name
        if name == "critical" and channel != "push":
            assert answer.json()["nearest"][0]["differences"] == ["critical is None, not True"]


def test_what_a_snapshot_brings_back_wakes_who_waits(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.given.message("email", subject="first")
    assert control.post("/snapshots", json={"id": "one"}).status_code == 201
    assert control.delete("/outbox").json() == {"deleted": 1}
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(control.get, "/wait", params={"timeout": 3600})
        # At its end it would look once more, so that end is later than the client waits. It has most likely begun by then; whenever it
        # begins, it finds the same.
        for _ in range(20):
            control.get("/clock")
        assert control.post("/snapshots/one/restore").status_code == 200
        found = waiting.result().json()
    assert [delivery["subject"] for delivery in found["deliveries"]] == ["first"]
