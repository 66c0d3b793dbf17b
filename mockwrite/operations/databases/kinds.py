"""The kinds of columns as a table: how each is answered, what values it takes, and how it is compared (databases.md §4, §7)."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ...moments import format_time
from ...php.dates.reading import read as read_date
from ...php.hosts import is_host_name
from ...php.json import plain
from ...php.numbers import numeric
from ...state.databases import Column
from ...validators.texts import is_email

INT64 = (-(1 << 63), (1 << 63) - 1)
# What the server shows for a float without bounds.
_DOUBLE = 1.7976931348623157e308
# The first and the last date that a row holds.
MOMENTS = (-62_135_596_800_000, 253_402_300_799_000)
_WHOLE_TEXT = re.compile(r"[+-]?\d{1,20}", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+")
# Addresses that name no host.
_WITHOUT_HOST = ("mailto", "news", "file")


class Unfit(Exception):
    """A value that a column does not take; the reason says what is expected."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


# What the server writes around an encrypted text: {"data":"…","method":"aes-128-gcm","iv":"…","tag":"…","version":"1"}.
_ENVELOPE = 65 + 24 + 32
Take = Callable[[Any, Column, int], Any]


class ColumnKind(NamedTuple):
    """A kind of column.

    `type` is what the server answers for it, `shown` its own fields in their order. `take` turns a value that was sent into
    the one that is stored, given the column and the time in milliseconds, or raises Unfit. `compared` is its type in queries
    (queries/kinds.py). `width` counts the bytes of a column of a size. `size` is that of kinds that have no size of their own
    choice. `bounds` stand in for those that were not given. `is_list`: one value is a list already, so there are no arrays.
    `null_in_list` is what the server makes of null in an array: it casts every entry of a number or a boolean.
    """

    type: str
    take: Take
    compared: str
    shown: tuple[str, ...]
    width: Callable[[int], int]
    format: str | None = None
    size: int = 0
    bounds: tuple[int | float, int | float] | None = None
    is_list: bool = False
    inline: bool = False
    null_in_list: Any = None
    show: Callable[[Any], Any] | None = None


def _text(value: Any, column: Column, now: int) -> str:
    if not isinstance(value, str):
        raise Unfit("a text is expected")
    if column.encrypt and (length := _encrypted_length(value)) > column.size:
        raise Unfit(
            f"a text is expected that takes {column.size} characters at most when it is encrypted; this takes about {length}"
        )
    if len(value) > column.size:
        raise Unfit(f"a text of at most {column.size} characters is expected")
    return value


def _encrypted_length(text: str) -> int:
    """Return about how long a text is when the server judges its length: encrypted, in Base64, as JSON (corrections.md, 9).

    How many slashes the Base64 has, which JSON escapes, is left to chance; one sign in 64 is one.
    """
    base64 = (len(text.encode("utf-8", "surrogatepass")) + 2) // 3 * 4
    return _ENVELOPE + base64 + base64 // 64


def _formatted(test: Callable[[str], bool], expected: str) -> Take:
    def take(value: Any, column: Column, now: int) -> str:
        if not isinstance(value, str) or len(value) > column.size or not test(value):
            raise Unfit(f"{expected} is expected")
        return value

    return take


def is_url(text: str) -> bool:
    """Tell whether PHP takes a text for a URL: ASCII, with a scheme and, but for some schemes, a host."""
    if _SCHEME.fullmatch(text) is None:
        return False
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host:
        return parts.scheme in _WITHOUT_HOST and bool(parts.path)
    return parts.scheme not in ("http", "https") or ":" in host or is_host_name(host)


