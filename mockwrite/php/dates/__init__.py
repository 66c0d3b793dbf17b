"""Dates as the server reads them: anything PHP's date parser takes, as long as a four-digit year is written out.

Contract: http.md §5 (Datetime) and the recorded `scheduledAt` table in messages.md. Inside, a time is an integer:
milliseconds since 1970 UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIRST_MS = (datetime(1, 1, 1, tzinfo=UTC) - _EPOCH) // _MILLISECOND
# The year 9999 is refused, 2099 is not (recorded); the server's upper end is the first moment of this day.
_LAST_MS = (datetime(9999, 12, 31, tzinfo=UTC) - _EPOCH) // _MILLISECOND

_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
# What programs send: read here, without loading the table of all the other forms.
_ISO = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(?:(Z)|([+-])([0-9]{2}):?([0-9]{2}))?"
)


def parse(text: str, now: int) -> int | None:
    """Return the moment that `text` names, or None when the server would not take it for a date.

    A missing time is midnight and a missing zone UTC. `now` is the present in milliseconds, which relative words and a
    year alone start from. Contract: messages.md, recorded value tables.
    """
    if _YEAR.search(text) is None:
        return None
    moment = _iso(text)
    if moment is None:
        from .reading import read

        moment = read(text, now)
    return moment if moment is not None and _FIRST_MS <= moment <= _LAST_MS else None


def database_text(ms: int) -> str:
    """Write a time as the database stores it, which is what prefix and suffix queries compare (queries.md §2)."""
    return (_EPOCH + timedelta(milliseconds=ms)).replace(tzinfo=None).isoformat(" ", "milliseconds")


def _iso(text: str) -> int | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    *parts, fraction, _, sign, zone_hours, zone_minutes = found.groups()
    try:
        year, month, day, hour, minute, second = map(int, parts)
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        # A 30 February, an hour 24, a month 13: the full reader knows which of them the server takes.
        return None
    ms = (at - _EPOCH) // _MILLISECOND + int(f"{fraction or ''}000"[:3])
    if sign is None:
        return ms
    if int(zone_hours) > 24 or int(zone_minutes) > 59:
        return None
    offset = (int(zone_hours) * 60 + int(zone_minutes)) * 60_000
    return ms + offset if sign == "-" else ms - offset
