"""A fresh project instead of a reset: what it costs, and whether it matters what the old one held."""

from __future__ import annotations

import time
from collections.abc import Mapping
from statistics import median

from ..calls import mockwrite_calls
from .own_project import PROJECT_ID, OwnProject, prepared

TURNS = 500
# Projects made first, so that it is the size of the old one that is measured and not code that has just been loaded.
WARM_UP = 20
FULL_WORLDS = 5


def fresh_project(messages: int) -> Mapping[str, float]:
    """Time, in ms, an empty project in place of an empty one, and in place of one that holds so many messages."""
    empty = OwnProject()
    after_full = []
    for _ in range(FULL_WORLDS):
        mock = OwnProject()
        mock.repeat(prepared(mockwrite_calls(mock.ask)["create"]), messages)
        for _ in range(WARM_UP):
            mock.instance.create_project("another")
        after_full.append(_replace(mock))
    return {"fresh ms": median(_replace(empty) for _ in range(TURNS)), "fresh after ms": median(after_full)}


def _replace(mock: OwnProject) -> float:
    begun = time.perf_counter()
    mock.instance.create_project(PROJECT_ID)
    return (time.perf_counter() - begun) * 1000
