"""A recording: calls, deliveries and messages as JSON Lines, written as they happen and read back later.

Each line is an object with a `type`: `recording` (the first), `project`, `message` (a message in its final state),
`handover` (what a provider would have received), `delivery`, `call`. Secrets are masked. A line is written, unbuffered,
before the answer that acknowledges it is sent, so it survives the process being killed; a torn last line is skipped.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import fields
from json import dumps, loads
from pathlib import Path
from typing import Any

from . import __version__
from .delivery.outgoing.content import Attachment, Email, Push, Sms
from .delivery.run import Run
from .instance import Instance
from .journal import Call, Journal
from .masking import mask, mask_body, mask_query
from .outbox import Delivery, Handover, Outbox
from .records import Message
from .settings import Settings
from .state import Project

FORMAT = 1
_FIRST = b'{"type":"recording"'
_PAYLOADS: dict[str, Callable[..., Any]] = {"email": Email, "sms": Sms, "push": Push}
_KEPT_FIELDS = tuple(item.name for item in fields(Delivery) if item.name not in ("payload", "handover", "attempts"))


class RecordingError(ValueError):
    """A file that cannot be read as a recording; the text names the line and what is wrong."""


class Recorder:
    """Writes what happens in an instance to a file. Raises OSError when the file cannot be written."""

    def __init__(self, path: str | Path, instance: Instance) -> None:
        self._file = open(path, "ab", buffering=0)  # noqa: SIM115 - it stays open until close()
        if _is_torn(path):
            # The torn line of a process that was killed stays a line of its own.
            self._file.write(b"\n")
        # The latest hand-over of each project with its number: the deliveries of one come in a row.
        self._latest: dict[str, tuple[Handover, int]] = {}
        self._count = 0
        version = instance.settings.appwrite_version
        self._write({"type": "recording", "format": FORMAT, "mockwrite": __version__, "appwrite": version})
        for project in tuple(instance.projects.values()):
            self._follow(project)
        instance.listeners.append(self._follow)

    def close(self) -> None:
        """Close the file; what happens later is not recorded."""
        self._file.close()

    def _follow(self, project: Project) -> None:
        self._write({"type": "project", "project": project.id, "name": project.name, "at": project.clock.ms})
        project.outbox.listeners.append(self._delivered)
        project.journal.listeners.append(lambda call: self._called(project, call))
        project.finished.append(lambda message: self._finished(project, message))

    def _write(self, line: dict[str, Any]) -> None:
        if not self._file.closed:
            # One write for the whole line: two threads cannot mix theirs.
            self._file.write(
                dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"
            )

    def _delivered(self, record: Delivery) -> None:
        latest = self._latest.get(record.project_id)
        if latest is None or latest[0] is not record.handover:
            self._count += 1
            latest = self._latest[record.project_id] = (record.handover, self._count)
            wire = [request.as_dict() for request in record.handover.wire()]
            self._write(
                {"type": "handover", "handover": latest[1], "recipients": record.handover.recipients, "wire": wire}
            )
        self._write({"type": "delivery", "handover": latest[1], **delivery_line(record)})

    def _called(self, project: Project, call: Call) -> None:
        self._write({"type": "call", "project": project.id, **call_line(call)})

    def _finished(self, project: Project, message: Message) -> None:
        shown = {
            name: getattr(message, name)
            for name in ("id", "provider_type", "status", "delivery_errors", "delivered_total")
        }
        self._write(
            {"type": "message", "project": project.id, "at": project.clock.ms, **shown, "data": mask(message.data)}
        )


def _is_torn(path: str | Path) -> bool:
    """Tell whether a file ends in the middle of a line."""
    if not Path(path).is_file():
        return False
    with open(path, "rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read() != b"\n"


def delivery_line(record: Delivery) -> dict[str, Any]:
    """Write a delivery with everything that was sent; attachments in base64."""
    payload = record.payload._asdict()
    if payload.get("attachments"):
        payload["attachments"] = [
            {**item._asdict(), "content": base64.b64encode(item.content).decode()} for item in payload["attachments"]
        ]
    payload.pop("to", None)
    kept = {name: getattr(record, name) for name in _KEPT_FIELDS}
    return {**kept, "attempts": list(record.attempts), "payload": mask(payload)}


def call_line(call: Call) -> dict[str, Any]:
    """Write a call with its secrets masked."""
    return {
        "number": call.number,
        "at": call.at,
        "method": call.method,
        "path": call.path,
        "query": mask_query(call.query),
        "status": call.status,
        "error": call.error,
        "route": call.route,
        "request": mask_body(call.request),
        "answer": mask_body(call.answer),
        "caller": call.caller,
        "message_id": call.message_id,
        "deliveries": call.deliveries,
        "unknown_params": list(call.unknown_params),
        "fault": call.fault,
        "bug": call.bug,
    }


class Recording:
    """What a recording holds: projects with their outbox and journal, to be read and shown, not changed."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance

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

    Raises RecordingError naming the line that cannot be read; a line that was torn when its process was killed is skipped.
    """
    instance = Instance(Settings(strict_auth=True))
    reader = _Reader(instance)
    lines = Path(path).read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = loads(line)
        except ValueError:
            # Torn is the last line, or the last one before another run begins.
            if number == len(lines) or (reader.seen and lines[number].startswith(_FIRST)):
                continue
            raise RecordingError(f"{path}, line {number}: this is no JSON; a recording has one object a line") from None
        try:
            reader.read(value)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise RecordingError(f"{path}, line {number}: {error!r} where a line of a recording is expected") from None
    if not reader.seen:
        raise RecordingError(f"{path}: this is no recording; `mockwrite serve --record FILE` writes one")
    return Recording(instance)


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
        self.seen = False

    def read(self, line: dict[str, Any]) -> None:
        """Take in one line."""
        kind = line.pop("type")
        if kind == "recording":
            self.seen = True
            if line["format"] > FORMAT:
                raise ValueError(f"format {line['format']} is newer than this mockwrite reads ({FORMAT})")
            self._handovers.clear()
            return
        {
            "project": self._project,
            "handover": self._handover,
            "delivery": self._delivery,
            "call": self._call,
            "message": self._message,
        }[kind](line)

    def _project(self, line: dict[str, Any]) -> None:
        # Also after a reset and in another run of the server: what follows is of other messages, whatever their ids are.
        self._life[line["project"]] = self._life.get(line["project"], 0) + 1
        if line["project"] not in self._instance.projects:
            project = self._instance.create_project(line["project"], name=line["name"])
            project.journal = Journal(kept=1_000_000)

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
        self._handovers[line["handover"]] = Handover(time=0, recipients=line["recipients"], wire=lambda: wire)

    def _delivery(self, line: dict[str, Any]) -> None:
        project = self._instance.projects[line["project_id"]]
        payload = line.pop("payload")
        if "attachments" in payload:
            payload["attachments"] = tuple(
                Attachment(**{**item, "content": base64.b64decode(item["content"])}) for item in payload["attachments"]
            )
        for name in ("cc", "bcc"):
            if name in payload:
                payload[name] = tuple(payload[name])
        handover = self._handovers[line.pop("handover")]
        attempts = tuple(line.pop("attempts"))
        number = self._deliveries.setdefault(project.id, _Numbers()).next(line["number"])
        if number != line["number"]:
            self._ids.setdefault(project.id, {})[line["id"]] = f"d{number}"
            line["id"], line["number"] = f"d{number}", number
        line["message_id"] = self._message_id(project.id, line["message_id"])
        place = (project.id, line["message_id"])
        self._numbers[place] = (self._numbers.get(place, (number, 0))[0], number)
        sent = _PAYLOADS[line["channel"]](to=(), **payload)
        project.outbox.add(Delivery(**line, payload=sent, handover=handover, attempts=attempts))

    def _call(self, line: dict[str, Any]) -> None:
        project = self._of(line)
        line["number"] = self._calls.setdefault(project.id, _Numbers()).next(line["number"])
        ids = self._ids.get(project.id, {})
        line["deliveries"] = [ids.get(id, id) for id in line["deliveries"]]
        if line["message_id"] and line["status"] < 400:
            line["message_id"] = self._message_id(project.id, line["message_id"])
        line["request"], line["answer"] = line["request"].encode(), line["answer"].encode()
        line["unknown_params"] = tuple(line["unknown_params"])
        project.journal.add(Call(**line))

    def _message(self, line: dict[str, Any]) -> None:
        project = self._of(line)
        at = line.pop("at")
        line["id"] = self._message_id(project.id, line["id"])
        earlier = project.messages.get(line["id"])
        if earlier is not None:
            project.messages.remove(earlier)
        project.messages.add(Message(created_at=at, updated_at=at, topics=[], users=[], targets=[], **line))
        # So that `explain` finds the deliveries: whom the message was addressed to is not recorded.
        first, last = self._numbers.pop((project.id, line["id"]), (0, -1))
        project.runs[line["id"]] = Run(at, last_target=0, last_subscriber=0, first=first, last=last)


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
