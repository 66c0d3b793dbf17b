"""W9: a project of which only the newest deliveries are kept, under the traffic of a simulated day."""

from __future__ import annotations

import sys
from functools import partial

from .contestants import MOCKWRITE
from .inside import in_fresh_process
from .report import Report
from .rounds import Contender, in_turn

EARLY, END = "RSS kB after a fifth", "RSS kB at the end"


def run(report: Report, *, turns: int) -> None:
    """Measure W9 and put it into the report."""
    work = partial(in_fresh_process, sys.executable, "keeping", turns)
    results = in_turn([Contender(MOCKWRITE, work)], 1, warm_up=False, label="W9 keeping the newest")
    report.skipped |= results.skipped
    report.raw["W9"] = results.figures
    if results.has(MOCKWRITE, END):
        ends, early = results.values(MOCKWRITE, END), results.values(MOCKWRITE, EARLY)
        stays = [(end - begun) * 1024 / (turns * 4 // 5) for end, begun in zip(ends, early, strict=True)]
        report.compare(f"W9 memory of a day of {turns:,} turns", MOCKWRITE, "bytes a turn that stay", stays)
