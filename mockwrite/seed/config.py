"""A project's own config, `appwrite.config.json`: the file that the command line of Appwrite pushes to a server.

Each entry becomes the call that creates it, so the emulation itself checks it, with the rules of the emulated release.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from ..api.http import Request
from ..api.pipeline import answer
from ..instance import Instance
from ..operations.buckets import MAXIMUM_FILE_SIZE
from ..operations.databases.kinds import INT64
from ..state.project import Project
from ..system.json_files import NotJson, read_json
from .checking import SeedError, place

Location = tuple[str | int, ...]
# What the command line calls its files: today's name, and the older one.
NAMES = ("appwrite.config.json", "appwrite.json")


class Section(NamedTuple):
    """A list in the file: the route that creates an entry, the parameter of its `$id`, and the lists inside an entry."""

    name: str
    path: str
    id: str = ""
    children: tuple[Section, ...] = ()


def _structure(name: str, base: str, ids: tuple[str, str], parts: str) -> Section:
    """A collection or table with its attributes or columns, and its indexes."""
    path = f"{base}/{{databaseId}}/{name}"
    below = f"{path}/{{{ids[0]}}}"
    children = (Section(parts, f"{below}/{parts}/{{kind}}"), Section("indexes", f"{below}/indexes"))
    return Section(name, path, ids[0], children)


SECTIONS = (
    Section("databases", "/databases", "databaseId"),
    Section("tablesDB", "/tablesdb", "databaseId"),
    _structure("collections", "/databases", ("collectionId", "attributes"), "attributes"),
    _structure("tables", "/tablesdb", ("tableId", "columns"), "columns"),
    Section("buckets", "/storage/buckets", "bucketId"),
    Section("teams", "/teams", "teamId"),
    Section("providers", "/messaging/providers/{provider}", "providerId"),
    Section("topics", "/messaging/topics", "topicId"),
)
# Members of the file that describe the project or the file itself.
_ABOUT = ("projectId", "projectName", "endpoint", "settings", "$schema")
# The names that the file has for members, where the route calls the parameter otherwise.
_RENAMED = {"$permissions": "permissions"}
# The names that the file has for types, where the route calls the kind otherwise.
_KINDS = {"double": "float", "linestring": "line"}
# A whole number beyond these becomes the nearest that a server takes: older command lines wrote the bounds of 64 bits as rounded
# floats, and Appwrite Cloud takes larger files.
_LIMITS = {"min": INT64, "max": INT64, "maximumFileSize": (0, MAXIMUM_FILE_SIZE)}
# What the file has in two lists when it was pulled by the older names and the newer ones: both services show the same.
_TWINS = {"tablesDB": "databases", "tables": "collections"}
_FORMATS = ("email", "enum", "ip", "url")


@dataclass(slots=True)
class Config:
    """A config that was read. `skipped` are the lists and entries that are not emulated, for one line to a person."""

    path: str
    document: Mapping[str, Any]
    skipped: list[str] = field(default_factory=list)

    @property
    def project_id(self) -> str | None:
        """The project's id, where the file names it."""
        return self.document.get("projectId") or None


def read_config(path: str | Path) -> Config:
    """Read a config. Raises SeedError, which names the file and the place; OSError when it cannot be read."""
    try:
        document = read_json(path)
        skipped = list(_check(document))
    except NotJson as error:
        raise SeedError(str(error)) from None
    except (RecursionError, ValueError) as error:
        raise SeedError(f"{path}: {error}") from None
    return Config(str(path), document, skipped)


def furnish_by_config(instance: Instance) -> Config | None:
    """Let each new project of an instance be as its settings' config says; return the config, None without one.

    Raises SeedError, or OSError when the file cannot be read.
    """
    path = instance.settings.config
    if path is None:
        return None
    config = read_config(path)
    instance.furnish = partial(apply, config)
    return config


def apply(config: Config, project: Project) -> None:
    """Make in a project what its config says, which nobody need be able to reach yet. The journal keeps no trace of it.

    Raises SeedError, which names the place and what the emulated server says of it.
    """
    aside = Instance(project.settings)
    aside.projects[project.id] = project
    with project.lock:
        key = project.add_key(name="config")
        before = project.journal.state()
        try:
            push = _Push(aside, project, key.secret)
            for section in SECTIONS:
                for number, entry in enumerate(config.document.get(section.name) or ()):
                    push.create(section, entry, (section.name, number), {})
        except SeedError as error:
            raise SeedError(f"{config.path}: {error}") from None
        finally:
            project.journal.restore(before)
            del project.keys[key.secret]


