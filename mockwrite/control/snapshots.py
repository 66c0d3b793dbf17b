"""Snapshots over HTTP: kept by name as long as the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..state.snapshot import Snapshot
from .problems import Problem

if TYPE_CHECKING:
    from .call import ControlCall


async def list_snapshots(call: ControlCall) -> Mapping[str, Any]:
    """List the snapshots of the project."""
    found = call.snapshots.of(call.project.id)
    return {"total": len(found), "snapshots": [_shown(name, snapshot) for name, snapshot in found.items()]}


async def take_snapshot(call: ControlCall) -> Mapping[str, Any]:
    """Keep what the project holds now."""
    snapshot = await asyncio.to_thread(Snapshot, call.project)
    return _shown(call.snapshots.add(call.body.get("id"), snapshot), snapshot)


async def restore_snapshot(call: ControlCall) -> Mapping[str, Any]:
    """Make the project what it was; it can be done again."""
    name, project = call.path["id"], call.project
    snapshot = _named(call)
    if snapshot.project is not project:
        raise Problem(
            409, f"Project {project.id!r} was reset since snapshot {name!r} was taken; it cannot be brought back."
        )
    await asyncio.to_thread(snapshot.restore)
    return _shown(name, snapshot)


async def delete_snapshot(call: ControlCall) -> None:
    """Forget a snapshot."""
    _named(call)
    call.snapshots.remove(call.project.id, call.path["id"])


def _named(call: ControlCall) -> Snapshot:
    found = call.snapshots.of(call.project.id)
    wanted = call.path["id"]
    if wanted not in found:
        known = ", ".join(found) or "none"
        raise Problem(404, f"Project {call.project.id!r} has no snapshot {wanted!r}; snapshots are {known}.")
    return found[wanted]


def _shown(name: str, snapshot: Snapshot) -> Mapping[str, Any]:
    return {"id": name, **snapshot.as_dict()}
