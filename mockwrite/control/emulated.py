"""The OpenAPI 3.1 document of the emulated API, from the endpoint table: what one Appwrite release has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..api.endpoint import Endpoint, Param
from ..api.schemas.catalogue import json_schema
from ..api.schemas.routes import models_for
from ..releases import Rules, format_version
from ..version import __version__
from .openapi import in_components

_HEADERS = {
    "Project": ("X-Appwrite-Project", "Id of the project"),
    "Key": ("X-Appwrite-Key", "API key"),
    "JWT": ("X-Appwrite-JWT", "JSON Web Token of a user"),
    "Session": ("X-Appwrite-Session", "Secret of a session"),
}


def emulated_document(endpoints: Iterable[Endpoint], rules: Rules, *, exact: bool) -> Mapping[str, Any]:
    """Describe the emulated API as one release of Appwrite has it."""
    paths: dict[str, dict[str, Any]] = {}
    models: dict[str, Any] = dict(_definitions("error", rules, exact=exact))
    for endpoint in endpoints:
        if rules.is_in(endpoint.since, endpoint.until) and not (exact and endpoint.newest_only):
            answers = _models_of(endpoint)
            for model in answers:
                models |= _definitions(model, rules, exact=exact)
            paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint, rules, exact, answers)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Appwrite {format_version(rules.version)} as mockwrite emulates it",
            "version": __version__,
            "description": "Derived from mockwrite's endpoint table. This is no document of the Appwrite project.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/v1"}],
        "paths": paths,
        "components": {
            "schemas": {name: in_components(schema) for name, schema in sorted(models.items())},
            "securitySchemes": {
                name: {"type": "apiKey", "in": "header", "name": header, "description": text}
                for name, (header, text) in _HEADERS.items()
            },
        },
        "security": [
            {"Project": [], "Key": []},
            {"Project": [], "JWT": []},
            {"Project": [], "Session": []},
            {"Project": []},
        ],
    }


def _models_of(endpoint: Endpoint) -> tuple[str, ...]:
    """Name the schemas that an endpoint's answer may match."""
    if endpoint.model is None:
        return ()
    # Any id will do: what is not named in the path is one.
    return models_for(endpoint.method, "/v1" + re.sub(r"{\w+}", "id", endpoint.path), endpoint.status)


def _definitions(model: str, rules: Rules, *, exact: bool) -> Mapping[str, Any]:
    """Return the schema of a model, and those that it refers to."""
    found: Mapping[str, Any] = json_schema(model, version=format_version(rules.version), exact=exact)["$defs"]
    return found


def _operation(endpoint: Endpoint, rules: Rules, exact: bool, models: tuple[str, ...]) -> dict[str, Any]:
    in_path = re.findall(r"{(\w+)}", endpoint.path)
    params = {param.name: param for param in endpoint.params_in(rules, exact)}
    rest = [param for name, param in params.items() if name not in in_path]
    takes_body = endpoint.method != "GET"
    operation: dict[str, Any] = {
        "operationId": _name(endpoint),
        "summary": endpoint.summary,
        "tags": [endpoint.path.split("/")[1]],
        "parameters": [
            *(_path_parameter(name, params.get(name)) for name in in_path),
            *(() if takes_body else (_query_parameter(param) for param in rest)),
        ],
        "responses": {
            str(endpoint.status): _answer(endpoint, models),
            "default": {
                "description": "A refusal",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/error"}}},
            },
        },
        "x-appwrite": {"scopes": list(endpoint.scopes_in(rules))},
    }
    if takes_body and rest:
        media = "multipart/form-data" if endpoint.wants_request and endpoint.method == "POST" else "application/json"
        operation["requestBody"] = {
            "required": any(param.required for param in rest),
            "content": {media: {"schema": _body_schema(rest, rules)}},
        }
    return operation


def _name(endpoint: Endpoint) -> str:
    """Name an operation after its method and path: `postMessagingTopics`, `getUsersByUserId`."""
    parts = [f"By-{part[1:-1]}" if part.startswith("{") else part for part in endpoint.path.strip("/").split("/")]
    words = [word for part in parts for word in re.split(r"[^A-Za-z0-9]+", part) if word]
    return endpoint.method.lower() + "".join(word[0].upper() + word[1:] for word in words)


def _answer(endpoint: Endpoint, models: tuple[str, ...]) -> dict[str, Any]:
    text = endpoint.summary or "Done"
    if endpoint.model is None:
        return {"description": text}
    one, *more = ({"$ref": f"#/components/schemas/{model}"} for model in models)
    return {"description": text, "content": {"application/json": {"schema": {"anyOf": [one, *more]} if more else one}}}


def _path_parameter(name: str, param: Param | None) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": param.check.schema() if param else {"type": "string"},
    }


def _query_parameter(param: Param) -> dict[str, Any]:
    schema = param.check.schema()
    # Lists are sent as name[0]=…&name[1]=… or name[]=…&name[]=…; OpenAPI can only say the latter.
    is_list = schema.get("type") == "array"
    return {
        "name": f"{param.name}[]" if is_list else param.name,
        "in": "query",
        "required": param.required,
        "schema": schema if param.required else _with_default(schema, param.default),
    }


def _body_schema(params: list[Param], rules: Rules) -> dict[str, Any]:
    properties = {}
    for param in params:
        schema = param.check.schema()
        if param.takes_null(rules):
            schema = {"anyOf": [schema, {"type": "null"}]}
        properties[param.name] = schema
    required = [param.name for param in params if param.required]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _with_default(schema: Mapping[str, Any], default: Any) -> dict[str, Any]:
    # An empty text is the table's way to say that there is no default; defaults of lists are ready-made objects.
    shown = isinstance(default, (bool, int, float, str)) and default != ""
    return {**schema, "default": default} if shown else dict(schema)
