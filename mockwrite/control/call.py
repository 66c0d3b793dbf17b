"""One call of the control API: its checked values, and the project it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import hint
from ..instance import Instance
from ..state.project import CONSOLE, Project
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
    # Whether a project that does not exist yet may appear by this call.
    makes_project: bool = False

    @property
    def named_project(self) -> str | None:
        """The id of the project that the caller names."""
        return self.query.get("project") or self.headers.get("x-appwrite-project")

    @property
    def project(self) -> Project:
        """The project that the call is about. Raises Problem when there is none."""
        wanted = self.named_project or self.instance.settings.project
        found = self.instance.projects.get(wanted)
        # The default one is there for whoever names none.
        if found is None and (self.makes_project or self.named_project is None):
            found = self.instance.project(wanted)
        if found is None:
            raise no_project(self.instance, wanted, named=self.named_project is not None)
        return found


def no_project(instance: Instance, wanted: str, *, named: bool = True) -> Problem:
    """Say that a project does not exist, and which do; `named` tells whether the caller named it."""
    known = sorted(project.id for project in ours(instance))
    if named:
        text = f"There is no project {wanted!r}{hint(wanted, known)}"
    else:
        text = f"No project is named, and the default one, {wanted!r}, does not exist."
    how = "make one (POST /_mockwrite/projects, mockwrite projects create)"
    if not instance.settings.strict_auth:
        how += ", or let an application use it"
    return Problem(404, f"{text} Projects are {', '.join(known) or 'none'}. Name one of them, {how}.")


def ours(instance: Instance) -> list[Project]:
    """Return the projects of the applications: all but the server's own."""
    return [project for project in tuple(instance.projects.values()) if project.id != CONSOLE]


def others_with_deliveries(call: ControlCall) -> dict[str, int]:
    """Count the deliveries of the other projects that have any: who looks into the wrong project must hear of it."""
    counts = {other.id: other.outbox.size for other in ours(call.instance) if other is not call.project}
    return {id: count for id, count in counts.items() if count}
