"""Ids and secrets of one project. Nothing else in mockwrite draws random numbers."""

from __future__ import annotations

import random
from typing import Any, NamedTuple, TypedDict, TypeVar

T = TypeVar("T")


class IdsState(NamedTuple):
    """Where a source of ids stands: the last time, how often it came, and what was drawn (None without a seed)."""

    last: int
    repeated: int
    drawn: tuple[Any, ...] | None


class Stamp(TypedDict):
    """What every new record begins with."""

    id: str
    created_at: int
    updated_at: int


class Ids:
    """Source of ids and secrets; with a seed it repeats exactly (given the same times).

    Without one it can draw from the randomness of another source: to start one anew is most of what a project costs.
    """

    def __init__(self, seed: int | None = None, *, like: Ids | None = None) -> None:
        self._repeats = seed is not None
        shared = like._random if like is not None and seed is None else None
        self._random: random.Random = shared if shared is not None else random.Random(seed)
        self._last = 0
        self._repeated = 0

    def unique(self, now: int) -> str:
        """Make an id as the server does: 13 hex digits of the time in microseconds, 7 random ones (http.md §6).

        While the clock stands still the microseconds go on, since 7 random digits alone would soon repeat.
        """
        self._repeated = self._repeated + 1 if now == self._last else 0
        self._last = now
        seconds, micros = divmod(now * 1000 + self._repeated, 1_000_000)
        return f"{seconds:08x}{micros:05x}{self._random.getrandbits(28):07x}"

    def stamp(self, now: int, id: str | None = None) -> Stamp:
        """Return what a record that is made now begins with; without an id it gets one."""
        return {"id": self.unique(now) if id is None else id, "created_at": now, "updated_at": now}

    def secret(self, digits: int = 256) -> str:
        """Make a secret of hex digits."""
        return f"{self._random.getrandbits(digits * 4):0{digits}x}"

    def number(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return self._random.randint(low, high)

    def shuffle(self, items: list[T]) -> None:
        """Put a list in random order, in place."""
        self._random.shuffle(items)

    def state(self) -> IdsState:
        """Return what `restore` needs."""
        drawn = self._random.getstate() if self._repeats else None
        return IdsState(self._last, self._repeated, drawn)

    def restore(self, state: IdsState) -> None:
        """Go on drawing from a saved state; without a seed to repeat only the order of ids is kept."""
        self._last, self._repeated = state.last, state.repeated
        if state.drawn is not None:
            self._repeats, self._random = True, random.Random()
            self._random.setstate(state.drawn)
