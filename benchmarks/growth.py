"""W4: what a project costs once it holds much, and a letter to many."""

from __future__ import annotations

import sys
from functools import partial

from .inside import in_fresh_process
from .inside.filters import FILTERS
from .report import Report
from .rounds import Contender, in_turn

SMALL, MIDDLE, LARGE = 1_000, 10_000, 100_000
JUDGED_DOCUMENTS = ("an indexed attribute", "a common attribute")
JUDGED_LISTS = tuple(name for name, item in FILTERS.items() if item.judged)


def run(report: Report, *, rounds: int, quick: bool) -> None:
    """Measure W4 and put it into the report; a quick run stops at 10,000."""
    sizes = (SMALL, MIDDLE) if quick else (SMALL, MIDDLE, LARGE)
    _messages(report, sizes, rounds=rounds)
    _documents(report, sizes, rounds=rounds)
    _subscribers(report, sizes, rounds=rounds)


def _messages(report: Report, sizes: tuple[int, ...], *, rounds: int) -> None:
    contenders = [Contender(str(size), partial(in_fresh_process, sys.executable, "growth", size)) for size in sizes]
    results = in_turn(contenders, rounds, warm_up=False, label="W4 messages")
    report.skipped |= {f"{name} messages": reason for name, reason in results.skipped.items()}
    report.raw["W4 messages"] = results.figures
    small = str(SMALL)
    if small not in results.figures:
        return
    for size in results.figures:
        if size == small:
            continue
        for figure in results.figures[size]:
            if figure.endswith("µs"):
                report.compare(
                    f"W4 {figure.removesuffix(' µs')}", f"{int(size):,} messages", "× own at 1,000",
                    results.ratios(size, small, figure),
                )  # fmt: skip
        lists = [results.ratios(size, small, f"list by {name} µs") for name in JUDGED_LISTS]
        report.judge("growth-list-100" if int(size) == LARGE else "growth-list-10", map(max, *lists))
    largest = str(sizes[-1])
    report.judge("memory", [size / 1000 for size in results.values(largest, "bytes a message")])
    if sizes[-1] == LARGE:
        report.judge("growth-create", results.ratios(largest, small, "create µs"))
        report.judge("growth-get", results.ratios(largest, small, "get µs"))


def _documents(report: Report, sizes: tuple[int, ...], *, rounds: int) -> None:
    contenders = [Contender(str(size), partial(in_fresh_process, sys.executable, "documents", size)) for size in sizes]
    results = in_turn(contenders, rounds, warm_up=False, label="W4 documents")
    report.skipped |= {f"{name} documents": reason for name, reason in results.skipped.items()}
    report.raw["W4 documents"] = results.figures
    small, largest = str(SMALL), str(sizes[-1])
    if small not in results.figures or largest not in results.figures:
        return
    for size in results.figures:
        for figure in results.figures[size]:
            if size != small and figure.endswith("µs"):
                report.compare(
                    f"W4 {figure.removesuffix(' µs')}", f"{int(size):,} documents", "× own at 1,000",
                    results.ratios(size, small, figure),
                )  # fmt: skip
    report.compare(
        "W4 memory", f"{int(largest):,} documents", "bytes a document", results.values(largest, "bytes a document")
    )
    if sizes[-1] == LARGE:
        report.judge("documents-create", results.ratios(largest, small, "create µs"))
        report.judge("documents-get", results.ratios(largest, small, "get µs"))
        lists = [results.ratios(largest, small, f"list by {name} µs") for name in JUDGED_DOCUMENTS]
        report.judge("documents-list", map(max, *lists))


def _subscribers(report: Report, sizes: tuple[int, ...], *, rounds: int) -> None:
    contenders = [Contender(str(size), partial(in_fresh_process, sys.executable, "fan-out", size)) for size in sizes]
    results = in_turn(contenders, max(1, rounds // 2), warm_up=False, label="W4 fan-out")
    report.skipped |= {f"{name} subscribers": reason for name, reason in results.skipped.items()}
    report.raw["W4 fan-out"] = results.figures
    for size in results.figures:
        for figure in ("recipients a second", "bytes a record"):
            report.compare("W4 letter to a topic", f"{int(size):,} subscribers", figure, results.values(size, figure))
    if str(LARGE) in results.figures and str(SMALL) in results.figures:
        report.judge("memory-recipient", results.values(str(LARGE), "bytes a record"))
        report.judge("fan-out", results.ratios(str(LARGE), str(SMALL), "µs a recipient"))
