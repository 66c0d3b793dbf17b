"""A recording read back: its projects, calls, deliveries and messages (the lines are those of `writing.py`)."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from json import loads
from pathlib import Path
from typing import Any

from ..instance import Instance
from ..outbox.content import Attachment, Email, Push, Sms
from ..outbox.delivery import Delivery, Handover, delivery_id, number_of
from ..outbox.mail import Mail
from ..outbox.outbox import Outbox
from ..records import Message
from ..settings import Settings
from ..state.clock import ClockState, check_moment
from ..state.journal import Call, Journal
from ..state.project import Project
from ..state.run import Run
from .writing import BEGINNING, FORMAT

_PAYLOADS: dict[str, Callable[..., Any]] = {"email": Email, "sms": Sms, "push": Push}


class RecordingError(ValueError):
    """A file that cannot be read as a recording; the text names the line and what is wrong."""


class Recording:
    """What a recording holds: projects with their outbox and journal, to be read and shown, not changed."""

    def __init__(self, instance: Instance, unread: Sequence[str] = ()) -> None:
        self.instance = instance
        # What could not be read: a text for each line that was left out.
        self.unread = tuple(unread)

    @property
    def projects(self) -> dict[str, Project]:
        """The recorded projects by id."""
        return self.instance.projects

    def _only(self) -> Project:
        used = [project for project in self.projects.values() if project.outbox.all or len(project.journal)]
        chosen = used or list(self.projects.values())
        if len(chosen) == 1:
            return chosen[0]
        names = ", ".join(project.id for project in chosen) or "none"
        raise LookupError(f"the recording holds the projects {names}; take one from .projects")

    @property
    def outbox(self) -> Outbox:
        """The outbox of the only project that did anything. Raises LookupError when there is more than one."""
        return self._only().outbox

    @property
    def journal(self) -> Journal:
        """The journal of that project."""
        return self._only().journal


def open_recording(path: str | Path) -> Recording:
    """Read a recording, of one run or of several one after the other.

    A line that cannot be read costs that line: `unread` of what is returned names it. Raises RecordingError when the file is no
    recording, or one of a newer mockwrite.
    """
    instance = Instance(Settings(strict_auth=True))
    reader = _Reader(instance)
    lines = Path(path).read_bytes().split(b"\n")
    unread: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = loads(line)
        except (ValueError, RecursionError):
            # Torn by the end of its process is the last line, or the last one before another run begins.
            if number < len(lines) and not (reader.seen and lines[number].startswith(BEGINNING)):
                unread.append(f"line {number}: this is no JSON; a recording has one object a line")
            continue
        try:
            reader.read(value)
        except NewerFormat as error:
            raise RecordingError(f"{path}, line {number}: {error}") from None
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            unread.append(f"line {number}: {error!r} where a line of a recording is expected")
    if not reader.seen:
        first = f" ({unread[0]})" if unread else ""
        raise RecordingError(f"{path}: this is no recording{first}; `mockwrite serve --record FILE` writes one")
    reader.stop_clocks()
    return Recording(instance, unread)


class NewerFormat(Exception):
    """A recording of a format that this mockwrite does not know."""


class _Reader:
    """Builds projects from the lines of a recording."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._handovers: dict[int, Handover] = {}
        self._deliveries: dict[str, _Numbers] = {}
        self._calls: dict[str, _Numbers] = {}
        # By project, the ids that deliveries got here, by the ids in the lines.
        self._ids: dict[str, dict[str, str]] = {}
        # How many lives each project has had, and by project and message id the lives in which the id was used.
        self._life: dict[str, int] = {}
        self._lives: dict[tuple[str, str], list[int]] = {}
        # By project and message id, the first and last number of its deliveries up to here.
        self._numbers: dict[tuple[str, str], tuple[int, int]] = {}
        # By project, the time of its last line.
        self._last: dict[str, int] = {}
        self.seen = False

    def read(self, line: dict[str, Any]) -> None:
        """Take in one line."""
        kind = line.pop("type")
        if kind == "recording":
            self.seen = True
            if line["format"] > FORMAT:
                raise NewerFormat(f"format {line['format']} is newer than this mockwrite reads ({FORMAT})")
            self._handovers.clear()
            return
        {
            "project": self._project,
            "handover": self._handover,
            "delivery": self._delivery,
            "call": self._call,
            "message": self._message,
        }[kind](line)

    def stop_clocks(self) -> None:
        """Let the time of each project stand still at the last thing that was recorded of it: ages are told as of then."""
        for id, at in self._last.items():
            self._instance.projects[id].clock.restore(ClockState(at, frozen=True))

    def _saw(self, project_id: str, at: int) -> int:
        check_moment(at)
        self._last[project_id] = at
        return at

    def _project(self, line: dict[str, Any]) -> None:
        # Also after a reset and in another run of the server: what follows is of other messages, whatever their ids are.
        self._life[line["project"]] = self._life.get(line["project"], 0) + 1
        if line["project"] not in self._instance.projects:
            project = self._instance.create_project(line["project"], name=line["name"])
            project.journal = Journal(1_000_000, project.listeners.tell)

    def _of(self, line: dict[str, Any], name: str = "project") -> Project:
        return self._instance.projects[line.pop(name)]

    def _message_id(self, project_id: str, id: str) -> str:
        """Return the id that a message gets here: `welcome (2)` when an earlier life of the project had a `welcome`."""
        life, lives = self._life[project_id], self._lives.setdefault((project_id, id), [])
        if life not in lives:
            lives.append(life)
        number = lives.index(life) + 1
        return id if number == 1 else f"{id} ({number})"

    def _handover(self, line: dict[str, Any]) -> None:
        wire: list[Any] = [RecordedRequest(item) for item in line["wire"]]
        self._handovers[line["handover"]] = Handover(
            time=0,
            recipients=line["recipients"],
            wire=lambda *, masked=True, links=True: wire,
            note=line.get("note", ""),
            named=None if line.get("named") is None else tuple(line["named"]),
        )

    def _delivery(self, line: dict[str, Any]) -> None:
        project = self._instance.projects[line["project_id"]]
        handover = self._handovers[line.pop("handover")]
        number = self._deliveries.setdefault(project.id, _Numbers()).next(line["number"])
        if number != line["number"]:
            self._ids.setdefault(project.id, {})[line["id"]] = delivery_id(number)
            line["id"], line["number"] = delivery_id(number), number
        if line["message_id"]:
            line["message_id"] = self._message_id(project.id, line["message_id"])
            place = (project.id, line["message_id"])
            self._numbers[place] = (self._numbers.get(place, (number, 0))[0], number)
        self._saw(project.id, line["at"])
        project.outbox.add(read_delivery(line, handover))

    def _call(self, line: dict[str, Any]) -> None:
        project = self._of(line)
        line["number"] = self._calls.setdefault(project.id, _Numbers()).next(line["number"])
        ids = self._ids.get(project.id, {})
        line["deliveries"] = [ids.get(id, id) for id in line["deliveries"]]
        if line["message_id"] and line["status"] < 400:
            line["message_id"] = self._message_id(project.id, line["message_id"])
        self._saw(project.id, line["at"])
        project.journal.add(read_call(line))

    def _message(self, line: dict[str, Any]) -> None:
        project = self._of(line)
        at = self._saw(project.id, line.pop("at"))
        line["id"] = self._message_id(project.id, line["id"])
        earlier = project.messages.get(line["id"])
        if earlier is not None:
            project.messages.remove(earlier)
        project.messages.add(Message(created_at=at, updated_at=at, topics=[], users=[], targets=[], **line))
        # So that `explain` finds the deliveries: whom the message was addressed to is not recorded.
        first, last = self._numbers.pop((project.id, line["id"]), (0, -1))
        project.runs[line["id"]] = Run(at, last_target=0, last_subscriber=0, first=first, last=last)


