"""What `verify` sends: one call after the other, and what each of them leaves behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from json import dumps
from typing import Any
from urllib.parse import parse_qs, urlsplit

# What a POST below such a path makes is removed below the same path.
_COLLECTIONS = (
    "/users",
    "/messaging/messages",
    "/messaging/providers",
    "/messaging/topics",
    "/storage/buckets",
    "/teams",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One call. Texts in braces are filled in when it is sent: `{p}` is the prefix of every id, `{phone}` a number of this
    run, and the others what an earlier step kept.

    `key` is `all`, `none` (no key at all) or `wrong`. `deviation` names the row of the published list that explains a
    difference here, where the answers do not show it. `keeps` says under which names to keep values of the answer: `a.b` is
    one inside another, `a?b` the parameter of a URL.
    `either`: types of errors that count as the same, because they depend on how fast the server delivers. `waits`: ask
    again while the message is being delivered. `upload` is the content of a file that is sent as a form. `freed_by`: the
    PATCH without which the server keeps what this call makes.
    """

    name: str
    method: str
    path: str
    body: Any = None
    query: tuple[tuple[str, str], ...] = ()
    key: str = "all"
    deviation: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    keeps: dict[str, str] = field(default_factory=dict)
    either: tuple[str, ...] = ()
    waits: bool = False
    upload: bytes | None = None
    freed_by: Step | None = None

    def kept(self, body: dict[str, Any]) -> dict[str, str]:
        """Return what is kept of an answer; a value that is not there is an empty text."""
        return {name: _value(body, place) for name, place in self.keeps.items()}

    def leaves(self) -> str | None:
        """Return the path that removes what this call makes; None when it makes nothing of its own."""
        if self.path == "/account/sessions/anonymous":
            return "/users/{anonymous}"
        if self.method != "POST" or not isinstance(self.body, dict) or not self.body:
            return None
        id = next(iter(self.body.values()))
        if self.path == "/account":
            return f"/users/{id}"
        for collection in _COLLECTIONS:
            kind = self.path.removeprefix(collection)
            if kind != self.path and "{p}" not in kind:
                return f"{collection}/{id}"
        return None


def _value(body: Any, place: str) -> str:
    path, _, parameter = place.partition("?")
    for name in path.split("."):
        body = body.get(name, "") if isinstance(body, dict) else ""
    return parse_qs(urlsplit(str(body)).query).get(parameter, [""])[0] if parameter else str(body)


def one_query(method: str, attribute: str | None = None, *values: Any) -> tuple[tuple[str, str], ...]:
    """Write one query of a list as it stands in the URL."""
    parts: dict[str, Any] = {"method": method}
    if attribute is not None:
        parts["attribute"] = attribute
    if values:
        parts["values"] = list(values)
    return (("queries[0]", dumps(parts)),)
