"""What has been read of a date so far, part by part."""

from __future__ import annotations

from dataclasses import dataclass, field

from .zones import Zone, zone_of


@dataclass(slots=True)
class Relative:
    """What relative words add up to."""

    year: int = 0
    month: int = 0
    day: int = 0
    second: int = 0
    microsecond: int = 0
    weekday: int | None = None
    weekday_behavior: int = 0
    working_days: int | None = None
    # "first" or "last" in `first day of`.
    edge: str = ""
    # "first" or "last" in `first monday of`: from the first of this month, or of the next one.
    weekday_of: str = ""


@dataclass(slots=True)
class Reading:
    """What has been read of a text so far; None is a part that it has not named."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    microsecond: int | None = None
    zone: Zone | None = None
    zones: int = 0
    has_date: bool = False
    times: int = 0
    relative: Relative = field(default_factory=Relative)

    def set_date(self, year: int | None = None, month: int | None = None, day: int | None = None) -> None:
        """Take a date. Raises ValueError for a second one."""
        if self.has_date:
            raise ValueError("two dates")
        self.has_date = True
        self.year = self.year if year is None else year
        self.month = self.month if month is None else month
        self.day = self.day if day is None else day

    def set_time(self, hour: int, minute: int = 0, second: int = 0, microsecond: int = 0) -> None:
        """Take a time. Raises ValueError for a second one."""
        if self.times:
            raise ValueError("two times")
        self.times = 1
        self.hour, self.minute, self.second, self.microsecond = hour, minute, second, microsecond

    def forget_time(self) -> None:
        """Start at midnight: a day named by a word overrules a time before it."""
        self.times = 0
        self.hour = self.minute = self.second = self.microsecond = 0

    def set_zone(self, text: str) -> None:
        """Take a zone. A second one is ignored, a third is a ValueError."""
        self.zones += 1
        if self.zones > 2:
            raise ValueError("three zones")
        if self.zones == 1:
            self.zone = zone_of(text)
