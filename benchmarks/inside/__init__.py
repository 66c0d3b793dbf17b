"""What is measured inside a process of its own: `python -m benchmarks.inside NAME ARGUMENT …` prints its figures as JSON."""

from __future__ import annotations

import json
import subprocess

from ..environment import ROOT, child_environment
from ..rounds import Figures, Unavailable

SECONDS = 900


def in_fresh_process(python: str, name: str, *arguments: object) -> Figures:
    """Run one of the measurements of `__main__` in a new process and return its figures.

    Raises Unavailable, with the last line of its complaint, when it fails.
    """
    command = [python, "-m", "benchmarks.inside", name, *(str(argument) for argument in arguments)]
    finished = subprocess.run(
        command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if finished.returncode:
        complaint = finished.stderr.strip().splitlines() or ["no complaint"]
        raise Unavailable(f"{name} failed: {complaint[-1]}")
    figures: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return figures
