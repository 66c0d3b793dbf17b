"""When the daily maintenance of a project runs (contract: corrections.md, J). What it does is an operation."""

from __future__ import annotations

from ..moments import NEVER

DAY = 24 * 3600 * 1000


class Maintenance:
    """The next time of the maintenance in milliseconds: once a day at an hour of the project's clock, or never."""

    __slots__ = ("_hour", "due")

    def __init__(self, hour: int | None) -> None:
        self._hour = hour
        # 0: not known before somebody asks, since the clock of a new project may still be set.
        self.due = NEVER if hour is None else 0

    def look(self, now: int, until: int) -> int:
        """Return when it is due next; `now` is where the clock stands, `until` how far it goes, which may be back."""
        if self._hour is not None and (self.due == 0 or self.due - DAY > until):
            start = min(now, until)
            self.due = self._at_or_before(start) + DAY
        return self.due

    def carry_on(self, horizon: int) -> None:
        """Note that it has run. Of the days up to `horizon`, in which nothing else happens, only the last one is left."""
        if self._hour is not None:
            self.due = max(self.due + DAY, self._at_or_before(horizon))

    def _at_or_before(self, moment: int) -> int:
        hour = self._hour or 0
        return moment - (moment - hour) % DAY
