"""Pytest inside pytest, for tests of the plugin.

The modules that such runs need are imported here: what is not loaded before a run is loaded anew in each of them, which takes
longer than the tests (and leaves two of it: `httpx` would not know the errors of its own `httpcore`, and what an adapter hands
over would be of a class that the wire view does not know). So all that a message can need is loaded too.
"""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Callable
from importlib import import_module

import appwrite.client
import appwrite.services.messaging
import httpcore
import httpx
import pytest
import requests

import mockwrite.delivery
import mockwrite.operations
import mockwrite.outbox
import mockwrite.server.mock_server
import mockwrite.transports.for_httpx
import mockwrite.transports.for_requests

__all__ = ["ALONE", "Run", "appwrite", "httpcore", "httpx", "mockwrite", "requests", "run_pytest", "sections_of"]

for room in (mockwrite.delivery, mockwrite.operations, mockwrite.outbox):
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        import_module(module.name)

Run = Callable[..., pytest.RunResult]

# Other plugins have no say unless a test lets them; to load them takes a process of its own ten times as long as all else.
OTHERS = (
    "randomly", "asyncio", "cacheprovider", "hypothesispytest", "faker", "time_machine", "anyio", "schemathesis",
    "pytest_cov", "platformdirs", "rerunfailures", "xdist", "xdist.looponfail",
)  # fmt: skip
ALONE = tuple(f"-pno:{name}" for name in OTHERS)


def run_pytest(
    pytester: pytest.Pytester,
    code: str,
    *options: str,
    ini: str = "",
    own_process: bool = False,
    attached_to: str | None = None,
) -> pytest.RunResult:
    """Run pytest over some test code; `ini` is what stands under `[tool.pytest.ini_options]`.

    It runs in this process, which is quick. What looks at threads or brings its own event loop to pytest needs a process of
    its own: other tests of this process have servers that live for the whole session.
    """
    pytester.makepyfile(test_it=code)
    if ini:
        pytester.makefile(".toml", pyproject=f"[tool.pytest.ini_options]\n{ini}")
    run = pytester.runpytest_subprocess if own_process else pytester.runpytest_inprocess
    attached = () if attached_to is None else (f"--mockwrite-url={attached_to}",)
    return run(*ALONE, "-q", *attached, *options)


def sections_of(result: pytest.RunResult) -> dict[str, list[str]]:
    """Return what a run says of each test that failed, by the heading: the test's name, or `ERROR at setup of` it."""
    _, *parts = re.split(r"^_{3,} (.+) _{3,}$", result.stdout.str(), flags=re.MULTILINE)
    return {name: text.splitlines() for name, text in zip(parts[::2], parts[1::2], strict=True)}
