"""Ids and secrets of one project. Nothing else in mockwrite draws random numbers."""

from __future__ import annotations

import random
from typing import TypeVar

T = TypeVar("T")


class Ids:
    """Source of ids and secrets; with a seed it repeats exactly (given the same times)."""

    def __init__(self, seed: int | None = None) -> None:
        self._random: random.Random = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311

    def unique(self, now: int) -> str:
        """Make an id as the server does: 13 hex digits of the time in microseconds, 7 random ones (http.md §6)."""
        return f"{now // 1000:08x}{now % 1000 * 1000:05x}{self._random.getrandbits(28):07x}"

    def secret(self, digits: int = 256) -> str:
        """Make a secret of hex digits."""
        return f"{self._random.getrandbits(digits * 4):0{digits}x}"

    def number(self, low: int, high: int) -> int:
        """Draw a whole number, both ends included."""
        return self._random.randint(low, high)

    def shuffle(self, items: list[T]) -> None:
        """Put a list in random order, in place."""
        self._random.shuffle(items)

    def state(self) -> object:
        """Return what `restore` needs; None when there is no seed to repeat."""
        return None if isinstance(self._random, random.SystemRandom) else self._random.getstate()

    def restore(self, state: object) -> None:
        """Go on drawing from a saved state; None keeps the present source."""
        if isinstance(state, tuple):
            self._random.setstate(state)
