"""One call of the control API, checked against its row."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from json import loads
from typing import Any

from starlette.requests import Request

from ..errors import hint
from ..instance import Instance
from ..seed.checking import in_words, unknown_name, violations
from ..system.levels import LEVELS, is_too_deep
from .call import ControlCall
from .kept import Snapshots
from .problems import Problem
from .schemas import SCHEMAS
from .table import ControlRoute, QueryField
from .watch import Hub

# A larger body is read in a thread of its own.
_OFF_LOOP = 64 * 1024
# So much of what is wrong with a body is shown.
_SHOWN = 400
PROJECT = QueryField("project", "Id of the project; else the header X-Appwrite-Project, else the default project")


async def read_call(
    route: ControlRoute, request: Request, *, instance: Instance, hub: Hub, snapshots: Snapshots
) -> ControlCall:
    """Check a request against its row. Raises Problem naming what is wrong."""
    known = {query.name: query for query in (*route.query, *([PROJECT] if route.in_project else ()))}
    values = {name: query.schema["default"] for name, query in known.items() if "default" in query.schema}
    for name, text in request.query_params.multi_items():
        if name not in known:
            raise Problem(400, f"{unknown_name(name, name, list(known))}.")
        values[name] = _convert(known[name], text)
    body = await _read_body(route.body, route.most, request) if route.body else {}
    return ControlCall(
        instance, hub, snapshots, request.path_params, values, request.headers, body, makes_project=route.makes_project
    )


def _convert(query: QueryField, text: str) -> Any:
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
                raise Problem(400, f"{query.name} is a number, got {text[:_SHOWN]!r}.") from None
            low, high = schema.get("minimum"), schema.get("maximum")
            # The comparison is turned round so that it refuses "nan" too.
            if not (low is None or value >= low) or not (high is None or value <= high):
                bounds = (("at least", low), ("at most", high))
                expected = " and ".join(f"{word} {bound}" for word, bound in bounds if bound is not None)
                raise Problem(400, f"{query.name} is {expected}, got {text}.")
    if "enum" in schema and value not in schema["enum"]:
        raise Problem(
            400, f"{query.name} is one of {', '.join(schema['enum'])}, got {text!r}{hint(text, schema['enum'])}"
        )
    return value


async def _read_body(name: str, most: int, request: Request) -> Mapping[str, Any]:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        # What is too large is read to its end, so that the answer arrives, but not kept.
        if size <= most:
            parts.append(part)
    if size > most:
        raise Problem(413, f"The body is larger than {most} bytes.")
    if size > _OFF_LOOP:
        return await asyncio.to_thread(_check_body, name, b"".join(parts))
    return _check_body(name, b"".join(parts))


def _check_body(name: str, text: bytes) -> Mapping[str, Any]:
    from jsonschema.exceptions import best_match  # heavy, and most calls have no body

    try:
        value = loads(text) if text.strip() else {}
        if is_too_deep(value):
            # As where Python's own stack ends.
            raise RecursionError
        fault = best_match(violations({**SCHEMAS[name], "$defs": SCHEMAS}, value))
    except RecursionError:
        raise Problem(400, f"The body is nested too deeply; {LEVELS} levels are read.") from None
    except ValueError as error:
        # Also a number of so many digits that Python does not read it.
        raise Problem(400, f"The body is no JSON: {error}.") from None
    if fault is not None:
        said = in_words(fault, "The body")
        fields = SCHEMAS[name].get("properties")
        if not fault.path and fault.validator == "type" and fields:
            said += f"; its fields are {', '.join(fields)}"
        raise Problem(400, said if said.endswith("?") else f"{said}.", place=fault.json_path)
    checked: dict[str, Any] = value
    return checked
