"""Writing a project as a seed: complete, and the same text when it is written again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..moments import format_time
from ..recording.files import replace_file
from ..state.project import KEY_SCOPES, Project
from ..system.json_texts import json_lines
from .checking import HasProject, project_of
from .forms import FORMS, Form
from .randomness import write_random
from .sign_in import write_sign_in


def export(project: Project | HasProject) -> dict[str, Any]:
    """Return the world of a project as a seed: everything that decides what it does next (docs/seed.md)."""
    project = project_of(project)
    with project.lock:
        document = {
            "version": 1,
            "project": _facts(project),
            "clock": {"now": format_time(project.clock.ms), "frozen": project.clock.frozen},
            "keys": [_key(key) for key in project.keys.values()],
            **{
                form.name: [_row(project, form, record) for record in getattr(project, form.collection)]
                for form in FORMS
            },
            "databases": _databases(project),
            "faults": [_without(rule.as_dict(), "description") for rule in project.faults if not rule.is_answer],
            # What a function answers cannot be written down.
            "answers": [
                # Which calls are meant must be said, also when it is any.
                {"method": None, "path": None, **_without(rule.as_dict(), "description", "on", "effect")}
                for rule in project.faults.answers
                if rule.function is None
            ],
            "agenda": _agenda(project),
            "signIn": write_sign_in(project.sign_in),
            "mails": [{**mail._asdict(), "facts": dict(mail.facts)} for mail in project.mails.values()],
            "waiting": [{"message": id, "since": format_time(since)} for id, since in project.held.items()],
            "logs": {name: [entry._asdict() for entry in entries] for name, entries in project.logs.items()},
            "unsubscribed": [_unsubscribed(entry) for entry in project.unsubscribed],
            "random": write_random(project.ids.state()),
            "counters": {name: last for name, rows in project.collections().items() if (last := rows.last)},
        }
    return {name: value for name, value in document.items() if value not in ([], {})}


def write_seed(project: Project | HasProject, path: str | Path) -> None:
    """Write a project's seed into a file that only its owner can read; the old file stays until the new one is whole.

    Raises OSError.
    """
    replace_file(path, to_text(export(project)))


def to_text(document: Mapping[str, Any]) -> str:
    """Write a seed as text for a file."""
    return json_lines(document) + "\n"


def _databases(project: Project) -> list[dict[str, Any]]:
    if not len(project.databases):
        return []
    from .databases import write_databases  # only who has databases loads what they need

    return write_databases(project)


def _facts(project: Project) -> dict[str, Any]:
    facts: dict[str, Any] = {"name": project.name}
    if project.drawn_secret is not None:
        facts["secret"] = project.drawn_secret
    if project.platforms:
        facts["platforms"] = sorted(project.platforms)
    return facts


def _key(key: Any) -> dict[str, Any]:
    shown: dict[str, Any] = {"secret": key.secret, "name": key.name}
    if key.scopes != KEY_SCOPES:
        shown["scopes"] = sorted(key.scopes)
    if key.expire is not None:
        shown["expire"] = format_time(key.expire)
    return shown


def _row(project: Project, form: Form, record: Any) -> dict[str, Any]:
    shown = form.write(record)
    for child in form.nested:
        rows = getattr(project, child.collection).where(f"{child.parent}_sequence", record.sequence)
        if rows:
            shown[child.name] = [child.write(row) for row in rows]
    return shown


def _without(shown: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in shown.items() if key not in names}


def _agenda(project: Project) -> list[dict[str, str]]:
    """What is still to come, without what has become void (a schedule that was moved or removed)."""
    entries = []
    for job in project.agenda():
        if job.kind == "send":
            entries.append({"due": format_time(job.due), "send": job.ref})
            continue
        schedule = project.schedules.at(job.ref)
        if schedule is not None and schedule.active and schedule.at == job.due:
            entries.append({"due": format_time(job.due), "fire": schedule.id})
    return entries


def _unsubscribed(entry: Any) -> dict[str, Any]:
    names = ("id", "created_at", "updated_at", "sequence", "topic_id", "topic_sequence")
    gone = {
        name: getattr(entry.subscriber, name)
        for name in (*names, "target_id", "target_sequence", "user_id", "provider_type")
    }
    return {**gone, "at": entry.at, **({"reason": entry.reason} if entry.reason else {})}
