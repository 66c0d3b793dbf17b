"""One call of the control API: its checked values, and the project it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from json import JSONDecodeError, loads
from typing import Any

from starlette.requests import Request

from ..instance import Instance
from ..state import Project
from .problems import Problem
from .schemas import SCHEMAS
from .snapshots import Snapshots
from .table import Query, Route
from .watch import Hub

PROJECT = Query("project", "Id of the project; else the header X-Appwrite-Project, else the default project")


@dataclass(frozen=True, slots=True)
class ControlCall:
    """What a handler gets: `path`, `query` and `body` hold checked values, defaults filled in."""

    instance: Instance
    hub: Hub
    snapshots: Snapshots
    path: Mapping[str, str]
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    body: Mapping[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        """The project that the call is about. Raises Problem when there is none."""
        wanted = self.query.get("project") or self.headers.get("x-appwrite-project") or self.instance.settings.project
        return find_project(self.instance, wanted)


def find_project(instance: Instance, id: str) -> Project:
    """Return a project; an unknown one appears where the settings let it. Raises Problem."""
    project = instance.project(id)
    if project is None:
        known = ", ".join(sorted(instance.projects)) or "none"
        raise Problem(404, f"There is no project {id!r}; projects are {known}. POST /_mockwrite/projects makes one.")
    return project


async def read_call(
    route: Route, request: Request, *, instance: Instance, hub: Hub, snapshots: Snapshots
) -> ControlCall:
    """Check a request against its row. Raises Problem naming what is wrong."""
    known = {query.name: query for query in (*route.query, *([PROJECT] if route.in_project else ()))}
    values = {name: query.schema["default"] for name, query in known.items() if "default" in query.schema}
    for name, text in request.query_params.multi_items():
        if name not in known:
            raise Problem(400, f"There is no parameter {name!r} here; parameters are {', '.join(known) or 'none'}.")
        values[name] = _convert(known[name], text)
    body = await _read_body(route.body, request) if route.body else {}
    return ControlCall(instance, hub, snapshots, request.path_params, values, request.headers, body)


def _convert(query: Query, text: str) -> Any:
    schema = query.schema
    value: Any = text
    kinds = schema.get("type")
    # A field that may be null in an answer is asked for by its other type.
    match kinds[0] if isinstance(kinds, list) else kinds:
        case "boolean":
            value = {"true": True, "1": True, "false": False, "0": False}.get(text.lower())
            if value is None:
                raise Problem(400, f"{query.name} is true or false, got {text!r}.")
        case "integer" | "number" as kind:
            try:
                value = int(text) if kind == "integer" else float(text)
            except ValueError:
                raise Problem(400, f"{query.name} is a number, got {text!r}.") from None
            low, high = schema.get("minimum"), schema.get("maximum")
            # The comparison is turned round so that it refuses "nan" too.
            if not (low is None or value >= low) or not (high is None or value <= high):
                raise Problem(400, f"{query.name} is at least {low} and at most {high or 'any'}, got {text}.")
    if "enum" in schema and value not in schema["enum"]:
        raise Problem(400, f"{query.name} is one of {', '.join(schema['enum'])}, got {text!r}.")
    return value


async def _read_body(name: str, request: Request) -> Mapping[str, Any]:
    from jsonschema import Draft202012Validator  # heavy, and most calls have no body
    from jsonschema.exceptions import best_match

    text = await request.body()
    try:
        value = loads(text) if text.strip() else {}
    except (JSONDecodeError, UnicodeDecodeError) as error:
        raise Problem(400, f"The body is no JSON: {error}.") from None
    fault = best_match(Draft202012Validator({**SCHEMAS[name], "$defs": SCHEMAS}).iter_errors(value))
    if fault is not None:
        raise Problem(400, f"The body at {fault.json_path}: {fault.message}.", place=fault.json_path)
    checked: dict[str, Any] = value
    return checked
