"""The filters of the lists that are timed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Equal-conditions of a list; `judged` when it is one by a field with an index, which is what the targets are about."""

    conditions: tuple[tuple[str, str | int], ...]
    judged: bool = True


FILTERS: Mapping[str, Filter] = {
    "status": Filter((("status", "sent"),)),
    "type": Filter((("providerType", "email"),)),
    "status that none has": Filter((("status", "draft"),)),
    "status and type": Filter((("status", "sent"), ("providerType", "email")), judged=False),
    "a field without an index": Filter((("deliveredTotal", 1),), judged=False),
}
