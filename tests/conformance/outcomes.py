"""The outcomes that file 09 needs: a sink that refuses one recipient, a port where nobody listens, and no network."""

from __future__ import annotations

from mockwrite.state import Project


def script(project: Project) -> None:
    """Order the failures that the recorded server met."""
    add = getattr(project.faults, "add", None)
    if add is None:
        return
