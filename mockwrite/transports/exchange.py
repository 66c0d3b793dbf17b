"""Exchanging a function of somebody else's class or module, and putting it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def exchange_attribute(owner: object, name: str, new: Callable[..., Any]) -> Callable[[], None]:
    """Put a function in the place of one of a class or module; return what puts the old one back.

    When somebody else has replaced it since, nothing is put back: the new function passes calls on once its host stopped.
    """
    old = getattr(owner, name)
    setattr(owner, name, new)

    def undo() -> None:
        if getattr(owner, name) is new:
            setattr(owner, name, old)

    return undo
