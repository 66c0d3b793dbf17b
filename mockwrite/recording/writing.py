"""A recording as it is written: calls, deliveries and messages as JSON Lines, while they happen.

Each line is an object with a `type`: `recording` (the first), `project`, `message` (a message in its final state),
`handover` (what a provider would have received), `delivery`, `call`. Secrets are masked; those of links, and the codes, unless
`Settings.record_links` says otherwise. A line is written, unbuffered,
before the answer that acknowledges it is sent, so it survives the process being killed; a torn last line is skipped.
"""

from __future__ import annotations

import base64
import contextlib
import os
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from json import loads
from pathlib import Path
from typing import Any

from ..instance import Instance
from ..names import do_nothing
from ..outbox.delivery import Delivery, Handover
from ..outbox.masking import mask
from ..records import Message
from ..state.journal import Call
from ..state.listeners import Kind
from ..state.project import Project
from ..system.json_texts import json_bytes
from ..version import __version__
from .files import open_privately

FORMAT = 1
# How the first line of each run begins.
BEGINNING = b'{"type":"recording"'
_KEPT_FIELDS = tuple(
    item.name for item in fields(Delivery) if item.name not in ("payload", "handover", "attempts", "mail")
)


class NoRecording(OSError):
    """A file that is no recording, which must not get the lines of one; the text says what to do."""


class Recorder:
    """Writes what happens in an instance to a file that only its owner can read (mode 0600), as its only writer.

    Raises OSError when the file cannot be written, FileInUse when another process records into it, NoRecording when it is there
    and holds something else. When writing fails later
    (a full disk), `complain` is told once, in a line for a person; the file stays readable, the server goes on, and `failed`
    is true.
    """

    def __init__(self, path: str | Path, instance: Instance, complain: Callable[[str], object] = do_nothing) -> None:
        _check_kind(path)
        self._path = path
        self._file = open_privately(path)
        self._complain = complain
        self._links = instance.settings.record_links
        self._lock = threading.RLock()
        self.failed = False
        if _is_torn(path):
            # The torn line of a process that was killed stays a line of its own.
            self._file.write(b"\n")
        # The latest hand-over of each project with its number: the deliveries of one come in a row.
        self._latest: dict[str, tuple[Handover, int]] = {}
        self._count = 0
        version = instance.settings.appwrite_version
        self._write({"type": "recording", "format": FORMAT, "mockwrite": __version__, "appwrite": version})
        for project in tuple(instance.projects.values()):
            self._appeared(project)
        instance.subscribe(self._hear)

    def close(self) -> None:
        """Close the file; what happens later is not recorded."""
        with self._lock:
            self._file.close()

    def _hear(self, project: Project, kind: Kind, record: Any) -> None:
        write = _LINES.get(kind)
        if write is None:
            return
        # A hand-over is numbered and written before its deliveries, whatever other projects do meanwhile.
        with self._lock:
            try:
                write(self, project, record)
            except Exception:  # noqa: BLE001 - what cannot be recorded must not keep a call from its answer
                project.note_bug(traceback.format_exc())

    def _appeared(self, project: Project, record: None = None) -> None:
        self._write({"type": "project", "project": project.id, "name": project.name, "at": project.clock.ms})

    def _write(self, line: dict[str, Any]) -> None:
        if self._file.closed or self.failed:
            return
        try:
            self._append(json_bytes(line) + b"\n")
        except OSError as error:
            self.failed = True
            self._complain(
                f"the recording {self._path} cannot be written any more ({error.strerror or error}): it ends with what happened"
                " before. The server goes on; what it captures from here on is in memory only."
            )

    def _append(self, content: bytes) -> None:
        """Write all of it or nothing, so that the file ends with a whole line. Raises OSError."""
        end = os.fstat(self._file.fileno()).st_size
        written = 0
        try:
            while written < len(content):
                written += self._file.write(content[written:]) or 0
        except OSError:
            # What is no file (a pipe, a device) cannot be cut.
            with contextlib.suppress(OSError):
                os.ftruncate(self._file.fileno(), end)
            raise

    def _delivered(self, project: Project, record: Delivery) -> None:
        latest = self._latest.get(record.project_id)
        if latest is None or latest[0] is not record.handover:
            self._count += 1
            latest = self._latest[record.project_id] = (record.handover, self._count)
            wire = [request.as_dict() for request in record.handover.wire(links=self._links)]
            self._write(
                {
                    "type": "handover",
                    "handover": latest[1],
                    "recipients": record.handover.recipients,
                    "note": record.handover.note,
                    "named": record.handover.named,
                    "wire": wire,
                }
            )
        self._write({"type": "delivery", "handover": latest[1], **delivery_line(record, links=self._links)})

    def _called(self, project: Project, call: Call) -> None:
        self._write({"type": "call", "project": project.id, **call_line(call)})

    def _finished(self, project: Project, message: Message) -> None:
        shown = {
            name: getattr(message, name)
            for name in ("id", "provider_type", "status", "delivery_errors", "delivered_total")
        }
        data = message.data if self._links else mask(message.data)
        self._write({"type": "message", "project": project.id, "at": project.clock.ms, **shown, "data": data})


