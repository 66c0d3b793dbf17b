"""What the reader of a failed test wants to know about a project: what is still to come, what was refused, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from json import loads
from typing import TYPE_CHECKING

from ..moments import format_time
from ..outbox.complaints import Situation
from ..providers import DEFAULT_KINDS
from ..state.journal import Call

if TYPE_CHECKING:
    from ..records import Message
    from ..state.project import Project

_SHOWN = 10


def situation_of(project: Project) -> Situation:
    """Describe a project for a failed assertion."""
    with project.lock:
        return Situation(
            waiting=waiting(project),
            refused=[refusal(call) for call in project.journal.refused[-_SHOWN:]],
            hints=list(_hints(project)),
        )


def waiting(project: Project) -> list[str]:
    """Say, one line each, which messages ended without a delivery and why, and which are still to come; newest first."""
    with project.lock:
        delivered = {record.message_id for record in project.outbox.records()}
        lines: list[str] = []
        for message in reversed(project.messages.rows().values()):
            if message.id in delivered:
                continue
            why = _why_not_delivered(project, message)
            if why:
                lines.append(f"message {message.id} ({message.provider_type}) {why}")
            if len(lines) == _SHOWN:
                return [*lines, "…"]
        return lines


def _why_not_delivered(project: Project, message: Message) -> str | None:
    if message.status == "failed":
        return f"failed: {'; '.join(message.delivery_errors[:2]) or 'without an error'}"
    at = _scheduled_at(project, message)
    if message.status in ("draft", "scheduled") and at is not None:
        what = "is scheduled" if message.status == "scheduled" else "is a draft again, but its schedule still stands"
        return f"{what} for {format_time(at)}; the project's clock shows {format_time(project.clock.ms)}"
    if message.status == "draft":
        return "is a draft"
    run = project.runs.get(message.id)
    if run is not None and run.note:
        # Exact mode: the server's worker breaks off.
        return f"is not finished any more: it cannot be put together: {run.note}"
    if message.status in ("processing", "scheduled"):
        return f"waits: delivery is {project.settings.delivery}"
    return None


def _scheduled_at(project: Project, message: Message) -> int | None:
    return min((row.at for row in project.schedules.where("message_id", message.id) if row.active), default=None)


def _hints(project: Project) -> Iterator[str]:
    if project.held:
        yield "delivery is manual: mock_appwrite.deliver() sends what waits"
    due = [row.at for row in project.schedules if row.active]
    if due:
        yield f'mock_appwrite.clock.travel_to("{format_time(min(due))}") sends the next scheduled message'
    if any(job.kind == "send" for job in project.agenda()):
        yield f"delivery is {project.settings.delivery}: mock_appwrite.clock.advance(seconds=…) sends what waits"
    yield from _hints_on_failures(project)
    if not project.journal.total and not len(project.messages):
        yield (
            "no API call has reached this project; does the application use mock_appwrite's endpoint, project_id and api_key? "
            "The fixture appwrite_env sets them as environment variables"
        )


def _hints_on_failures(project: Project) -> Iterator[str]:
    """Say what helps the newest of the messages that failed as a whole."""
    delivered = {record.message_id for record in project.outbox.records()}
    failed = (message for message in project.messages.where("status", "failed") if message.id not in delivered)
    message = max(failed, key=lambda message: message.sequence, default=None)
    if message is None:
        return
    if project.providers.count("type", message.provider_type):
        yield f'print(mock_appwrite.explain("{message.id}")) says why nobody got it'
    else:
        kind = DEFAULT_KINDS[message.provider_type]
        yield f'mock_appwrite.given.provider("{kind}") makes a provider that sends {message.provider_type}'


def refusal(call: Call) -> str:
    """Write a refused call with the reason that the answer gave."""
    reason = reason_of(call)
    return f"{call}: {reason}" if reason else str(call)


def reason_of(call: Call) -> str:
    """Return the message of an error answer; empty when there is none."""
    try:
        body = loads(call.answer)
    except ValueError:
        return ""
    reason = body.get("message", "") if isinstance(body, dict) else ""
    return " ".join(str(reason).split())[:300]
