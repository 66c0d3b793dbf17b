"""A served project keeps its newest deliveries and calls, and says so when it begins to let go."""

from __future__ import annotations

import argparse
import gc
import tracemalloc

import httpx
import pytest

from mockwrite import MockServer
from mockwrite.commands.flags import SERVED_KEEP, add_arguments, settings_from
from mockwrite.settings import Settings, SettingsError


def test_the_newest_are_kept_in_order_and_memory_stays_flat() -> None:
    with MockServer(keep=100) as server, server.project() as mock:
        mock.given.provider("twilio")
        users = [mock.given.user(phone=f"+120255{number:05}") for number in range(100)]
        tracemalloc.start()
        try:
            sizes = []
            for number in range(100):
                mock.given.message("sms", users=users)
                mock.project.runs.clear()
                if number in (20, 99):
                    # What the collector has not looked at yet would be counted too.
                    gc.collect()
                    sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
        numbers = [record.number for record in mock.outbox.all]
        assert numbers == list(range(9901, 10001))
        assert mock.outbox.dropped == 9900
        assert len(mock.outbox) == 100
        growth = sizes[1] - sizes[0]
        assert growth < 100 * 8_000


def test_waiting_and_paging_go_on_behind_what_was_let_go() -> None:
    with MockServer(keep=10) as server, server.project() as mock:
        mock.given.provider("twilio")
        ada = mock.given.user(id="ada", phone="+12025550101")
        for number in range(25):
            mock.given.message("sms", id=f"m{number}", users=[ada])
        control = httpx.Client(base_url=f"{server.url}/_mockwrite", params={"project": mock.project_id})
        with control:
            first = control.get("/outbox", params={"limit": 4}).json()
            assert (first["total"], first["dropped"]) == (10, 15)
            rest = control.get("/outbox", params={"limit": 100, "cursor": first["next"]}).json()
            shown = [row["messageId"] for row in (*first["deliveries"], *rest["deliveries"])]
            assert shown == [f"m{number}" for number in range(15, 25)]
            assert control.get("/wait", params={"count": 10, "timeout": 1}).status_code == 200
        assert "15 older ones were let go (--keep)" in str(mock.explain("m3", "ada"))
        assert "15 older ones" not in str(mock.explain("m24", "ada"))


def test_the_beginning_is_told_once() -> None:
    heard: list[str] = []
    with MockServer(keep=2) as server:
        server.instance.subscribe(lambda project, kind, record: heard.append(kind))
        with server.project() as mock:
            mock.given.provider("twilio")
            for _ in range(5):
                mock.given.message("sms")
    assert heard.count("dropped") == 1


def test_calls_of_the_call_that_dropped_are_still_its_deliveries() -> None:
    with MockServer(keep=1) as server, server.project() as mock:
        mock.given.provider("twilio")
        ada = mock.given.user(id="ada", phone="+12025550101")
        headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
        for number in range(3):
            body = {"messageId": f"m{number}", "content": "Hello", "users": [ada.id]}
            httpx.post(f"{mock.endpoint}/messaging/messages/sms", headers=headers, json=body)
        (call,) = mock.journal
        assert call.message_id == "m2"
        assert call.deliveries == [mock.outbox[0].id]


def test_what_is_served_keeps_ten_thousand_and_a_test_keeps_all() -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert settings_from(parser.parse_args([])).keep == SERVED_KEEP == 10_000
    assert settings_from(parser.parse_args(["--keep", "0"])).keep == 0
    assert Settings().keep is None
    with pytest.raises(SettingsError, match="keep is a number"):
        Settings(keep=-1)
