"""docs/pytest.md: its configuration is read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.plugin.pytest_runs import run_pytest

TEXT = (Path(__file__).parents[2] / "docs" / "pytest.md").read_text(encoding="utf-8")
CONFIGURATION = re.findall(r"```toml\n\[tool.pytest.ini_options\]\n(.*?)```", TEXT, re.DOTALL)


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
