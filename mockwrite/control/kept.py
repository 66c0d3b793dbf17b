"""Snapshots kept by name as long as the server runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..instance import Instance
from ..state.listeners import Kind
from ..state.project import Project
from ..state.snapshot import Snapshot
from ..testing.mock_appwrite import MockAppwrite


class Kept(NamedTuple):
    """What is known of a snapshot by its name; it can no longer be brought back when `snapshot` is None."""

    summary: Mapping[str, Any]
    snapshot: Snapshot | None


class Snapshots:
    """Snapshots of all projects of one server, by project and name.

    A project that was reset or deleted is let go with all that it held: of its snapshots the summaries stay, or nothing.
    """

    def __init__(self, instance: Instance) -> None:
        # The surface that tests in other processes call, by project id: it counts the addresses that it has made up.
        self.attached: dict[str, MockAppwrite] = {}
        self._kept: dict[str, dict[str, Kept]] = {}
        self._last = 0
        instance.subscribe(self._let_go, ("project", "removed"))

    def add(self, name: str | None, snapshot: Snapshot) -> Kept:
        """Keep a snapshot and return what is known of it; one of the same name is replaced."""
        self._last += 1
        chosen = name or f"s{self._last}"
        kept = Kept({"id": chosen, **snapshot.as_dict()}, snapshot)
        self._kept.setdefault(snapshot.project.id, {})[chosen] = kept
        return kept

    def of(self, project_id: str) -> Mapping[str, Kept]:
        """Return the snapshots of a project by name."""
        return self._kept.get(project_id, {})

    def remove(self, project_id: str, name: str) -> None:
        """Forget a snapshot."""
        self._kept.get(project_id, {}).pop(name, None)

    def _let_go(self, project: Project, kind: Kind, record: None) -> None:
        known = self._kept.pop(project.id, {})
        self.attached.pop(project.id, None)
        if known and kind == "project":
            self._kept[project.id] = {name: Kept(item.summary, None) for name, item in known.items()}
