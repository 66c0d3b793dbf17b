"""The report of a failed test: where it went wrong, what its Appwrite projects were asked and what they sent."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from linecache import getline
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mockwrite.mock_appwrite import MockAppwrite

TITLE = "Appwrite calls and deliveries"
_SHOWN = 8


def point_at_the_test(error: BaseException) -> None:
    """Let the traceback end where mockwrite was called, when it complains of how it was called.

    Such an error stands on a `raise` of mockwrite. One that comes from anywhere else is a bug, of which all is shown.
    """
    caller, step = None, error.__traceback__
    while step is not None:
        if not _is_ours(step.tb_frame.f_code.co_filename):
            caller = step
        last, step = step, step.tb_next
    if caller is None or last is caller:
        return
    if getline(last.tb_frame.f_code.co_filename, last.tb_lineno).lstrip().startswith("raise "):
        caller.tb_next = None


def _is_ours(path: str) -> bool:
    home = os.path.dirname(sys.modules["mockwrite"].__file__ or "")
    # Leaving a block of ours passes through contextlib.
    return path.startswith(home + os.sep) or path == contextlib.__file__


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
