"""Run one measurement: `python -m benchmarks.inside NAME [COUNT]`."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping

# Names of functions; their modules are imported one at a time, since a peer's interpreter does not have everything.
MEASUREMENTS: Mapping[str, tuple[str, str]] = {
    "uvicorn-thread": ("threads", "uvicorn_thread"),
    "mockwrite-thread": ("threads", "mockwrite_thread"),
    "moto-thread": ("threads", "moto_thread"),
    "fresh-project": ("projects", "fresh_project"),
    "growth": ("growth", "growth"),
    "documents": ("documents", "documents"),
    "fan-out": ("growth", "fan_out"),
    "keeping": ("keeping", "keeping"),
    "long-poll": ("waiting", "long_poll"),
    "snapshots": ("snapshots", "snapshots"),
}


def main(name: str, *counts: str) -> None:
    """Print the figures of one measurement as JSON."""
    module, function = MEASUREMENTS[name]
    measure = getattr(importlib.import_module(f"{__package__}.{module}"), function)
    print(json.dumps(measure(*map(int, counts))))


if __name__ == "__main__":
    main(*sys.argv[1:])
