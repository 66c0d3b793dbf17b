"""A pytest plugin that times each test, set-up and teardown included, and watches the process.

`BENCHMARK_TESTS` says how often each test runs, `BENCHMARK_RESULT` where the figures go.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Generator
from pathlib import Path
from statistics import mean, median

import pytest

TESTS = int(os.environ["BENCHMARK_TESTS"])
WARM_UP = TESTS // 10
_times: list[float] = []
_cpu: list[float] = []
_states: dict[str, dict[str, float]] = {}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test as often as asked."""
    metafunc.fixturenames.append("turn")
    metafunc.parametrize("turn", range(TESTS))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Time one test from its set-up to its teardown."""
    begun, used = time.perf_counter(), time.process_time()
    done = yield
    _cpu.append(time.process_time() - used)
    _times.append(time.perf_counter() - begun)
    if len(_times) == max(1, WARM_UP):
        _states["after warm-up"] = _state()
    return done


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Stop at the first test that fails: there is nothing to time then."""
    if report.failed:
        # Without a terminal reporter nobody else would say why.
        Path(os.environ["BENCHMARK_RESULT"]).write_text(report.longreprtext)
        pytest.exit(f"{report.nodeid} failed", returncode=1)


def pytest_sessionfinish(exitstatus: int) -> None:
    """Write the figures, times in µs."""
    if exitstatus or not _times:
        return
    counted, cpu = ([seconds * 1e6 for seconds in values[WARM_UP:]] for values in (_times, _cpu))
    figures = {
        "median µs": median(counted),
        "mean µs": mean(counted),
        "CPU median µs": median(cpu),
        "CPU mean µs": mean(cpu),
    }
    last = _state()
    for name, value in last.items():
        figures[f"{name} at the end"] = value
        figures[f"{name} after warm-up"] = _states["after warm-up"][name]
    Path(os.environ["BENCHMARK_RESULT"]).write_text(json.dumps(figures))


def _state() -> dict[str, float]:
    status = Path("/proc/self/status").read_text()
    resident = float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")))
    return {
        "RSS kB": resident,
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
    }
