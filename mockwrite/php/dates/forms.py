"""The forms of PHP's date parser, one a row: how a part of a text looks, and what it says.

At each place the form that matches most of the text wins, the earlier row among equals. Written from PHP's
documentation of supported formats and compared with PHP 8.3 and 8.5, whose answers are in the tests.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from .zones import zone_of

if TYPE_CHECKING:
    from .parts import Reading

Match = re.Match[str]


class DateForm(NamedTuple):
    """A row: the pattern, in which {words} stand for the parts below, and what a match says."""

    pattern: str
    take: Callable[[Reading, Match], None]


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTH_OF = {name[:3]: number for number, name in enumerate(_MONTHS, 1)}
_WEEKDAY_OF = {name[:3]: number for number, name in enumerate(_WEEKDAYS)}
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eight": 8, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
}  # fmt: skip
_DIRECTIONS = {"next": 1, "last": -1, "previous": -1, "this": 0}
# What a unit adds to, and how much.
_UNITS = {
    "ms": ("microsecond", 1000), "msec": ("microsecond", 1000), "millisecond": ("microsecond", 1000),
    "µs": ("microsecond", 1), "usec": ("microsecond", 1), "microsecond": ("microsecond", 1),
    "sec": ("second", 1), "second": ("second", 1), "min": ("second", 60), "minute": ("second", 60),
    "hour": ("second", 3600), "day": ("day", 1), "week": ("day", 7), "fortnight": ("day", 14), "forthnight": ("day", 14),
    "month": ("month", 1), "year": ("year", 1),
}  # fmt: skip


def _any(*words: str) -> str:
    return "(?i:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_MONTH_NAMES = (*_MONTHS, *(name[:3] for name in _MONTHS), "sept")
_DAY_NAMES = (*_WEEKDAYS, *(f"{name}s" for name in _WEEKDAYS), *(name[:3] for name in _WEEKDAYS))
_DAY_WORDS = (*_DAY_NAMES, "weekday", "weekdays")
_UNIT_NAMES = (*_UNITS, *(f"{unit}s" for unit in _UNITS if unit not in ("ms", "µs")), *_DAY_WORDS)
_PARTS = {
    # With the no-break spaces that JavaScript writes before AM and PM.
    "space": "[ \t\u00a0\u202f]+",
    "hour24": "(?P<hour>2[0-4]|[01]?[0-9])",
    "hour24lz": "(?P<hour>2[0-4]|[01][0-9])",
    "hour12": "(?P<hour>1[0-2]|0?[1-9])",
    "minute": "(?P<minute>[0-5]?[0-9])",
    "minutelz": "(?P<minute>[0-5][0-9])",
    "second": "(?P<second>60|[0-5]?[0-9])",
    "secondlz": "(?P<second>60|[0-5][0-9])",
    "fraction": r"\.(?P<fraction>[0-9]+)",
    "meridian": r"(?P<meridian>[AaPp])\.?[Mm]\.?[\0\t ]",
    "zone": r"(?P<zone>(?:GMT)?[+-](?:(?:2[0-4]|[01][0-9]):?[0-5][0-9]:?(?:60|[0-5][0-9])|(?:2[0-4]|[01]?[0-9])(?::?[0-5]?[0-9])?))",
    "month": "(?P<month>1[0-2]|0?[0-9])",
    "monthlz": "(?P<month>1[0-2]|0[0-9])",
    "day": "(?P<day>3[01]|[0-2]?[0-9])(?:st|nd|rd|th)?",
    "dayfigures": "(?P<day>3[01]|[0-2]?[0-9])",
    "daylz": "(?P<day>3[01]|[0-2][0-9])",
    "year": "(?P<year>[0-9]{1,4})",
    "year2": "(?P<year>[0-9]{2})",
    "year4": "(?P<year>[0-9]{4})",
    "monthtext": f"(?P<month>{_any(*_MONTH_NAMES)}|{'|'.join(sorted(_ROMAN, key=len, reverse=True))})",
    "monthname": f"(?P<month>{_any(*_MONTH_NAMES)})",
    "monthabbr": f"(?P<month>{_any(*(name for name in _MONTH_NAMES if len(name) < 5 and name not in _MONTHS or name == 'may'))})",
    "sep": r"[ \t.-]*",
    "dayofyear": "(?P<yearday>36[0-6]|3[0-5][0-9]|[12][0-9][0-9]|0[1-9][0-9]|00[1-9])",
    "week": "(?P<week>5[0-3]|[1-4][0-9]|0[1-9])",
    "number": r"(?P<number>[+-]*[ \t]*[0-9]{1,13})",
    "word": f"(?P<word>{_any(*_ORDINALS, *_DIRECTIONS)})",
    "direction": f"(?P<word>{_any(*_DIRECTIONS)})",
    "weekday": f"(?P<unit>{_any(*_DAY_NAMES)})",
    "dayword": f"(?P<unit>{_any(*_DAY_WORDS)})",
    "unit": f"(?P<unit>{_any(*_UNIT_NAMES)})",
    "textunit": f"(?P<unit>{_any(*(name for name in _UNIT_NAMES if name != 'week'))})",
}  # fmt: skip
_PARTS["noyear"] = r"{monthtext}{sep}{day}(?:[,.stndrh\t ]+|\0)".format(**_PARTS)


def _year(text: str) -> int:
    """Two digits are a year of 1970 to 2069; a sign is kept only when it says something."""
    year = int(text)
    return year if len(text) >= 4 else year + 2000 if year < 70 else year + 1900 if year < 100 else year


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return _ROMAN.index(text) + 1 if text in _ROMAN else _MONTH_OF[text[:3].lower()]


def _date(reading: Reading, match: Match) -> None:
    part = match.groupdict()
    year, month, day = part.get("year"), part.get("month"), part.get("day")
    reading.set_date(
        None if year is None else _year(year),
        None if month is None else _month(month),
        None if day is None else int(day),
    )


def _month_and_day(reading: Reading, match: Match) -> None:
    _date(reading, match)
    # A year before it is forgotten: "2099, Jan 2" is this year.
    reading.year = None


def _whole_month(reading: Reading, match: Match) -> None:
    reading.set_date(_year(match["year"]), _month(match["month"]), 1)


def _time(reading: Reading, match: Match) -> None:
    part: dict[str, Any] = match.groupdict()
    micro = int(f"{part.get('fraction') or ''}000000"[:6])
    hour = _with_meridian(int(part["hour"]), part.get("meridian"))
    reading.set_time(hour, int(part.get("minute") or 0), int(part.get("second") or 0), micro)
    if part.get("zone"):
        # Not counted: a zone on its own may still overrule it.
        reading.zone = zone_of(part["zone"])


def _with_meridian(hour: int, meridian: str | None) -> int:
    if meridian is None or (hour == 12) == (meridian in "Pp"):
        return hour
    return hour - 12 if meridian in "Aa" and hour == 12 else hour + 12 if meridian in "Pp" else hour


def _date_and_time(reading: Reading, match: Match) -> None:
    _time(reading, match)
    _date(reading, match)


def _clock_or_year(reading: Reading, match: Match) -> None:
    """Four digits that could be hours and minutes are those at first, and a year once there is a time."""
    if reading.times == 0:
        _time(reading, match)
    elif reading.times == 1:
        reading.year = int(match[0][-4:])
        reading.times = 2
    else:
        raise ValueError("two times")


def _only_year(reading: Reading, match: Match) -> None:
    # Not a date yet: month, day and time stay those of the present (recorded).
    reading.year = int(match["year"])


def _day_of_year(reading: Reading, match: Match) -> None:
    reading.set_date(int(match["year"]), 1, int(match["yearday"]))


def _iso_week(reading: Reading, match: Match) -> None:
    year, week = int(match["year"]), int(match["week"])
    day = match.groupdict().get("weekday")
    reading.set_date(year, 1, 1)
    new_year = datetime(year or 400, 1, 1).isoweekday() % 7
    first = 7 - new_year if new_year > 4 else -new_year
    reading.relative.day = first + (week - 1) * 7 + (1 if day is None else int(day))


def _timestamp(reading: Reading, match: Match) -> None:
    reading.has_date, reading.times = False, 0
    reading.year, reading.month, reading.day = 1970, 1, 1
    reading.hour = reading.minute = reading.second = reading.microsecond = 0
    reading.relative.second += int(match["seconds"])
    fraction = match["fraction"]
    if fraction == "":
        raise ValueError("a fraction without figures")
    if fraction is not None:
        micro = int(f"{fraction}000000"[:6])
        reading.relative.microsecond += -micro if match["seconds"].startswith("-") else micro
    reading.set_zone("+00")


def _day_word(days: int | None, hour: int = 0) -> Callable[[Reading, Match], None]:
    def take(reading: Reading, match: Match) -> None:
        reading.forget_time()
        if hour:
            reading.set_time(hour)
        if days is not None:
            reading.relative.day = days

    return take


def _present(reading: Reading, match: Match) -> None:
    """Say nothing: what a text does not name comes from the present."""


def _edge_of_month(reading: Reading, match: Match) -> None:
    reading.relative.edge = match["edge"].lower()


def _around_hour(reading: Reading, match: Match) -> None:
    reading.forget_time()
    before, minute = (0, 15) if match[0][0] in "bB" else (1, 45)
    reading.set_time(_with_meridian(int(match["hour"]) - before, match["meridian"]), minute)


def _move(reading: Reading, amount: int, unit: str, behavior: int, *, keeps_time: bool) -> None:
    relative = reading.relative
    name = unit.lower()
    if name.startswith("weekday"):
        relative.working_days, relative.weekday_of = amount, ""
    elif name in _DAY_NAMES:
        relative.day += (amount - 1 if amount > 0 else amount) * 7
        relative.weekday = _WEEKDAY_OF[name[:3]]
        relative.weekday_behavior = behavior
    else:
        part, times = _UNITS.get(name) or _UNITS[name.removesuffix("s")]
        setattr(relative, part, getattr(relative, part) + amount * times)
        return
    if not keeps_time:
        reading.forget_time()


def _number_of_units(reading: Reading, match: Match) -> None:
    signs = match["number"].count("-")
    amount = int(match["number"].lstrip("+- \t"))
    _move(reading, -amount if signs % 2 else amount, match["unit"], 1, keeps_time=True)


def _amount(word: str) -> tuple[int, int]:
    """Return how many a word means, and how a weekday after it behaves."""
    word = word.lower()
    return (_ORDINALS[word], 0) if word in _ORDINALS else (_DIRECTIONS[word], 1 if word == "this" else 0)


def _word_and_unit(reading: Reading, match: Match) -> None:
    amount, behavior = _amount(match["word"])
    _move(reading, amount, match["unit"], behavior, keeps_time=False)


def _word_and_week(reading: Reading, match: Match) -> None:
    amount, _ = _amount(match["word"])
    _move(reading, amount, "week", 0, keeps_time=False)
    reading.relative.weekday_behavior = 2
    if reading.relative.weekday is None:
        reading.relative.weekday = 1


def _weekday_of(reading: Reading, match: Match) -> None:
    reading.forget_time()
    amount, behavior = _amount(match["word"])
    reading.relative.weekday_of = "first" if amount > 0 else "last"
    reading.relative.working_days = None
    _move(reading, amount, match["unit"], 1 if amount > 0 else behavior, keeps_time=False)


def _weekday(reading: Reading, match: Match) -> None:
    reading.forget_time()
    name = match["unit"].lower()
    # "weekday" alone is Monday for PHP.
    reading.relative.weekday = 1 if name.startswith("weekday") else _WEEKDAY_OF[name[:3]]
    if reading.relative.weekday_behavior != 2:
        reading.relative.weekday_behavior = 1


def _ago(reading: Reading, match: Match) -> None:
    relative = reading.relative
    for name in ("year", "month", "day", "second", "microsecond"):
        setattr(relative, name, -getattr(relative, name))
    if relative.weekday is not None:
        relative.weekday = -relative.weekday or -7
    if relative.working_days is not None:
        relative.working_days = -relative.working_days


def _zone(reading: Reading, match: Match) -> None:
    reading.set_zone(match[0])


_FORMS = (
    DateForm("(?i:yesterday)", _day_word(-1)),
    DateForm("(?i:now)", _present),
    DateForm("(?i:noon)", _day_word(None, 12)),
    DateForm("(?i:midnight|today)", _day_word(None)),
    DateForm("(?i:tomorrow)", _day_word(1)),
    DateForm(r"@(?P<seconds>-?[0-9]+)(?:\.(?P<fraction>[0-9]{{0,6}}))?", _timestamp),
    DateForm("(?i:(?P<edge>first|last) day of)", _edge_of_month),
    DateForm("(?i:back of |front of ){hour24}(?:(?:{space})?{meridian})?", _around_hour),
    DateForm("{word}{space}{weekday}{space}(?i:of)", _weekday_of),
    DateForm("{hour12}(?:{space})?{meridian}", _time),
    DateForm("{hour12}[:.]{minutelz}(?:{space})?{meridian}", _time),
    DateForm("{hour12}[:.]{minute}[:.]{secondlz}(?:{space})?{meridian}", _time),
    DateForm("{hour12}:{minutelz}:{secondlz}[:.](?P<fraction>[0-9]+){meridian}", _time),
    DateForm("[Tt]{hour24}", _time),
    DateForm("[Tt]?{hour24}[:.]{minute}(?:[:.]{second}(?:{fraction})?)?", _time),
    DateForm("[Tt]?{hour24lz}{minutelz}", _clock_or_year),
    DateForm("[Tt]?{hour24lz}{minutelz}{secondlz}", _time),
    DateForm("{month}/{day}", _date),
    DateForm("{month}/{dayfigures}/{year}", _date),
    DateForm("(?P<year>[+-]?[0-9]{{4}})-{monthlz}-{daylz}", _date),
    DateForm("{year4}/{monthlz}/{daylz}/?", _date),
    DateForm("{year4}/{month}/{day}", _date),
    DateForm("{year2}-{monthlz}-{daylz}", _date),
    DateForm("(?P<year>[+-][0-9]{{5,19}})-{monthlz}-{daylz}", _date),
    DateForm("{year4}-{month}", _whole_month),
    DateForm("{year}-{month}-{day}", _date),
    DateForm("{day}{sep}{monthtext}{sep}{year}", _date),
    DateForm(r"{day}[.\t-]{month}[.-]{year4}", _date),
    DateForm(r"{day}[.\t]{month}\.{year2}", _date),
    DateForm("{monthtext}{sep}{year4}", _whole_month),
    DateForm("{year4}{sep}{monthtext}", _whole_month),
    DateForm(r"{monthtext}{sep}{day}[,.stndrh\t ]+{year}", _date),
    DateForm("{noyear}", _month_and_day),
    DateForm("{day}{sep}{monthtext}", _date),
    DateForm("{year4}{monthlz}{daylz}", _date),
    DateForm("{year4}-{monthlz}-{daylz}T{hour24lz}:{minutelz}:{secondlz}{fraction}(?:{zone})?", _date_and_time),
    DateForm("{year4}{monthlz}{daylz}T{hour24}:{minutelz}:{secondlz}", _date_and_time),
    DateForm("{year4}{monthlz}{daylz}[Tt]{hour24}{minutelz}{secondlz}", _date_and_time),
    DateForm("{year4}-{month}-{day}T{hour24}:{minute}:{second}", _date_and_time),
    DateForm("{year4}:{monthlz}:{daylz} {hour24lz}:{minutelz}:{secondlz}", _date_and_time),
    DateForm("{year4}[.-]?{dayofyear}", _day_of_year),
    DateForm("{monthabbr}-{daylz}-{year}", _date),
    DateForm("{year}-{monthabbr}-{daylz}", _date),
    DateForm("{dayfigures}/{monthabbr}/{year4}:{hour24lz}:{minutelz}:{secondlz}{space}{zone}", _date_and_time),
    DateForm("{year4}-?W{week}(?:-?(?P<weekday>[0-7]))?", _iso_week),
    DateForm("{year4}", _only_year),
    DateForm("(?i:ago)", _ago),
    DateForm("{dayword}", _weekday),
    DateForm("{direction}{space}(?i:week)", _word_and_week),
    DateForm("{word}{space}{textunit}", _word_and_unit),
    DateForm("{monthname}", _date),
    DateForm("{zone}", _zone),
    DateForm(r"\(?[A-Za-z]{{1,6}}\)?", _zone),
    DateForm("[A-Z][a-z]+(?:[_/-][A-Za-z]+)+", _zone),
    DateForm("{noyear}{hour12}[:.]{minutelz}(?:[:.]{secondlz})?(?:{space})?{meridian}", _date_and_time),
    DateForm("{noyear}[Tt]?{hour24}[:.]{minute}(?:[:.]{second})?", _date_and_time),
    DateForm("{number}(?:{space})?{unit}", _number_of_units),
)


@cache
def _compiled() -> tuple[tuple[DateForm, re.Pattern[str]], ...]:
    return tuple((form, re.compile(form.pattern.format(**_PARTS))) for form in _FORMS)


def longest(text: str, at: int) -> tuple[DateForm, Match] | None:
    """Return the form that takes most of the text at a place, with its match; the first of several as long."""
    best: tuple[DateForm, Match] | None = None
    for form, pattern in _compiled():
        match = pattern.match(text, at)
        if match is not None and (best is None or match.end() > best[1].end()):
            best = form, match
    return best
