"""W5: what imports cost, as whole processes above an interpreter that imports nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from statistics import median

from .environment import child_environment
from .peers import python_with
from .report import Report
from .rounds import Contender, Figures, Unavailable, in_turn

CPU, MODULES, HEAVY_LOADED = "CPU ms", "modules", "heavy modules"
HEAVY = ("starlette", "uvicorn", "requests", "httpx", "pydantic", "faker", "hypothesis")
NOTHING, PYTEST = "nothing", "pytest"
SERVER, OURS, PLUGIN = "starlette, uvicorn", "mockwrite", "pytest, pytest_mockwrite.plugin"
REPEATS = 5


@dataclass(frozen=True)
class Import:
    """An import statement's modules, what it is measured above, and the peer whose interpreter has them."""

    modules: str
    above: str = NOTHING
    package: str | None = None


OWN = (
    Import(NOTHING),
    Import(SERVER),
    Import(OURS),
    Import(PYTEST),
    Import(PLUGIN, above=PYTEST),
)
PEERS = (Import("responses", package="responses"), Import("moto", package="moto"))


def run(report: Report, *, rounds: int, peers: bool) -> None:
    """Measure W5 and put it into the report."""
    contenders = []
    imports = OWN + (PEERS if peers else ())
    for item in imports:
        try:
            python = sys.executable if item.package is None else python_with(item.package)
        except Unavailable as problem:
            report.skipped[f"import {item.modules}"] = str(problem)
            continue
        contenders.append(Contender(item.modules, partial(_import, item, python)))
    results = in_turn(contenders, rounds, label="W5 import")
    report.skipped |= {f"import {name}": reason for name, reason in results.skipped.items()}
    report.raw["W5"] = results.figures
    server = results.above(SERVER, NOTHING, CPU)
    for item in imports:
        if item.modules in (NOTHING, SERVER, PYTEST) or item.modules not in results.figures:
            continue
        whole = item.above == NOTHING
        cost = results.above(item.modules, NOTHING, CPU) if whole else results.values(item.modules, CPU)
        ratios = [ours / base for ours, base in zip(cost, server, strict=True)]
        report.compare("W5 import", item.modules, "× import starlette, uvicorn", ratios)
        if item.modules in (OURS, PLUGIN):
            report.judge("import" if item.modules == OURS else "plugin", ratios)
    if PLUGIN in results.figures:
        report.judge("plugin-modules", results.values(PLUGIN, HEAVY_LOADED))


def _import(item: Import, python: str) -> Figures:
    statement = "" if item.modules == NOTHING else f"import {item.modules}"
    if item.above == NOTHING:
        times = [_cpu_ms(python, statement) for _ in range(REPEATS)]
    else:
        times = [_cpu_ms_after(python, item.above, statement) for _ in range(REPEATS)]
    count = f"{statement}\nimport sys\nprint(len(sys.modules), sum(name in sys.modules for name in {HEAVY!r}))"
    counted = subprocess.run([python, "-c", count], capture_output=True, text=True, check=True, env=child_environment())
    loaded, heavy = counted.stdout.split()
    return {CPU: median(times), MODULES: float(loaded), HEAVY_LOADED: float(heavy)}


def _cpu_ms_after(python: str, before: str, statement: str) -> float:
    """Return the CPU time of a statement in a new process that has imported something else before, in ms.

    The difference of two whole processes would be lost in the spread of the larger one.
    """
    code = f"import time, {before}\nbegun = time.process_time()\n{statement}\nprint(time.process_time() - begun)"
    printed = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True, env=child_environment())
    return float(printed.stdout) * 1000


def _cpu_ms(python: str, statement: str) -> float:
    """Run a statement in a process of its own; return the CPU time that the system accounts to it, in ms."""
    child = os.posix_spawn(python, [python, "-c", statement], child_environment())
    _, status, usage = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise Unavailable(f"`{statement}` failed")
    return (usage.ru_utime + usage.ru_stime) * 1000
