"""The parameters of a file's preview. They are checked as the server does, and have no effect (users-targets.md §5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ...validators.base import Context, Rejected
from ...validators.numbers import Range
from ...validators.texts import Text, WhiteList
from ..endpoint import optional

_GRAVITIES = (
    "center", "top-left", "top", "top-right", "left", "right", "bottom-left", "bottom", "bottom-right",
)  # fmt: skip
_OUTPUTS = ("jpg", "jpeg", "png", "webp", "heic", "avif", "gif")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?\Z", re.ASCII)
_COLOR = re.compile(r"[0-9a-fA-F]{6}\Z")


@dataclass(frozen=True, slots=True)
class Share:
    """A number from 0 to 1, as a text or a JSON number."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the number, or raise Rejected."""
        if (isinstance(value, str) and _NUMBER.match(value)) or type(value) in (int, float):
            number = float(value)
            if 0 <= number <= 1:
                return number
        raise Rejected("a number between 0 and 1 is expected")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "number", "minimum": 0, "maximum": 1}


@dataclass(frozen=True, slots=True)
class HexColor:
    """Six hex digits."""

    def check(self, value: Any, context: Context) -> Any:
        """Return the digits, or raise Rejected."""
        if isinstance(value, str) and _COLOR.match(value):
            return value
        raise Rejected("a color of six hex digits is expected, without #")

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "string", "pattern": "^[0-9a-fA-F]{6}$"}


PREVIEW_PARAMS = (
    optional("width", Range(0, 4000), default=0),
    optional("height", Range(0, 4000), default=0),
    optional("gravity", WhiteList(_GRAVITIES), default="center"),
    optional("quality", Range(-1, 100), default=-1),
    optional("borderWidth", Range(0, 100), default=0),
    optional("borderColor", HexColor()),
    optional("borderRadius", Range(0, 4000), default=0),
    optional("opacity", Share(), default=1),
    optional("rotation", Range(-360, 360), default=0),
    optional("background", HexColor()),
    optional("output", WhiteList(_OUTPUTS)),
    optional("token", Text(512)),
)