class _Push:
    """Creates the entries of a config in one project, as a caller with a key."""

    def __init__(self, instance: Instance, project: Project, secret: str) -> None:
        self._instance = instance
        self._headers = {
            "x-appwrite-project": project.id,
            "x-appwrite-key": secret,
            "content-type": "application/json",
        }
        # Databases, and tables with theirs, by the section that has them.
        self._made: dict[tuple[str, ...], str] = {}

    def create(self, section: Section, entry: Mapping[str, Any], where: Location, around: Mapping[str, Any]) -> None:
        """Create an entry and what it holds; `around` are the ids of what it lies in. Raises SeedError."""
        if _is_skipped(section, entry) or self._is_there(section, entry):
            return
        values = {_RENAMED.get(name, name): _limited(name, entry[name]) for name in entry if entry[name] is not None}
        if section.id:
            values[section.id] = values.pop("$id", "")
        ids = {**around, **values, "kind": _kind(values)}
        path = re.sub(r"\{(\w+)\}", lambda match: _in_path(ids.get(match[1], "")), section.path)
        inside = {child.name for child in section.children}
        body = json.dumps({name: value for name, value in values.items() if name not in inside})
        response = answer(self._instance, Request("POST", f"/v1{path}", "", dict(self._headers), body.encode()))
        if response.status >= 400:
            refused = json.loads(response.body)
            raise SeedError(f"{_named(where, entry)}: {refused['type']}: {refused['message']}")
        for child in section.children:
            for number, part in enumerate(entry.get(child.name) or ()):
                self.create(child, part, (*where, child.name, number), ids)

    def _is_there(self, section: Section, entry: Mapping[str, Any]) -> bool:
        """Tell whether the other of two lists of the same made this entry."""
        key = (_TWINS.get(section.name, section.name), str(entry.get("databaseId")), str(entry.get("$id")))
        return self._made.setdefault(key, section.name) != section.name


def _limited(name: str, value: Any) -> Any:
    if type(value) is not int or name not in _LIMITS:
        return value
    low, high = _LIMITS[name]
    return max(low, min(value, high))


def _in_path(value: object) -> str:
    # Half a character names nothing, which the route says.
    return quote(str(value), safe="", errors="replace")


def _kind(values: Mapping[str, Any]) -> str:
    """Return the kind of an attribute or column, the last part of the route that creates it."""
    kind, form = values.get("type"), values.get("format")
    return form if form in _FORMATS else _KINDS.get(str(kind), str(kind))


def _is_skipped(section: Section, entry: Mapping[str, Any]) -> bool:
    return section.name in ("attributes", "columns") and entry.get("type") == "relationship"


def _named(where: Location, entry: Mapping[str, Any]) -> str:
    name = entry.get("$id") or entry.get("key")
    return f"{place(where)} ({name})" if name else place(where)


def _check(document: Any) -> Iterator[str]:
    """Yield what is skipped. Raises SeedError for what has not the form of a config."""
    if not isinstance(document, dict):
        raise SeedError(f"the config is expected to be an object, got {type(document).__name__}")
    known = {section.name: section for section in SECTIONS}
    for name in ("projectId", "projectName"):
        if not isinstance(document.get(name, ""), str):
            raise SeedError(f"{name} is expected to be a text, got {document[name]!r}")
    for name, value in document.items():
        if name in known:
            yield from _check_list(known[name], value, (name,))
        elif name not in _ABOUT and value:
            yield f"{name} ({len(value)})" if isinstance(value, list) else name


def _check_list(section: Section, value: Any, where: Location) -> Iterator[str]:
    if value is None:
        return
    if not isinstance(value, list):
        raise SeedError(f"{place(where)} is expected to be a list, got {type(value).__name__}")
    for number, entry in enumerate(value):
        here = (*where, number)
        if not isinstance(entry, dict):
            raise SeedError(f"{place(here)} is expected to be an object, got {type(entry).__name__}")
        if _is_skipped(section, entry):
            yield f"{place(here)} (a relationship)"
        size = entry.get("maximumFileSize")
        if size != _limited("maximumFileSize", size):
            yield f"{place(here)} (files of more than {MAXIMUM_FILE_SIZE} bytes)"
        for child in section.children:
            yield from _check_list(child, entry.get(child.name, []), (*here, child.name))
