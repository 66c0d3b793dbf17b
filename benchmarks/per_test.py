"""W2: what one test costs above an empty one, by the way in which its SDK reaches the double; and a fresh project."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .environment import ROOT, child_environment
from .inside import in_fresh_process
from .peers import python_with
from .report import Report
from .rounds import Contender, Figures, Results, Unavailable, in_turn

CASES = Path(__file__).parent / "cases"
# What a test waits for, but not for other programs on the machine: the CPU time of all threads of the process.
TIME = "CPU median µs"
EMPTY, ADAPTER, THREAD = "empty test", "requests adapter patched by hand", "uvicorn in a thread"
IN_PROCESS, SOCKET = "mockwrite in process", "mockwrite over a socket"
IN_PROCESS_DELIVERED, SOCKET_DELIVERED = f"{IN_PROCESS}, delivered", f"{SOCKET}, delivered"
RESPONSES, HTTPSERVER, MOTO = "responses", "pytest-httpserver", "moto in process"
EMPTY_PEER = "empty test, the peers' interpreter"
SECONDS = 600


@dataclass(frozen=True)
class Case:
    """A test file to run: `package` is the peer it needs (none: the project's own interpreter)."""

    name: str
    file: str
    package: str | None = None
    options: tuple[str, ...] = ()


BY_CALL = ("-p", "pytest_mockwrite.plugin", "-o", "mockwrite_transport=in-process")
BY_SOCKET = ("-p", "pytest_mockwrite.plugin", "-o", "mockwrite_transport=socket")
OWN = (
    Case(EMPTY, "empty.py"),
    Case(ADAPTER, "patched_adapter.py"),
    Case(IN_PROCESS, "mockwrite_call.py", options=BY_CALL),
    Case(IN_PROCESS_DELIVERED, "mockwrite_fixture.py", options=BY_CALL),
    Case(THREAD, "uvicorn_thread.py"),
    Case(SOCKET, "mockwrite_call.py", options=BY_SOCKET),
    Case(SOCKET_DELIVERED, "mockwrite_fixture.py", options=BY_SOCKET),
)
STORY = Case("mockwrite in process, documents and account mails", "mockwrite_story.py", options=BY_CALL)
PEERS = (
    Case(EMPTY_PEER, "empty.py", "pytest"),
    Case(RESPONSES, "responses_static.py", "responses"),
    Case(HTTPSERVER, "httpserver_static.py", "pytest_httpserver"),
    Case(MOTO, "moto_in_process.py", "moto"),
)


def run(report: Report, *, rounds: int, tests: int, endurance: int, peers: bool) -> None:
    """Measure W2 and put it into the report; `endurance` is the number of tests in one process that must stay flat."""
    _transports(report, rounds=rounds, tests=tests, peers=peers)
    _fresh(report, rounds=rounds)
    if endurance:
        _endurance(report, tests=endurance)


def _transports(report: Report, *, rounds: int, tests: int, peers: bool) -> None:
    contenders = []
    for case in OWN + (PEERS if peers else ()):
        try:
            python = sys.executable if case.package is None else python_with(case.package)
        except Unavailable as problem:
            report.skipped[case.name] = str(problem)
            continue
        contenders.append(Contender(case.name, partial(run_case, case, python, tests)))
    results = in_turn(contenders, rounds, label="W2")
    report.skipped |= results.skipped
    report.raw["W2"] = results.figures
    if EMPTY not in results.figures or ADAPTER not in results.figures:
        return
    base = _above_empty(results, ADAPTER)
    for name in results.figures:
        if name not in (EMPTY, EMPTY_PEER):
            report.compare("W2 a test above an empty one", name, "× patched adapter", _over(results, name, base))
    pairs = (
        ("test-in-process", IN_PROCESS, ADAPTER),
        ("test-responses", IN_PROCESS, RESPONSES),
        ("test-socket", SOCKET, THREAD),
        ("test-httpserver", SOCKET, HTTPSERVER),
    )
    for key, ours, other in pairs:
        if ours in results.figures and other in results.figures:
            report.judge(key, _over(results, ours, _above_empty(results, other)))


def _above_empty(results: Results, name: str) -> list[float]:
    peer = name in {case.name for case in PEERS}
    return results.above(name, EMPTY_PEER if peer and EMPTY_PEER in results.figures else EMPTY, TIME)


def _over(results: Results, name: str, base: Sequence[float]) -> list[float]:
    return [cost / floor for cost, floor in zip(_above_empty(results, name), base, strict=True)]


def run_case(case: Case, python: str, tests: int) -> Figures:
    """Run a test file in a process of its own, its test so many times; return the figures of the stopwatch."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "figures.json"
        environment = child_environment(
            PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", BENCHMARK_TESTS=str(tests), BENCHMARK_RESULT=str(result)
        )
        command = [python, "-m", "pytest", "-c", str(CASES / "pytest.ini"), *case.options, str(CASES / case.file)]
        finished = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if finished.returncode or not result.exists():
            said = result.read_text() if result.exists() else finished.stderr or finished.stdout
            raise Unavailable(f"{case.file} failed: {(said.strip().splitlines() or ['no complaint'])[-1]}")
        figures: dict[str, float] = json.loads(result.read_text())
        return figures


def _fresh(report: Report, *, rounds: int) -> None:
    work = partial(in_fresh_process, sys.executable, "fresh-project", 10_000)
    results = in_turn([Contender("mockwrite", work)], max(1, rounds // 3), warm_up=False, label="W2 fresh project")
    report.skipped |= results.skipped
    report.raw["W2 fresh project"] = results.figures
    for key, figure in (("fresh", "fresh ms"), ("fresh-after", "fresh after ms")):
        if results.has("mockwrite", figure):
            report.judge(key, results.values("mockwrite", figure))


def _endurance(report: Report, *, tests: int) -> None:
    contenders = [
        Contender(case.name, partial(run_case, case, sys.executable, tests))
        for case in (*OWN, STORY)
        if case.name in (EMPTY, IN_PROCESS_DELIVERED, SOCKET_DELIVERED, STORY.name)
    ]
    results = in_turn(contenders, 1, warm_up=False, label=f"{tests} tests in one process")
    report.skipped |= results.skipped
    report.raw["endurance"] = results.figures
    ours = [name for name in (IN_PROCESS_DELIVERED, SOCKET_DELIVERED, STORY.name) if name in results.figures]
    growth = {name: results.ratios(name, name, "RSS kB at the end", "RSS kB after warm-up") for name in results.figures}
    for name, ratios in growth.items():
        report.compare(f"{tests:,} tests in one process: memory", name, "× after the first tenth", ratios)
    if ours and EMPTY in growth:
        # pytest itself keeps something of every test that it has run.
        pairs = [pair for name in ours for pair in zip(growth[name], growth[EMPTY], strict=True)]
        report.judge("memory-flat", [own / of_pytest for own, of_pytest in pairs])
    if ours:
        report.judge(
            "descriptors",
            [
                end - begun
                for name in ours
                for end, begun in zip(
                    results.values(name, "descriptors at the end"),
                    results.values(name, "descriptors after warm-up"),
                    strict=True,
                )
            ],
        )
