"""Canned answers: what a call is answered with in place of the emulation, given as values or by a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from json import loads
from typing import Any, TypeAlias, TypedDict
from urllib.parse import parse_qsl

# What a name of a header may hold (RFC 9110); how long a body is, and in which pieces it comes, the server says itself.
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_FRAMING = ("content-length", "transfer-encoding")
# A client takes a body for the beginning of the next answer.
BODILESS = (204, 205, 304)
HEADERS_EXPECTED = "a map of texts on one line (not content-length or transfer-encoding)"


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


def read_status(value: object) -> int | None:
    """Return the status of an answer; None for what is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 200 <= value <= 599 else None


def read_headers(value: object) -> dict[str, str] | None:
    """Return the headers of an answer; None for what would break it."""
    if not isinstance(value, Mapping):
        return None
    fit = all(
        isinstance(name, str)
        and _NAME.fullmatch(name)
        and name.lower() not in _FRAMING
        and isinstance(text, str)
        and text.isprintable()
        for name, text in value.items()
    )
    return dict(value) if fit else None


def make_answer(planned: Answer, function: Callable[[CannedCall], object] | None, call: CannedCall) -> Answer:
    """Return the answer of a canned call: what its function returns, else what was planned.

    A function returns an `Answer`, or a value that is the JSON of the body; status and headers are then those planned.
    Raises RuntimeError naming the call when the function raises, and for an answer that nobody could read.
    """
    if function is None:
        return planned
    try:
        made = function(call)
    except Exception as error:
        raise RuntimeError(
            f"the function that answers {call.method} {call.path} raised {type(error).__name__}: {error}"
        ) from error
    answer = made if isinstance(made, Answer) else Answer(planned.status, made, None, planned.headers)
    wrong = _wrong_with(answer)
    if wrong is not None:
        raise RuntimeError(f"the function that answers {call.method} {call.path} returned {wrong}")
    return answer


def _wrong_with(answer: Answer) -> str | None:
    if read_status(answer.status) is None:
        return f"the status {answer.status!r}; a number from 200 to 599 is expected"
    if read_headers(answer.headers) is None:
        return f"the headers {answer.headers!r}; {HEADERS_EXPECTED} is expected"
    if answer.status in BODILESS and (answer.json is not None or answer.text is not None):
        return f"a body with the status {answer.status}, which has none"
    return None
