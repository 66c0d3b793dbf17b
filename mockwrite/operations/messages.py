"""Messages: create, update, delete, read (contract: messages.md)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..php.arrays import as_list
from ..php.json import fits
from ..queries.kinds import MESSAGES, TARGETS
from ..queries.parsing import Query
from ..records import LogEntry, Message, Schedule, Target
from ..state.project import Project
from . import message_data
from .finding import find_message
from .lists import logs, page

# The search text of an SMS holds its content; longer ones cannot be stored (messages.md: threshold not recorded).
LONGEST_SEARCH = 16_384
# What a message's data may take when PHP writes it as JSON.
LONGEST_DATA = 65_535
_LARGEST_PART = {"email": "content", "sms": "content", "push": "data"}
_DAY = 86_400_000


def create_email(project: Project, caller: Caller, **values: Any) -> Message:
    """Create an e-mail."""
    return _create(project, caller, "email", values)


def create_sms(project: Project, caller: Caller, **values: Any) -> Message:
    """Create an SMS. Its time is never stored on the message (messages.md, SMS quirk), only in the schedule record."""
    return _create(project, caller, "sms", values)


def create_push(project: Project, caller: Caller, **values: Any) -> Message:
    """Create a push notification."""
    message_data.refuse_text(values["data"])
    return _create(project, caller, "push", values)


def _create(project: Project, caller: Caller, type: str, values: dict[str, Any]) -> Message:
    """Create a message, in the order of checks of messages.md; the caller sees the state before it is sent."""
    topics, users, targets = values["topics"] or [], values["users"] or [], values["targets"] or []
    emails = values.get("emails") or []
    scheduled_at: int | None = values["scheduled_at"]
    status = "draft" if values["draft"] else "processing" if scheduled_at is None else "scheduled"
    if status != "draft" and not (topics or users or targets or emails):
        raise AppwriteError("message_missing_target")
    copied = values.get("cc"), values.get("bcc")
    if targets or any(copied):
        _check_targets(project, type, [id for ids in (targets, *copied) if ids for id in as_list(ids)])
    data = message_data.on_create(project, caller, type, values)
    _check_lists(project, topics=topics, users=users, targets=targets)
    id = project.new_id(values["message_id"])
    now = project.clock.ms
    message = Message(
        id=id,
        created_at=now,
        updated_at=now,
        provider_type=type,
        status=status,
        data=data,
        topics=topics,
        users=users,
        targets=targets,
        emails=emails,
        scheduled_at=scheduled_at if message_data.STORES_TIME[type] else None,
    )
    _check_length(project, message)
    if id in project.messages:
        raise ServerDefect("messageId", "a message with this id exists already", type=project.rules.duplicate_message)
    if status == "scheduled" and scheduled_at is not None:
        message.schedule_id = _schedule(project, id, scheduled_at, active=True).id
    project.messages.add(message)
    if status == "processing":
        project.enqueue(id)
    return message


def _check_targets(project: Project, type: str, ids: list[str]) -> None:
    """Every id must name another existing target of the type; unknown and repeated ids are the same error (recorded)."""
    named = [project.targets.get(id) for id in ids]
    found = {target.sequence for target in named if target is not None and target.provider_type == type}
    if len(found) != len(ids):
        raise AppwriteError(f"message_target_not_{type}")


def _check_lists(project: Project, **lists: Any) -> None:
    for name, value in lists.items():
        if isinstance(value, dict):
            raise ServerDefect(name, "a list is expected, not a map", type=project.rules.structure_invalid)


def _check_length(project: Project, message: Message) -> None:
    """The database looks at the lengths before it finds that an id is taken (corrections.md, 2)."""
    if not fits(message.data, LONGEST_DATA):
        raise ServerDefect(
            _LARGEST_PART[message.provider_type],
            f"written as JSON, the message has more than the {LONGEST_DATA} characters that can be stored",
            type=project.rules.structure_invalid,
        )
    if len(message.search) > LONGEST_SEARCH:
        raise ServerDefect("content", "the text is too long to be stored", type=project.rules.structure_invalid)


def _schedule(project: Project, message_id: str, at: int, *, active: bool) -> Schedule:
    now = project.clock.ms
    schedule = project.schedules.add(
        Schedule(
            id=project.ids.unique(now), created_at=now, updated_at=now, message_id=message_id, at=at, active=active
        )
    )
    if active:
        project.put_on_agenda(at, "fire", schedule.sequence)
    return schedule


def update_email(project: Project, caller: Caller, **values: Any) -> Message:
    """Change an e-mail."""
    return _update(project, caller, "email", values)


def update_sms(project: Project, caller: Caller, **values: Any) -> Message:
    """Change an SMS."""
    return _update(project, caller, "sms", values)


def update_push(project: Project, caller: Caller, **values: Any) -> Message:
    """Change a push notification."""
    message_data.refuse_text(values["data"])
    return _update(project, caller, "push", values)


def _update(project: Project, caller: Caller, route: str, values: dict[str, Any]) -> Message:
    """Change a message, in the order of checks of messages.md.

    The route's type need not be the message's (recorded): then only the route's own keys are written into the data.
    """
    message = get_message(project, caller, message_id=values["message_id"])
    draft, scheduled_at = values["draft"], values["scheduled_at"]
    status = message.status
    if draft is not None or scheduled_at is not None:
        status = "draft" if draft else "processing" if scheduled_at is None else "scheduled"
    lists = {
        name: getattr(message, name) if values.get(name) is None else values[name]
        for name in ("topics", "users", "targets", "emails")
    }
    if status != "draft" and not any(lists.values()):
        raise AppwriteError("message_missing_target")
    if message.status in ("processing", "sent", "failed"):
        raise AppwriteError(f"message_already_{message.status}")
    if status == "scheduled" and scheduled_at is None and message.scheduled_at is None:
        raise AppwriteError("message_missing_schedule")
    if message.scheduled_at is not None and message.scheduled_at < project.clock.ms:
        raise AppwriteError("message_already_scheduled")
    schedule = _own_schedule(project, message)
    data = message_data.on_update(project, caller, route, message, values)
    _check_lists(project, **lists)
    _check_length(project, replace(message, status=status, data=data))
    schedule_id = message.schedule_id
    if schedule is not None:
        _move(project, schedule, at=scheduled_at, active=status == "scheduled")
    elif scheduled_at is not None:
        schedule_id = _schedule(project, message.id, scheduled_at, active=status == "scheduled").id
    changed = project.messages.change(
        message,
        project.clock.ms,
        status=status,
        data=data,
        scheduled_at=message.scheduled_at if scheduled_at is None else scheduled_at,
        schedule_id=schedule_id,
        **lists,
    )
    if status == "processing":
        project.enqueue(message.id)
    return changed


def _own_schedule(project: Project, message: Message) -> Schedule | None:
    """Return the schedule record of a message that has a time; None for one without (messages.md, update, row 8)."""
    if message.scheduled_at is None:
        return None
    if message.schedule_id is None:
        raise ServerDefect("scheduledAt", "this draft was created with a time and cannot be changed any more")
    schedule = project.schedules.get(message.schedule_id)
    if schedule is None:
        raise AppwriteError("schedule_not_found")
    return schedule


def _move(project: Project, schedule: Schedule, *, at: int | None, active: bool) -> None:
    new = project.schedules.replace(schedule, at=schedule.at if at is None else at, active=active)
    if active:
        project.put_on_agenda(new.at, "fire", new.sequence)


def get_message(project: Project, caller: Caller, *, message_id: str) -> Message:
    """Return a message; 404 `message_not_found`."""
    return find_message(project, message_id)


def list_messages(
    project: Project, caller: Caller, *, queries: Query, search: str, total: bool = True
) -> tuple[int, list[Message]]:
    """List messages."""
    return page(project, project.messages, MESSAGES, queries, search=search, total=total)


def list_message_targets(
    project: Project, caller: Caller, *, message_id: str, queries: Query, total: bool = True
) -> tuple[int, list[Target]]:
    """List the existing targets named in the message's own `targets`; nothing from topics, users, cc or bcc."""
    message = get_message(project, caller, message_id=message_id)
    if not message.targets:
        return 0, []
    existing = {target.sequence for id in message.targets if (target := project.targets.get(id)) is not None}
    return page(project, project.targets, TARGETS, queries, total=total, among=sorted(existing))


def list_message_logs(
    project: Project, caller: Caller, *, message_id: str, queries: Query, total: bool = True
) -> tuple[int, list[LogEntry]]:
    """List what was done to a message."""
    message = get_message(project, caller, message_id=message_id)
    return logs(project, f"message/{message.id}", queries, total=total)


def delete_message(project: Project, caller: Caller, *, message_id: str) -> None:
    """Delete a message and its schedule, unless it is being processed or its time has passed (messages.md, delete)."""
    message = get_message(project, caller, message_id=message_id)
    if message.status == "processing":
        raise AppwriteError("message_already_scheduled")
    if message.status == "scheduled":
        # The server compares two date formats as text, which in effect compares the day; no time counts as past.
        at = message.scheduled_at
        if at is None or at // _DAY < project.clock.ms // _DAY:
            raise AppwriteError("message_already_scheduled")
    for schedule in project.schedules.where("message_id", message.id):
        project.schedules.remove(schedule)
    project.messages.remove(message)
