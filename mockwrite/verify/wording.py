"""What two servers say of the same errors: the sentences that a file of texts is made of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from ..api.bodies import read_query
from ..api.pipeline import route_to
from ..api.texts import places_in, template
from ..errors import CATALOGUE
from ..releases import parse_version, rules_for
from ..settings import Settings
from .comparing import LiveAnswer, Send

Progress = Callable[[int, int, str], None]


class Heard:
    """Listens to the calls of a run: what was sent in each step, and what the server said last."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._step = 0
        self.calls: dict[int, tuple[str, str, bytes, LiveAnswer]] = {}

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes) -> LiveAnswer:
        """Send a call and keep it with its answer."""
        answer = self._send(method, path, headers, body)
        self.calls.setdefault(self._step, (method, path, body, answer))
        return answer

    def follow(self, progress: Progress = lambda *_: None) -> Progress:
        """Return what is told of each step before it is sent; what is sent after the last one is the clean-up."""

        def step(number: int, total: int, name: str) -> None:
            self._step = number
            progress(number, total, name)

        return step


def sentences(
    there: Heard, here: Heard, settings: Settings, project: str, prefix: str
) -> Iterator[tuple[str, str, str]]:
    """Yield (type, our sentence, theirs) of each step that both refuse with the same type, with placeholders.

    A sentence that still holds the `prefix` of this run names something that no call has a parameter for, and is left out.
    """
    rules = rules_for(parse_version(settings.appwrite_version))
    for number, (method, path, body, theirs) in there.calls.items():
        if number not in here.calls:
            continue
        ours = here.calls[number][3]
        said, own = _error(theirs), _error(ours)
        if said is None or own is None or said["type"] != own["type"] or said["type"] not in CATALOGUE:
            continue
        target, _, query = path.partition("?")
        match = route_to(rules, method, [part for part in target.split("/") if part][1:], exact=settings.exact)
        in_path, names = (match.in_path, match.route.known) if match is not None else ({}, frozenset[str]())
        values = {**_params(query, body), **in_path, "project": project}
        places = places_in(own["message"], values, names)
        found = template(own["message"], places), template(said["message"], places)
        if not any(prefix in sentence for sentence in found):
            yield said["type"], *found


def _error(answer: LiveAnswer) -> dict[str, Any] | None:
    body = answer.body
    found = answer.status >= 400 and isinstance(body, dict) and isinstance(body.get("message"), str) and "type" in body
    return body if found else None


def _params(query: str, body: bytes) -> dict[str, Any]:
    try:
        sent = json.loads(body) if body else {}
    except ValueError:
        sent = {}
    return {**read_query(query), **(sent if isinstance(sent, dict) else {})}
