"""What holds for the whole suite: every answer of the emulated API is judged by a JSON Schema that was written from the
contract, not from the code."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from mockwrite.api import pipeline
from mockwrite.api.call import ApiCall
from mockwrite.api.http import Request, Response
from mockwrite.releases import format_version
from mockwrite.state.project import Project
from mockwrite_fixtures.schemas import assert_matches, model_for

pytest_plugins = ["pytester"]
# How long an example takes depends on what else the machine does.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
IN_CI = bool(os.environ.get("CI"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the tests marked `full` to CI."""
    skip = pytest.mark.skip(reason="part of the full tier: set CI=1 to run it")
    for item in items:
        if item.get_closest_marker("full") and not IN_CI:
            item.add_marker(skip)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """In CI a skip is a failure: everything that tests need is installed there."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


_misshapen: list[str] = []


@pytest.fixture(scope="session", autouse=True)
def judge_every_answer() -> Iterator[None]:
    """Watch every answer that leaves the emulation in this process."""
    pipeline.judges.append(_judge_answer)
    yield
    pipeline.judges.remove(_judge_answer)


def _judge_answer(call: ApiCall, response: Response) -> None:
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
