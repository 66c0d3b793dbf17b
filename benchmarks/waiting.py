"""W6: how soon a test in another language hears of a delivery."""

from __future__ import annotations

import sys
from functools import partial

from .inside import in_fresh_process
from .report import Report
from .rounds import Contender, in_turn

KEPT = 10_000


def run(report: Report, *, rounds: int) -> None:
    """Measure W6 and put it into the report."""
    sizes = {"empty outbox": 0, f"{KEPT:,} kept": KEPT}
    contenders = [
        Contender(name, partial(in_fresh_process, sys.executable, "long-poll", 50, kept))
        for name, kept in sizes.items()
    ]
    results = in_turn(contenders, rounds, warm_up=False, label="W6 long poll")
    report.skipped |= {f"{name} long poll": reason for name, reason in results.skipped.items()}
    report.raw["W6 long poll"] = results.figures
    for name in results.figures:
        report.compare("W6 long poll answered", name, "ms", results.values(name, "median ms"))
    if "empty outbox" in results.figures:
        report.judge("wait", results.values("empty outbox", "median ms"))
