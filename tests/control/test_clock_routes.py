"""The clock over HTTP."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite


def test_advancing_delivers_what_falls_due_in_order(mock: MockAppwrite, control: httpx.Client) -> None:
    mock.clock.freeze("2030-01-01T00:00:00+00:00")
    for hours in (20, 5, 30, 10):
        mock.given.message("sms", content=f"in {hours} h", scheduled_at=mock.clock.now() + timedelta(hours=hours))
    assert [item["title"] for item in control.get("/scheduled").json()["scheduled"]] == [
        "in 5 h", "in 10 h", "in 20 h", "in 30 h"
    ]  # fmt: skip
    moved = control.post("/clock/advance", json={"hours": 25}).json()
    assert [record["content"] for record in moved["delivered"]] == ["in 5 h", "in 10 h", "in 20 h"]
    assert moved["now"] == "2030-01-02T01:00:00.000+00:00"
    assert control.get("/scheduled").json()["total"] == 1


def test_an_sms_with_two_schedules_is_listed_with_the_next_until_it_is_sent(
    mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.clock.freeze("2030-01-01T00:00:00+00:00")
    sms = mock.given.message("sms", id="s", scheduled_at=mock.clock.now() + timedelta(hours=1))
    # Its first time is not stored with it, so a second one comes beside it (messages.md, SMS quirk).
    headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}
    body = {"scheduledAt": "2030-01-01T02:00:00Z"}
    patched = httpx.patch(f"{mock.endpoint}/messaging/messages/sms/{sms.id}", headers=headers, json=body)
    assert patched.status_code == 200
    (entry,) = control.get("/scheduled").json()["scheduled"]
    assert entry["at"] == "2030-01-01T01:00:00.000+00:00"
    mock.clock.advance(minutes=90)
    assert control.get("/scheduled").json()["total"] == 0


def test_messages_that_never_reached_a_provider_are_listed_with_the_reason(
    mock: MockAppwrite, control: httpx.Client
) -> None:
    mock.given.provider("smtp", enabled=False)
    lost = mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Lost")
    (entry,) = control.get("/scheduled").json()["undelivered"]
    assert entry == entry | {"messageId": lost.id, "channel": "email", "title": "Lost"}
    assert "provider" in entry["reason"]


def test_the_clock_is_frozen_moved_and_resumed(control: httpx.Client) -> None:
    frozen = control.post("/clock/freeze", json={"at": "2030-01-01T00:00:00Z"}).json()
    assert (frozen["now"], frozen["frozen"]) == ("2030-01-01T00:00:00.000+00:00", True)
    assert (
        control.post("/clock/travel", json={"to": "2029-06-01T12:00:00+02:00"})
        .json()["now"]
        .startswith("2029-06-01T10")
    )
    assert control.get("/clock").json() == {"now": "2029-06-01T10:00:00.000+00:00", "frozen": True}
    assert control.post("/clock/resume").json()["frozen"] is False
    assert control.post("/clock/run-due").json()["delivered"] == []


def test_manual_delivery_is_told_over_http(mock: MockAppwrite, control: httpx.Client) -> None:
    control.post("/projects", json={"id": "held", "delivery": "manual"})
    from mockwrite.given import Given

    given = Given(mock.instance.projects["held"])
    first, second = given.message("sms", content="one"), given.message("sms", content="two")
    held = {"project": "held"}
    chosen = control.post("/deliver", params=held, json={"messageId": second.id}).json()
    assert [record["content"] for record in chosen["delivered"]] == ["two"]
    again = control.post("/deliver", params=held, json={"messageId": second.id})
    assert again.status_code == 404
    assert first.id in again.json()["detail"]
    rest = control.post("/deliver", params=held).json()
    assert [record["content"] for record in rest["delivered"]] == ["one"]
    control.delete("/projects/held")


@pytest.mark.parametrize(
    ("path", "body", "complaint"),
    [
        ("/clock/advance", {"hours": -1}, "hours is expected to be at least 0, got -1."),
        ("/clock/advance", {"hors": 1}, "hors is not known here; did you mean hours?"),
        ("/clock/advance", {"days": 10**12}, "year 9999"),
        ("/clock/travel", {}, "The body needs 'to', got {}."),
        ("/clock/travel", {"to": "soon"}, "ISO text such as 2030-01-31T08:00:00Z"),
        ("/clock/freeze", [], "The body is expected to be an object, got []; its fields are at."),
    ],
)
def test_a_move_that_cannot_be_made_is_refused(control: httpx.Client, path: str, body: object, complaint: str) -> None:
    answer = control.post(path, json=body)
    assert answer.status_code == 400
    assert complaint in answer.json()["detail"]


def test_a_body_that_is_no_json_is_refused(control: httpx.Client) -> None:
    answer = control.post("/clock/advance", content=b"{hours: 1}")
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("The body is no JSON")


def test_the_clock_stops_at_the_end_of_what_can_be_written(control: httpx.Client) -> None:
    before = control.post("/clock/freeze").json()["now"]
    refused = control.post("/clock/advance", json={"days": 9_999_999})
    assert refused.status_code == 400
    assert "9999" in refused.json()["detail"]
    assert control.get("/clock").json()["now"] == before
