"""Snapshots: a project as it was at one moment, brought back as often as you like."""

from __future__ import annotations

from typing import Any, Self

from ..moments import format_time
from .project import Project


class Snapshot:
    """What a project holds at one moment: records, ids, time, fault rules, outbox, journal and what is still to come.

    It copies no records, since they never change in place. As a context manager it brings everything back at the end.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        with project.lock:
            self.taken_at = project.clock.ms
            self._collections = {name: rows.state() for name, rows in project.collections().items()}
            self._rows = {number: rows.state() for number, rows in project.rows.items()}
            self._parts = {name: getattr(project, name).state() for name in _PARTS}
            self._copies = {name: getattr(project, name).copy() for name in _COPIED}
            self._plain = {name: getattr(project, name) for name in _PLAIN}
            self._logs = {name: list(entries) for name, entries in project.logs.items()}
            self._agenda = project.agenda()

    def restore(self) -> None:
        """Make the project what it was. It can be done again."""
        project = self.project
        with project.lock:
            for name, rows in project.collections().items():
                rows.restore(self._collections[name])
            self._restore_rows()
            for name in _PARTS:
                getattr(project, name).restore(self._parts[name])
            for name in _COPIED:
                setattr(project, name, self._copies[name].copy())
            for name in _PLAIN:
                setattr(project, name, self._plain[name])
            for run in project.runs.values():
                run.forget_index()
            project.logs = {name: list(entries) for name, entries in self._logs.items()}
            project.restore_agenda(self._agenda)
            project.outbox.announce()
        project.listeners.tell("restored")

    def _restore_rows(self) -> None:
        kept = {number: rows for number, rows in self.project.rows.items() if number in self._rows}
        for number, state in self._rows.items():
            if number not in kept:
                from .databases import Rows  # only who has tables loads them

                kept[number] = Rows()
            kept[number].restore(state)
        self.project.rows = kept

    def as_dict(self) -> dict[str, Any]:
        """Return a summary as JSON: the project and how many records it held."""
        counts = {name: len(rows) for name, (_, rows) in self._collections.items() if rows}
        if total := sum(len(rows) for _, rows in self._rows.values()):
            counts["rows"] = total
        return {"projectId": self.project.id, "time": format_time(self.taken_at), "counts": counts}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.restore()


# Attributes of a project that save and restore themselves, that are copied, and that are taken as they are. What is
# replaced as a whole when it changes need not be copied.
_PARTS = ("clock", "ids", "faults", "outbox", "journal")
_COPIED = (
    "keys", "unsubscribed", "held", "mails", "runs", "platforms", "limits", "lingering_sessions", "stray_chunks",
    "kept_lists",
)  # fmt: skip
_PLAIN = ("name", "delivery", "delivery_wait", "strict_auth", "sign_in", "_secret")
