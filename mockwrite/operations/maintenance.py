"""The daily maintenance: what nobody deletes goes once its time is over (contract: corrections.md, J; topics.md, counters).

Recorded nowhere; read in the source of 1.9.6.
"""

from __future__ import annotations

from typing import Any

from ..records import LogEntry
from ..state.collection import Collection
from ..state.journal import Call
from ..state.project import Project
from .targets import remove_target

# Audit entries are kept for two weeks.
_LOGS_KEPT = 14 * 24 * 3600 * 1000
MAINTENANCE = "maintenance"


def maintain(project: Project) -> None:
    """Remove expired push targets with their subscribers, expired sessions, tokens and challenges, schedules of messages that are
    gone, and old log entries. The journal gets an entry that says how much it was."""
    now = project.clock.ms
    removed = {
        "expired push target": _remove_targets(project),
        "expired session": _remove_expired(project.sessions, now),
        "expired token": _remove_expired(project.tokens, now),
        "expired challenge": _remove_expired(project.challenges, now),
        "schedule of a message that is gone": _remove_schedules(project),
        "log entry": _remove_logs(project, now - _LOGS_KEPT),
    }
    if any(removed.values()):
        _note(project, now, removed)


def _remove_targets(project: Project) -> int:
    expired = [target for target in project.targets if target.expired and target.provider_type == "push"]
    for target in expired:
        remove_target(project, target, reason=MAINTENANCE)
    return len(expired)


def _remove_expired(records: Collection[Any], now: int) -> int:
    expired = [record for record in records if record.expire < now]
    for record in expired:
        records.remove(record)
    return len(expired)


def _remove_schedules(project: Project) -> int:
    stale = [schedule for schedule in project.schedules if schedule.message_id not in project.messages]
    for schedule in stale:
        project.schedules.remove(schedule)
    return len(stale)


def _remove_logs(project: Project, oldest: int) -> int:
    removed = 0
    for resource, entries in list(project.logs.items()):
        kept: list[LogEntry] = [entry for entry in entries if entry.time >= oldest]
        removed += len(entries) - len(kept)
        if kept:
            project.logs[resource] = kept
        else:
            del project.logs[resource]
    return removed


def _note(project: Project, now: int, removed: dict[str, int]) -> None:
    parts = [f"{count} × {what}" for what, count in removed.items() if count]
    project.journal.add(
        Call(
            number=project.journal.total + 1,
            at=now,
            method="TASK",
            path="/maintenance",
            query="",
            status=200,
            error=None,
            route=None,
            request=b"",
            answer=b"",
            caller=MAINTENANCE,
            source=MAINTENANCE,
            note=f"removed {', '.join(parts)}",
        )
    )