def is_ip(text: str) -> bool:
    """Tell whether a text is an address of IP version 4 or 6."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _element(value: Any, column: Column, now: int) -> str:
    if not isinstance(value, str) or value not in column.elements:
        raise Unfit(f"one of {', '.join(column.elements)} is expected")
    return value


def _bounded(value: Any, column: Column) -> Any:
    low, high = column.minimum, column.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise Unfit(f"a number between {low} and {high} is expected")
    return value


def _integer(value: Any, column: Column, now: int) -> int:
    if type(value) is not int or not INT64[0] <= value <= INT64[1]:
        raise Unfit("a whole number is expected")
    return int(_bounded(value, column))


def _bigint(value: Any, column: Column, now: int) -> int:
    if isinstance(value, str) and _WHOLE_TEXT.fullmatch(value):
        value = int(value)
    return _integer(value, column, now)


def _float(value: Any, column: Column, now: int) -> int | float:
    if type(value) not in (int, float):
        raise Unfit("a number is expected")
    # The database holds nothing but floats here: a whole number of more than 53 bits is rounded.
    return plain(float(_bounded(value, column)))


def _boolean(value: Any, column: Column, now: int) -> bool:
    if not isinstance(value, bool):
        raise Unfit("true or false is expected")
    return value


def read_moment(value: Any, now: int) -> int | None:
    """Return the moment in milliseconds that a text means for PHP, an empty one the present; None when it means none."""
    if not isinstance(value, str):
        return None
    at = read_date(value, now) if value else now
    return at if at is not None and MOMENTS[0] <= at <= MOMENTS[1] else None


def _moment(value: Any, column: Column, now: int) -> int:
    at = read_moment(value, now)
    if at is None:
        raise Unfit("a date and time such as 2030-01-31T08:00:00.000+00:00 is expected")
    return at


def _coordinate(value: Any, limit: int) -> int | float:
    number = numeric(value)
    if number is None or not -limit <= number <= limit:
        raise Unfit(f"a coordinate between -{limit} and {limit} is expected")
    return plain(number)


def _as_point(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) != 2:
        raise Unfit("a point is expected: [longitude, latitude]")
    return [_coordinate(value[0], 180), _coordinate(value[1], 90)]


def _as_line(value: Any) -> list[Any]:
    if not isinstance(value, list) or len(value) < 2:
        raise Unfit("a list of two points or more is expected")
    return [_as_point(point) for point in value]


def _as_polygon(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise Unfit("a list of rings is expected")
    first = value[0]
    # One ring need not stand in a list of its own (recorded).
    rings = [value] if isinstance(first, list) and first and not isinstance(first[0], list) else value
    shaped = [_as_line(ring) for ring in rings]
    if any(len(ring) < 4 or ring[0] != ring[-1] for ring in shaped):
        raise Unfit("rings are expected that end where they begin, with four points or more")
    return shaped


def _shaped(shape: Callable[[Any], Any]) -> Take:
    return lambda value, column, now: shape(value)


# The most characters of which a column is kept in the row itself, as the server counts its bytes.
_IN_ROW, _SHORT = 16381, 255
_APART = 20


def _text_width(size: int) -> int:
    if size > _IN_ROW:
        return _APART
    return size * 4 + (1 if size <= _SHORT else 2)


def _wide(bytes_taken: int) -> Callable[[int], int]:
    return lambda size: bytes_taken


_TEXT_FIELDS = ("size", "default", "encrypt")
_LONG_FIELDS = ("default", "encrypt")
_NUMBER_FIELDS = ("min", "max", "default")
_FORMAT_FIELDS = ("format", "default")

KINDS: dict[str, ColumnKind] = {
    "string": ColumnKind("string", _text, "string", _TEXT_FIELDS, _text_width, inline=True),
    "varchar": ColumnKind("varchar", _text, "string", _TEXT_FIELDS, _text_width),
    "text": ColumnKind("text", _text, "string", _LONG_FIELDS, _wide(_APART), size=16_383),
    "mediumtext": ColumnKind("mediumtext", _text, "string", _LONG_FIELDS, _wide(_APART), size=4_194_303),
    "longtext": ColumnKind("longtext", _text, "string", _LONG_FIELDS, _wide(_APART), size=1_073_741_823),
    "integer": ColumnKind("integer", _integer, "integer", _NUMBER_FIELDS, lambda size: size, size=8, bounds=INT64, inline=True, null_in_list=0),
    "bigint": ColumnKind("bigint", _bigint, "integer", _NUMBER_FIELDS, _wide(8), size=8, bounds=INT64, null_in_list=0),
    "float": ColumnKind("double", _float, "float", _NUMBER_FIELDS, _wide(8), bounds=(-_DOUBLE, _DOUBLE), inline=True, null_in_list=0),
    "boolean": ColumnKind("boolean", _boolean, "boolean", ("default",), _wide(1), inline=True, null_in_list=False),
    "email": ColumnKind("string", _formatted(is_email, "an e-mail address"), "string", _FORMAT_FIELDS, _text_width, "email", 254),
    "url": ColumnKind("string", _formatted(is_url, "a URL with its scheme"), "string", _FORMAT_FIELDS, _text_width, "url", 2000),
    "ip": ColumnKind("string", _formatted(is_ip, "an IP address"), "string", _FORMAT_FIELDS, _text_width, "ip", 39),
    "enum": ColumnKind("string", _element, "string", ("elements", "format", "default"), _text_width, "enum", 255),
    "datetime": ColumnKind("datetime", _moment, "date", _FORMAT_FIELDS, _wide(7), "", inline=True, show=format_time),
    "point": ColumnKind("point", _shaped(_as_point), "shape", ("default",), _wide(25), is_list=True, inline=True),
    "line": ColumnKind("linestring", _shaped(_as_line), "shape", ("default",), _wide(20), is_list=True, inline=True),
    "polygon": ColumnKind("polygon", _shaped(_as_polygon), "shape", ("default",), _wide(20), is_list=True, inline=True),
}  # fmt: skip
# A list of values is kept as one text.
ARRAY_WIDTH = 20


def shown_value(column: Column, value: Any) -> Any:
    """Return a stored value as JSON; null is an empty list where the column is an array."""
    if value is None:
        return [] if column.array else None
    show = KINDS[column.kind].show
    if show is None:
        return value
    return [None if entry is None else show(entry) for entry in value] if column.array else show(value)


def width(column: Column) -> int:
    """Return how many bytes of a row a column takes (databases.md §3)."""
    return ARRAY_WIDTH if column.array else KINDS[column.kind].width(column.size)