def read_delivery(line: dict[str, Any], handover: Handover) -> Delivery:
    """Make a delivery of what `delivery_line` wrote. Raises KeyError, TypeError or ValueError where it did not."""
    fields = dict(line)
    payload = dict(fields.pop("payload"))
    if "attachments" in payload:
        payload["attachments"] = tuple(
            Attachment(**{**item, "content": base64.b64decode(item["content"])}) for item in payload["attachments"]
        )
    for name in ("cc", "bcc", "named"):
        if payload.get(name) is not None:
            payload[name] = tuple(payload[name])
    if "mail" in fields:
        fields["mail"] = Mail(**fields["mail"])
    attempts = tuple(fields.pop("attempts"))
    sent = _PAYLOADS[fields["channel"]](to=(), **payload)
    return Delivery(**fields, payload=sent, handover=handover, attempts=attempts)


def read_call(line: dict[str, Any]) -> Call:
    """Make a call of what `call_line` wrote. Raises KeyError, TypeError or ValueError where it did not."""
    bodies = {name: line[name].encode("utf-8", "surrogatepass") for name in ("request", "answer")}
    fields = {**line, **bodies, "unknown_params": tuple(line["unknown_params"])}
    numbers = [number_of(id) for id in fields.pop("deliveries")]
    return Call(**fields, numbers=numbers)


class _Numbers:
    """Numbers that only grow, although a reset or another run of the server has begun to count anew."""

    def __init__(self) -> None:
        self._last = 0
        self._more = 0

    def next(self, number: int) -> int:
        """Return what a number of a line is in the whole recording."""
        if number + self._more <= self._last:
            self._more = self._last + 1 - number
        self._last = number + self._more
        return self._last


class RecordedRequest(dict[str, Any]):
    """A request of the wire view, as it was recorded."""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a plain map."""
        return dict(self)
