"""What the reader of a failed test wants to know about a project: what is still to come, what was refused, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from json import loads
from typing import TYPE_CHECKING, NamedTuple

from ..moments import format_time
from ..outbox.complaints import Situation
from ..outbox.masking import mask_text
from ..providers import DEFAULT_KINDS
from ..state.journal import Call
from ..system.visible import one_line

if TYPE_CHECKING:
    from ..records import Message
    from ..state.project import Project

_SHOWN = 10
# So many candidates of a message that failed are explained.
_EXPLAINED = 5


def situation_of(project: Project) -> Situation:
    """Describe a project for a failed assertion."""
    with project.lock:
        return Situation(
            waiting=waiting(project),
            refused=[refusal(call) for call in project.journal.refused[-_SHOWN:]],
            hints=list(_hints(project)),
        )


class Unsent(NamedTuple):
    """A message that nobody has got: `state` is failed, draft, scheduled, waiting or broken (exact mode only).

    `reason` goes on behind "message m1 (email)"; `due` is when it is sent, in milliseconds, where that is known.
    """

    message: Message
    state: str
    reason: str
    due: int | None = None


def unsent(project: Project) -> list[Unsent]:
    """Return the messages that ended before anything was handed to a provider, and those still to come; newest first."""
    with project.lock:
        messages = [row for status in _OPEN for row in project.messages.where("status", status)]
        messages += [row for row in project.messages.where("status", "failed") if not _was_handed_over(project, row)]
        sending = {job.ref: job.due for job in project.agenda() if job.kind == "send"}
        messages.sort(key=lambda message: message.sequence, reverse=True)
        return [_unsent(project, message, sending) for message in messages]


# The statuses of messages that have not ended.
_OPEN = ("draft", "scheduled", "processing")


def _was_handed_over(project: Project, message: Message) -> bool:
    # A failure has a time of delivery when anybody was served (delivery.md, result); recordings keep the deliveries only.
    run = project.runs.get(message.id)
    return message.delivered_at is not None or (run is not None and run.last >= run.first > 0)


def _unsent(project: Project, message: Message, sending: Mapping[str, int]) -> Unsent:
    if message.status == "failed":
        return Unsent(message, "failed", f"failed: {'; '.join(message.delivery_errors[:2]) or 'without an error'}")
    run, at = project.runs.get(message.id), _scheduled_at(project, message)
    clock = f"the project's clock shows {format_time(project.clock.ms)}"
    if message.status in ("draft", "scheduled") and at is not None:
        what = "is scheduled" if message.status == "scheduled" else "is a draft again, but its schedule still stands"
        return Unsent(message, "scheduled", f"{what} for {format_time(at)}; {clock}", at)
    if message.status == "draft":
        call = f"update{message.provider_type.capitalize()}"
        reason = f"is a draft: messaging.{call} with draft=false sends it"
        return Unsent(message, "draft", reason)
    if run is not None and run.note:
        # Exact mode: the server's worker breaks off.
        return Unsent(message, "broken", f"is not finished any more: it cannot be put together: {run.note}")
    due = sending.get(message.id)
    if due is not None:
        return Unsent(message, "waiting", f"is sent at {format_time(due)}: delivery waits; {clock}", due)
    return Unsent(message, "waiting", f"waits until it is delivered by hand: delivery is {project.settings.delivery}")


def waiting(project: Project) -> list[str]:
    """Say, one line each, which messages ended without a delivery and why, and which are still to come; newest first."""
    found = unsent(project)
    lines = [
        one_line(f"message {item.message.id} ({item.message.provider_type}) {item.reason}") for item in found[:_SHOWN]
    ]
    return [*lines, f"… and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else lines


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
    message = next((item.message for item in unsent(project) if item.state == "failed"), None)
    if message is None:
        return
    if project.providers.count("type", message.provider_type):
        from .explain import explain  # only when a test has failed

        yield str(explain(project, message.id, limit=_EXPLAINED))
    else:
        kind = DEFAULT_KINDS[message.provider_type]
        yield (
            f'mock_appwrite.given.provider("{kind}") makes a provider that sends {message.provider_type};'
            " with the option providers=True each project has one of each type"
        )


def refusal(call: Call) -> str:
    """Write a refused call with the reason that the answer gave."""
    reason = reason_of(call)
    return f"{call}: {reason}" if reason else str(call)


def reason_of(call: Call) -> str:
    """Return the message of an error answer, secrets masked; empty when there is none."""
    try:
        body = loads(call.answer)
    except ValueError:
        return ""
    reason = body.get("message", "") if isinstance(body, dict) else ""
    return one_line(" ".join(mask_text(str(reason)).split())[:300])
