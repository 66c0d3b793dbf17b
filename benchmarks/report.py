"""What a run found: the rows that are judged, what the others reached, as text, Markdown and JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .load import generator
from .peers import peer_versions
from .rounds import Spread
from .targets import BY_KEY, TARGETS, Target

PACKAGES = ("starlette", "uvicorn", "httptools", "requests", "appwrite", "pytest")
COLUMNS = ("work", "unit", "must", "stretch", "measured (min–max)", "verdict")


@dataclass(frozen=True)
class Comparison:
    """What one contender reached in one kind of work, as a ratio to `base` or an absolute figure in `unit`."""

    work: str
    contender: str
    unit: str
    spread: Spread


@dataclass
class Report:
    """Everything that a run found."""

    quick: bool
    judged: dict[str, Spread] = field(default_factory=dict)
    compared: list[Comparison] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)

    def judge(self, key: str, values: Iterable[float]) -> None:
        """Keep the values, one a round, of a row that has a target. Raises KeyError when there is no such row."""
        self.judged[BY_KEY[key].key] = Spread.of(values)

    def compare(self, work: str, contender: str, unit: str, values: Iterable[float]) -> None:
        """Keep what a contender reached, for the table beside the targets."""
        self.compared.append(Comparison(work, contender, unit, Spread.of(values)))

    def rows(self) -> list[tuple[Target, Spread]]:
        """Return the judged rows in the order of the targets."""
        return [(target, self.judged[target.key]) for target in TARGETS if target.key in self.judged]

    @property
    def missed(self) -> list[str]:
        """The keys of the rows that missed what they must reach."""
        return [target.key for target, spread in self.rows() if target.verdict(spread) == "MISSED"]

    @property
    def unmeasured(self) -> list[str]:
        """The keys of the targets that this run has no figures for."""
        return [target.key for target in TARGETS if target.key not in self.judged]

    def as_json(self) -> dict[str, Any]:
        """Return the run as a JSON document; `raw` has every value of every round."""
        return {
            "machine": machine(),
            "quick": self.quick,
            "targets": [
                {
                    "key": target.key,
                    "work": target.work,
                    "unit": target.unit,
                    "relation": "at least" if target.at_least else "at most",
                    "must": target.must,
                    "stretch": target.stretch,
                    "min": spread.low,
                    "median": spread.median,
                    "max": spread.high,
                    "verdict": target.verdict(spread),
                }
                for target, spread in self.rows()
            ],
            "contenders": [
                {
                    "work": row.work,
                    "contender": row.contender,
                    "unit": row.unit,
                    "min": row.spread.low,
                    "median": row.spread.median,
                    "max": row.spread.high,
                }
                for row in self.compared
            ],
            "skipped": self.skipped,
            "raw": self.raw,
        }

    def write(self, path: Path) -> None:
        """Write the JSON document."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(self.as_json(), indent=1) + "\n")

    def as_text(self) -> str:
        """Write both tables, and who was left out and why, for a terminal."""
        lines = ["", *aligned([COLUMNS, *(_cells(target, spread) for target, spread in self.rows())])]
        if self.compared:
            lines += ["", *aligned([("work", "contender", "measured (min–max)", "unit"), *self._others()])]
        lines += ["", *(f"left out: {name} ({reason})" for name, reason in self.skipped.items())]
        lines.append(f"load by {generator()}; measured are medians of the values (or ratios) of single rounds")
        lines.append(
            f"missed: {', '.join(self.missed) or 'none'}; not measured: {', '.join(self.unmeasured) or 'none'}"
        )
        return "\n".join(lines)

    def as_markdown(self) -> str:
        """Write both tables for the docs."""
        return "\n".join(
            [
                *as_markdown_table([COLUMNS, *(_cells(target, spread) for target, spread in self.rows())]),
                "",
                *as_markdown_table([("work", "contender", "measured (min–max)", "unit"), *self._others()]),
            ]
        )

    def _others(self) -> list[tuple[str, ...]]:
        return [(row.work, row.contender, written(row.spread), row.unit) for row in self.compared]


def machine() -> dict[str, Any]:
    """Describe what the figures depend on: interpreter, cores, versions, load generator."""
    return {
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "versions": {name: version(name) for name in PACKAGES} | peer_versions(),
        "load": generator(),
    }


def number(value: float) -> str:
    """Write a figure with the digits that mean something."""
    size = abs(value)
    return f"{value:,.0f}" if size >= 1000 else f"{value:.0f}" if size >= 100 else f"{value:.3g}"


def written(spread: Spread) -> str:
    """Write a spread as `median (min–max)`."""
    return f"{number(spread.median)} ({number(spread.low)}–{number(spread.high)})"


def _cells(target: Target, spread: Spread) -> tuple[str, ...]:
    bounds = (target.bound(target.must), target.bound(target.stretch))
    return (target.work, target.unit, *bounds, written(spread), target.verdict(spread))


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as lines with columns of equal width, the first row underlined."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]


def as_markdown_table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows as the lines of a table in Markdown, the first row as its head."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]
