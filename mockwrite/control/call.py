"""One call of the control API: its checked values, and the project it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..instance import Instance
from ..state.project import Project
from .kept import Snapshots
from .problems import Problem
from .watch import Hub


@dataclass(frozen=True, slots=True)
class ControlCall:
    """What a handler gets: `path`, `query` and `body` hold checked values, defaults filled in."""

    instance: Instance
    hub: Hub
    snapshots: Snapshots
    path: Mapping[str, str]
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        """The project that the call is about. Raises Problem when there is none."""
        wanted = self.query.get("project") or self.headers.get("x-appwrite-project") or self.instance.settings.project
        return find_project(self.instance, wanted)


def find_project(instance: Instance, id: str) -> Project:
    """Return a project; an unknown one appears where the settings let it. Raises Problem."""
    project = instance.project(id)
    if project is None:
        known = ", ".join(sorted(instance.projects)) or "none"
        raise Problem(404, f"There is no project {id!r}; projects are {known}. POST /_mockwrite/projects makes one.")
    return project
