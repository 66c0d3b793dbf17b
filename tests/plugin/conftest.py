"""How tests of the plugin run pytest inside pytest."""

from __future__ import annotations

from functools import partial

import pytest

from tests.plugin.pytest_runs import Run, run_pytest


@pytest.fixture
def run(pytester: pytest.Pytester, pytestconfig: pytest.Config) -> Run:
    """Run pytest over some test code: `run(code, "--flag", …)`; attached to the server that this run is attached to."""
    url = pytestconfig.getoption("mockwrite_url")
    return partial(run_pytest, pytester, attached_to=url)
