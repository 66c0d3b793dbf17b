"""What the recorded server invented, and what we invented in its place: ids, and secrets behind placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

# An id as the server makes it: 13 hex digits of time and 7 of chance.
INVENTED_ID = re.compile(r"\b[0-9a-f]{20}\b")
# `<session:a1>`, `<jwt:image>`, `<token:a1>`, `<membership:ut>`, `<session-hash>`, `<jwt>`.
PLACEHOLDER = re.compile(
    r"<(?:session|jwt|token|membership|session-hash|secret|otp|challenge|recoverycode|totpsecret|totp)(?::[^<>]*)?>"
)
# Placeholders that stand for something else each time.
FLEETING = frozenset({"<jwt>", "<session-hash>", "<jwt:image>"})


class Names:
    """The recorded names with ours, learnt from the answers in the order in which they come."""

    def __init__(self) -> None:
        self.ours: dict[str, str] = {}

    def learn(self, recorded: str, own: str) -> bool:
        """Take our name for a recorded one; tell whether it fits what was learnt before."""
        if recorded in FLEETING:
            return bool(own)
        if recorded in self.ours:
            return self.ours[recorded] == own
        self.ours[recorded] = own
        return True

    def replace(self, recorded: str, own: str) -> None:
        """Take our name for a recorded one even if another was learnt before (a credential that is saved again)."""
        self.ours[recorded] = own

    def translate(self, text: str) -> str:
        """Put our names where a text has recorded ones; what was never seen stays."""
        if "<" in text:
            text = PLACEHOLDER.sub(lambda found: self.ours.get(found[0], found[0]), text)
        return INVENTED_ID.sub(lambda found: self.ours.get(found[0], found[0]), text)

    def translate_json(self, value: Any) -> Any:
        """Put our names into every text of a JSON value."""
        return map_texts(value, self.translate)


def texts(value: Any) -> Iterator[str]:
    """Yield every text of a JSON value, keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a JSON value with every text changed, keys included."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [map_texts(item, change) for item in value]
    if isinstance(value, dict):
        return {change(key): map_texts(item, change) for key, item in value.items()}
    return value
