"""W1: from the start of a process to its first answer, the memory by then, a server thread inside a process, and the start of
a test session."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from .contestants import FLOOR, MOCKWRITE, STARTED, available, mockwrite
from .environment import ROOT
from .inside import in_fresh_process
from .peers import python_with
from .per_test import BY_SOCKET, Case, run_case
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


CONFIGURED = "start with a project file and 1,000 documents"
DOCUMENTS = 1000
SESSION, EMPTY_SESSION = "a session with mockwrite's server", "a session with an empty server"
WALL, SESSION_CPU = "wall ms", "CPU ms"


def run(report: Report, *, rounds: int, peers: bool) -> None:
    """Measure W1 and put it into the report."""
    _processes(report, rounds=rounds, peers=peers)
    _sessions(report, rounds=rounds)
    _threads(report, rounds=max(3, rounds // 3), peers=peers)


def _processes(report: Report, *, rounds: int, peers: bool) -> None:
    programs, skipped = available(STARTED, peers=peers)
    programs.append(configured())
    results = in_turn(
        [Contender(program.name, partial(first_answer, program)) for program in programs], rounds, label="W1 start"
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


def configured() -> Program:
    """Return mockwrite with the project file of the example application, and documents in it."""
    plain, clinic = mockwrite(), ROOT / "examples" / "clinic"
    seed = Path(tempfile.mkdtemp(prefix="benchmark-seed-")) / "seed.json"
    documents = [{"id": f"visit-{number}", "data": {"city": f"Town {number % 50}"}} for number in range(DOCUMENTS)]
    visits = {"id": "visits", "attributes": {"city": "string"}, "documents": documents}
    seed.write_text(json.dumps({"databases": [{"id": "more", "collections": [visits]}]}))
    files = ["--config", str(clinic / "appwrite.config.json"), "--seed", str(seed)]
    return replace(plain, name=CONFIGURED, command=lambda port: [*plain.command(port), *files])


def first_answer(program: Program) -> Figures:
    """Start a program, wait for its first answer, and return what it took."""
    with Running(program) as server:
        return {TIMES: server.first_answer, CPU: server.cpu_of_threads(), RSS: server.peak_rss()}


def _sessions(report: Report, *, rounds: int) -> None:
    contenders = [
        Contender(SESSION, partial(_session, Case(SESSION, "mockwrite_call.py", options=BY_SOCKET))),
        Contender(EMPTY_SESSION, partial(_session, Case(EMPTY_SESSION, "uvicorn_thread.py"))),
    ]
    results = in_turn(contenders, rounds, label="W1 test session")
    report.skipped |= results.skipped
    report.raw["W1 test session"] = results.figures
    if results.has(SESSION, WALL) and results.has(EMPTY_SESSION, WALL):
        report.judge("session", results.ratios(SESSION, EMPTY_SESSION, WALL))
        report.compare(
            "W1 a test session of one test, CPU", MOCKWRITE, "× an empty server",
            results.ratios(SESSION, EMPTY_SESSION, SESSION_CPU),
        )  # fmt: skip


def _session(case: Case) -> Figures:
    begun, used = time.perf_counter(), os.times()
    run_case(case, sys.executable, 1)
    now = os.times()
    spent = now.children_user + now.children_system - used.children_user - used.children_system
    return {WALL: (time.perf_counter() - begun) * 1000, SESSION_CPU: spent * 1000}


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
