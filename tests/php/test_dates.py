"""Dates as the server reads them (contract: messages.md, recorded value tables).

`php_dates.jsonl` holds texts and what PHP 8.3 and 8.5 make of them (null: no date). It was made by passing each text to
`new DateTime(...)` in UTC; texts whose meaning depends on the day are in the tables below, with the present they start from.
"""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockwrite.moments import format_time, to_ms
from mockwrite.php import dates

NOW = to_ms(datetime(2026, 11, 23, 14, 8, 34, 249_000, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2099-01-01", "2099-01-01T00:00:00.000+00:00"),
        ("2099-01-01 00:00:00", "2099-01-01T00:00:00.000+00:00"),
        ("2099-01-01T00:00:00", "2099-01-01T00:00:00.000+00:00"),
        ("2099-01-01T00:00:00Z", "2099-01-01T00:00:00.000+00:00"),
        ("2099-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000+00:00"),
        ("2099-01-01T00:00:00+02:00", "2098-12-31T22:00:00.000+00:00"),
        ("2099-01-01T00:00:00-0230", "2099-01-01T02:30:00.000+00:00"),
        ("2099-01-01T00:00:00.123456+00:00", "2099-01-01T00:00:00.123+00:00"),
        ("2099-02-30T00:00:00Z", "2099-03-02T00:00:00.000+00:00"),
        ("01/02/2099", "2099-01-02T00:00:00.000+00:00"),
        ("02.01.2099", "2099-01-02T00:00:00.000+00:00"),
        ("2099", "2099-11-23T14:08:34.000+00:00"),
        ("2099/1/2 8:05", "2099-01-02T08:05:00.000+00:00"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "2099-01-01T00:00:00.000+00:00"),
        ("Thu Jan 01 2099 01:00:00 GMT+0100", "2099-01-01T00:00:00.000+00:00"),
        ("January 2099", "2099-01-01T00:00:00.000+00:00"),
        # A year alone that could be a time of the day is one.
        ("2030", "2026-11-23T20:30:00.000+00:00"),
        ("2030 2031", "2031-11-23T20:30:00.000+00:00"),
        ("tomorrow 2030", "2026-11-24T20:30:00.000+00:00"),
        ("friday 2359", "2026-11-27T23:59:00.000+00:00"),
        ("2099 +1 day", "2099-11-24T14:08:34.000+00:00"),
        ("2099 Europe/Berlin", "2099-11-23T14:08:34.000+00:00"),
        ("2099, Jan 2", "2026-01-02T00:00:00.000+00:00"),
    ],
)
def test_a_date_is_read_as_the_server_reads_it(text: str, meaning: str) -> None:
    moment = dates.parse(text, NOW)

    assert moment is not None
    assert format_time(moment) == meaning


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(" ", id="blank"),
        "abc",
        "tomorrow",
        "now",
        "+1 day",
        "4102444800",
        "@4102444800",
        "2099-13-01T00:00:00Z",
        "2099-01-32",
        "2099-01-01T25:00:00",
        "2099-01-01T00:60:00",
        "13/02/2099",
        "9999-12-31T23:59:59Z",
        "99999-01-01T00:00:00Z",
        "0000-01-01",
        "01/02/99",
        "01 02 2099",
        "2099-01-02 10:11:12,5",
        "2nd of January 2099",
        "Saturday, January 3, 2099 at 10:11 AM",
        "Thu Jan 01 2099 01:00:00 GMT+0100 (Central European Standard Time)",
        "2099-01-01" + " " * 600 + "10:00",
        "1 Jan 2099 10:00 NOWHERE",
        "2099 abc",
        "null",
    ],
)
def test_what_the_server_cannot_read_is_no_date(text: str) -> None:
    assert dates.parse(text, NOW) is None


def test_every_text_means_what_it_means_to_php() -> None:
    lines = (Path(__file__).parent / "php_dates.jsonl").read_text().splitlines()
    different = {}
    for text, meaning in map(json.loads, lines):
        moment = dates.parse(text, NOW)
        ours = None if moment is None else format_time(moment).rjust(29, "0").removesuffix("+00:00")
        if ours != meaning:
            different[text] = (meaning, ours)

    assert len(lines) == 700
    assert different == {}


moments = st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9998, 12, 31))
offsets = st.integers(min_value=-14 * 60, max_value=14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(moment=moments, offset=offsets)
def test_every_iso_text_means_its_own_moment(moment: datetime, offset: timezone) -> None:
    aware = moment.replace(tzinfo=offset)

    assert dates.parse(aware.isoformat(), NOW) == to_ms(aware)


@given(text=st.text(alphabet="2019-/.:TZW +ADJMOadempnowksty()_,@\x00\u00a0é٣", max_size=24))
def test_an_odd_text_is_a_moment_or_nothing_and_never_an_error(text: str) -> None:
    moment = dates.parse(text, NOW)

    assert moment is None or dates.database_text(moment)


def test_the_database_text_has_no_zone_and_three_decimals() -> None:
    assert dates.database_text(NOW) == "2026-11-23 14:08:34.249"


def test_ordinary_dates_do_not_load_the_forms_of_the_others() -> None:
    code = "import sys; from mockwrite.php import dates; dates.parse('2099-01-01T00:00:00Z', 0); print('mockwrite.php.dates.forms' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
