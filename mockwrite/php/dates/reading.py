"""From the parts that a text names to a moment, in the steps of PHP's date library.

A text is read part by part, at each place the form that takes most of it (`forms.py`). What contradicts itself, such
as two times, is no date. Missing parts come from the present; then relative words move the date.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from .forms import longest
from .parts import Reading, Relative
from .zones import Zone

_DAY_SECONDS = 86_400
_EPOCH_DAY = datetime(1970, 1, 1).toordinal()
_SKIPPED = " .,\t\n\0\u00a0\u202f"
# No date is longer; reading a text takes time with the square of its length.
_LONGEST = 500
# What a C program calls white space.
_AROUND = " \t\n\v\f\r"


def read(text: str, now: int) -> int | None:
    """Return the moment in milliseconds, or None when the text is no date. `now` is the present in milliseconds."""
    text = text.strip(_AROUND) + "\0"
    if len(text) > _LONGEST:
        return None
    reading = Reading()
    at = 0
    try:
        while at < len(text):
            found = longest(text, at)
            if found is not None:
                form, match = found
                form.take(reading, match)
                at = match.end()
            elif text[at] in _SKIPPED:
                at += 1
            else:
                return None
        return _moment(reading, now)
    except (ValueError, OverflowError):
        return None


def _moment(reading: Reading, now: int) -> int:
    _fill(reading, now)
    date: list[Any] = [reading.year, reading.month, reading.day]
    relative = reading.relative
    if relative.weekday_of:
        date[2] = 1
        date[1] += relative.month + (relative.weekday_of == "last")
        relative.month = 0
    _to_edge(date, relative.edge)
    # 24:00 and a leap second belong to the next day before any weekday is looked for.
    seconds = (reading.hour or 0) * 3600 + (reading.minute or 0) * 60 + (reading.second or 0)
    days_over, seconds = divmod(seconds, _DAY_SECONDS)
    date = _normal(date[0], date[1], date[2] + days_over)
    if relative.weekday is not None:
        date[2] += _days_to_weekday(relative, (_days(*date) + 4) % 7)
        date = _normal(*date)
    date = [date[0] + relative.year, date[1] + relative.month, date[2] + relative.day]
    _to_edge(date, relative.edge)
    days = _days(*date)
    if relative.working_days is not None:
        days += _over_weekends(relative.working_days, (days + 3) % 7)
    local = days * _DAY_SECONDS + seconds
    moment = local - _offset(reading.zone, local) + relative.second
    return (moment * 1_000_000 + (reading.microsecond or 0) + relative.microsecond) // 1000


def _fill(reading: Reading, now: int) -> None:
    """Fill in what the text does not say: midnight after a date, else the present."""
    if reading.has_date and not reading.times:
        reading.hour = reading.minute = reading.second = reading.microsecond = 0
    present = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=now)
    if reading.zone is not None and not isinstance(reading.zone, int):
        present = present.astimezone(reading.zone)
    named = (reading.year, reading.month, reading.day, reading.hour, reading.minute, reading.second)
    if reading.microsecond is None:
        reading.microsecond = present.microsecond if all(part is None for part in named) else 0
    for name in ("year", "month", "day", "hour", "minute", "second"):
        if getattr(reading, name) is None:
            setattr(reading, name, getattr(present, name))


def _to_edge(date: list[int], edge: str) -> None:
    if edge == "first":
        date[2] = 1
    elif edge == "last":
        date[1:] = [date[1] + 1, 0]


def _days(year: int, month: int, day: int) -> int:
    """Return the days since 1970; months and days may be out of their range: 30 February is 2 March (recorded)."""
    years, months = divmod(year * 12 + month - 1, 12)
    # Four hundred years have whole weeks and the same leap days, so any year can be counted in the range of datetime.
    ages, years = divmod(years, 400)
    return datetime(years + 400, months + 1, 1).toordinal() + day - 1 - _EPOCH_DAY + (ages - 1) * 146_097


def _normal(year: int, month: int, day: int) -> list[int]:
    ages, days = divmod(_days(year, month, day) + _EPOCH_DAY, 146_097)
    date = datetime.fromordinal(days + 146_097)
    return [date.year + (ages - 1) * 400, date.month, date.day]


def _days_to_weekday(relative: Relative, today: int) -> int:
    """Return how far a weekday is away (0 is Sunday). Behavior 2 is the weekday of a week that begins on Monday; 1 may be
    today, 0 may not."""
    wanted = relative.weekday or 0
    if relative.weekday_behavior == 2:
        if today == 0 and wanted != 0:
            wanted -= 7
        elif wanted == 0 and today != 0:
            wanted = 7
        return wanted - today
    if wanted < 0:
        return -(7 - (abs(wanted) - today))
    difference = wanted - today
    passed = difference < 0 if relative.day < 0 else difference <= -relative.weekday_behavior
    return difference + 7 if passed else difference


def _over_weekends(count: int, today: int) -> int:
    """Return how many days `count` working days are (0 is Monday)."""
    moved = 0
    if today > 4:
        moved = 4 - today if count > 0 else 7 - today
        today = 4 if count > 0 else 0
    weeks, rest = divmod(today + count, 5)
    return moved + weeks * 7 + rest - today


def _offset(zone: Zone | None, local: int) -> int:
    if zone is None or isinstance(zone, int):
        return zone or 0
    offset = (datetime(1970, 1, 1, tzinfo=zone) + timedelta(seconds=local)).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
