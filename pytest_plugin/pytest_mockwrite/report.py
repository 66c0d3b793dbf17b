"""The section of a failed test's report: what its Appwrite projects were asked and what they sent, most telling first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockwrite.mock_appwrite import MockAppwrite

TITLE = "Appwrite calls and deliveries"
_SHOWN = 8


def section(worlds: Sequence[MockAppwrite]) -> str:
    """Write the section for a test's projects; empty when it has none."""
    return "\n".join(line for world in worlds for line in _world(world))


def _world(world: MockAppwrite) -> Iterator[str]:
    from mockwrite.situation import refusal, situation_of

    project = world.project
    calls = list(world.journal)
    records = project.outbox.records()
    situation = situation_of(project)
    yield f"project {project.id} at {world.endpoint}, Appwrite {project.settings.appwrite_version}"
    yield from _rows(
        "mockwrite broke here; please report it", [line for bug in world.bugs()[:1] for line in bug.splitlines()], 40
    )
    yield from _rows("calls that named no project of this test", world.strays())
    yield from _rows("refused calls", [refusal(call) for call in calls if call.status >= 400])
    yield from _rows("failed deliveries", [str(record) for record in records if record.status == "failed"])
    yield from _rows("messages without a delivery", situation.waiting)
    yield from _rows("sent", [str(record) for record in records if record.status == "sent"])
    yield from _rows("other calls", [str(call) for call in calls if call.status < 400])
    yield from _rows("fault rules that never struck", [str(rule) for rule in world.faults.unused])
    yield from situation.hints


def _rows(title: str, rows: Sequence[str], most: int = _SHOWN) -> Iterator[str]:
    """Write the latest rows under a title; nothing when there are none."""
    if not rows:
        return
    left_out = len(rows) - most
    yield f"{title} ({len(rows)}, the last {most}):" if left_out > 0 else f"{title}:"
    for row in rows[-most:]:
        yield f"  {row}"
