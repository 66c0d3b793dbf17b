"""W8: the tests of a whole application, beside the same tests with the SDK patched, and beside tests that do nothing."""

from __future__ import annotations

import sys
from functools import partial

from .environment import ROOT
from .per_test import BY_CALL, BY_SOCKET, Case, run_case
from .report import Report
from .rounds import Contender, in_turn

TIME = "CPU mean µs"
CLINIC = ROOT / "examples" / "clinic"
CONFIG = ("-o", f"mockwrite_config={CLINIC / 'appwrite.config.json'}", "-o", "mockwrite_providers=true")
IN_PROCESS, SOCKET, PATCHED = "mockwrite in process", "mockwrite over a socket", "the SDK patched"
CASES = (
    Case(IN_PROCESS, str(CLINIC / "test_clinic.py"), options=(*BY_CALL, *CONFIG)),
    Case(SOCKET, str(CLINIC / "test_clinic.py"), options=(*BY_SOCKET, *CONFIG)),
    Case(PATCHED, "clinic_patched.py"),
    Case("empty tests", "clinic_empty.py"),
)
# The example has four tests; together they run so often.
TESTS = 200


def run(report: Report, *, rounds: int) -> None:
    """Measure W8 and put it into the report."""
    contenders = [Contender(case.name, partial(run_case, case, sys.executable, TESTS // 4)) for case in CASES]
    results = in_turn(contenders, rounds, warm_up=False, label="W8 an application's tests")
    report.skipped |= results.skipped
    report.raw["W8"] = results.figures
    if not results.has(PATCHED, TIME):
        return
    for name in results.figures:
        if name != PATCHED:
            report.compare(
                "W8 200 tests of an application, CPU", name, "× the SDK patched", results.ratios(name, PATCHED, TIME)
            )
    if results.has(IN_PROCESS, TIME):
        report.judge("suite", results.ratios(IN_PROCESS, PATCHED, TIME))
