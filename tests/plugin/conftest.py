"""How tests of the plugin run pytest inside pytest."""

from __future__ import annotations

from functools import partial

import pytest

from tests.plugin.running import Run, run_pytest


@pytest.fixture
def run(pytester: pytest.Pytester) -> Run:
    """Run pytest over some test code: `run(code, "--flag", …)`."""
    return partial(run_pytest, pytester)
