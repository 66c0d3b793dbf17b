"""Canned answers: what a call is answered with in place of the emulation, given as values or by a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import loads
from typing import Any, TypeAlias, TypedDict
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as a function may return it: `json` or `text` is the body (neither: an empty one)."""

    # The name by which users import it.
    __module__ = "mockwrite"

    status: int = 200
    json: Any = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CannedCall:
    """The call that a function answers. `path` is as requested, names of headers are in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def values(self) -> dict[str, str]:
        """The parameters of the query; of a repeated one the last."""
        return dict(parse_qsl(self.query, keep_blank_values=True))

    def json(self) -> Any:
        """Return the body read as JSON, None when it is empty. Raises ValueError when it is no JSON."""
        return loads(self.body) if self.body else None


# What answers a call: it returns the body, or an answer in parts.
AnswerFunction: TypeAlias = Callable[[CannedCall], object]


class AnswerFields(TypedDict, total=False):
    """What `respond` takes beside method, path and function."""

    json: Any
    text: str
    status: int
    headers: Mapping[str, str]
    delay: float
    times: int
    nth: int
    until: datetime | str
    name: str


def make_answer(planned: Answer, function: Callable[[CannedCall], object] | None, call: CannedCall) -> Answer:
    """Return the answer of a canned call: what its function returns, else what was planned.

    A function returns an `Answer`, or a value that is the JSON of the body; status and headers are then those planned.
    Raises RuntimeError naming the call when the function raises.
    """
    if function is None:
        return planned
    try:
        made = function(call)
    except Exception as error:
        raise RuntimeError(
            f"the function that answers {call.method} {call.path} raised {type(error).__name__}: {error}"
        ) from error
    return made if isinstance(made, Answer) else Answer(planned.status, made, None, planned.headers)
