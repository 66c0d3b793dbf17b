"""The report of a failed test: where it went wrong, what its Appwrite projects were asked and what they sent."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import sys
from collections.abc import Iterator, Sequence
from linecache import getline
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import pytest

    from mockwrite.testing.mock_appwrite import MockAppwrite

TITLE = "Appwrite calls and deliveries"
_SHOWN = 8
# Leaving a block of mockwrite passes through contextlib, making settings through what dataclasses generates.
_PASSED_THROUGH = (contextlib.__file__, dataclasses.__file__, "<string>")


def point_at_the_test(error: BaseException) -> None:
    """Let the traceback end where mockwrite or its kit was called, when it complains of how it was called.

    Such an error stands on a `raise` of theirs. One that comes from anywhere else is a bug, of which all is shown.
    """
    modules = (sys.modules.get(name) for name in ("mockwrite", "mockwrite_fixtures"))
    homes = tuple(os.path.dirname(module.__file__) + os.sep for module in modules if module and module.__file__)
    caller, path, line = None, "", 0
    step = error.__traceback__
    while step is not None:
        path, line = step.tb_frame.f_code.co_filename, step.tb_lineno
        if not path.startswith(homes) and path not in _PASSED_THROUGH:
            caller = step
        step = step.tb_next
    if caller is not None and path.startswith(homes) and getline(path, line).lstrip().startswith("raise "):
        caller.tb_next = None


# What a newcomer's error says, and what helps. The first two are of pytest and of Python, which know nothing of these fixtures.
_FIXTURES = "mock_appwrite|mock_appwrite_factory|appwrite_client|appwrite_env"
_ADVICE = (
    (
        re.compile(rf"ScopeMismatch: .*fixture ({_FIXTURES})\b"),
        "{} lives as long as one test; a fixture of a wider scope makes a project of its own: "
        + "with mockwrite_server.project() as project: yield project",
    ),
    (
        re.compile(rf"missing \d+ required positional arguments?: .*?'({_FIXTURES}|mockwrite_server)'"),
        "methods of a unittest.TestCase take no fixtures as parameters. Let a fixture of the class put it into self: "
        + "@pytest.fixture(autouse=True) def _set_up(self, {0}): self.{0} = {0}",
    ),
)


def advice(error: BaseException) -> str:
    """Return what helps with an error about the plugin's fixtures; empty for any other."""
    text = str(error)
    return next((said.format(found[1]) for pattern, said in _ADVICE if (found := pattern.search(text))), "")


def section(mocks: Sequence[MockAppwrite], report: pytest.TestReport, error: BaseException | None) -> str:
    """Write the section for a test's projects; empty when it has none."""
    said = list(_said(report, error)) if mocks else []
    return "\n".join(line for mock in mocks for line in _mock(mock, said))


def _said(report: pytest.TestReport, error: BaseException | None) -> Iterator[str]:
    """What the test and the processes that it ran have printed, and what the failure says."""
    yield from (text for _, text in report.sections)
    if error is not None:
        yield str(error)
        # What subprocess keeps of a program that failed.
        for name in ("stdout", "stderr"):
            text = getattr(error, name, None)
            yield text.decode(errors="replace") if isinstance(text, bytes) else str(text)


def _mock(mock: MockAppwrite, said: Sequence[str]) -> Iterator[str]:
    from mockwrite.delivery.situation import refusal

    project = mock.project
    calls = list(mock.journal)
    records = project.outbox.records()
    situation = project.describe(project)
    yield f"project {project.id} at {mock.endpoint}, Appwrite {project.settings.appwrite_version}"
    yield from _rows(
        "mockwrite broke here; please report it", [line for bug in mock.bugs()[:1] for line in bug.splitlines()], 40
    )
    yield from _rows("calls that named no project of this test", mock.strays())
    yield from _rows("refused calls", [refusal(call) for call in calls if call.status >= 400])
    yield from _rows("failed deliveries", [str(record) for record in records if record.status == "failed"])
    yield from _rows("messages without a delivery", situation.waiting)
    yield from _rows("warnings", list(dict.fromkeys(text for record in records for text in record.warnings)))
    yield from _rows("sent", [str(record) for record in records if record.status == "sent"])
    yield from _rows("other calls", [str(call) for call in calls if call.status < 400])
    unused = mock.faults.unused
    yield from _rows("fault rules that never struck", [str(rule) for rule in unused if not rule.is_answer])
    yield from _rows("canned answers that were never used", [str(rule) for rule in unused if rule.is_answer])
    yield from situation.hints
    host = urlsplit(mock.endpoint).hostname or ""
    # A program that the test has started looks the name up, and says that there is none.
    if host.endswith(".localhost") and (not calls or any(host in text for text in said)):
        yield (
            "in process, only requests and httpx of this process are answered; for other clients and processes:"
            ' transport="socket" in the marker mockwrite, or mockwrite_transport in the configuration'
        )


def _rows(title: str, rows: Sequence[str], most: int = _SHOWN) -> Iterator[str]:
    """Write the latest rows under a title; nothing when there are none."""
    if not rows:
        return
    left_out = len(rows) - most
    yield f"{title} ({len(rows)}, the last {most}):" if left_out > 0 else f"{title}:"
    for row in rows[-most:]:
        yield f"  {row}"
