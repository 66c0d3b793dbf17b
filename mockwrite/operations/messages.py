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
from ..records import Message, Schedule, Target
from ..state.project import Project
from . import message_data
from .finding import find_message
from .lists import lister, log_lister, page

# The search text of an SMS holds its content; longer ones cannot be stored (messages.md: threshold not recorded).
LONGEST_SEARCH = 16_384
# What a message's data may take when PHP writes it as JSON.
LONGEST_DATA = 65_535
_LARGEST_PART = {"email": "content", "sms": "content", "push": "data"}
_DAY = 86_400_000


def create_message(project: Project, caller: Caller, values: dict[str, Any], *, type: str) -> Message:
    """Create a message of a type from the values of its parameters, in the order of checks of messages.md.

    The caller sees the state before it is sent.

    The time of an SMS is never stored on the message (messages.md, SMS quirk), only in the schedule record.
    """
    message_data.refuse_text(values.get("data"))
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
        **project.ids.stamp(now, id),
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
    _check_one_query(project, "targets", "targets, cc and bcc together hold", ids)
    named = [project.targets.get(id) for id in ids]
    found = {target.sequence for target in named if target is not None and target.provider_type == type}
    if len(found) != len(ids):
        raise AppwriteError(f"message_target_not_{type}")


def _check_one_query(project: Project, param: str, what: str, ids: list[str]) -> None:
    """Targets are looked up by one query, which takes so many values and no more (messages.md, create). To store them there is
    no query, so an update takes any number; and the worker's queries take a page of topics' subscribers."""
    most = project.rules.values_per_filter
    if len(ids) > most:
        reason = f"{what} at most {most} ids, got {len(ids)}; a topic or users take any number"
        raise ServerDefect(param, reason, type=project.rules.query_refused)


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
    schedule = project.schedules.add(Schedule(**project.ids.stamp(now), message_id=message_id, at=at, active=active))
    if active:
        project.put_on_agenda(at, "fire", schedule.sequence)
    return schedule


def update_message(project: Project, caller: Caller, values: dict[str, Any], *, type: str) -> Message:
    """Change a message, in the order of checks of messages.md.

    `type` is that of the route, which need not be the message's (recorded): then only its own keys are written into the data.
    """
    message_data.refuse_text(values.get("data"))
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
    data = message_data.on_update(project, caller, type, message, values)
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


list_messages = lister(lambda project: project.messages, MESSAGES)


def list_message_targets(
    project: Project, caller: Caller, *, message_id: str, queries: Query, total: bool = True
) -> tuple[int, list[Target]]:
    """List the existing targets named in the message's own `targets`; nothing from topics, users, cc or bcc."""
    message = get_message(project, caller, message_id=message_id)
    if not message.targets:
        return 0, []
    _check_one_query(project, "messageId", "the targets of a message can be listed when they are", message.targets)
    existing = {target.sequence for id in message.targets if (target := project.targets.get(id)) is not None}
    return page(project, project.targets, TARGETS, queries, total=total, among=sorted(existing))


list_message_logs = log_lister("message", find_message)


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
    # How it was sent: an id that is free again must not begin with what became of another message.
    project.runs.pop(message.id, None)
