"""The time of one project. Nothing else in mockwrite reads the system clock.

Inside, a time is an integer: milliseconds since 1970 UTC, the precision of the wire. At the Python surface it is an
aware datetime.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ..moments import LAST, read_time, system_now, to_datetime
from ..names import by_name, check_number, do_nothing

if TYPE_CHECKING:
    from ..outbox.delivery import Delivery

_RANGE = "the clock goes from the year 1970 to the end of the year 9999"


def check_moment(ms: int) -> None:
    """Raise ValueError for a time that no clock can show."""
    if not 0 <= ms <= LAST:
        raise ValueError(_RANGE)


def _deliver_nothing(until: int) -> list[Delivery]:
    return []


class ClockState(NamedTuple):
    """A time to come back to: where the clock stood, whether it stood still, and what it follows."""

    at: int
    frozen: bool
    source: Callable[[], int] = system_now


class Clock:
    """Real time by default; can be frozen, moved and resumed.

    `deliver_until` is the callback that carries out what falls due up to a time, in order, and returns it. The clock
    calls it before a move returns, under `lock` (the project's lock).
    """

    _internal = frozenset({"state", "restore", "pin", "ms", "deliver_until"})

    def __init__(self, lock: AbstractContextManager[Any] | None = None, tell: Callable[..., None] = do_nothing) -> None:
        self._offset = 0
        self._frozen: int | None = None
        self._pinned: int | None = None
        self._source: Callable[[], int] = system_now
        self._lock: AbstractContextManager[Any] = lock if lock is not None else nullcontext()
        self.deliver_until: Callable[[int], list[Delivery]] = _deliver_nothing
        # Tells the project's listeners.
        self._tell = tell

    @property
    def ms(self) -> int:
        """The project's time now, in milliseconds since 1970."""
        if self._pinned is not None:
            return self._pinned
        if self._frozen is not None:
            return self._frozen
        now = self._source() + self._offset
        # At the end of the year 9999 it stands still: no later time can be written.
        return min(now, LAST)

    def now(self) -> datetime:
        """The project's time now, as an aware datetime in UTC."""
        return to_datetime(self.ms)

    @property
    def frozen(self) -> bool:
        """True while the clock stands still."""
        return self._frozen is not None

    def pin(self, ms: int | None) -> int | None:
        """Hold the clock at a moment until `pin` is called with what this call returns; the caller has the project's lock.

        So a call, and what falls due at one time, happen at one moment. None lets go.
        """
        before, self._pinned = self._pinned, ms
        return before

    def freeze(self, at: datetime | str | None = None) -> list[Delivery]:
        """Stop the clock, now or at a time; return what that move delivered."""
        with self._lock:
            return self._move(self.ms if at is None else read_time(at), freeze=True)

    def resume(self) -> None:
        """Let a frozen clock tick on from where it stands."""
        with self._lock:
            if self._frozen is not None:
                self._offset = self._frozen - self._source()
                self._frozen = None
        self._tell("clock")

    @by_name({int: "seconds", float: "seconds"})
    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0, milliseconds: float = 0
    ) -> list[Delivery]:
        """Move forward; return what was delivered, in time order. Raises ValueError on a negative move or one too far."""
        check_number(days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
        try:
            delta = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
        except OverflowError:
            raise ValueError(_RANGE) from None
        if delta < timedelta(0):
            raise ValueError(f"advance() moves forward, got {delta}; use travel_to() to go back")
        with self._lock:
            return self._move(self.ms + delta // timedelta(milliseconds=1), freeze=self.frozen)

    def travel_to(self, moment: datetime | str) -> list[Delivery]:
        """Move to a time (a datetime or ISO text), also back; return what was delivered on the way."""
        with self._lock:
            return self._move(read_time(moment), freeze=self.frozen)

    def run_due(self) -> list[Delivery]:
        """Deliver what is due by now; return it."""
        with self._lock:
            return self.deliver_until(self.ms)

    def follow(self, source: Callable[[], float] | None = None) -> None:
        """Take the time from `source` (seconds since 1970), by default `time.time` as the process sees it.

        With time-machine or freezegun active in the test, the project's time is then the test's.
        """
        with self._lock:
            read = source if source is not None else (lambda: time.time())
            self._source = lambda: int(read() * 1000)
            self._offset, self._frozen = 0, None
        self._tell("clock")

    def state(self) -> ClockState:
        """Return what `restore` needs to bring this time back."""
        return ClockState(self.ms, self._frozen is not None, self._source)

    def restore(self, state: ClockState) -> None:
        """Bring back a saved time, without delivering anything."""
        self._source = state.source
        self._frozen = state.at if state.frozen else None
        self._offset = state.at - self._source()
        self._tell("clock")

    def _move(self, to: int, *, freeze: bool) -> list[Delivery]:
        check_moment(to)
        delivered = self.deliver_until(to)
        self._frozen = to if freeze else None
        self._offset = to - self._source()
        self._tell("clock")
        return delivered
