"""Programs of Node, as a user runs them who has `mockwrite` on the PATH."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.blocks import Block, blocks_of

PACKAGE = Path(__file__).parents[2] / "js"
README = PACKAGE / "README.md"
MANIFEST = json.loads((PACKAGE / "package.json").read_text(encoding="utf-8"))
# The sub-paths that can be imported: `mockwrite`, `mockwrite/vitest` …
IMPORTS = [f"mockwrite{path[1:]}" for path in MANIFEST["exports"] if not path.endswith(".json")]

NEEDS_NODE = [
    pytest.mark.full,
    pytest.mark.skipif(
        shutil.which("node") is None or not (PACKAGE / "node_modules").exists(),
        reason="needs Node.js and the packages of js: npm ci --prefix js",
    ),
    # One folder is made for all of them.
    pytest.mark.xdist_group("js"),
]


def run(folder: Path, *words: str, fails: bool = False, **variables: str) -> str:
    """Run a program with `mockwrite` on the PATH and return what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOCKWRITE_", "APPWRITE_"))
    }
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "NO_COLOR": "1",
        **variables,
    }
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600, stdin=subprocess.DEVNULL
    )  # fmt: skip
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


def section(title: str) -> list[Block]:
    """Return the blocks of a section of the README that run."""
    lines = README.read_text(encoding="utf-8").splitlines()
    start = lines.index(f"## {title}") + 1
    length = next(number for number, line in enumerate(lines[start:]) if line.startswith("## "))
    return [block for block in blocks_of(README) if start < block.line <= start + length and block.run_by is not None]


def commands(blocks: list[Block]) -> list[str]:
    """Return what a user types."""
    return [line[2:] for block in blocks if block.language == "console" for line in block.code.splitlines()]


def installed_by_the_readme() -> set[str]:
    """Return the packages beside ours that the README has a user install."""
    lines = commands([block for block in blocks_of(README) if block.run_by is not None])
    return {
        name for line in lines if line.startswith("npm i ") for name in re.findall(r" ([@\w][\w/@-]*)", line[5:])
    } - {"mockwrite"}


def fill(folder: Path, files: dict[str, str]) -> Path:
    """Make a folder with files in it."""
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
