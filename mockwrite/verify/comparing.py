"""Runs the scenarios on two servers and says what differs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .scenarios import Step, steps


@dataclass(frozen=True, slots=True)
class Answer:
    """What one server answered to one step."""

    status: int
    content_type: str
    body: Any


Send = Callable[[str, str, dict[str, str], bytes], Answer]


@dataclass(frozen=True, slots=True)
class Difference:
    """One step that was answered differently: what differs, and the published deviation that explains it, if any."""

    step: Step
    what: tuple[str, ...]
    known: str | None

    def __str__(self) -> str:
        why = f"  (known: {self.known})" if self.known else ""
        return f"{self.step.name} – {self.step.method} {self.step.path}{why}\n" + "\n".join(
            f"    {line}" for line in self.what
        )


def run(
    send: Send, project: str, key: str, prefix: str, progress: Callable[[int, int, str], None]
) -> dict[int, Answer]:
    """Carry out the scenarios on one server and return the answers by step.

    Whatever happens on the way, the steps that clean up are carried out.
    """
    planned = list(steps())
    answers: dict[int, Answer] = {}
    try:
        for number, step in enumerate(planned):
            progress(number + 1, len(planned), step.name)
            answers[number] = _carry_out(send, step, project, key, prefix)
    finally:
        for number, step in enumerate(planned):
            if step.removes and number not in answers:
                _carry_out(send, step, project, key, prefix)
    return answers


def _carry_out(send: Send, step: Step, project: str, key: str, prefix: str) -> Answer:
    headers = {"x-appwrite-project": project, "content-type": "application/json"}
    if step.key != "none":
        headers["x-appwrite-key"] = key if step.key == "all" else f"standard_{'0' * 256}"
    query = "&".join(f"{name}={quote(value.replace('{p}', prefix))}" for name, value in step.query)
    path = f"/v1{step.path.replace('{p}', prefix)}"
    body = b"" if step.body is None else json.dumps(step.body).replace("{p}", prefix).encode()
    return send(step.method, f"{path}?{query}" if query else path, headers, body)


def compare(live: dict[int, Answer], here: dict[int, Answer]) -> Iterator[Difference]:
    """Yield the steps that were answered differently."""
    for number, step in enumerate(steps()):
        one, other = live[number], here[number]
        what = tuple(_differences(one, other))
        if what:
            known = next((name for name, explains in _KNOWN.items() if explains(step, one, other, what)), None)
            yield Difference(step, what, known)


# When a difference is one that the published list names (`mockwrite/deviations.py`). Being friendlier than a 500 or an HTML
# page can be seen by the answers; the rest is written at the step.
_KNOWN: dict[str, Callable[[Step, Answer, Answer, tuple[str, ...]], bool]] = {
    "json-404": lambda step, live, here, what: live.status == here.status == 404 and not isinstance(live.body, dict),
    "scalar-body": lambda step, live, here, what: step.deviation == "scalar-body" and live.status == 500,
    "topic-cursor": lambda step, live, here, what: step.deviation == "topic-cursor" and live.status in (400, 500),
    "no-500": lambda step, live, here, what: live.status == 500 and _type(here) == "general_argument_invalid",
    "empty-maps": lambda step, live, here, what: all(line.endswith(": [] there, {} here") for line in what),
}


def _type(answer: Answer) -> Any:
    return answer.body.get("type") if answer.status >= 400 and isinstance(answer.body, dict) else None


def _differences(live: Answer, here: Answer) -> Iterator[str]:
    if live.status != here.status:
        yield f"status: {live.status} there, {here.status} here"
    elif live.content_type != here.content_type:
        yield f"content type: {live.content_type!r} there, {here.content_type!r} here"
    if live.status >= 400 or here.status >= 400:
        if _type(live) != _type(here):
            yield f"type: {_type(live)} there, {_type(here)} here"
        return
    yield from _shapes(live.body, here.body, "$")


# What is another on every server: ids that it made up, times, hashes, counts of what else is there.
_VARYING = (
    "$id",
    "$createdAt",
    "$updatedAt",
    "registration",
    "passwordUpdate",
    "password",
    "accessedAt",
    "total",
    "url",
)


def _shapes(live: Any, here: Any, place: str) -> Iterator[str]:
    """Compare two bodies by keys and their order, types, and the values that are not made up."""
    if isinstance(live, dict) and isinstance(here, dict):
        only_live, only_here = ([name for name in a if name not in b] for a, b in ((live, here), (here, live)))
        if only_live or only_here:
            yield f"{place}: {', '.join(only_live) or 'nothing'} only there, {', '.join(only_here) or 'nothing'} only here"
        elif list(live) != list(here):
            yield f"{place}: the order of the keys is {', '.join(live)} there, {', '.join(here)} here"
        for name in live:
            if name in here and name not in _VARYING:
                yield from _shapes(live[name], here[name], f"{place}.{name}")
    elif isinstance(live, list) and isinstance(here, list):
        # A live project holds other things too; rows are compared as far as both have them.
        for number, (one, other) in enumerate(zip(live, here, strict=False)):
            if not isinstance(one, dict):
                yield from _shapes(one, other, f"{place}[{number}]")
    elif live != here and not (isinstance(live, str) and isinstance(here, str) and len(live) == len(here) == 20):
        yield f"{place}: {live!r} there, {here!r} here"
