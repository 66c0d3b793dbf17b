"""Runs the scenarios on two servers and says what differs."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from zlib import crc32

from .scenarios import steps
from .steps import Step


@dataclass(frozen=True, slots=True)
class LiveAnswer:
    """What one server answered to one step."""

    status: int
    content_type: str
    body: Any


Send = Callable[[str, str, dict[str, str], bytes], LiveAnswer]


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
    send: Send,
    project: str,
    key: str,
    prefix: str,
    progress: Callable[[int, int, str], None] = lambda *_: None,
    complain: Callable[[str], None] = lambda _: None,
) -> dict[int, LiveAnswer]:
    """Carry out the scenarios on one server and return the answers by step.

    Whatever happens on the way, also a Ctrl-C: what was made and is still there is removed. `complain` hears of what the
    server does not let go.
    """
    planned = list(steps())
    runner = _Runner(send, project, key, prefix)
    answers: dict[int, LiveAnswer] = {}
    try:
        for number, step in enumerate(planned):
            progress(number + 1, len(planned), step.name)
            answers[number] = runner.carry_out(step)
    finally:
        for refusal in runner.clean_up():
            complain(refusal)
    return answers


class _Runner:
    """Sends steps to one server, and remembers what they keep and what they leave behind."""

    def __init__(self, send: Send, project: str, key: str, prefix: str) -> None:
        self._send = send
        self._project = project
        self._key = key
        number = crc32(prefix.encode()) % 10_000
        self._names = {"p": prefix, "phone": f"+1202555{number:04}", "phone2": f"+1303555{number:04}"}
        # The paths that remove what was made, each with the call that must come before. An answer that never came may have
        # made something all the same.
        self._left: dict[str, Step | None] = {}

    def carry_out(self, step: Step) -> LiveAnswer:
        """Send a step, and again while it waits for a delivery."""
        made = self._filled(step.leaves() or "")
        is_new = bool(made) and made not in self._left
        if is_new:
            self._left[made] = step.freed_by
        answer = self._call(step)
        until = time.monotonic() + _PATIENCE
        while step.waits and _is_underway(answer) and time.monotonic() < until:
            time.sleep(_PAUSE)
            answer = self._call(step)
        if is_new and answer.status >= 400:
            del self._left[made]
        if step.method == "DELETE" and answer.status == 204:
            self._left.pop(self._filled(step.path), None)
        if answer.status < 400 and isinstance(answer.body, dict):
            self._names |= step.kept(answer.body)
        return answer

    def clean_up(self) -> Iterator[str]:
        """Remove what is still there, the newest first; yield a line for each thing that stays."""
        for path, before in reversed(self._left.items()):
            if before is not None:
                self._call(before)
            answer = self._call(Step("removed", "DELETE", path))
            if answer.status not in (204, 404):
                yield f"{self._filled(path)} is still there: {answer.status} {_type(answer)}"

    def _call(self, step: Step) -> LiveAnswer:
        headers = {"x-appwrite-project": self._project, "user-agent": "mockwrite-verify"}
        body, headers["content-type"] = self._content(step)
        if step.key != "none":
            headers["x-appwrite-key"] = self._key if step.key == "all" else f"standard_{'0' * 256}"
        headers |= {name: self._filled(value) for name, value in step.headers.items()}
        query = "&".join(f"{name}={quote(self._filled(value))}" for name, value in step.query)
        path = f"/v1{self._filled(step.path)}"
        return self._send(step.method, f"{path}?{query}" if query else path, headers, body)

    def _content(self, step: Step) -> tuple[bytes, str]:
        if step.upload is None:
            return b"" if step.body is None else self._filled(json.dumps(step.body)).encode(), "application/json"
        name = "a.png" if step.upload.startswith(b"\x89PNG") else "a.txt"
        lines = [
            *(
                f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}'
                for key, value in step.body.items()
            ),
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
        ]
        start, end = self._filled("\r\n".join(lines)).encode(), f"\r\n--{_BOUNDARY}--\r\n".encode()
        return start + step.upload + end, f"multipart/form-data; boundary={_BOUNDARY}"

    def _filled(self, text: str) -> str:
        for name, value in self._names.items():
            text = text.replace(f"{{{name}}}", value)
        return text


_BOUNDARY = "mockwrite-verify"
# How long a server may take to deliver a message to nobody, and how often it is asked, in seconds.
_PATIENCE, _PAUSE = 15.0, 0.2


def _is_underway(answer: LiveAnswer) -> bool:
    return isinstance(answer.body, dict) and answer.body.get("status") == "processing"


def compare(live: dict[int, LiveAnswer], here: dict[int, LiveAnswer]) -> Iterator[Difference]:
    """Yield the steps that were answered differently."""
    for number, step in enumerate(steps()):
        one, other = live[number], here[number]
        what = tuple(_differences(one, other))
        if what and not (step.either and {_type(one), _type(other)} <= set(step.either)):
            known = next((name for name, explains in _KNOWN.items() if explains(step, one, other, what)), None)
            yield Difference(step, what, known)


# When a difference is one that the published list names (`mockwrite/deviations.py`). Being friendlier than a 500 or an HTML
# page can be seen by the answers; the rest is written at the step.
_KNOWN: dict[str, Callable[[Step, LiveAnswer, LiveAnswer, tuple[str, ...]], bool]] = {
    "json-404": lambda step, live, here, what: live.status == here.status >= 400 and not isinstance(live.body, dict),
    "scalar-body": lambda step, live, here, what: step.deviation == "scalar-body" and live.status == 500,
    "topic-cursor": lambda step, live, here, what: step.deviation == "topic-cursor" and live.status in (400, 500),
    "no-500": lambda step, live, here, what: live.status == 500 and _type(here) == "general_argument_invalid",
    "empty-maps": lambda step, live, here, what: (
        step.deviation == "empty-maps" or all(line.endswith(": [] there, {} here") for line in what)
    ),
    "sha-options": lambda step, live, here, what: step.deviation == "sha-options" and live.status == here.status,
    "app-origins": lambda step, live, here, what: step.deviation == "app-origins" and live.status == 403,
}


def _type(answer: LiveAnswer) -> Any:
    return answer.body.get("type") if answer.status >= 400 and isinstance(answer.body, dict) else None


def _differences(live: LiveAnswer, here: LiveAnswer) -> Iterator[str]:
    if live.status != here.status:
        yield f"status: {live.status} there, {here.status} here"
    elif live.content_type != here.content_type:
        yield f"content type: {live.content_type!r} there, {here.content_type!r} here"
    if live.status >= 400 or here.status >= 400:
        if _type(live) != _type(here):
            yield f"type: {_type(live)} there, {_type(here)} here"
        return
    yield from _shapes(live.body, here.body, "$")


# What is another on every server: ids that it made up, times, hashes, secrets, texts, counts of what else is there.
_VARYING = frozenset({
    "$id", "$createdAt", "$updatedAt", "registration", "passwordUpdate", "password", "accessedAt", "total", "url", "ping",
    "secret", "expire", "jwt", "ip", "countryCode", "countryName", "recoveryCodes", "deliveredAt", "deliveryErrors", "invited",
    "joined", "userAccessedAt", "phone", "userPhone", "usersTotal", "sessionsTotal", "version",
    "random_state", "country", "continentCode", "continent", "currency", "eu",
})  # fmt: skip


def _shapes(live: Any, here: Any, place: str) -> Iterator[str]:
    """Compare two bodies by keys and their order, types, and the values that are not made up."""
    if isinstance(live, dict) and isinstance(here, dict):
        yield from _keys(live, here, place)
        for name in live:
            if name in here and name not in _VARYING:
                yield from _shapes(live[name], here[name], f"{place}.{name}")
    elif isinstance(live, list) and isinstance(here, list):
        # A live project holds other things too: of rows only the keys are compared, as far as both have them.
        for number, (one, other) in enumerate(zip(live, here, strict=False)):
            if isinstance(one, dict) and isinstance(other, dict):
                if number == 0:
                    yield from _keys(one, other, f"{place}[0]")
            else:
                yield from _shapes(one, other, f"{place}[{number}]")
    elif live != here and not (isinstance(live, str) and isinstance(here, str) and len(live) == len(here) == 20):
        yield f"{place}: {live!r} there, {here!r} here"


def _keys(live: dict[str, Any], here: dict[str, Any], place: str) -> Iterator[str]:
    only_live, only_here = ([name for name in a if name not in b] for a, b in ((live, here), (here, live)))
    if only_live or only_here:
        yield f"{place}: {', '.join(only_live) or 'nothing'} only there, {', '.join(only_here) or 'nothing'} only here"
    elif list(live) != list(here):
        yield f"{place}: the order of the keys is {', '.join(live)} there, {', '.join(here)} here"
