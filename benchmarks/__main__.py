"""The command: `python -m benchmarks [--quick] [--only W1 W3] [--no-peers] [--json FILE] [--chart FILE] [--markdown FILE]`,
or `python -m benchmarks --against FOLDER [--rounds N] [--only NAME …] [--markdown FILE]` beside another version."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import crowd, growth, imports, keeping, per_test, snapshots, start, suite, throughput, waiting
from .against import MEASUREMENTS, compare
from .chart import write_chart
from .crowd import Crowd
from .report import Report, as_markdown_table

WORKS = tuple(f"W{number}" for number in range(1, 11))
RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Effort:
    """How much is measured: rounds of each work, seconds of each run of load, tests in a pytest process."""

    starts: int
    imports: int
    test_rounds: int
    tests: int
    endurance: int
    load_rounds: int
    load_seconds: float
    growth_rounds: int
    kept_turns: int
    crowd: Crowd


FULL = Effort(
    starts=11, imports=9, test_rounds=7, tests=300, endurance=10_000, load_rounds=5, load_seconds=2, growth_rounds=3, kept_turns=20_000,
    crowd=Crowd(clients=32, creates=10_000, projects=50, polls=64, streams=32),
)  # fmt: skip
QUICK = Effort(
    starts=3, imports=2, test_rounds=2, tests=80, endurance=0, load_rounds=1, load_seconds=1, growth_rounds=1, kept_turns=3_000,
    crowd=Crowd(clients=8, creates=250, projects=10, polls=16, streams=8),
)  # fmt: skip


def main() -> int:
    """Run what was asked for; the exit code is 1 when a row missed what it must reach, or a full run left one out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer rounds, smaller sizes, no peers: under two minutes")
    parser.add_argument("--only", nargs="+", metavar="W", help=f"W1 … W10; with --against {', '.join(MEASUREMENTS)}")
    parser.add_argument("--no-peers", action="store_true", help="only mockwrite and the floor")
    parser.add_argument("--json", type=Path, default=RESULTS / "benchmarks.json", help="where the JSON goes")
    parser.add_argument("--markdown", type=Path, help="where the tables go as Markdown")
    parser.add_argument("--chart", type=Path, default=RESULTS / "benchmarks.svg", help="where the chart goes")
    parser.add_argument("--against", type=Path, metavar="FOLDER", help="measure beside the version in this worktree")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="with --against: rounds of each row (5)")
    options = parser.parse_args()
    known = WORKS if options.against is None else tuple(MEASUREMENTS)
    if unknown := set(options.only or ()) - set(known):
        parser.error(f"--only takes {', '.join(known)}, got {', '.join(sorted(unknown))}")
    if options.against is not None:
        return _beside(options)
    report = measure(options.only, quick=options.quick, peers=not (options.no_peers or options.quick))
    report.write(options.json)
    write_chart(report, options.chart)
    if options.markdown is not None:
        options.markdown.write_text(report.as_markdown() + "\n")
    print(report.as_text())
    full = options.only is None and not report.quick
    return 1 if report.missed or (full and report.unmeasured) else 0


def _beside(options: argparse.Namespace) -> int:
    """Measure both versions and write the table."""
    try:
        table = compare(options.against, rounds=options.rounds, only=options.only or ())
    except FileNotFoundError as problem:
        print(problem, file=sys.stderr)
        return 2
    text = "\n".join(as_markdown_table(table))
    if options.markdown is not None:
        options.markdown.write_text(text + "\n")
    print(text)
    return 0


def measure(only: list[str] | None, *, quick: bool, peers: bool) -> Report:
    """Measure the chosen kinds of work, all by default."""
    effort = QUICK if quick else FULL
    report = Report(quick)
    works: dict[str, Callable[[], None]] = {
        "W1": lambda: start.run(report, rounds=effort.starts, peers=peers),
        "W2": lambda: per_test.run(
            report, rounds=effort.test_rounds, tests=effort.tests, endurance=effort.endurance, peers=peers
        ),
        "W3": lambda: throughput.run(report, rounds=effort.load_rounds, seconds=effort.load_seconds, peers=peers),
        "W4": lambda: growth.run(report, rounds=effort.growth_rounds, quick=quick),
        "W5": lambda: imports.run(report, rounds=effort.imports, peers=peers),
        "W6": lambda: waiting.run(report, rounds=effort.growth_rounds),
        "W7": lambda: snapshots.run(report, rounds=effort.growth_rounds),
        "W8": lambda: suite.run(report, rounds=effort.growth_rounds),
        "W9": lambda: keeping.run(report, turns=effort.kept_turns),
        "W10": lambda: crowd.run(report, crowd=effort.crowd),
    }
    for name, work in works.items():
        if only is None or name in only:
            work()
    return report


if __name__ == "__main__":
    sys.exit(main())
