"""What the sender of a refused call needs to know beside what the server would say; outside exact mode only."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import hint
from ..php.json import parse_json
from ..releases import Rules, format_version
from .endpoint import Endpoint
from .endpoints import every_endpoint
from .http import Request


def on_route(rules: Rules, segments: Sequence[str], method: str) -> str:
    """Say which methods a path has, in which releases it is there, or which path was meant; empty for none of these.

    `segments` are those after /v1.
    """
    fitting = [row for row in every_endpoint() if any(_fits(path, segments) for path in (row.path, *row.aliases))]
    elsewhere = next((row for row in fitting if row.method == method), None)
    if elsewhere is not None:
        return f" It is there {_span(elsewhere)}; this is Appwrite {format_version(rules.version)}."
    methods = sorted({row.method for row in fitting if rules.is_in(row.since, row.until)})
    if methods:
        return f" {method} is no method of this path; it has {' and '.join(methods)}."
    paths = {row.path for row in every_endpoint() if rules.is_in(row.since, row.until) and row.method == method}
    return hint("/" + "/".join(segments), paths, "").replace("; did", " Did")


def _fits(path: str, segments: Sequence[str]) -> bool:
    parts = path.strip("/").split("/")
    return len(parts) == len(segments) and all(
        part.startswith("{") or part == segment for part, segment in zip(parts, segments, strict=True)
    )


def _span(row: Endpoint) -> str:
    bounds = (("from", row.since), ("up to", row.until))
    return " ".join(f"{word} release {release}" for word, release in bounds if release is not None)


def on_body(request: Request) -> str:
    """Say why nothing of a body was read; empty when there is none, or nothing in it."""
    if not request.body:
        return ""
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        had = f"its Content-Type is {kind!r}" if kind else "it has no Content-Type"
        return f" Nothing of the body was read: {had}; send application/json."
    try:
        value = parse_json(request.body)
    except ValueError:
        return " Nothing of the body was read: it is no JSON, whatever its Content-Type says."
    return " Nothing of the body was read: a JSON object is expected, not a list." if isinstance(value, list) else ""


def on_guest(request: Request) -> str:
    """Say that a call named nobody who sends it, or no project to send it to."""
    if not request.headers.get("x-appwrite-project"):
        return ". The call named no project: send X-Appwrite-Project."
    return ". The call sent no API key (X-Appwrite-Key) and no session of a user."
