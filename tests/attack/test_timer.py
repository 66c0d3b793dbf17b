"""What is scheduled in one project is sent, whatever another has scheduled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mockwrite import Instance, MockServer, ServerBug
from mockwrite.delivery.building import build
from mockwrite.testing.mock_appwrite import MockAppwrite

SOON = 0.3


def nested(depth: int) -> dict[str, object]:
    """Return a map in maps."""
    value: dict[str, object] = {"leaf": "https://deep.test/x"}
    for _ in range(depth - 1):
        value = {"a": value}
    return value


def schedule_soon(mock: MockAppwrite, **data: Any) -> str:
    """Schedule a push that falls due in a moment of real time; return its id."""
    at = mock.clock.now() + timedelta(seconds=SOON)
    return mock.given.message("push", scheduled_at=at, **{"title": "soon", **data}).id


def far_off(mock: MockAppwrite, year: int) -> None:
    """Schedule a message for the first day of a year."""
    mock.given.message("sms", scheduled_at=f"{year}-01-01T00:00:00.000+00:00")


@pytest.mark.parametrize("year", [2400, 9999])
def test_a_message_in_the_far_future_keeps_no_other_from_being_sent(server: MockServer, year: int) -> None:
    with server.project() as bad, server.project() as good:
        far_off(bad, year)
        schedule_soon(good)
        assert good.outbox.wait_for(channel="push", timeout=60)


def test_messages_arrive_in_real_time_while_another_project_has_both_kinds_of_bad_ones(server: MockServer) -> None:
    with server.project() as bad, server.project() as good:
        bad.given.provider("fcm")
        far_off(bad, 9999)
        deep = schedule_soon(bad, data=nested(505))
        # One falls due together with the bad one, the other when that is over.
        schedule_soon(good, title="beside it")
        assert good.outbox.wait_for(title="beside it", timeout=60)
        assert bad.outbox.wait_for(message_id=deep, status="failed", timeout=60)
        schedule_soon(good, title="after it")
        assert good.outbox.wait_for(title="after it", timeout=60)


def test_a_message_that_breaks_on_its_way_is_a_bug_of_its_project_alone(
    server: MockServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_some(project: object, message: object, *rest: object) -> object:
        if getattr(message, "data", {}).get("title") == "broken":
            raise RuntimeError("planted")
        return build(project, message, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("mockwrite.delivery.sending.build", break_some)
    bad = server.open_project()
    with server.project() as good:
        broken = schedule_soon(bad, title="broken")
        fine = schedule_soon(bad, title="fine")
        schedule_soon(good, title="good")
        assert good.outbox.wait_for(title="good", timeout=60)
        assert bad.outbox.wait_for(message_id=fine, timeout=60)
    assert bad.project.messages.get(broken).status == "failed"  # type: ignore[union-attr]
    server.close_project(bad)
    with pytest.raises(ServerBug, match="planted"):
        bad.check()


def test_data_as_deep_as_php_reads_it_is_sent_and_can_be_looked_at(server: MockServer) -> None:
    with server.project() as mock:
        data = nested(505)
        mock.given.provider("fcm")
        schedule_soon(mock, data=data)
        # FCM takes texts only, so it refuses them; what was handed over can be looked at all the same.
        [sent] = mock.outbox.wait_for(channel="push", status="failed", timeout=60)
        assert sent.data == data
        assert sent.links == ["https://deep.test/x"]
        assert "https://deep.test/x" in sent.wire()[-1].body


def test_a_server_that_was_stopped_and_started_again_sends_what_falls_due() -> None:
    server = MockServer()
    server.start()
    with pytest.raises(RuntimeError, match="runs already"):
        server.start()
    server.stop()
    with server, server.project() as mock:
        schedule_soon(mock)
        assert mock.outbox.wait_for(timeout=60)


def test_an_instance_that_is_opened_again_sends_what_was_put_on_meanwhile() -> None:
    instance = Instance()
    mock = MockAppwrite(instance, instance.create_project("p"), "http://mockwrite.test/v1")
    instance.close()
    schedule_soon(mock)
    instance.open()
    assert mock.outbox.wait_for(timeout=60)
    instance.close()
