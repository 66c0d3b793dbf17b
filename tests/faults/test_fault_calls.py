"""Fault rules on API calls: what a client sees, and whether the call took effect."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.delivery.called_project import CalledProject, Refused

TOPIC: dict[str, Any] = {"topicId": "news", "name": "News"}


@pytest.mark.parametrize(
    ("path", "matches"),
    [
        ("/messaging/topics", True),
        ("/v1/messaging/topics", True),
        ("messaging//topics/", True),
        ("/messaging/*", True),
        ("/*", False),
        ("/**", True),
        ("/messaging/topics/{topicId}", False),
        ("/messaging/topic", False),
        ("/messaging/{kind}", True),
    ],
)
def test_a_path_means_the_calls_it_looks_like(path: str, *, matches: bool) -> None:
    mock = CalledProject()
    mock.project.faults.fail_call("POST", path)
    assert mock.send("POST", "/messaging/topics", TOPIC).status == (503 if matches else 201)


@pytest.mark.parametrize(
    ("order", "status", "type"),
    [
        ({"status": 503}, 503, "general_unknown"),
        ({"status": 404}, 404, "general_route_not_found"),
        ({"type": "project_key_expired"}, 401, "project_key_expired"),
        ({"type": "user_blocked", "status": 401}, 401, "user_blocked"),
    ],
    ids=str,
)
def test_an_error_answer_has_status_and_type(order: dict[str, Any], status: int, type: str) -> None:
    mock = CalledProject()
    mock.project.faults.add(path="/messaging/topics", message="Not today", **order)
    shown = json.loads(mock.send("POST", "/messaging/topics", TOPIC).body)
    assert (shown["code"], shown["type"], shown["message"]) == (status, type, "Not today")


def test_before_leaves_no_trace_and_after_has_taken_effect() -> None:
    mock = CalledProject()
    mock.project.faults.fail_call("POST", "/messaging/topics", times=1)
    assert mock.send("POST", "/messaging/topics", TOPIC).status == 503
    assert len(mock.project.topics) == 0
    mock.project.faults.fail_call("POST", "/messaging/topics", times=1, moment="after")
    assert mock.send("POST", "/messaging/topics", TOPIC).status == 503
    assert len(mock.project.topics) == 1


def test_a_retry_after_a_lost_answer_makes_a_duplicate() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    mock.project.faults.drop_calls("POST", "/messaging/messages/*", moment="after", times=1)
    body = {"messageId": "unique()", "subject": "Hello", "content": "Text", "users": [ada.id]}
    lost = mock.send("POST", "/messaging/messages/email", body)
    assert lost.cut == 0
    assert mock.send("POST", "/messaging/messages/email", body).status == 201
    assert len(mock.outbox) == 2


def test_a_rate_limit_has_its_headers() -> None:
    mock = CalledProject()
    mock.project.faults.limit_calls("GET", "/messaging/topics", times=1)
    refused = mock.send("GET", "/messaging/topics")
    assert refused.status == 429
    assert json.loads(refused.body)["type"] == "general_rate_limit_exceeded"
    assert refused.header("x-ratelimit-remaining") == "0"
    assert int(refused.header("x-ratelimit-reset") or 0) > mock.project.clock.ms // 1000
    assert mock.send("GET", "/messaging/topics").status == 200


def test_a_delay_is_part_of_the_answer_and_the_call_takes_effect() -> None:
    mock = CalledProject()
    mock.project.faults.delay_calls(2.5, "POST")
    made = mock.send("POST", "/messaging/topics", TOPIC)
    assert (made.status, made.delay) == (201, 2.5)
    assert len(mock.project.topics) == 1


def test_an_error_can_come_late() -> None:
    mock = CalledProject()
    mock.project.faults.fail_call(status=500, delay=1)
    failed = mock.send("GET", "/messaging/topics")
    assert (failed.status, failed.delay) == (500, 1)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_broken_body_is_no_json(moment: str) -> None:
    mock = CalledProject()
    mock.project.faults.break_bodies("POST", moment=moment)
    made = mock.send("POST", "/messaging/topics", TOPIC)
    with pytest.raises(json.JSONDecodeError):
        json.loads(made.body)
    assert len(mock.project.topics) == int(moment == "after")


def test_a_broken_body_stands_in_for_an_answer_without_one() -> None:
    mock = CalledProject()
    topic = mock.given.topic()
    mock.project.faults.break_bodies("DELETE", moment="after")
    torn = mock.send("DELETE", f"/messaging/topics/{topic.id}")
    # A 204 with a body would spoil the next answer on the same connection.
    assert (torn.status, torn.body) == (200, b"{")
    assert len(mock.project.topics) == 0


def test_half_a_body_is_followed_by_a_cut() -> None:
    mock = CalledProject()
    mock.project.faults.drop_calls("GET", effect="half_body", moment="after")
    torn = mock.send("GET", "/messaging/topics")
    assert torn.status == 200
    assert torn.cut is not None
    assert 0 < torn.cut < len(torn.body)


def test_the_journal_names_the_rule() -> None:
    mock = CalledProject()
    mock.project.faults.fail_call(name="storm", times=1, type="project_key_expired")
    with pytest.raises(Refused):
        mock.call("GET", "/messaging/topics")
    call = mock.project.journal[-1]
    assert (call.fault, call.error, call.status) == ("storm", "project_key_expired", 401)
    mock.call("GET", "/messaging/topics")
    assert mock.project.journal[-1].fault is None


def test_a_call_that_the_api_refuses_meets_an_after_rule_too() -> None:
    mock = CalledProject()
    mock.project.faults.fail_call("POST", moment="after", status=500)
    assert mock.send("POST", "/messaging/topics", {}).status == 500
