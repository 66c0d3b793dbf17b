"""When a message goes, and what may be done to it until then: the scheduling and state tables of messages.md, without a
sleep."""

from __future__ import annotations

from typing import Any

import pytest

from mockwrite.delivery.engine import deliver_held
from tests.delivery.called_project import START, CalledProject, Refused

LATER = "2030-01-31T09:00:00.000+00:00"
LATEST = "2030-02-01T09:00:00.000+00:00"


def ready(**settings: Any) -> CalledProject:
    """Return a project with providers and the user `ada`."""
    mock = CalledProject(**settings)
    for kind in ("smtp", "twilio", "fcm"):
        mock.given.provider(kind)
    mock.given.user(id="ada", email="ada@example.com", phone="+15550001111", push="token-of-ada")
    return mock


def refusal(mock: CalledProject, method: str, path: str, **body: Any) -> tuple[int, str]:
    """Return status and type of a call that is refused."""
    with pytest.raises(Refused) as caught:
        mock.call(method, path, **body)
    return caught.value.status, caught.value.type


# Create: the status decision ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["email", "sms", "push"])
@pytest.mark.parametrize(
    ("given", "status", "scheduled"),
    [
        ({"draft": True}, "draft", False),
        ({"draft": True, "scheduledAt": LATER}, "draft", False),
        ({"draft": False}, "processing", False),
        ({"draft": False, "scheduledAt": LATER}, "scheduled", True),
        ({"scheduledAt": LATER}, "scheduled", True),
    ],
    ids=["draft", "draft-with-time", "now", "later", "later-without-draft"],
)
def test_create_decides_the_status(kind: str, given: dict[str, Any], status: str, *, scheduled: bool) -> None:
    mock = ready()
    made = mock.post(kind, users=["ada"], **given)
    assert made["status"] == status
    # The SMS quirk: its time is never stored on create.
    assert made["scheduledAt"] == (given.get("scheduledAt") if kind != "sms" else None)
    assert len(mock.project.schedules) == int(scheduled)
    mock.project.clock.advance(hours=2)
    assert len(mock.outbox) == int(status != "draft")


# Update: the transitions ----------------------------------------------------------------------------------------------

DRAFT, DRAFT_WITH_TIME, SCHEDULED = "draft", "draft with time", "scheduled"


def prepared(state: str, kind: str = "email") -> CalledProject:
    """Return a project whose message `m1` is in one of the states of the table."""
    mock = ready()
    mock.post(kind, users=["ada"], draft=state != SCHEDULED, scheduledAt=LATER if state == SCHEDULED else None)
    if state == DRAFT_WITH_TIME:
        mock.patch(kind, draft=True, scheduledAt=LATER)
    return mock


@pytest.mark.parametrize(
    ("stored", "body", "status", "visible", "sent_at"),
    [
        (DRAFT, {}, "draft", None, None),
        (DRAFT, {"draft": False}, "processing", None, START),
        (DRAFT, {"scheduledAt": LATER}, "scheduled", LATER, LATER),
        (DRAFT, {"draft": False, "scheduledAt": LATER}, "scheduled", LATER, LATER),
        (DRAFT, {"draft": True, "scheduledAt": LATER}, "draft", LATER, None),
        (DRAFT_WITH_TIME, {"draft": False}, "processing", LATER, START),
        (DRAFT_WITH_TIME, {"scheduledAt": LATEST}, "scheduled", LATEST, LATEST),
        (DRAFT_WITH_TIME, {}, "draft", LATER, None),
        (SCHEDULED, {}, "scheduled", LATER, LATER),
        (SCHEDULED, {"subject": "New"}, "scheduled", LATER, LATER),
        (SCHEDULED, {"scheduledAt": LATEST}, "scheduled", LATEST, LATEST),
        (SCHEDULED, {"draft": True}, "draft", LATER, None),
        (SCHEDULED, {"draft": False}, "processing", LATER, START),
    ],
)
def test_transitions(stored: str, body: dict[str, Any], status: str, visible: str | None, sent_at: str | None) -> None:
    mock = prepared(stored)
    changed = mock.patch(**body)
    assert (changed["status"], changed["scheduledAt"]) == (status, visible)
    mock.project.clock.advance(days=3)
    assert [f"{sent.time:%Y-%m-%dT%H:%M:%S}.000+00:00" for sent in mock.outbox] == ([sent_at] if sent_at else [])


