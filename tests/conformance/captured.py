"""What a real worker sent to each provider, and what it made of the answers: the captures, packed beside this file.

`python -m tests.conformance.judge_captures [FILE …]` judges them, or captures that are not in the project, and prints figures.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "captures"


@dataclass(frozen=True, slots=True)
class Case:
    """One message that was sent: its lines, a line a batch (one line also where the worker never came to send)."""

    kind: str
    name: str
    batches: tuple[dict[str, Any], ...]

    @property
    def id(self) -> str:
        """What the case is called in reports."""
        return f"{self.kind}-{self.name}".replace(" ", "-")

    @property
    def first(self) -> dict[str, Any]:
        """The line that describes the project: all batches have the same."""
        return self.batches[0]

    @property
    def outcome(self) -> dict[str, Any]:
        """What was stored in the end."""
        found: dict[str, Any] = self.batches[-1]["outcome"]
        return found


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a capture, packed or not."""
    content = path.read_bytes()
    text = lzma.decompress(content) if path.suffix == ".xz" else content
    return [json.loads(line) for line in text.decode().splitlines() if line]


def read_cases(path: Path = FOLDER / "1.9.6-requests.jsonl.xz") -> list[Case]:
    """Read the captured requests, grouped by message."""
    return [
        Case(kind, name, tuple(lines))
        for (kind, name), lines in groupby(read_lines(path), key=lambda line: (line["kind"], line["case"]))
    ]


def read_answers(path: Path = FOLDER / "1.9.6-answers.jsonl.xz") -> list[dict[str, Any]]:
    """Read the captured answers and what became of them."""
    return read_lines(path)
