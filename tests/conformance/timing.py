"""When each line of a recording was sent. The lines do not say so, but many answers show what time it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from mockwrite.clock import to_ms
from tests.conformance.lines import Line, Note

# Times in an answer that can only lie in its past.
_PAST = ("$createdAt", "$updatedAt", "deliveredAt", "registration", "accessedAt")
# A request took about that long (milliseconds), and at least that long.
_USUAL, _LEAST = 10, 1


def sent_at(lines: Sequence[Line | Note], start: int) -> list[int]:
    """Return the time of each line in milliseconds, in rising order from `start` on.

    A line whose answer shows a new time was sent then: that of what it changed, else the newest it shows. The others are
    placed closely before the next such line, because who records waits before looking at what takes time.
    """
    known: list[int | None] = []
    newest = start
    for line in lines:
        time = newest_time(line) if isinstance(line, Line) else 0
        known.append(time if time > newest else None)
        newest = max(newest, time)
    times = [0] * len(lines)
    following: int | None = None
    for at in reversed(range(len(lines))):
        if (shown := known[at]) is not None:
            following = shown
        elif following is not None:
            following -= _USUAL
        times[at] = following or 0
    latest = start
    for at, time in enumerate(times):
        latest = times[at] = max(time, latest + _LEAST)
    return times


def newest_time(line: Line) -> int:
    """Return the newest time that an answer shows, in milliseconds; 0 when it shows none."""
    body = line.answer.body
    changed = body.get("$updatedAt") if isinstance(body, dict) and line.request.method != "GET" else None
    texts = [changed] if changed else past_times(body)
    return max((to_ms(datetime.fromisoformat(text)) for text in texts if text), default=0)


def past_times(value: Any) -> Iterator[str]:
    """Yield every time in an answer that can only lie in its past."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in _PAST and isinstance(inner, str):
                yield inner
            elif isinstance(inner, (dict, list)):
                yield from past_times(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from past_times(inner)