@pytest.mark.parametrize("given", [{"scheduledAt": None}, {"draft": None}, {}], ids=str)
def test_a_time_cannot_be_taken_back(given: dict[str, Any]) -> None:
    mock = prepared(SCHEDULED)
    assert mock.patch(**given)["scheduledAt"] == LATER


@pytest.mark.parametrize("outcome", ["sent", "failed"])
def test_a_finished_message_cannot_be_changed_but_deleted(outcome: str) -> None:
    mock = ready()
    mock.post(users=["ada" if outcome == "sent" else "nobody"])
    for body in ({"subject": "New"}, {"scheduledAt": LATER}, {"draft": True}):
        assert refusal(mock, "PATCH", "/messaging/messages/email/m1", **body) == (400, f"message_already_{outcome}")
    assert mock.call("DELETE", "/messaging/messages/m1") == {}


def test_a_message_in_processing_can_be_neither_changed_nor_deleted() -> None:
    mock = ready(delivery="manual")
    mock.post(users=["ada"])
    assert refusal(mock, "PATCH", "/messaging/messages/email/m1", subject="New") == (400, "message_already_processing")
    assert refusal(mock, "DELETE", "/messaging/messages/m1") == (400, "message_already_scheduled")


def test_missing_recipients_are_said_before_the_state() -> None:
    mock = ready()
    mock.post(users=["ada"])
    assert refusal(mock, "PATCH", "/messaging/messages/email/m1", users=[]) == (400, "message_missing_target")


def test_a_draft_whose_time_has_passed_cannot_be_changed() -> None:
    mock = prepared(DRAFT_WITH_TIME)
    mock.project.clock.advance(hours=2)
    assert refusal(mock, "PATCH", "/messaging/messages/email/m1", draft=False) == (400, "message_already_scheduled")


@pytest.mark.parametrize("exact", [False, True], ids=["friendly", "exact"])
def test_a_draft_posted_with_a_time_has_no_schedule_record(*, exact: bool) -> None:
    mock = ready(exact=exact)
    mock.post(users=["ada"], draft=True, scheduledAt=LATER)
    expected = (500, "general_unknown") if exact else (400, "general_argument_invalid")
    assert refusal(mock, "PATCH", "/messaging/messages/email/m1", draft=False) == expected


# The SMS quirk --------------------------------------------------------------------------------------------------------


def test_a_scheduled_sms_shows_no_time_and_is_sent_on_time() -> None:
    mock = prepared(SCHEDULED, "sms")
    assert (mock.message()["status"], mock.message()["scheduledAt"]) == ("scheduled", None)
    assert refusal(mock, "PATCH", "/messaging/messages/sms/m1", content="New") == (400, "message_missing_schedule")
    assert refusal(mock, "DELETE", "/messaging/messages/m1") == (400, "message_already_scheduled")
    mock.project.clock.advance(hours=1)
    assert mock.outbox.one().to == "+15550001111"


def test_a_second_time_makes_a_second_record_for_an_sms() -> None:
    mock = prepared(SCHEDULED, "sms")
    assert mock.patch("sms", scheduledAt=LATEST)["scheduledAt"] == LATEST
    assert sorted(row.active for row in mock.project.schedules) == [True, True]
    mock.project.clock.advance(hours=1)
    assert len(mock.outbox) == 1


def test_an_sms_made_a_draft_again_is_sent_by_its_first_record_all_the_same() -> None:
    mock = prepared(SCHEDULED, "sms")
    assert mock.patch("sms", draft=True)["status"] == "draft"
    mock.project.clock.advance(hours=1)
    assert mock.message()["status"] == "sent"


def test_a_patched_sms_can_be_deleted() -> None:
    mock = prepared(SCHEDULED, "sms")
    mock.patch("sms", scheduledAt=LATEST)
    assert mock.call("DELETE", "/messaging/messages/m1") == {}


