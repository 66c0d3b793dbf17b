"""One try of a batch where fault rules say what the provider answers: request by request, read as its adapter reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ...faults.rule import Handed, Rule
from ...outbox.content import Content, Email
from ...records import Provider
from ...releases import Rules
from . import wire_requests
from .reading import READERS, READERS_WITH_FILES, TRANSPORT, AdapterStops, ProviderAnswer, Reader, at
from .ses import BULK, TEMPLATES, bulk_requests
from .wire import Sending, WireRequest


class Line:
    """The line to a provider: what it answers to the requests of one hand-over, as the rules say it."""

    def __init__(self, rules: Sequence[Rule], handed: Sequence[Handed], now: int) -> None:
        self._rules = rules
        self._handed = handed
        self._now = now
        # The rule that answered last, for the record.
        self.fault: str | None = None

    def ask(self, request: WireRequest) -> ProviderAnswer | None:
        """Return the answer to a request; None when no rule has one for it: the provider's success."""
        meant = [one for one in self._handed if one.to in request.recipients] or self._handed
        for rule in self._rules:
            place = rule.place_of(request.url)
            if place is None or not any(map(rule.means_delivery, meant)) or not rule.strikes(self._now):
                continue
            given = rule.next_of(place, (rule.answers or {})[place])
            if given == "success":
                return None
            self.fault = rule.name
            if "action" in given:
                return ProviderAnswer(transport=TRANSPORT[given["action"]])
            return ProviderAnswer(given["status"], given.get("body", ""))
        return None


class Results(NamedTuple):
    """What the adapter reports: about each recipient in order (None: it got the message), or why it stopped.

    `steps` are the requests that were made, where the answers decide that; None: those of a success.
    """

    errors: list[str | None]
    thrown: str | None = None
    steps: tuple[str, ...] | None = None


class _Try(NamedTuple):
    line: Line
    requests: list[WireRequest]
    to: tuple[str, ...]
    reader: Reader

    def results(self, requests: Sequence[WireRequest]) -> list[str | None]:
        """Make requests and read what their answers say about each recipient."""
        found: dict[str, str | None] = {}
        stopped: AdapterStops | None = None
        for request in requests:
            answer = self.line.ask(request)
            about = [to for to in self.to if to in request.recipients]
            try:
                found |= {to: self.reader.result(answer, place) for place, to in enumerate(about)}
            except AdapterStops as stop:
                # All requests are under way by then.
                stopped = stopped or stop
        if stopped is not None:
            raise stopped
        return [found.get(to) for to in self.to]


def exchange(provider: Provider, content: Content, rules: Rules, line: Line, now: int) -> Results:
    """Make the requests of one try; `content.to` are its recipients."""
    requests = wire_requests(provider, content, rules, now=now)
    with_files = bool(getattr(content, "attachments", ()))
    reader = (READERS_WITH_FILES if with_files else READERS).get(provider.kind) or READERS[provider.kind]
    attempt = _Try(line, requests, content.to, reader)
    try:
        if provider.kind in _FLOWS and not with_files:
            return _FLOWS[provider.kind](attempt, Sending(provider, rules, now), content)
        return Results(attempt.results(requests))
    except AdapterStops as stop:
        return Results([str(stop)] * len(content.to), str(stop), stop.steps or None)


def _fcm(attempt: _Try, sending: Sending, content: Content) -> Results:
    """Ask for an access token first. Whatever JSON comes instead of one, the pushes are sent without; a text stops PHP."""
    token, *pushes = attempt.requests
    answer = attempt.line.ask(token)
    if answer is not None and isinstance(answer.value, str):
        raise AdapterStops(
            "The adapter stopped with a type error: the answer to the token request is no JSON.", "token"
        )
    return Results(attempt.results(pushes))


def _ses(attempt: _Try, sending: Sending, content: Content) -> Results:
    """Send in bulk; where SES does not have the template, make it and send once more."""
    assert isinstance(content, Email)
    made = bulk_requests(sending, content)
    answer = attempt.line.ask(made[BULK])
    steps = [BULK]
    if answer is not None and _lacks_template(answer):
        steps.append(TEMPLATES)
        created = attempt.line.ask(made[TEMPLATES])
        reason = None if created is None else str(at(created.value, "message") or created.transport or created.body)
        if created is not None and not 200 <= created.status < 300 and "exist" not in str(reason).lower():
            raise AdapterStops(f"The template could not be created: {reason}", *steps)
        steps.append(BULK)
        answer = attempt.line.ask(made[BULK])
    return Results([attempt.reader.result(answer, place) for place in range(len(attempt.to))], None, tuple(steps))


def _lacks_template(answer: ProviderAnswer) -> bool:
    said = str(at(answer.value, "message") or "").lower()
    return answer.status in (400, 404) and "template" in said and "exist" in said


_FLOWS: Mapping[str, Callable[[_Try, Sending, Content], Results]] = {"fcm": _fcm, "ses": _ses}
