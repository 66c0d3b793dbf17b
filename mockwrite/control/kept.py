"""Snapshots kept by name as long as the server runs."""

from __future__ import annotations

from ..state.snapshot import Snapshot
from ..testing.mock_appwrite import MockAppwrite


class Snapshots:
    """Snapshots of all projects of one server, by project and name."""

    def __init__(self) -> None:
        # The surface that tests in other processes call, by project id: it counts the addresses that it has made up.
        self.attached: dict[str, MockAppwrite] = {}
        self._kept: dict[tuple[str, str], Snapshot] = {}
        self._last = 0

    def add(self, name: str | None, snapshot: Snapshot) -> str:
        """Keep a snapshot and return its name; one of the same name is replaced."""
        self._last += 1
        chosen = name or f"s{self._last}"
        self._kept[snapshot.project.id, chosen] = snapshot
        return chosen

    def of(self, project_id: str) -> dict[str, Snapshot]:
        """Return the snapshots of a project by name."""
        return {name: snapshot for (owner, name), snapshot in self._kept.items() if owner == project_id}

    def remove(self, project_id: str, name: str) -> None:
        """Forget a snapshot."""
        self._kept.pop((project_id, name), None)
