"""Times at both ends of what can be written."""

from __future__ import annotations

import httpx
import pytest

from mockwrite.moments import LAST, format_time, to_datetime
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite

END = "9999-12-31T23:59:59.999+00:00"


def test_a_clock_ticks_up_to_the_last_moment_and_stands(mock: MockAppwrite) -> None:
    mock.clock.follow(lambda: LAST / 1000 + 3600)
    assert (mock.clock.ms, format_time(mock.clock.ms)) == (LAST, END)


@pytest.mark.parametrize(
    ("ms", "text"), [(LAST + 1, END), (1 << 62, END), (-(1 << 62), "0001-01-01T00:00:00.000+00:00"), (-62_000_000_000_000, None)]
)  # fmt: skip
def test_every_number_can_be_written_as_a_time(ms: int, text: str | None) -> None:
    assert format_time(ms) == (text or "0005-04-19T09:46:40.000+00:00")
    assert to_datetime(ms)


def test_an_account_lives_through_the_last_year(server: MockServer, mock: MockAppwrite, api: httpx.Client) -> None:
    mock.clock.freeze("9999-12-31T23:59:59Z")
    user = {"userId": "ada", "email": "ada@example.com", "password": "password-1", "name": "Ada"}
    guest = {"X-Appwrite-Project": mock.project_id}
    assert api.post("/users", json=user).status_code == 201
    account = httpx.Client(base_url=f"{server.url}/v1", headers=guest, timeout=60)
    with account:
        made = account.post("/account/sessions/email", json={"email": user["email"], "password": user["password"]})
        assert made.json()["expire"] == END
        session = {"X-Appwrite-Session": made.cookies[f"a_session_{mock.project_id}"]}
        for method, path in (
            ("GET", "/account"), ("GET", "/account/sessions"), ("PATCH", "/account/sessions/current"), ("POST", "/account/jwts"),
            ("GET", "/account/logs"), ("DELETE", "/account/sessions/current"),
        ):  # fmt: skip
            assert account.request(method, path, headers=session, json={}).status_code < 300, path
    assert api.post("/users/ada/sessions").json()["expire"] == END
    assert api.post("/users/ada/tokens", json={"length": 6, "expire": 3600}).json()["expire"] == END
    assert api.post("/users/ada/jwts", json={"duration": 3600}).status_code == 201
    assert api.get("/users/ada").status_code == 200


def test_what_waits_at_the_end_of_time_is_sent_there(server: MockServer) -> None:
    with server.project(settings=server.settings.with_values(delivery="after:3600")) as mock:
        mock.clock.freeze("9999-12-31T23:59:59Z")
        mock.given.message("sms")
        headers = {"X-Appwrite-Project": mock.project_id}
        shown = httpx.get(f"{server.url}/_mockwrite/scheduled", headers=headers)
        assert shown.json()["scheduled"][0]["at"] == END
        mock.clock.travel_to(END)
        assert len(mock.outbox) == 1


@pytest.mark.parametrize("move", [{"days": 10**12}, {"milliseconds": 1e308}, {"days": 4_000_000}])
def test_a_move_past_the_end_is_refused_with_a_reason(
    mock: MockAppwrite, control: httpx.Client, move: dict[str, float]
) -> None:
    answer = control.post("/clock/advance", json=move)
    assert (answer.status_code, "year 9999" in answer.json()["detail"]) == (400, True)
    with pytest.raises(ValueError, match="year 9999"):
        mock.clock.advance(**move)
