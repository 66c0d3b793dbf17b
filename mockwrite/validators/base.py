"""What every validator is made of: the refusal, the context of a check, and the shape."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple, Protocol

from ..releases import Rules


class Rejected(Exception):
    """A value that a validator refuses; `reason` completes "Invalid `x` param: "."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Context(NamedTuple):
    """What a check may depend on besides the value: project time (ms), the release's rules, and the exact mode.

    `old_format`: the caller asks for a response format before 1.5.0. Links may lead to the project's `platforms`, and to any
    place with `any_url`.
    """

    now: int
    rules: Rules
    exact: bool = False
    old_format: bool = False
    project_id: str = ""
    platforms: Collection[str] = ()
    any_url: bool = False


class Validator(Protocol):
    """The shape of a validator."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the value to use, or raise Rejected."""

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
