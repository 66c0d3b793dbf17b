"""Judge captures and print figures per kind: `python -m tests.conformance.judge_captures [--mode default] [FILE …]`.

A file holds captured requests or captured answers, packed or not; without one those of the project are judged.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conformance import captured_answers, captured_requests
from tests.conformance.captured import FOLDER, read_answers, read_cases, read_lines


@dataclass(slots=True)
class Figures:
    """How many cases of a kind there are, and how many are equal."""

    cases: int = 0
    requests: int = 0
    in_substance: int = 0
    in_spelling: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What came out for one case."""

    name: str
    substance: list[str]
    spelling: list[str]


def judge_requests(path: Path, **settings: Any) -> tuple[dict[str, Figures], list[Found]]:
    """Judge captured requests."""
    figures: dict[str, Figures] = {}
    found: list[Found] = []
    for case in read_cases(path):
        row = figures.setdefault(case.kind, Figures())
        verdict = captured_requests.judge(case, **settings)
        row.cases += 1
        row.requests += verdict.requests
        row.in_substance += not verdict.substance
        row.in_spelling += not verdict.substance and not verdict.spelling
        if verdict.substance or verdict.spelling:
            found.append(Found(case.id, verdict.substance, verdict.spelling))
    return figures, found


def judge_answers(path: Path, **settings: Any) -> tuple[dict[str, Figures], list[Found]]:
    """Judge captured answers: their outcome has no spelling."""
    figures: dict[str, Figures] = {}
    found: list[Found] = []
    for line in read_answers(path):
        row = figures.setdefault(line["kind"], Figures())
        differences = captured_answers.judge(line, **settings)
        row.cases += 1
        row.in_substance += not differences
        row.in_spelling += not differences
        if differences:
            found.append(Found(f"{line['kind']} {line['answer']}", differences, []))
    return figures, found


def table(figures: dict[str, Figures]) -> str:
    """Write figures as a table."""
    lines = [f"{'kind':<12}{'cases':>7}{'requests':>10}{'substance':>11}{'spelling':>10}"]
    rows = [*sorted(figures.items()), ("together", _sum(figures.values()))]
    for kind, row in rows:
        lines.append(
            f"{kind:<12}{row.cases:>7}{row.requests or '':>10}"
            f"{100 * row.in_substance / (row.cases or 1):>10.1f}%{100 * row.in_spelling / (row.cases or 1):>9.1f}%"
        )
    return "\n".join(lines)


def _sum(rows: Iterable[Figures]) -> Figures:
    total = Figures()
    for row in rows:
        total.cases += row.cases
        total.requests += row.requests
        total.in_substance += row.in_substance
        total.in_spelling += row.in_spelling
    return total


def judge_file(path: Path, **settings: Any) -> tuple[dict[str, Figures], list[Found]]:
    """Judge a capture, whichever it is."""
    lines = read_lines(path)
    judge: Callable[..., tuple[dict[str, Figures], list[Found]]]
    judge = judge_answers if lines and "answer" in lines[0] else judge_requests
    return judge(path, **settings)


def main(arguments: list[str]) -> int:
    """Judge the files that are named."""
    exact = True
    if arguments[:1] == ["--mode"]:
        exact, arguments = arguments[1] == "exact", arguments[2:]
    failed = False
    for path in [Path(name) for name in arguments] or sorted(FOLDER.glob("*.xz")):
        figures, found = judge_file(path, exact=exact)
        print(f"{path.name}\n{table(figures)}\n")
        for item in found:
            failed = True
            print(item.name, *(f"\n    {text}" for text in (*item.substance, *item.spelling)), sep="")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
