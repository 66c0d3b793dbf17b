"""A handful of counters in Prometheus' text format, for a server that many people share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from starlette.responses import Response

from ..state.project import Project
from .call import ControlCall, ours

_TYPE = "text/plain; version=0.0.4; charset=utf-8"


async def get_metrics(call: ControlCall) -> Response:
    """Count projects, calls, deliveries and messages."""
    projects = ours(call.instance)
    lines = [
        *_metric("projects", "gauge", "Projects on this server", [({}, len(projects))]),
        *_metric("calls_total", "counter", "API calls", [(_of(item), item.journal.total) for item in projects]),
        *_metric(
            "deliveries_total",
            "counter",
            "Deliveries made",
            [(_of(item), item.outbox.last_number) for item in projects],
        ),
        *_metric("deliveries", "gauge", "Deliveries in the outbox", [row for item in projects for row in _kept(item)]),
        *_metric("messages", "gauge", "Messages", [row for item in projects for row in _messages(item)]),
        *_metric(
            "bugs",
            "gauge",
            "Calls in which mockwrite broke",
            [(_of(item), len(item.journal.bugs)) for item in projects],
        ),
    ]
    return Response("\n".join(lines) + "\n", media_type=_TYPE)


def _of(project: Project, **more: str) -> dict[str, str]:
    return {"project": project.id, **more}


def _kept(project: Project) -> Iterator[tuple[dict[str, str], int]]:
    counts = Counter((record.channel, record.status) for record in project.outbox.records())
    for (channel, status), count in sorted(counts.items()):
        yield _of(project, channel=channel, status=status), count


def _messages(project: Project) -> Iterator[tuple[dict[str, str], int]]:
    with project.lock:
        counts = Counter(message.status for message in project.messages)
    for status, count in sorted(counts.items()):
        yield _of(project, status=status), count


def _metric(name: str, kind: str, help: str, rows: list[tuple[dict[str, str], int]]) -> Iterator[str]:
    yield f"# HELP mockwrite_{name} {help}."
    yield f"# TYPE mockwrite_{name} {kind}"
    for labels, value in rows:
        # Ids have no character that would have to be escaped.
        shown = ",".join(f'{label}="{text}"' for label, text in labels.items())
        yield f"mockwrite_{name}{{{shown}}} {value}" if shown else f"mockwrite_{name} {value}"
