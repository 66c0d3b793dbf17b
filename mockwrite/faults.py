"""Failures on order: rules with a life, for API calls and for deliveries (filled in by `Faults.add`)."""

from __future__ import annotations

from typing import Any


class Faults:
    """The fault rules of one project. An object without rules is false."""

    def __init__(self) -> None:
        self.rules: list[Any] = []

    def __bool__(self) -> bool:
        return bool(self.rules)

    def before_call(self, method: str, path: str) -> tuple[str | None, Any]:
        """Return the name of the rule that strikes before a call takes effect, and the answer to give instead."""
        return None, None

    def after_call(self, method: str, path: str, response: Any) -> tuple[str | None, Any]:
        """Return the name of the rule that strikes after a call took effect, and the changed answer."""
        return None, None

    def on_delivery(self, **facts: Any) -> Any:
        """Return the failure ordered for one recipient, or None."""
        return None