def test_a_draft_sms_with_a_time_is_simply_sent() -> None:
    mock = ready()
    mock.post("sms", users=["ada"], draft=True, scheduledAt=LATER)
    assert mock.patch("sms", draft=False)["status"] == "processing"
    assert mock.outbox.one()


# Delete ---------------------------------------------------------------------------------------------------------------


def test_deleting_a_scheduled_message_removes_its_schedule() -> None:
    mock = prepared(SCHEDULED)
    assert mock.call("DELETE", "/messaging/messages/m1") == {}
    assert len(mock.project.schedules) == 0
    mock.project.clock.advance(days=1)
    assert not mock.outbox.all


def test_deleting_a_draft_works_and_an_unknown_one_is_not_found() -> None:
    mock = prepared(DRAFT)
    assert mock.call("DELETE", "/messaging/messages/m1") == {}
    assert refusal(mock, "DELETE", "/messaging/messages/m1") == (404, "message_not_found")


# The scheduler and the clock ------------------------------------------------------------------------------------------


def test_moving_the_clock_delivers_in_time_order_before_it_returns() -> None:
    mock = ready()
    for id, at in (
        ("late", "2030-01-31T12:00:00Z"),
        ("early", "2030-01-31T09:00:00Z"),
        ("never", "2030-02-02T00:00:00Z"),
    ):
        mock.post(users=["ada"], messageId=id, scheduledAt=at)
    delivered = mock.project.clock.advance(hours=25)
    assert [record.message_id for record in delivered] == ["early", "late"]
    assert [f"{record.time:%H:%M}" for record in delivered] == ["09:00", "12:00"]
    assert mock.message("late")["deliveredAt"] == "2030-01-31T12:00:00.000+00:00"
    assert mock.message("never")["status"] == "scheduled"


def test_a_scheduled_message_stays_scheduled_until_it_is_done() -> None:
    mock = ready(delivery="after:60")
    mock.post(users=["ada"], scheduledAt=LATER)
    mock.project.clock.travel_to("2030-01-31T09:00:30Z")
    assert mock.message()["status"] == "scheduled"
    mock.project.clock.advance(seconds=30)
    assert mock.message()["status"] == "sent"


def test_the_schedule_record_is_gone_once_it_has_fired() -> None:
    mock = prepared(SCHEDULED)
    mock.project.clock.advance(hours=1)
    assert len(mock.project.schedules) == 0


def test_a_time_in_the_past_is_refused_by_the_projects_clock() -> None:
    mock = ready()
    mock.project.clock.travel_to("2035-01-01T00:00:00Z")
    status = refusal(
        mock,
        "POST",
        "/messaging/messages/email",
        messageId="m1",
        subject="s",
        content="c",
        users=["ada"],
        scheduledAt=LATER,
    )
    assert status == (400, "general_argument_invalid")


# Delivery modes -------------------------------------------------------------------------------------------------------


def test_manual_mode_waits_until_it_is_told() -> None:
    mock = ready(delivery="manual")
    for id in ("first", "second", "third"):
        mock.post(users=["ada"], messageId=id)
    mock.project.clock.advance(days=1)
    assert not mock.outbox.all
    assert [record.message_id for record in deliver_held(mock.project, "second")] == ["second"]
    assert mock.message("first")["status"] == "processing"
    assert [record.message_id for record in deliver_held(mock.project)] == ["first", "third"]


def test_a_message_that_does_not_wait_is_named_with_those_that_do() -> None:
    mock = ready(delivery="manual")
    mock.post(users=["ada"])
    with pytest.raises(LookupError, match=r"'other' does not wait .* waiting: m1"):
        deliver_held(mock.project, "other")


def test_after_mode_delivers_when_the_clock_has_gone_on() -> None:
    mock = ready(delivery="after:2.5")
    mock.post(users=["ada"])
    assert mock.project.clock.advance(seconds=2.499) == []
    assert mock.message()["status"] == "processing"
    assert [record.to for record in mock.project.clock.advance(milliseconds=1)] == ["ada@example.com"]
    assert mock.message()["deliveredAt"] == "2030-01-31T08:00:02.500+00:00"
