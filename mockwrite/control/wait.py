"""The expectations of a test: wait for deliveries, or count those that are there, and say what is there instead."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..delivery.situation import situation_of
from ..outbox.complaints import table
from ..outbox.delivery import Delivery
from ..state.project import Project
from .call import ControlCall, others_with_deliveries
from .models import delivery_json, scheduled_json
from .problems import Problem
from .selection import conditions, find, matching, nearest
from .table import QueryField

# Seconds between two looks for a project that does not exist yet.
_LOOK_AGAIN = 0.02
# So many other projects are named, the newest last.
_OTHERS = 5

WAITING = (
    QueryField(
        "timeout", "Seconds of real time to wait", {"type": "number", "minimum": 0, "maximum": 3600, "default": 5}
    ),
    QueryField("count", "How many must match", {"type": "integer", "minimum": 1, "default": 1}),
    QueryField(
        "cursor",
        "Only what was delivered after the delivery of this number",
        {"type": "integer", "minimum": 0, "default": 0},
    ),
)
COUNTED = (QueryField("count", "How many must match, now", {"type": "integer", "minimum": 0, "default": 1}),)


async def wait(call: ControlCall) -> Mapping[str, Any]:
    """Answer as soon as `count` deliveries match; those that are there already count."""
    query = call.query
    end = asyncio.get_running_loop().time() + query["timeout"]
    project = await _appeared(call, end)
    wanted = conditions(project, query)
    with call.hub.watch(project.id) as watch:
        # Watching starts before the first look, so nothing falls between the two.
        found = [record for record in await find(project, wanted) if record.number > query["cursor"]]
        while len(found) < query["count"]:
            left = end - asyncio.get_running_loop().time()
            if left <= 0:
                raise await _too_late(call, len(found))
            news = await watch.news(left)
            if any(kind in ("outbox", "project") for kind, _ in news):
                found = [record for record in await find(call.project, wanted) if record.number > query["cursor"]]
                continue
            held = {record.id for record in found}
            fresh = [record for kind, record in news if kind == "delivery" and record.id not in held]
            found += matching(fresh, wanted)
    return {"total": len(found), "deliveries": [delivery_json(record) for record in found]}


async def expect(call: ControlCall) -> Mapping[str, Any]:
    """Answer when exactly `count` deliveries match now; none is a number too."""
    project, count = call.project, call.query["count"]
    found = await find(project, conditions(project, call.query))
    if len(found) == count:
        return {"total": count, "deliveries": [delivery_json(record) for record in found]}
    opening = f"Expected {_matching(count)}, found {len(found)}"
    if len(found) < count:
        raise await _missed(call, 409, opening, len(found))
    raise Problem(409, f"{opening} in project {project.id}: {table(found)}", **_members(project, len(found), []))


def _matching(count: int) -> str:
    return f"{count or 'no'} matching deliver{'y' if count in (0, 1) else 'ies'}"


async def _appeared(call: ControlCall, end: float) -> Project:
    """Return the project; one that an application may still bring into being by its first call is waited for."""
    while True:
        try:
            return call.project
        except Problem:
            if call.instance.settings.strict_auth or asyncio.get_running_loop().time() >= end:
                raise
            await asyncio.sleep(_LOOK_AGAIN)


async def _too_late(call: ControlCall, found: int) -> Problem:
    query = call.query
    opening = f"Waited {query['timeout']:g} s for {_matching(query['count'])}, found {found}"
    return await _missed(call, 408, opening, found)


async def _missed(call: ControlCall, status: int, opening: str, found: int) -> Problem:
    """Say that there are too few: what comes closest, what is still to come, and whether another project was meant."""
    project = call.project
    records: Sequence[Delivery] = await find(project, [])
    near = await asyncio.to_thread(nearest, records, conditions(project, call.query))
    lines = [f"{opening} among {len(records)} in project {project.id}."]
    if near:
        lines.append(
            f"Nearest: {near[0]['delivery']['id']} to {near[0]['delivery']['to']}: {'; '.join(near[0]['differences'])}."
        )
    members = _members(project, found, near)
    lines += [f"{line[0].upper()}{line[1:].rstrip('.')}." for line in members["situation"][:3]]
    lines += _astray(call)
    return Problem(status, " ".join(lines), **members)


def _astray(call: ControlCall) -> Iterator[str]:
    """Say that the application does not seem to know this project, and which others have deliveries when that may help."""
    if call.named_project is None:
        reason = "No project was named"
    elif not call.project.journal.total:
        reason = "No API call has reached this project (does the application use its id and key?)"
    else:
        return
    others = [f"{id} ({count})" for id, count in others_with_deliveries(call).items()]
    if others:
        yield f"{reason}; others have deliveries: {', '.join(others[-_OTHERS:])}."
    elif call.named_project is not None and not len(call.project.messages):
        yield f"{reason}."
    if others and call.named_project is None:
        yield "Name one: --project ID, ?project=ID, or X-Appwrite-Project."


def _members(project: Project, found: int, near: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    around = situation_of(project)
    return {
        "found": found,
        "nearest": near,
        "scheduled": scheduled_json(project),
        "situation": around.waiting,
        "refused": around.refused,
    }
