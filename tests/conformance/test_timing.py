"""Lines are played at the time that the answers around them show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockwrite.moments import format_time, to_ms
from tests.conformance.lines import Line, Note, RecordedAnswer, RecordedRequest
from tests.conformance.timing import sent_at


def line(method: str, body: dict[str, Any] | None = None) -> Line:
    """Make a line with a body in its answer."""
    return Line("x.jsonl", 1, "x", RecordedRequest(method, "/v1/x", {}, (), None), RecordedAnswer(200, {}, body))


def at(second: str) -> str:
    """Write a time of the recorded day."""
    return f"2026-11-23T14:00:{second}+00:00"


def times(*lines: Line | Note) -> list[str]:
    """Return the seconds at which lines are played."""
    start = to_ms(datetime.fromisoformat(at("00.000")))
    return [format_time(ms)[17:23] for ms in sent_at(lines, start)]


def test_a_change_was_made_at_the_time_it_shows() -> None:
    assert times(line("POST", {"$createdAt": at("05.100"), "$updatedAt": at("05.100")})) == ["05.100"]


def test_what_shows_no_time_stands_closely_before_what_does() -> None:
    waited = [line("GET"), line("GET"), line("PATCH", {"$createdAt": at("01.000"), "$updatedAt": at("09.000")})]

    assert times(*waited) == ["08.980", "08.990", "09.000"]


def test_a_change_that_changed_nothing_tells_no_time() -> None:
    made = {"$createdAt": at("02.000"), "$updatedAt": at("02.000")}

    assert times(line("POST", made), line("PATCH", made)) == ["02.000", "02.001"]


def test_what_is_read_was_there_before() -> None:
    listed = {"total": 1, "rows": [{"$updatedAt": at("07.000"), "expire": at("59.000")}]}

    assert times(line("GET", listed), line("GET")) == ["07.000", "07.001"]


def test_observations_take_part_in_the_order() -> None:
    assert times(Note("x.jsonl", 1, "n", "seen"), line("GET")) == ["00.001", "00.002"]
