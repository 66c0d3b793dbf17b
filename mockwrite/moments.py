"""Times without a project: the system clock, and what turns a time into another form.

Inside, a time is an integer: milliseconds since 1970 UTC, the precision of the wire. At the Python surface it is an
aware datetime.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache

NEVER = 1 << 62
# 9999-12-31T23:59:59.999, the last moment that can be written; the first is in the year 1.
LAST = 253_402_300_799_999
_FIRST = -62_135_596_800_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def system_now() -> int:
    """Read the system clock, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def to_ms(moment: datetime) -> int:
    """Turn a datetime into milliseconds; a naive one is taken as UTC, digits past milliseconds are cut off."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)


def read_time(moment: datetime | str) -> int:
    """Turn a datetime or an ISO text into milliseconds. Raises ValueError for anything else."""
    if isinstance(moment, datetime):
        return to_ms(moment)
    try:
        return to_ms(datetime.fromisoformat(moment))
    except (TypeError, ValueError):
        raise ValueError(
            f"a time is expected as datetime or ISO text such as 2030-01-31T08:00:00Z, got {moment!r}"
        ) from None


def later(ms: int, by: int) -> int:
    """Return the time so many milliseconds later; what would be past the year 9999 is its last moment."""
    return min(ms + by, LAST)


def to_datetime(ms: int) -> datetime:
    """Turn milliseconds into an aware datetime in UTC; what no datetime can be is the first or last that can."""
    return _EPOCH + timedelta(milliseconds=max(_FIRST, min(ms, LAST)))


@lru_cache(maxsize=512)
def _second(number: int) -> str:
    return to_datetime(number * 1000).isoformat()[:19]


# A list writes two times a row, most of which it wrote before (the bound on a list in test_cost_guards.py would notice).
@lru_cache(maxsize=2048)
def format_time(ms: int) -> str:
    """Write a time as the wire does: `2030-01-01T00:00:00.000+00:00` (http.md §6)."""
    second, rest = divmod(max(_FIRST, min(ms, LAST)), 1000)
    return f"{_second(second)}.{rest:03d}+00:00"
