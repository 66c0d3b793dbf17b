"""The known exceptions (`caveats.toml`): lines that may differ, each with its reason."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.conformance.archive import Recording
from tests.conformance.lines import Line

# The most lines of one release that may be excepted.
MOST = 40


@dataclass(frozen=True, slots=True)
class Caveat:
    """One line that may differ. `reason` is the short name, `why` its text."""

    version: str
    file: str
    number: int
    reason: str
    why: str


@cache
def _read() -> dict[str, Any]:
    with Path(__file__).with_name("caveats.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def uncompared(source: str) -> frozenset[str]:
    """Return the fields that are not compared in a file, by its name (`1.9.6-18-credentials.jsonl`)."""
    number = source.split("-")[1][:2] if "-" in source else ""
    rows = [row for row in _read().get("uncompared", []) if number in row["files"]]
    return frozenset(field for row in rows for field in row["fields"])


@cache
def caveats() -> dict[tuple[str, str, int], Caveat]:
    """Return the known exceptions by release, file and number of the line.

    Raises KeyError when an exception names a reason that is not explained.
    """
    data = _read()
    reasons: dict[str, str] = data["reasons"]
    found = {}
    for row in data.get("exception", []):
        for number in row["lines"]:
            caveat = Caveat(row["version"], row["file"], number, row["reason"], reasons[row["reason"]])
            found[caveat.version, caveat.file, caveat.number] = caveat
    return found


def find_caveat(recording: Recording, line: Line) -> Caveat | None:
    """Return the reason why a line may differ, or None."""
    return caveats().get((recording.version, recording.name, line.number))
