"""Dates as the server reads them: anything its date parser takes, as long as a four-digit year is written out.

Contract: http.md §5 (Datetime) and the recorded `scheduledAt` table in messages.md. Inside, a time is an integer:
milliseconds since 1970 UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# The year 9999 is refused, 2099 is not (recorded); the server's upper end is the first moment of this day.
_LAST = datetime(9999, 12, 31, tzinfo=UTC)

_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ONLY_A_YEAR = re.compile(r"\s*(?P<year>\d{4})\s*")
_ZONED_OFFSET = re.compile(r"\b(?:GMT|UTC)\s*(?=[+-]\d)")

_REST = (
    r"(?:(?:[Tt]|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?\s*"
    r"(?:(?:GMT|UTC)?(?P<sign>[+-])(?P<zone_hour>\d{1,2})(?::?(?P<zone_minute>\d{2}))?|[Zz]|UTC|GMT)?)?\s*"
)
# The separator decides what the numbers mean. dateutil would swap day and month to make sense of 2099-13-01 or
# 13/01/2099, where the server refuses; so dates in figures are read here and only dates in words go there.
_IN_FIGURES = tuple(
    re.compile(r"\s*" + form + _REST)
    for form in (
        r"(?P<year>\d{4})(?P<between>[-/])(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        r"(?P<day>\d{1,2})(?P<between>[-.])(?P<month>\d{1,2})(?P=between)(?P<year>\d{4})",
    )
)
_DAY_MONTH_YEAR = re.compile(r"\s*\d+[-/.]\d+[-/.]\d+")


def parse(text: str, now: int) -> int | None:
    """Return the moment that `text` names, or None when the server would not take it for a date.

    A missing time is midnight and a missing zone UTC. `now` is the present in milliseconds: a year alone means
    today's month, day and time in that year. Contract: messages.md, recorded value tables.
    """
    if _YEAR.search(text) is None or not text.isascii():
        return None
    try:
        moment = _only_a_year(text, now) or _in_figures(text) or _in_words(text, now)
        return None if moment is None or moment > _LAST else (moment - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        return None


def database_text(ms: int) -> str:
    """Write a time as the database stores it, which is what prefix and suffix queries compare (queries.md §2)."""
    return (_EPOCH + timedelta(milliseconds=ms)).replace(tzinfo=None).isoformat(" ", "milliseconds")


def _only_a_year(text: str, now: int) -> datetime | None:
    found = _ONLY_A_YEAR.fullmatch(text)
    if found is None:
        return None
    today = (_EPOCH + timedelta(milliseconds=now)).replace(microsecond=0)
    return _rolled(int(found["year"]), today.month, today.day) + (today - today.replace(hour=0, minute=0, second=0))


def _in_figures(text: str) -> datetime | None:
    for form in _IN_FIGURES:
        found = form.fullmatch(text)
        if found is not None:
            break
    else:
        return None
    part = {name: int(figures) for name, figures in found.groupdict().items() if figures and figures.isdecimal()}
    month, day = part["month"], part["day"]
    hour, minute, second = part.get("hour", 0), part.get("minute", 0), part.get("second", 0)
    if month > 12 or day > 31 or hour > 24 or minute > 59 or second > 59:
        raise ValueError(f"no such date or time: {text}")
    offset = timedelta(hours=part.get("zone_hour", 0), minutes=part.get("zone_minute", 0))
    return (
        _rolled(part["year"], month, day)
        + timedelta(
            hours=hour,
            minutes=minute,
            seconds=second,
            microseconds=int(((found["fraction"] or "") + "000000")[:6]),
        )
        + (offset if found["sign"] == "-" else -offset)
    )


def _rolled(year: int, month: int, day: int) -> datetime:
    # 30 February is 2 March on the server (recorded), and the month 0 is December of the year before.
    years, months = divmod(year * 12 + month - 1, 12)
    return datetime(years, months + 1, 1, tzinfo=UTC) + timedelta(days=day - 1)


def _in_words(text: str, now: int) -> datetime | None:
    if _DAY_MONTH_YEAR.match(text):
        return None
    # Imported by the first date that needs it: the server starts faster without.
    from dateutil import parser, tz

    def zone(name: str | None, offset: int | None) -> tzinfo:
        known = tz.tzoffset(None, offset) if offset is not None else tz.gettz(name) if name else UTC
        if known is None:
            raise ValueError(f"no such time zone: {name}")
        return known

    first_of_month = (_EPOCH + timedelta(milliseconds=now)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    try:
        # "GMT+0100" is an hour east for the server; dateutil reads it the POSIX way, as west.
        moment: datetime = parser.parse(_ZONED_OFFSET.sub("", text), default=first_of_month, tzinfos=zone)
    except (TypeError, AttributeError, IndexError, ArithmeticError):
        # What else dateutil raises on odd texts.
        return None
    return moment
