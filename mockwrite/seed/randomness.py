"""Where a project's source of ids stands, as JSON: the numbers of Python's generator as one text in Base64."""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from typing import Any

from ..state.ids import IdsState

# The form in which `random.Random.getstate` gives its numbers.
_VERSION = 3


def write_random(state: IdsState) -> dict[str, Any]:
    """Return a state as JSON; of a source without a seed nothing need be kept."""
    if state.drawn is None:
        return {}
    _, numbers, _ = state.drawn
    drawn = base64.b64encode(struct.pack(f"<{len(numbers)}I", *numbers)).decode()
    return {"last": state.last, "repeated": state.repeated, "drawn": drawn}


def read_random(saved: Mapping[str, Any]) -> IdsState:
    """Read such JSON. Raises KeyError, ValueError and struct.error for what is none."""
    drawn = None
    if "drawn" in saved:
        content = base64.b64decode(saved["drawn"])
        drawn = (_VERSION, struct.unpack(f"<{len(content) // 4}I", content), None)
    return IdsState(saved["last"], saved["repeated"], drawn)
