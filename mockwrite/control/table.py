"""The rows of the control API's route table: what a route takes, what it does and how the answer looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.responses import Response

from ..names import wire_name

if TYPE_CHECKING:
    from .call import ControlCall

Schema: TypeAlias = Mapping[str, Any]
Handler: TypeAlias = "Callable[[ControlCall], Awaitable[Response | Mapping[str, Any] | None]]"

TEXT: Schema = {"type": "string"}


@dataclass(frozen=True, slots=True)
class QueryField:
    """A query parameter; `schema` is its JSON Schema, with the default."""

    name: str
    description: str
    schema: Schema = field(default_factory=lambda: TEXT)


@dataclass(frozen=True, slots=True)
class ControlRoute:
    """One route. `path` is relative to /_mockwrite.

    `handler` gets the call and returns the JSON object of the answer, None for 204, or a Response. `body` and `answer` name
    schemas of `schemas.py`; `media` is the type of an answer that is no JSON. `name` is the operationId of the OpenAPI document.
    """

    method: str
    path: str
    handler: Handler
    summary: str
    query: tuple[QueryField, ...] = ()
    body: str | None = None
    answer: str | None = None
    status: int = 200
    media: str = "application/json"
    # Whether `?project=` and X-Appwrite-Project choose what it is about.
    in_project: bool = True
    # Whether a project that does not exist yet may appear by it, where the settings let projects appear: what prepares one.
    makes_project: bool = False
    # Whether the caller may be kept waiting, and so may go away meanwhile.
    waits: bool = False
    # Whether the last part of the path may hold slashes: a name that is free text comes with them, encoded or not.
    free_text: bool = False
    # How many bytes a body has at most.
    most: int = 1024 * 1024
    problems: tuple[int, ...] = ()
    # The status of the problem that says what came nearest to an expectation which is not met.
    unmet: int | None = None

    @property
    def refusals(self) -> list[int]:
        """The statuses of the problems that it can answer with: what every route can, and its own."""
        by_nature = {400, 403, *([404] if self.in_project else ()), *([413] if self.body else ())}
        return sorted({*by_nature, *self.problems, *([self.unmet] if self.unmet else ())})

    @property
    def pattern(self) -> str:
        """The path as Starlette matches it, after it has decoded the one that was asked for."""
        return self.path.removesuffix("}") + ":path}" if self.free_text else self.path

    @property
    def name(self) -> str:
        """The name of the operation: that of its handler, in camel case."""
        return wire_name(self.handler.__name__)
