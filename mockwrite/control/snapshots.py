"""Snapshots over HTTP: kept by name as long as the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..state.snapshot import Snapshot
from .kept import Kept
from .problems import Problem

if TYPE_CHECKING:
    from .call import ControlCall


async def list_snapshots(call: ControlCall) -> Mapping[str, Any]:
    """List the snapshots of the project."""
    found = call.snapshots.of(call.project.id)
    return {"total": len(found), "snapshots": [kept.summary for kept in found.values()]}


async def take_snapshot(call: ControlCall) -> Mapping[str, Any]:
    """Keep what the project holds now."""
    snapshot = await asyncio.to_thread(Snapshot, call.project)
    return call.snapshots.add(call.body.get("id"), snapshot).summary


async def restore_snapshot(call: ControlCall) -> Mapping[str, Any]:
    """Make the project what it was; it can be done again."""
    name, project = call.path["id"], call.project
    kept = _named(call)
    snapshot = kept.snapshot
    if snapshot is None or snapshot.project is not project:
        raise Problem(
            409, f"Project {project.id!r} was reset since snapshot {name!r} was taken; it cannot be brought back."
        )
    await asyncio.to_thread(snapshot.restore)
    return kept.summary


async def delete_snapshot(call: ControlCall) -> None:
    """Forget a snapshot."""
    _named(call)
    call.snapshots.remove(call.project.id, call.path["id"])


def _named(call: ControlCall) -> Kept:
    found = call.snapshots.of(call.project.id)
    wanted = call.path["id"]
    if wanted not in found:
        known = f"it has {', '.join(found)}" if found else "it has none yet; mockwrite snapshot take NAME keeps one"
        raise Problem(404, f"Project {call.project.id!r} has no snapshot {wanted!r}; {known}.")
    return found[wanted]
