"""The event stream (server-sent events): what happens in a project, as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Container, Mapping, Sequence
from typing import Any

from starlette.responses import Response, StreamingResponse

from ..moments import NEVER, format_time
from ..state.project import Project
from ..system.json_texts import json_bytes
from .call import ControlCall
from .models import call_row, delivery_row
from .watch import News

# Often enough that proxies and clients do not take a quiet stream for a dead one.
_HEARTBEAT = 15.0


async def stream_events(call: ControlCall) -> Response:
    """Stream deliveries, calls, messages, clock moves and fault changes."""
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_lines(call, call.project.id), media_type="text/event-stream", headers=headers)


async def _lines(call: ControlCall, id: str) -> AsyncIterator[bytes]:
    # No project is held while nothing happens: one that was reset or deleted is let go although somebody listens.
    with call.hub.watch(id) as watch:
        # The first bytes tell the reader that whatever happens from here on will be heard.
        yield b": listening\n\n"
        missed = _missed(call.project, call.headers.get("last-event-id", ""))
        if missed:
            yield b"".join(_event(item, _now(call, id)) for item in missed)
        told = {item.record.id for item in missed}
        missed.clear()
        while True:
            news = await watch.news(_HEARTBEAT)
            yield _events(news, told, _now(call, id)) or b": still here\n\n"
            news.clear()
            told.clear()


def _now(call: ControlCall, id: str) -> Project:
    """Return the project that has the id now; an empty one in place of one that was deleted."""
    return call.instance.projects.get(id) or call.instance.prepare_project(id)


def _events(news: Sequence[News], told: Container[str], project: Project) -> bytes:
    fresh = (item for item in news if item.kind != "delivery" or item.record.id not in told)
    return b"".join(_event(item, project) for item in fresh)


def _missed(project: Project, last: str) -> list[News]:
    """The deliveries after the one that a reader who comes back heard last (the EventSource standard)."""
    # No delivery has a number of so many figures, and Python does not read any number of them.
    if not last.isdecimal() or len(last) > 18:
        return []
    return [News("delivery", record) for record in project.outbox.records() if record.number > int(last)]


def _event(news: News, project: Project) -> bytes:
    data = json_bytes(_RECORDS[news.kind](news.record, project), default=str)
    id = f"id: {news.record.number}\n" if news.kind == "delivery" else ""
    return b"%bdata: %b\n\n" % (f"event: {news.kind}\n{id}".encode(), data)


def _message(id: str, project: Project) -> Mapping[str, Any]:
    message = project.messages.get(id)
    return {"messageId": id, "status": message.status if message else "deleted"}


_RECORDS: Mapping[str, Callable[[Any, Project], Mapping[str, Any]]] = {
    "delivery": lambda record, project: delivery_row(record),
    "call": lambda record, project: call_row(record),
    "message": _message,
    "clock": lambda record, project: {"now": format_time(project.clock.ms), "frozen": project.clock.frozen},
    "scheduled": lambda record, project: {"next": format_time(project.next_due) if project.next_due != NEVER else None},
    "fault": lambda record, project: {"rules": len(project.faults.rules)},
    "outbox": lambda record, project: {"total": len(project.outbox.records())},
    "project": lambda record, project: {"projectId": project.id},
}
