"""The daily maintenance, by the project's clock (docs/contract/corrections.md, J)."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.delivery.explain import explain
from mockwrite.settings import Settings, SettingsError
from tests.api.stage import Stage

EVENING = "2030-01-01T22:00:00.000+00:00"


def with_a_dead_token(**settings: Any) -> Stage:
    """Make a topic with a dead device and a living one, and a message that has found the dead one out."""
    stage = Stage(with_providers=True, frozen_time=EVENING, **settings)
    stage.given.topic(id="news")
    for name in ("ann", "bob"):
        stage.given.user(id=name)
        stage.given.target(id=f"t-{name}", user=name, type="push", identifier=f"token-{name}")
        stage.by_key(
            "POST", "/messaging/topics/news/subscribers", {"subscriberId": f"s-{name}", "targetId": f"t-{name}"}
        )
    stage.project.faults.fail_delivery("expired_token", to="token-ann")
    push(stage, "first")
    return stage


def push(stage: Stage, id: str) -> None:
    stage.by_key("POST", "/messaging/messages/push", {"messageId": id, "title": "t", "body": "b", "topics": ["news"]})


def test_over_two_midnights_a_dead_token_goes_once_with_its_subscription_and_the_counters_are_right() -> None:
    stage = with_a_dead_token()
    assert stage.by_key("GET", "/users/ann/targets/t-ann").body["expired"] is True
    assert stage.by_key("GET", "/messaging/topics/news").body["pushTotal"] == 2

    stage.project.clock.travel_to("2030-01-02T00:00:01Z")
    assert stage.by_key("GET", "/users/ann/targets/t-ann").outcome == (404, "user_target_not_found")
    assert stage.by_key("GET", "/messaging/topics/news/subscribers").body["total"] == 1
    assert stage.by_key("GET", "/messaging/topics/news").body["pushTotal"] == 1

    stage.project.clock.travel_to("2030-01-03T00:00:01Z")
    assert stage.by_key("GET", "/messaging/topics/news").body["pushTotal"] == 1
    push(stage, "second")
    assert stage.by_key("GET", "/messaging/messages/second").body["status"] == "sent"
    (candidate,) = explain(stage.project, "second", "ann").candidates
    assert (candidate.cause, candidate.outcome) == ("maintained", "left out")
    assert "daily maintenance" in candidate.reason


def test_the_journal_says_what_the_maintenance_removed() -> None:
    stage = with_a_dead_token()
    stage.project.clock.advance(days=3)
    (noted,) = [call for call in stage.project.journal if call.source == "maintenance"]
    assert str(noted) == "TASK /maintenance → 200 (maintenance; removed 1 × expired push target)"


def test_the_maintenance_runs_in_order_with_deliveries() -> None:
    stage = with_a_dead_token()
    for id, time in (("before", "2030-01-01T23:59:00.000+00:00"), ("after", "2030-01-02T00:01:00.000+00:00")):
        stage.by_key(
            "POST",
            "/messaging/messages/push",
            {"messageId": id, "title": "t", "body": "b", "topics": ["news"], "scheduledAt": time},
        )
    stage.project.clock.advance(days=1)
    tried = {
        id: sorted(each.to for each in stage.project.outbox.records() if each.message_id == id)
        for id in ("before", "after")
    }
    assert tried == {"before": ["token-ann", "token-bob"], "after": ["token-bob"]}


def test_expired_sessions_and_tokens_go_and_others_stay() -> None:
    stage = Stage(frozen_time=EVENING)
    stage.given.user(id="ann", email="ann@example.com")
    stage.by_key("POST", "/users/ann/tokens", {"expire": 60})
    stage.by_key("POST", "/users/ann/sessions", {})
    stage.project.clock.advance(days=1)
    assert (len(stage.project.tokens), len(stage.project.sessions)) == (0, 1)
    stage.project.clock.advance(days=366)
    assert len(stage.project.sessions) == 0


def test_log_entries_are_kept_for_two_weeks() -> None:
    stage = Stage(frozen_time=EVENING)
    stage.by_key("POST", "/messaging/topics", {"topicId": "news", "name": "n"})
    stage.project.clock.advance(days=13)
    assert stage.by_key("GET", "/messaging/topics/news/logs").body["total"] == 1
    stage.project.clock.advance(days=3)
    assert stage.by_key("GET", "/messaging/topics/news/logs").body["total"] == 0


@pytest.mark.parametrize(
    ("hour", "there_at_midnight", "there_at_four"), [("03:30", True, False), ("off", True, True), (None, True, True)]
)
def test_the_hour_can_be_chosen(hour: str | None, there_at_midnight: bool, there_at_four: bool) -> None:
    stage = with_a_dead_token(maintenance=hour)
    stage.project.clock.travel_to("2030-01-02T00:30:00Z")
    assert ("t-ann" in stage.project.targets) is there_at_midnight
    stage.project.clock.travel_to("2030-01-02T04:00:00Z")
    assert ("t-ann" in stage.project.targets) is there_at_four


def test_after_a_journey_back_it_runs_at_the_next_midnight_again() -> None:
    stage = with_a_dead_token()
    stage.project.clock.travel_to("2031-01-01T00:00:01Z")
    late = stage.given.target(id="late", user="ann", type="push", identifier="late")
    stage.project.targets.replace(late, expired=True)
    stage.project.clock.travel_to("2030-06-01T12:00:00Z")
    assert "late" in stage.project.targets
    stage.project.clock.advance(days=1)
    assert "late" not in stage.project.targets


@pytest.mark.parametrize("text", ["24:00", "noon", "12", "1:2:3"])
def test_a_wrong_hour_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="a time of the day in UTC such as 00:00"):
        Settings(maintenance=text)


def test_many_years_are_no_work() -> None:
    stage = with_a_dead_token()
    stage.project.clock.travel_to("9000-01-01T00:00:00Z")
    assert "t-ann" not in stage.project.targets
