"""This version beside another one: `python -m benchmarks --against FOLDER`, a worktree of the other version.

The suite of this version measures both, in turn, on this interpreter with what is installed for it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import suite, throughput
from .contestants import mockwrite
from .environment import ROOT, child_environment
from .inside import in_fresh_process
from .peers import python_with
from .per_test import HTTPSERVER, IN_PROCESS_DELIVERED, OWN, PEERS, RESPONSES, SOCKET_DELIVERED, Case, run_case
from .report import number
from .rounds import Contender, Figures, Results, Spread, Unavailable, in_turn
from .start import CONFIGURED, configured, first_answer

BEFORE, NOW = "before", "now"
HEAD = ("work", "unit", "before: min / median / max", "now: min / median / max", "now × before: min / median / max")
SECONDS = 900
CPU = "CPU median µs"


@dataclass(frozen=True)
class Row:
    """One line of the table; `figure` is what a measurement calls it."""

    work: str
    unit: str
    figure: str


@dataclass(frozen=True)
class Measurement:
    """What is measured at once, in a process of its own in the folder of a version, and the rows that it gives."""

    run: Callable[[], Figures]
    rows: tuple[Row, ...]


def _inside(name: str, *counts: int) -> Callable[[], Figures]:
    return partial(in_fresh_process, sys.executable, name, *counts)


def _tests() -> Figures:
    cases = {case.name: case for case in (*OWN, *PEERS)}

    def cost(name: str, empty: str) -> float:
        return _cpu(cases[name]) - _cpu(cases[empty])

    empty, of_peers = OWN[0].name, PEERS[0].name
    call, socket = cost(IN_PROCESS_DELIVERED, empty), cost(SOCKET_DELIVERED, empty)
    return {
        "call µs": call,
        "socket µs": socket,
        "responses": call / cost(RESPONSES, of_peers),
        "httpserver": socket / cost(HTTPSERVER, of_peers),
    }


def _cpu(case: Case) -> float:
    python = sys.executable if case.package is None else python_with(case.package)
    return run_case(case, python, 300)[CPU]


def _suite() -> Figures:
    figures = {case.name: run_case(case, sys.executable, suite.TESTS // 4)[suite.TIME] for case in suite.CASES}
    return {name: value / figures[suite.PATCHED] for name, value in figures.items()}


def _load(key: str) -> Callable[[], Figures]:
    work = next(work for work in throughput.WORKS if work.key == key)
    return lambda: throughput.load(mockwrite(), work, 1)


MEASUREMENTS: Mapping[str, Measurement] = {
    "start": Measurement(
        lambda: first_answer(mockwrite()),
        (
            Row("W1 start to the first answer, wall clock", "ms", "first answer ms"),
            Row("W1 start to the first answer, CPU", "ms", "CPU ms"),
            Row("W1 peak memory by then", "kB", "peak RSS kB"),
        ),
    ),
    "configured": Measurement(
        lambda: first_answer(configured()),
        (Row(f"W1 {CONFIGURED}, wall clock", "ms", "first answer ms"), Row(f"W1 {CONFIGURED}, CPU", "ms", "CPU ms")),
    ),
    "thread": Measurement(
        _inside("mockwrite-thread"),
        (Row("W1 server thread, warm start and stop", "ms", "start and stop ms"),),
    ),
    "tests": Measurement(
        _tests,
        (
            Row("W2 in-process test above an empty one, CPU", "µs", "call µs"),
            Row("W2 the same, beside `responses`", "× responses", "responses"),
            Row("W2 socket test above an empty one, CPU", "µs", "socket µs"),
            Row("W2 the same, beside pytest-httpserver", "× pytest-httpserver", "httpserver"),
        ),
    ),
    "fresh": Measurement(_inside("fresh-project", 1000), (Row("W2 a fresh project", "ms", "fresh ms"),)),
    "create": Measurement(
        _load("create-1"), (Row("W3 create message, 1 connection, CPU", "µs", throughput.CPU),)
    ),
    "get": Measurement(_load("get-1"), (Row("W3 get one, 1 connection, CPU", "µs", throughput.CPU),)),
    "growth": Measurement(
        _inside("growth", 10_000),
        (
            Row("W4 create at 10,000 messages, CPU", "µs", "create µs"),
            Row("W4 get at 10,000 messages, CPU", "µs", "get µs"),
            Row("W4 list by status at 10,000 messages, CPU", "µs", "list by status µs"),
            Row("W4 memory of a message with its outbox record", "bytes", "bytes a message"),
        ),
    ),
    "documents": Measurement(
        _inside("documents", 10_000),
        (
            Row("W4 create at 10,000 documents, CPU", "µs", "create µs"),
            Row("W4 get at 10,000 documents, CPU", "µs", "get µs"),
            Row("W4 list by an indexed attribute of 10,000, CPU", "µs", "list by an indexed attribute µs"),
            Row("W4 memory of a document", "bytes", "bytes a document"),
        ),
    ),
    "fan-out": Measurement(
        _inside("fan-out", 30_000),
        (
            Row("W4 a recipient of 30,000, CPU", "µs", "µs a recipient"),
            Row("W4 memory of a recipient", "bytes", "bytes a record"),
        ),
    ),
    "suite": Measurement(
        _suite,
        (
            Row("W8 200 tests of an application, in process", "× the SDK patched", suite.IN_PROCESS),
            Row("W8 200 tests of an application, socket", "× the SDK patched", suite.SOCKET),
        ),
    ),
}  # fmt: skip


def compare(other: Path, *, rounds: int, only: Sequence[str] = ()) -> list[tuple[str, ...]]:
    """Measure this version and another in turn; return the table, its head first.

    What a version does not have yet is a dash. Raises FileNotFoundError when there is no mockwrite in the folder.
    """
    if not (other / "mockwrite" / "__init__.py").exists():
        raise FileNotFoundError(
            f"{other} holds no mockwrite; give the folder of a worktree: git worktree add FOLDER COMMIT"
        )
    table: list[tuple[str, ...]] = [HEAD]
    with view(other) as before:
        for name, measurement in MEASUREMENTS.items():
            if only and name not in only:
                continue
            contenders = [
                Contender(BEFORE, partial(_measure, before, name)),
                Contender(NOW, partial(_measure, ROOT, name)),
            ]
            results = in_turn(contenders, rounds, warm_up=name == "start", label=name)
            table += [_cells(results, row) for row in measurement.rows]
    return table


@contextmanager
def view(other: Path) -> Iterator[Path]:
    """Make a folder with the other version's packages and this version's benchmarks and examples."""
    with tempfile.TemporaryDirectory(prefix="benchmark-before-") as folder:
        made = Path(folder)
        for name in ("mockwrite", "pytest_plugin"):
            (made / name).symlink_to(other.resolve() / name)
        for name in ("benchmarks", "examples"):
            (made / name).symlink_to(ROOT / name)
        yield made


def _measure(folder: Path, name: str) -> Figures:
    environment = child_environment() | {"PYTHONPATH": os.pathsep.join([str(folder), str(folder / "pytest_plugin")])}
    finished = subprocess.run(
        [sys.executable, "-m", "benchmarks.against", name],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    if finished.returncode:
        raise Unavailable((finished.stderr.strip().splitlines() or ["no complaint"])[-1])
    figures: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return figures


def _cells(results: Results, row: Row) -> tuple[str, ...]:
    shown = [
        _three(results.values(name, row.figure)) if results.has(name, row.figure) else "–" for name in (BEFORE, NOW)
    ]
    both = "–" not in shown
    return row.work, row.unit, *shown, _three(results.ratios(NOW, BEFORE, row.figure)) if both else "–"


def _three(values: Sequence[float]) -> str:
    spread = Spread.of(values)
    return " / ".join(number(value) for value in (spread.low, spread.median, spread.high))


if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]].run()))
