"""docs/pytest.md: its examples run as they stand there."""

from __future__ import annotations

import os
import re
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.plugin.running import run_pytest

TEXT = (Path(__file__).parents[2] / "docs" / "pytest.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
CONFIGURATION = re.findall(r"```toml\n\[tool.pytest.ini_options\]\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_runs(pytester: pytest.Pytester, number: int) -> None:
    code = EXAMPLES[number]
    # One of them sets variables, for good.
    with patch.dict(os.environ):
        if "assert_matches_golden" in code:
            run_pytest(pytester, code, "--mockwrite-update-golden").assert_outcomes(passed=code.count("def test_"))
        run_pytest(pytester, code, "-W", "error").assert_outcomes(passed=code.count("def test_"))


def test_the_configuration_is_read(pytester: pytest.Pytester) -> None:
    run_pytest(
        pytester,
        """
        def test_it(mock_appwrite, appwrite_env):
            assert mock_appwrite.endpoint == appwrite_env["APPWRITE_ENDPOINT"] == "http://mockwrite.localhost/v1"
            assert appwrite_env["APPWRITE_KEY"] == mock_appwrite.api_key
            assert mock_appwrite.project.settings.appwrite_version == "1.8.1"
        """,
        ini=CONFIGURATION[0],
    ).assert_outcomes(passed=1)
