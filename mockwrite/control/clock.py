"""Routes of the clock, of manual delivery and of what is still to come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..delivery.engine import deliver_held
from ..moments import format_time
from ..outbox.delivery import Delivery
from ..state.project import Project
from .call import ControlCall
from .models import delivery_json, scheduled_json, undelivered_json
from .problems import Problem


async def get_clock(call: ControlCall) -> Mapping[str, Any]:
    """Show the project's time."""
    return _shown(call.project)


async def freeze_clock(call: ControlCall) -> Mapping[str, Any]:
    """Stop the clock, now or at a time."""
    return await _move(call, lambda: call.project.clock.freeze(call.body.get("at")))


async def travel_clock(call: ControlCall) -> Mapping[str, Any]:
    """Move to a time, also back."""
    return await _move(call, lambda: call.project.clock.travel_to(call.body["to"]))


async def advance_clock(call: ControlCall) -> Mapping[str, Any]:
    """Move forward."""
    return await _move(call, lambda: call.project.clock.advance(**call.body))


async def resume_clock(call: ControlCall) -> Mapping[str, Any]:
    """Let the clock tick on."""
    call.project.clock.resume()
    return {**_shown(call.project), "delivered": []}


async def run_due_clock(call: ControlCall) -> Mapping[str, Any]:
    """Deliver what is due by now."""
    return await _move(call, call.project.clock.run_due)


async def deliver(call: ControlCall) -> Mapping[str, Any]:
    """Deliver what waits: one message or all of them (delivery mode manual)."""
    try:
        delivered = await asyncio.to_thread(deliver_held, call.project, call.body.get("messageId"))
    except LookupError as error:
        raise Problem(404, str(error.args[0])) from None
    return {"delivered": [delivery_json(record) for record in delivered]}


async def list_scheduled(call: ControlCall) -> Mapping[str, Any]:
    """List the messages that are still to come, in time order, and the latest that were never handed to a provider."""
    found = scheduled_json(call.project)
    return {"total": len(found), "scheduled": found, "undelivered": undelivered_json(call.project)}


async def _move(call: ControlCall, move: Callable[[], Sequence[Delivery]]) -> Mapping[str, Any]:
    # A move may send thousands; the loop goes on meanwhile.
    try:
        delivered = await asyncio.to_thread(move)
    except (ValueError, OverflowError) as error:
        raise Problem(400, str(error)) from None
    return {**_shown(call.project), "delivered": [delivery_json(record) for record in delivered]}


def _shown(project: Project) -> dict[str, Any]:
    return {"now": format_time(project.clock.ms), "frozen": project.clock.frozen}
