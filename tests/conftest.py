"""What holds for the whole suite: every answer of the emulated API is judged by a JSON Schema that was written from the
contract, not from the code."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from httpx._config import DEFAULT_LIMITS, DEFAULT_TIMEOUT_CONFIG
from hypothesis import HealthCheck, settings

from mockwrite.api import pipeline
from mockwrite.api.call import ServedCall
from mockwrite.api.http import Request, Response
from mockwrite.releases import format_version
from mockwrite.state.project import Project
from mockwrite_fixtures.schemas import assert_matches, model_for

pytest_plugins = ["pytester"]
# How long an example takes, or is drawn, depends on what else the machine does.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
IN_CI = bool(os.environ.get("CI"))
# So many characters of what went wrong stand beside the name of a failed test at the end of a run.
REASON = 200
# So do calls: httpx waits five seconds by default, and has no other way to say so for all of them.
for phase in ("connect", "read", "write", "pool"):
    setattr(DEFAULT_TIMEOUT_CONFIG, phase, 60.0)
# A server closes a connection that was idle for five seconds; so does httpx by default, and may use it at that very moment.
DEFAULT_LIMITS.keepalive_expiry = 1.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests marked `full`, and those with a browser, to CI.

    There a browser has a second try, as its own test runners give it: it is another program, which a busy machine may hold up
    between two steps of a test. What needed it is listed at the end of the run (`-rR`).
    """
    skip = pytest.mark.skip(reason="part of the full tier: set CI=1 to run it")
    for item in items:
        with_browser = "chromium" in getattr(item, "fixturenames", ())
        if (with_browser or item.get_closest_marker("full")) and not IN_CI:
            item.add_marker(skip)
        elif with_browser:
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is loaded by now stays. Whoever looks for garbage, as Python and some tests do, need not go through it each time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """In CI a skip is a failure: everything that tests need is installed there. The list of failures has a line for each."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        # pytest cuts it where a terminal ends, but in CI it would write all of it: the log of a server, say, in whose place
        # those who read the end of CI's own log look for the name.
        first, *more = crash.message.splitlines() or [""]
        crash.message = first if not more and len(first) <= REASON else f"{first[:REASON]} …"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    """Say at the end of a red run how to have its order again: the beginning may be out of sight."""
    seed = config.getoption("randomly_seed", default=None)
    if exitstatus and isinstance(seed, int):
        terminalreporter.write_line(f"in the order of --randomly-seed={seed}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run with warnings: the official SDK takes away the filter that makes errors of them, whenever a deprecated method is called."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("warnings") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_misshapen: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def judge_every_answer() -> Iterator[None]:
    """Watch every answer that leaves the emulation in this process."""
    pipeline.judges.append(_judge_answer)
    yield
    pipeline.judges.remove(_judge_answer)


def _judge_answer(call: ServedCall, response: Response) -> None:
    kind = response.header("content-type") or ""
    if call.fault is None and call.request.method != "HEAD" and kind.startswith("application/json"):
        _judge(call.project, call.request, response)


def _judge(project: Project, request: Request, response: Response) -> None:
    model = "error" if response.status >= 400 else model_for(request.method, request.path, response.status)
    if model is None:
        return
    try:
        assert_matches(
            model,
            json.loads(response.body),
            version=format_version(project.rules.version),
            exact=project.exact,
            response_format=request.headers.get("x-appwrite-response-format"),
        )
    except AssertionError as error:
        _misshapen.append(f"{request.method} {request.path}: {error}")


@pytest.fixture(autouse=True)
def no_misshapen_answers() -> Iterator[None]:
    """Fail the test that got an answer of another shape than the contract's."""
    _misshapen.clear()
    yield
    assert not _misshapen, "\n".join(_misshapen)
