"""How tests of the plugin run pytest inside pytest."""

from __future__ import annotations

import pytest

from tests.plugin.running import Run

# Other plugins have no say unless a test lets them.
ALONE = ("-p", "no:randomly", "-p", "no:asyncio", "-p", "no:cacheprovider", "-q")


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Run pytest over some test code, in this process: `run(code, "--flag", …)`."""

    def run(code: str, *options: str, ini: str = "", alone: bool = True) -> pytest.RunResult:
        pytester.makepyfile(test_it=code)
        if ini:
            pytester.makefile(".toml", pyproject=f"[tool.pytest]\n{ini}")
        return pytester.runpytest_inprocess(*(ALONE if alone else ()), *options)

    return run
