"""PHP has one kind of array for lists and maps: how that shows in what is sent and answered (contract: http.md §2 and §5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .nesting import rebuild


def is_list(value: Mapping[str, Any]) -> bool:
    """Tell whether PHP takes a map for a list: one with the keys 0, 1, 2 … in this order, so an empty one too."""
    return all(key == str(number) for number, key in enumerate(value))


def with_lists(value: Any) -> Any:
    """Return a JSON value as PHP writes it when it has read it: maps that are lists for it are written as lists, at any depth."""
    return rebuild(value, _listed)


def _listed(value: Any) -> Any:
    return list(value.values()) if isinstance(value, dict) and is_list(value) else value


def as_list(value: Any) -> Any:
    """Return the values of a map that was sent for a list, anything else as it is."""
    return list(value.values()) if isinstance(value, dict) else value
