"""docs/applications.md: the examples of whole applications run, and the page shows them as they are."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.javascript_runners import VITEST
from tests.plugin.pytest_runs import ALONE

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
TEXT = (ROOT / "docs" / "applications.md").read_text(encoding="utf-8")
NODE_MODULES = ROOT / "tests" / "sdk" / "node_modules"


@pytest.mark.parametrize("transport", ["in-process", pytest.param("socket", marks=pytest.mark.full)])
def test_the_python_application_is_tested_as_a_whole(transport: str, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "clinic", tmp_path / "clinic")
    # Its own run knows nothing of this one: an xdist worker's variables would reach it.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *ALONE, f"--mockwrite-transport={transport}"],
        cwd=tmp_path / "clinic",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"^4 passed", done.stdout, re.MULTILINE), done.stdout + done.stderr


@pytest.mark.full
@pytest.mark.skipif(not NODE_MODULES.exists() and not os.environ.get("CI"), reason="needs npm ci in tests/sdk")
def test_the_typescript_application_is_tested_as_a_whole(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES)
    config = ["--config", "../clinic/appwrite.config.json"]
    done = subprocess.run(
        [sys.executable, "-m", "mockwrite", "exec", *config, "--", *VITEST],
        cwd=tmp_path / "examples" / "clinic-ts",
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"2 passed", done.stdout), done.stdout + done.stderr


@pytest.mark.parametrize("file", ["clinic/test_clinic.py", "clinic/pyproject.toml", "clinic-ts/reminders.test.ts"])
def test_the_page_shows_the_examples_as_they_are(file: str) -> None:
    source = (EXAMPLES / file).read_text(encoding="utf-8").strip()
    blocks = re.findall(r"^```\w+\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    assert source in [block.strip() for block in blocks]
