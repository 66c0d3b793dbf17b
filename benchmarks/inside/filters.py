"""The filters of the lists that are timed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Filter:
    """Equal-conditions of a list; `indexed` when each of them has an index, which is what the targets are about."""

    conditions: tuple[tuple[str, str | int], ...]
    indexed: bool = True


FILTERS: Mapping[str, Filter] = {
    "status": Filter((("status", "sent"),)),
    "type": Filter((("providerType", "email"),)),
    "status that none has": Filter((("status", "draft"),)),
    "status and type": Filter((("status", "sent"), ("providerType", "email"))),
    "a field without an index": Filter((("deliveredTotal", 1),), indexed=False),
}
