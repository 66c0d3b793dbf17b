"""The time of one project. Nothing else in mockwrite reads the system clock.

Inside, a time is an integer: milliseconds since 1970 UTC, the precision of the wire. At the Python surface it is an
aware datetime.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from .keywords import by_name

if TYPE_CHECKING:
    from .deliveries import Delivery

NEVER = 1 << 62
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# 9999-12-31T23:59:59.999, the last moment that can be written.
_LAST = 253_402_300_799_999


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


def to_datetime(ms: int) -> datetime:
    """Turn milliseconds into an aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


_seconds_text: dict[int, str] = {}


def format_time(ms: int) -> str:
    """Write a time as the wire does: `2030-01-01T00:00:00.000+00:00` (http.md §6)."""
    second, rest = divmod(ms, 1000)
    text = _seconds_text.get(second)
    if text is None:
        if len(_seconds_text) > 512:
            _seconds_text.clear()
        text = _seconds_text[second] = to_datetime(second * 1000).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:03d}+00:00"


def do_nothing() -> None:
    """Stand in for a callback that nobody has set."""


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

    def __init__(self, lock: AbstractContextManager[Any] | None = None) -> None:
        self._offset = 0
        self._frozen: int | None = None
        self._pinned: int | None = None
        self._source: Callable[[], int] = system_now
        self._lock: AbstractContextManager[Any] = lock if lock is not None else nullcontext()
        self.deliver_until: Callable[[int], list[Delivery]] = _deliver_nothing
        self.moved: Callable[[], None] = do_nothing

    @property
    def ms(self) -> int:
        """The project's time now, in milliseconds since 1970."""
        if self._pinned is not None:
            return self._pinned
        if self._frozen is not None:
            return self._frozen
        return self._source() + self._offset

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
        self.moved()

    @by_name({int: "seconds", float: "seconds"})
    def advance(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0, milliseconds: float = 0
    ) -> list[Delivery]:
        """Move forward; return what was delivered, in time order. Raises ValueError on a negative move or one too far."""
        delta = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
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
        self.moved()

    def state(self) -> ClockState:
        """Return what `restore` needs to bring this time back."""
        return ClockState(self.ms, self._frozen is not None, self._source)

    def restore(self, state: ClockState) -> None:
        """Bring back a saved time, without delivering anything."""
        self._source = state.source
        self._frozen = state.at if state.frozen else None
        self._offset = state.at - self._source()
        self.moved()

    def _move(self, to: int, *, freeze: bool) -> list[Delivery]:
        if not 0 <= to <= _LAST:
            raise ValueError("the clock goes from the year 1970 to the end of the year 9999")
        delivered = self.deliver_until(to)
        self._frozen = to if freeze else None
        self._offset = to - self._source()
        self.moved()
        return delivered
