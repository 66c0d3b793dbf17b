"""W7: saving a project and bringing it back."""

from __future__ import annotations

import sys
from functools import partial

from .inside import in_fresh_process
from .report import Report
from .rounds import Contender, in_turn

SIZES = (100, 10_000)


def run(report: Report, *, rounds: int) -> None:
    """Measure W7 and put it into the report."""
    contenders = [
        Contender(f"{size:,} documents", partial(in_fresh_process, sys.executable, "snapshots", size)) for size in SIZES
    ]
    results = in_turn(contenders, rounds, warm_up=False, label="W7 snapshot")
    report.skipped |= {f"{name} snapshot": reason for name, reason in results.skipped.items()}
    report.raw["W7 snapshot"] = results.figures
    for name in results.figures:
        report.compare("W7 snapshot", name, "ms", results.values(name, "snapshot ms"))
        report.compare("W7 restore", name, "ms", results.values(name, "restore ms"))
