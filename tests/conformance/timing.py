"""When each line of a recording was sent. The lines do not say so, but many answers show what time it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from mockwrite.moments import to_ms
from tests.conformance.lines import Line, Note

# Times in an answer that can only lie in its past.
_PAST = ("$createdAt", "$updatedAt", "deliveredAt", "registration", "accessedAt")
# A request took about that long (milliseconds), and at least that long.
_USUAL, _LEAST = 10, 1


def sent_at(lines: Sequence[Line | Note], start: int) -> list[int]:
    """Return the time of each line in milliseconds, in rising order from `start` on.

    A line that changed something, or was somebody's first call, was sent at the new time that its answer shows. The others
    are placed closely before the next such line, because who records waits before looking at what takes time, but not
    before any time they show.
    """
    known: list[int | None] = []
    shown: list[int] = []
    newest = start
    for line in lines:
        exact, past = _times(line) if isinstance(line, Line) else (0, 0)
        known.append(exact if exact > newest else None)
        newest = max(newest, exact, past)
        shown.append(past)
    times = [0] * len(lines)
    following: int | None = None
    for at in reversed(range(len(lines))):
        if (time := known[at]) is not None:
            following = time
        elif following is not None:
            following -= _USUAL
        times[at] = following or 0
    latest = start
    for at, placed in enumerate(times):
        latest = times[at] = max(placed, shown[at], latest + _LEAST)
    return times


def _times(line: Line) -> tuple[int, int]:
    """Return the time at which a line was sent, as far as its answer tells, and the newest time that had passed by then."""
    body = line.answer.body
    past = _newest(past_times(body, _PAST))
    if line.request.method == "GET":
        return _newest(past_times(body, ("accessedAt",))), past
    # What a change made may be a little newer than the change.
    changed = body.get("$updatedAt") if isinstance(body, dict) else None
    return (_newest([changed]) if isinstance(changed, str) else past), 0


def _newest(texts: Iterable[str]) -> int:
    return max((to_ms(datetime.fromisoformat(text)) for text in texts if text), default=0)


def past_times(value: Any, names: Collection[str]) -> Iterator[str]:
    """Yield every time in an answer that stands under one of these names."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in names and isinstance(inner, str):
                yield inner
            elif isinstance(inner, (dict, list)):
                yield from past_times(inner, names)
    elif isinstance(value, list):
        for inner in value:
            yield from past_times(inner, names)
