"""The clock of a project: frozen, moved, following the test's own time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import freezegun
import pytest
import time_machine

from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.moments import format_time, to_datetime, to_ms
from mockwrite.state.clock import Clock
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.delivery.called_project import CalledProject

NOON = datetime(2030, 1, 31, 12, tzinfo=UTC)


def ticking_project() -> MockAppwrite:
    """Return a project whose clock ticks, without a server."""
    instance = Instance()
    project = instance.create_project("ticking")
    Given(project).provider("smtp")
    return MockAppwrite(instance, project, "http://localhost/v1")


def test_a_clock_starts_at_the_real_time_and_ticks() -> None:
    before = datetime.now(UTC)
    clock = Clock()
    assert before - timedelta(milliseconds=1) <= clock.now() <= datetime.now(UTC)
    assert not clock.frozen


def test_freeze_stops_it_and_resume_lets_it_tick_on_from_there() -> None:
    now = 1_000_000
    clock = Clock()
    clock.follow(lambda: now / 1000)
    clock.freeze()
    now += 5000
    assert (clock.ms, clock.frozen) == (1_000_000, True)
    clock.resume()
    now += 1
    assert (clock.ms, clock.frozen) == (1_000_001, False)


def test_freeze_can_name_the_time() -> None:
    clock = Clock()
    clock.freeze("2030-01-31T13:00:00+01:00")
    assert clock.now() == NOON
    clock.freeze(NOON + timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=1)


def test_advance_keeps_a_ticking_clock_ticking_and_a_frozen_one_frozen() -> None:
    clock = Clock()
    clock.advance(days=1)
    assert not clock.frozen
    assert clock.now() > datetime.now(UTC) + timedelta(hours=23)
    clock.freeze(NOON)
    clock.advance(days=1, hours=1, minutes=1, seconds=1, milliseconds=1)
    assert clock.now() == NOON + timedelta(days=1, hours=1, minutes=1, seconds=1, milliseconds=1)


def test_advance_goes_forward_only_and_travel_goes_anywhere() -> None:
    clock = Clock()
    clock.freeze(NOON)
    with pytest.raises(ValueError, match="moves forward, got -1 day, 23:59:59; use travel_to"):
        clock.advance(seconds=-1)
    clock.travel_to(NOON - timedelta(days=1))
    assert clock.now() == NOON - timedelta(days=1)


@pytest.mark.parametrize("days", [-25_000, 3_000_000], ids=["before-1970", "after-9999"])
def test_a_time_that_cannot_be_written_is_refused_and_the_clock_stays(days: int) -> None:
    mock = CalledProject()
    before = mock.project.clock.now()
    with pytest.raises((ValueError, OverflowError)):
        mock.project.clock.travel_to(before + timedelta(days=days))
    if days > 0:
        with pytest.raises(ValueError, match="to the end of the year 9999"):
            mock.project.clock.advance(days=days)
    assert mock.project.clock.now() == before


def test_a_wrong_time_says_what_is_expected() -> None:
    with pytest.raises(ValueError, match="datetime or ISO text such as 2030-01-31T08:00:00Z, got 'tomorrow'"):
        Clock().travel_to("tomorrow")


def test_times_are_written_as_on_the_wire() -> None:
    assert format_time(to_ms(NOON) + 7) == "2030-01-31T12:00:00.007+00:00"
    assert to_datetime(to_ms(datetime(2030, 1, 31, 12))) == NOON


def test_travelling_back_delivers_nothing_twice() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    mock.post(users=[ada.id], scheduledAt="2030-01-31T09:00:00Z")
    assert len(mock.project.clock.travel_to("2030-02-01T00:00:00Z")) == 1
    mock.project.clock.travel_to("2030-01-31T08:00:00Z")
    assert mock.project.clock.advance(days=2) == []


def test_run_due_delivers_what_is_due_by_now() -> None:
    mock = CalledProject()
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    now = 1_900_000_000.0
    mock.project.clock.follow(lambda: now)
    mock.given.message(users=[ada], scheduled_at=datetime.fromtimestamp(now + 60, UTC))
    assert mock.project.clock.run_due() == []
    now += 60
    assert [record.to for record in mock.project.clock.run_due()] == ["ada@example.com"]


def test_everything_that_falls_due_sees_the_time_at_which_it_does() -> None:
    mock = CalledProject(delivery="after:30")
    mock.given.provider("smtp")
    ada = mock.given.user(email="ada@example.com")
    mock.post(users=[ada.id], scheduledAt="2030-01-31T09:00:00Z")
    (record,) = mock.project.clock.advance(days=1)
    assert f"{record.time:%H:%M:%S}" == "09:00:30"
    assert mock.message()["$updatedAt"] == "2030-01-31T09:00:30.000+00:00"


def test_the_outbox_sends_what_is_due_before_it_is_read() -> None:
    mock = ticking_project()
    now = 1_900_000_000.0
    mock.clock.follow(lambda: now)
    mock.given.message(scheduled_at=datetime.fromtimestamp(now + 60, UTC))
    assert not mock.outbox
    now += 61
    assert len(mock.outbox) == 1
    mock.instance.close()


def test_it_follows_time_machine() -> None:
    mock = ticking_project()
    with time_machine.travel(NOON, tick=False) as traveller:
        mock.clock.follow()
        mock.given.message(id="m", scheduled_at=NOON + timedelta(hours=1))
        assert mock.clock.now() == NOON
        assert not mock.outbox
        traveller.shift(timedelta(hours=2))
        assert mock.clock.now() == NOON + timedelta(hours=2)
        assert mock.outbox.one().time == NOON + timedelta(hours=1)
    mock.instance.close()


def test_it_follows_freezegun() -> None:
    mock = ticking_project()
    with freezegun.freeze_time(NOON) as frozen:
        mock.clock.follow()
        mock.given.message(id="m", scheduled_at=NOON + timedelta(hours=1))
        assert not mock.outbox
        frozen.move_to(NOON + timedelta(hours=2))
        assert mock.clock.now() == NOON + timedelta(hours=2)
        assert mock.outbox.one().time == NOON + timedelta(hours=1)
    mock.instance.close()


def test_a_session_ends_with_the_projects_time() -> None:
    mock = CalledProject()
    ada = mock.given.user(email="ada@example.com")
    made = mock.call("POST", f"/users/{ada.id}/jwts")
    mock.call("GET", f"/users/{ada.id}")
    assert made["jwt"].count(".") == 2


def test_ids_and_times_repeat_with_the_same_random_seed_and_start() -> None:
    def run() -> list[str]:
        mock = CalledProject()
        mock.given.provider("smtp")
        ada = mock.given.user()
        first = mock.post(users=[ada.id], messageId="unique()")
        mock.project.clock.advance(hours=1)
        second = mock.post(users=[ada.id], messageId="unique()")
        return [ada.id, first["$id"], first["$createdAt"], second["$id"], second["$createdAt"]]

    assert run() == run()
    assert len(set(run())) == 5


def test_ids_do_not_repeat_while_the_clock_stands_still() -> None:
    mock = CalledProject()
    ids = {mock.project.ids.unique(mock.project.clock.ms) for _ in range(50_000)}
    assert len(ids) == 50_000
