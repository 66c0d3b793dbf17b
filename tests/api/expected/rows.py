"""How an expectation is written: a route, what succeeds on it and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """A well-formed value that is wrong all the same: the parameter, its value, and what the answer must be.

    `also` holds what must be sent with it so that nothing else is wrong.
    """

    param: str
    value: Any
    status: int
    type: str
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A route: what succeeds, and what is refused with which error.

    `at` names the existing ids in the path, `required` and `optional` valid values of the other parameters (in the
    query of a GET, in the body of the rest). `enough` is what a success needs beside the required ones,
    `without_key` what a guest is answered.
    """

    method: str
    path: str
    status: int
    scope: str
    at: Mapping[str, str] = field(default_factory=dict)
    required: Mapping[str, Any] = field(default_factory=dict)
    optional: Mapping[str, Any] = field(default_factory=dict)
    enough: Mapping[str, Any] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    without_key: tuple[int, str | None] = (401, "general_unauthorized_scope")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def missing(param: str, type: str) -> Refusal:
    """An id that does not exist."""
    return Refusal(param, "nosuch", 404, type)


def taken(param: str, value: str, type: str) -> Refusal:
    """An id or value that exists already."""
    return Refusal(param, value, 409, type)


# The parameters that lists have in common.
LIST = {"queries": ['{"method":"limit","values":[1]}'], "search": "words", "total": "1"}
TARGET_LIST = {"queries": ['{"method":"limit","values":[1]}'], "total": "1"}
LOGS = TARGET_LIST