def write_recording(path: str | Path, projects: Iterable[Project]) -> None:
    """Write what projects hold by now, as if it had been recorded. Raises OSError when the file cannot be written."""
    recorder = Recorder(path, Instance())
    try:
        for project in projects:
            recorder._appeared(project)
            for record in project.outbox.records():
                recorder._delivered(project, record)
            # A project in another process has none of its messages here.
            for message in getattr(project, "messages", ()):
                if message.is_over:
                    recorder._finished(project, message)
            for call in project.journal:
                recorder._called(project, call)
    finally:
        recorder.close()


# What is written down of what happens.
_LINES: Mapping[str, Callable[[Recorder, Project, Any], None]] = {
    "project": Recorder._appeared,
    "delivery": Recorder._delivered,
    "call": Recorder._called,
    "message": Recorder._finished,
}


def _check_kind(path: str | Path) -> None:
    """Raise NoRecording for a file that holds anything but a recording."""
    if not Path(path).is_file():
        return
    with open(path, "rb") as file:
        if file.seek(0, 2) == 0:
            return
        file.seek(0)
        if not any(line.startswith(BEGINNING) for line in file):
            raise NoRecording(f"{path} is there already and holds no recording; name another file, or remove it")


def _is_torn(path: str | Path) -> bool:
    """Tell whether a file ends in the middle of a line."""
    if not Path(path).is_file():
        return False
    with open(path, "rb") as file:
        if file.seek(0, 2) == 0:
            return False
        file.seek(-1, 2)
        return file.read() != b"\n"


def delivery_line(record: Delivery, *, links: bool) -> dict[str, Any]:
    """Write a delivery with everything that was sent; attachments in base64, the secrets of links and the codes with `links`."""
    payload = record.payload._asdict()
    if payload.get("attachments"):
        payload["attachments"] = [
            {**item._asdict(), "content": base64.b64encode(item.content).decode()} for item in payload["attachments"]
        ]
    payload.pop("to", None)
    said: dict[str, Any] = {"payload": payload}
    secrets: tuple[str, ...] = ()
    if record.mail is not None:
        said["mail"] = {**record.mail._asdict(), "facts": dict(record.mail.facts)}
        secrets = (record.mail.secret, record.mail.code)
    kept = {name: getattr(record, name) for name in _KEPT_FIELDS}
    return {**kept, "attempts": list(record.attempts), **(said if links else mask(said, *secrets))}


def call_line(call: Call, *, masked: bool = True) -> dict[str, Any]:
    """Write a call with its secrets masked, unless told otherwise."""
    body = _masked if masked else _as_text
    line = {
        "number": call.number,
        "at": call.at,
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "status": call.status,
        "error": call.error,
        "route": call.route,
        "caller": call.caller,
        "message_id": call.message_id,
        "deliveries": call.deliveries,
        "unknown_params": list(call.unknown_params),
        "fault": call.fault,
        "source": call.source,
        "note": call.note,
        "bug": call.bug,
    }
    return {**(mask(line) if masked else line), "request": body(call.request), "answer": body(call.answer)}


def _masked(body: bytes) -> str:
    """Return a body as text with its secrets replaced; what is no JSON is described, not shown."""
    if not body:
        return ""
    try:
        return json_bytes(mask(loads(body))).decode()
    except (ValueError, RecursionError):
        return f"({len(body)} bytes)"


def _as_text(body: bytes) -> str:
    return body.decode("utf-8", "replace")
