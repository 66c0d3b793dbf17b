"""W1: from the start of a process to its first answer, the memory by then, and a server thread inside a process."""

from __future__ import annotations

import sys
from functools import partial

from .contestants import FLOOR, MOCKWRITE, STARTED, available
from .inside import in_fresh_process
from .peers import python_with
from .report import Report
from .rounds import Contender, Figures, Unavailable, in_turn
from .servers import Program, Running

TIMES, CPU, RSS, THREAD = "first answer ms", "CPU ms", "peak RSS kB", "start and stop ms"
# The time on the clock is what people wait for; the CPU time says the same and does not count other programs' time.
COMPARED = (
    (TIMES, "W1 start to first answer"),
    (CPU, "W1 start to first answer, CPU"),
    (RSS, "W1 peak memory"),
)


def run(report: Report, *, rounds: int, peers: bool) -> None:
    """Measure W1 and put it into the report."""
    _processes(report, rounds=rounds, peers=peers)
    _threads(report, rounds=max(3, rounds // 3), peers=peers)


def _processes(report: Report, *, rounds: int, peers: bool) -> None:
    programs, skipped = available(STARTED, peers=peers)
    results = in_turn(
        [Contender(program.name, partial(_start, program)) for program in programs], rounds, label="W1 start"
    )
    report.skipped |= skipped | results.skipped
    report.raw["W1 start"] = results.figures
    for figure, work in COMPARED:
        for name in results.figures:
            if name != FLOOR:
                report.compare(work, name, "× floor", results.ratios(name, FLOOR, figure))
    for figure, key in ((TIMES, "start-wall"), (CPU, "start"), (RSS, "rss")):
        if results.has(MOCKWRITE, figure):
            report.judge(key, results.ratios(MOCKWRITE, FLOOR, figure))


def _start(program: Program) -> Figures:
    with Running(program) as server:
        return {TIMES: server.first_answer, CPU: server.cpu_of_threads(), RSS: server.peak_rss()}


def _threads(report: Report, *, rounds: int, peers: bool) -> None:
    contenders = [
        Contender(MOCKWRITE, partial(in_fresh_process, sys.executable, "mockwrite-thread")),
        Contender("uvicorn as it comes", partial(in_fresh_process, sys.executable, "uvicorn-thread")),
    ]
    if peers:
        try:
            python = python_with("moto.server")
            contenders.append(Contender("moto", partial(in_fresh_process, python, "moto-thread")))
        except Unavailable as problem:
            report.skipped["moto thread"] = str(problem)
    results = in_turn(contenders, rounds, warm_up=False, label="W1 thread")
    report.skipped |= results.skipped
    report.raw["W1 thread"] = results.figures
    for name in results.figures:
        report.compare("W1 server thread, start and stop", name, "ms", results.values(name, THREAD))
    if results.has(MOCKWRITE, THREAD):
        report.judge("thread", results.values(MOCKWRITE, THREAD))
