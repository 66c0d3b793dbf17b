"""The environment of every process that is measured: the same for all, with compiled modules as an installation has them."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Compiled modules are kept apart from the project; the warm-up round of a contender writes them.
COMPILED = Path(__file__).parent / ".peers" / "compiled"


def child_environment(**more: str) -> dict[str, str]:
    """Return the variables for a child process, which can import the project as it stands here."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    sources = os.pathsep.join([str(ROOT), str(ROOT / "pytest_plugin")])
    return {**inherited, "PYTHONPYCACHEPREFIX": str(COMPILED), "PYTHONPATH": sources, **more}
