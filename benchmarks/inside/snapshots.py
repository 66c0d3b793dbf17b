"""Saving a project and bringing it back."""

from __future__ import annotations

import time
from collections.abc import Mapping
from statistics import median

from mockwrite.given import Given
from mockwrite.instance import Instance
from mockwrite.state.snapshot import Snapshot

TURNS = 20


def snapshots(documents: int) -> Mapping[str, float]:
    """Time, in ms, a snapshot of a project with about so many documents, and the way back to it."""
    project = Instance().create_project()
    given = Given(project)
    # A user with address and number is three documents: itself and its two targets.
    while len(project.users) + len(project.targets) < documents:
        given.user()
    taken, restored = [], []
    for _ in range(TURNS):
        begun = time.perf_counter()
        snapshot = Snapshot(project)
        between = time.perf_counter()
        snapshot.restore()
        taken.append((between - begun) * 1000)
        restored.append((time.perf_counter() - between) * 1000)
    return {"snapshot ms": median(taken), "restore ms": median(restored)}
