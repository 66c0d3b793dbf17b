"""Contenders measured in turn, so that a machine whose speed drifts drifts for all of them."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Figures = Mapping[str, float]


class Unavailable(Exception):
    """A contender that cannot be measured here; the text says why."""


@dataclass(frozen=True)
class Contender:
    """One thing to measure: `run` does one round of its work and returns its figures by name."""

    name: str
    run: Callable[[], Figures]


@dataclass(frozen=True)
class Spread:
    """Minimum, median and maximum of a figure over the rounds."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        """Summarise at least one value."""
        ordered = sorted(values)
        return cls(ordered[0], statistics.median(ordered), ordered[-1])


@dataclass
class Results:
    """Figures of each contender, a value a round: `figures[contender][figure]`. `skipped` says who is missing and why."""

    figures: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)

    def has(self, contender: str, figure: str) -> bool:
        """Tell whether this figure was measured."""
        return figure in self.figures.get(contender, {})

    def values(self, contender: str, figure: str) -> list[float]:
        """Return a figure's values, one a round."""
        return self.figures[contender][figure]

    def ratios(self, contender: str, base: str, figure: str, base_figure: str | None = None) -> list[float]:
        """Divide a figure by that of another contender (or by another figure), round by round."""
        below = self.values(base, base_figure or figure)
        return [value / divisor for value, divisor in zip(self.values(contender, figure), below, strict=True)]

    def above(self, contender: str, nothing: str, figure: str) -> list[float]:
        """Subtract from a figure what doing nothing costs, round by round."""
        idle = self.values(nothing, figure)
        return [value - cost for value, cost in zip(self.values(contender, figure), idle, strict=True)]


def in_turn(contenders: Sequence[Contender], rounds: int, *, warm_up: bool = True, label: str = "") -> Results:
    """Run every contender once a round, each round starting with the next one.

    A warm-up round is not counted. A contender that raises Unavailable or OSError is left out of the whole result.
    """
    results = Results()
    running = list(contenders)
    for number in range(0 if warm_up else 1, rounds + 1):
        turn = number % len(running) if running else 0
        for contender in [*running[turn:], *running[:turn]]:
            show_progress(f"{label}: {contender.name}, " + (f"round {number} of {rounds}" if number else "warm-up"))
            try:
                measured = contender.run()
            except (Unavailable, OSError) as problem:
                results.skipped[contender.name] = str(problem)
                results.figures.pop(contender.name, None)
                running.remove(contender)
                continue
            if number:
                kept = results.figures.setdefault(contender.name, {})
                for figure, value in measured.items():
                    kept.setdefault(figure, []).append(value)
    show_progress("")
    return results


_begun = time.monotonic()


def show_progress(text: str) -> None:
    """Say on standard error what is being measured: over the last line on a terminal, a line each elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K" + text[:110])
        sys.stderr.flush()
    elif text:
        sys.stderr.write(f"[{time.monotonic() - _begun:5.0f} s] {text}\n")
