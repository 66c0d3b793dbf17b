"""Every code block of every document runs as it stands there, or says why not."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from mockwrite import MockServer
from tests.docs.blocks import BLOCKS, ROOT, Block, furnish, populate
from tests.javascript_runners import VITEST
from tests.plugin.pytest_runs import run_pytest
from tests.smtp_inbox import running_inbox

NODE_MODULES = ROOT / "tests" / "sdk" / "node_modules"
_TEST = re.compile(r"^ *def (test_\w+)|^Test\w+ =", re.MULTILINE)
_LOCAL = re.compile(r"http://127\.0\.0\.1:\d+")
# Where a served command has said all of its greeting.
_GREETED = "Ctrl-C"


def run_python(block: Block, pytester: pytest.Pytester) -> None:
    """A test module; what has no test in it is the body of one."""
    code = block.code
    if not _TEST.search(code):
        code = f"def test_block(mock_appwrite):\n{textwrap.indent(code, '    ')}"
    if ".json" in code:
        with MockServer() as server, server.project("mockwrite") as mock:
            populate(mock)
            furnish(pytester.path, mock.project)
        (pytester.path / "test_it.py").unlink()
    # One of them sets variables, for good.
    with patch.dict(os.environ):
        if "assert_matches_golden" in code:
            run_pytest(pytester, code, "--mockwrite-update-golden").assert_outcomes(passed=len(_TEST.findall(code)))
        quiet = ("-Werror", "-Wignore:the fault rule never struck", "-Wignore:the canned answer was never used")
        run_pytest(pytester, code, *quiet).assert_outcomes(passed=len(_TEST.findall(code)))


def run_json(block: Block, pytester: pytest.Pytester) -> None:
    """A document that is read."""
    assert json.loads(block.code)


def run_toml(block: Block, pytester: pytest.Pytester) -> None:
    """A configuration of pytest, under which a test runs."""
    assert "pytest" in tomllib.loads(block.code)["tool"]
    shutil.copy(ROOT / "examples" / "clinic" / "appwrite.config.json", pytester.path)
    pytester.makefile(".toml", pyproject=block.code)
    run_pytest(pytester, "def test_it(mock_appwrite): ...", "--strict-config").assert_outcomes(passed=1)


def run_console(block: Block, pytester: pytest.Pytester) -> None:
    """Commands of a shell beside a running server, and what they print."""
    with (
        running_inbox() as (smtp, _),
        MockServer(with_providers=True) as server,
        server.project("mockwrite", key="mockwrite-key") as mock,
    ):
        if block.page != "README.md":
            populate(mock)
        furnish(pytester.path, mock.project)
        here = block.code
        for named, really in (
            ("http://127.0.0.1:6245", server.url),
            ("http://localhost/v1", server.endpoint),
            ("smtp://localhost:1025", smtp),
        ):
            here = here.replace(named, really)
        for command, printed in _commands(here):
            said = _run(command, pytester.path, server.url)
            missing = [line for line in printed if _LOCAL.sub("", line) not in said]
            assert not missing, f"{command} printed\n{said}"
        assert mock.journal.refused == []


def run_vitest(block: Block, pytester: pytest.Pytester) -> None:
    """A suite of Vitest."""
    if not NODE_MODULES.exists() and not os.environ.get("CI"):
        pytest.skip("needs npm ci in tests/sdk")
    (pytester.path / "node_modules").symlink_to(NODE_MODULES)
    (pytester.path / "block.test.mjs").write_text(block.code)
    assert "1 passed" in _run(f"mockwrite exec -- {shlex.join(VITEST)}", pytester.path, "")


def _commands(text: str) -> list[tuple[str, list[str]]]:
    """Return the commands of a block, and after each the lines that it prints."""
    commands: list[tuple[str, list[str]]] = []
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("$ "):
            # uvx would fetch what is installed here.
            commands.append((line[2:].replace("uvx mockwrite", "mockwrite"), []))
        elif line.strip():
            commands[-1][1].append(line)
    return commands


def _run(command: str, folder: Path, url: str) -> str:
    """Run a command and return what it printed; one that serves is ended when it has greeted."""
    serves = re.search(r"mockwrite (serve|view)\b", command) is not None
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOCKWRITE_", "APPWRITE_", "PYTEST_"))
    }
    environment |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "NO_COLOR": "1"}
    environment |= {"MOCKWRITE_PORT": "0"} if serves else {"MOCKWRITE_URL": url} if url else {}
    process = subprocess.Popen(
        ["bash", "-c", f"set -o pipefail; {'exec env ' if serves else ''}{command}"],
        cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said = ""
    assert process.stdout is not None
    if serves:
        for line in process.stdout:
            said += line
            if _GREETED in line:
                process.send_signal(signal.SIGTERM)
                break
    rest, _ = process.communicate(timeout=300)
    assert process.returncode == 0, f"{command} ended with {process.returncode}: {said}{rest}"
    return _LOCAL.sub("", said + rest)


# How a language is run, and whether only in CI.
RUNNERS: dict[str, tuple[Callable[[Block, pytest.Pytester], None], bool]] = {
    "python": (run_python, False),
    "json": (run_json, False),
    "toml": (run_toml, False),
    "console": (run_console, True),
    "js": (run_vitest, True),
}


def _cases() -> list[object]:
    return [
        pytest.param(block, id=block.name, marks=[pytest.mark.full] if RUNNERS[block.language][1] else [])
        for block in BLOCKS
        if block.language in RUNNERS and block.not_run is None and block.run_by is None
    ]


@pytest.mark.parametrize("block", _cases())
def test_a_block_runs(block: Block, pytester: pytest.Pytester) -> None:
    RUNNERS[block.language][0](block, pytester)


def test_what_does_not_run_says_why() -> None:
    unexplained = [
        f"{block.name} ({block.language or 'no language'})"
        for block in BLOCKS
        if block.language not in RUNNERS and block.not_run is None and block.run_by is None
    ]
    assert len(BLOCKS) > 50
    assert unexplained == [], "put <!-- not run: why --> or <!-- run by: FILE --> on the line before"


def test_what_something_else_runs_is_named_there() -> None:
    for block in BLOCKS:
        if block.run_by is not None:
            text = (ROOT / block.run_by).read_text(encoding="utf-8")
            assert block.run_by.endswith((".mjs", ".ts")) or Path(block.page).name in text, block.name
