"""The OpenAPI 3.1 document of the control API, from its route table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..seed import schema as seed_schema
from ..version import __version__
from .checking import PROJECT
from .schemas import SCHEMAS
from .table import ControlRoute, QueryField

_PROBLEM = "application/problem+json"
_TEXTS = {
    400: "Something in the call cannot be used; `detail` names it",
    403: "Not from here: the host or the origin is not local",
    404: "It does not exist; `detail` says what does",
    409: "It is not possible as things stand; `detail` says why",
    413: "The body is too large",
    502: "Another program did not take it",
}
_UNMET = "Other deliveries are there than were expected; what came nearest, what is scheduled and why"


def control_document(routes: Iterable[ControlRoute]) -> Mapping[str, Any]:
    """Describe the control API."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(f"/_mockwrite{route.path}", {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "mockwrite control API",
            "version": __version__,
            "description": "What was sent, the clock, faults and projects of a running mockwrite server. Local callers only.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": {name: in_components(schema) for name, schema in {**SCHEMAS, **_seed()}.items()}},
    }


def _seed() -> Mapping[str, Any]:
    """Describe a seed as editors know it; what is wrong in one is said by who reads it, with its place."""
    own = {name: rule for name, rule in seed_schema.build().items() if name not in ("$schema", "title")}
    return {"Seed": {**own, "description": SCHEMAS["Seed"]["description"]}}


def _operation(route: ControlRoute) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "tags": [route.path.split("/")[1].partition(".")[0]],
        "parameters": [*_path_parameters(route.path), *_query_parameters(route)],
        "responses": {
            str(route.status): _answer(route),
            **{str(status): _problem(status, unmet=status == route.unmet) for status in route.refusals},
        },
    }
    if route.body is not None:
        content = {"application/json": {"schema": _component(route.body)}}
        operation["requestBody"] = {"required": bool(SCHEMAS[route.body].get("required")), "content": content}
    return operation


def _path_parameters(path: str) -> list[dict[str, Any]]:
    names = re.findall(r"{(\w+)}", path)
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _query_parameters(route: ControlRoute) -> list[dict[str, Any]]:
    def parameter(query: QueryField) -> dict[str, Any]:
        return {"name": query.name, "in": "query", "description": query.description, "schema": dict(query.schema)}

    shown = [parameter(query) for query in (*route.query, *([PROJECT] if route.in_project else ()))]
    if route.in_project:
        header = {
            "name": "X-Appwrite-Project",
            "in": "header",
            "description": "Id of the project",
            "schema": {"type": "string"},
        }
        shown.append(header)
    return shown


def _answer(route: ControlRoute) -> dict[str, Any]:
    if route.status == 204:
        return {"description": "Done"}
    schema = _component(route.answer) if route.answer else {"type": "string"}
    return {"description": route.summary, "content": {route.media: {"schema": schema}}}


def _problem(status: int, *, unmet: bool) -> dict[str, Any]:
    schema = _component("UnmetProblem" if unmet else "Problem")
    return {"description": _UNMET if unmet else _TEXTS[status], "content": {_PROBLEM: {"schema": schema}}}


def _component(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def in_components(schema: Any) -> Any:
    """Point the references of a JSON Schema to the components, where an OpenAPI document keeps its schemas."""
    if isinstance(schema, Mapping):
        return {
            key: value.replace("#/$defs/", "#/components/schemas/") if key == "$ref" else in_components(value)
            for key, value in schema.items()
        }
    return [in_components(item) for item in schema] if isinstance(schema, list) else schema
