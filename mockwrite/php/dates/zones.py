"""Time zones as PHP's date parser names them: offsets, abbreviations, and names of the zone database."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

Zone = int | ZoneInfo

_CORRECTION = re.compile(
    r"(?:GMT)?(?P<sign>[+-])(?:(?P<hours>[0-9]{1,2}):(?P<minutes>[0-9]{1,2})(?::(?P<seconds>[0-9]{2}))?|(?P<digits>[0-9]{1,6}))"
)

# Seconds east of UTC and the abbreviations that mean them: those PHP lists, single letters being the military zones.
_ABBREVIATIONS = """
-43200 y
-39600 sst x
-36000 ahst bdt hst w
-34200 hdt hpt hwt
-32400 ahdt akst yst v
-28800 akdt pst ydt ypt ywt u
-26248 emt
-25200 mst pdt ppt pwt yddt t
-21600 cst mdt mpt mwt pddt s
-20173 sjmt
-19776 hmt
-18840 qmt
-18000 cdt cpt cwt est mddt r
-17340 ppmt
-16800 sdmt
-15408 cmt
-14660 ffmt
-14400 ast cddt edt ept ewt q
-14309 bmt
-13884 smt
-13840 amt
-13236 pmt
-12600 nst
-10800 adt apt awt eddt p
-9052 ndt
-9000 npt nwt
-7200 addt o
-5400 nddt
-4056 fmt
-3600 n
-1521 dmt
0 gmt uct utc wet z
3600 bst cet met wat west a
5040 wmt
5736 kmt
5794 rmt
7200 bdst cat cest eet ist mest sast wast wemt b
8440 jmt
9017 mmt
9394 lst
10751 tbmt
10800 cemt eat eest idt msk c
12344 tmt
14400 iddt msd d
16279 mdst
18000 pkt e
21600 pkst f
25025 imt
25200 wib g
25590 plmt
28800 awst hkt wita h
30600 kst
32400 awdt hkst jst wit i
34200 acst cast
36000 aest chst gst jdt kdt k
37800 acdt
39600 aedt gdt l
41400 nzmt
43200 nzst m
46800 nzdt
"""


def zone_of(text: str) -> Zone:
    """Return what a zone in a date means. Raises ValueError for one that PHP does not know."""
    correction = _CORRECTION.fullmatch(text)
    if correction is not None:
        return _offset(**correction.groupdict())
    name = text.strip("()").lower()
    seconds = _abbreviations().get(name)
    if seconds is not None:
        return seconds
    known = _names().get(name)
    if known is None:
        raise ValueError(f"no such time zone: {text}")
    return ZoneInfo(known)


def _offset(sign: str, hours: str | None, minutes: str | None, seconds: str | None, digits: str | None) -> int:
    if digits is not None:
        # 1 and 2 digits are hours; of 3 and 4 the last two are minutes, of 6 the last two seconds.
        cut = 1 if len(digits) in (1, 3) else 2
        hours, minutes, seconds = digits[:cut], digits[cut : cut + 2], digits[cut + 2 :]
    total = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return -total if sign == "-" else total


@cache
def _abbreviations() -> dict[str, int]:
    rows = (line.split() for line in _ABBREVIATIONS.split("\n") if line)
    return {name: int(seconds) for seconds, *names in rows for name in names}


@cache
def _names() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones()}
