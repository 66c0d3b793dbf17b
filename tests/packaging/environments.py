"""Virtual environments of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pip(python: Path, *words: str) -> None:
    """Run pip of an environment; it must succeed."""
    quiet = [str(python), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*quiet, *words], capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr


def new_environment(folder: Path, *requirements: str) -> Path:
    """Make an environment with these packages; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True, timeout=300)
    python = folder / "bin" / "python"
    if requirements:
        pip(python, "install", *requirements)
    return python


def run_pytest(python: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of a folder with the pytest of an environment."""
    command = [str(python), "-m", "pytest", "-q", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
