"""The parts of a project on a server in another process: each public method is carried out there.

What is read (deliveries, calls, how things stand) is fetched before each look and kept in the same classes as in this process,
so matching, texts and golden files are the same.
"""

from __future__ import annotations

import inspect
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import wraps
from typing import Any

from ..errors import AppwriteError
from ..faults.faults import Faults
from ..faults.fields import FaultError
from ..faults.rule import Rule
from ..given import Given
from ..names import check_number
from ..outbox.complaints import Situation, too_late
from ..outbox.deliveries import Deliveries, OutboxError, check_match
from ..outbox.delivery import Delivery, Handover
from ..outbox.outbox import Outbox
from ..recording.reading import RecordedRequest, read_call, read_delivery
from ..state.clock import Clock
from ..state.journal import Call, Journal
from ..state.project import Project
from .control_client import ControlClient, Refused
from .oauth import OAuth
from .values import decode, encode

_ERRORS: Mapping[str, type[Exception]] = {
    kind.__name__: kind for kind in (FaultError, OverflowError, ValueError, TypeError, LookupError, AttributeError)
}


class ServerLink:
    """The way to one project on a server: calls its parts, and keeps what was fetched in a project of this process."""

    def __init__(self, client: ControlClient, project: Project) -> None:
        self.client = client
        self.project = project
        self.strays: list[str] = []
        self.bugs: list[str] = []
        # Once the project is removed, what was fetched last is all there is.
        self.ended = False
        self._situation = Situation()
        self.outbox = RemoteOutbox(self)
        self.journal = RemoteJournal(self)
        self.clock = RemoteClock(self)
        self.faults = RemoteFaults(self)
        self.given = RemoteGiven(self)
        project.outbox, project.journal = self.outbox, self.journal
        project.clock, project.faults = self.clock, self.faults
        project.describe = self.situation

    def call(self, part: str, method: str, /, *args: Any, **values: Any) -> Any:
        """Carry out a method of a part on the server and return its result. Raises what it raises there."""
        __tracebackhide__ = True
        body = {
            "args": [encode(item) for item in args],
            "values": {name: encode(item) for name, item in values.items()},
        }
        try:
            answer = self.client.call("POST", f"/attached/{part}/{method}", body=body)
        except Refused as refused:
            kind = str(refused.details.get("error"))
            if kind == "AppwriteError":
                raise AppwriteError(*refused.details["of"]) from None
            if kind in _ERRORS:
                raise _ERRORS[kind](str(refused)) from None
            raise
        return decode(answer["value"], {"$delivery": self._delivery, "$rule": lambda shown: RemoteRule.of(self, shown)})

    def _delivery(self, id: str) -> Delivery:
        found = next((record for record in self.outbox.kept() if record.id == id), None)
        if found is None:
            self.fetch()
            found = next(record for record in self.outbox.kept() if record.id == id)
        return found

    def fetch(self) -> None:
        """Fetch what a test reads, and tell the listeners of calls that are new."""
        if self.ended:
            return
        lines = self.client.call("GET", "/lines")
        self.strays, self.bugs = lines["strays"], lines["bugs"]
        self._situation = Situation(**lines["situation"])
        known = {record.id: record for record in self.outbox.kept()}
        records = []
        for line in lines["deliveries"]:
            shown = line.pop("handover")
            tries, named = tuple(shown["tries"]), shown["named"]
            shown |= {"tries": tries, "named": None if named is None else tuple(named)}
            made = read_delivery(line, Handover(time=line["at"], wire=self._wire(line["id"]), **shown))
            # The same object as long as it is the same delivery.
            before = known.get(made.id)
            records.append(before if before is not None and _same(before, made) else made)
        self.outbox.keep(records)
        self.journal.keep([read_call(line) for line in lines["calls"]], lines["total"])

    def end(self) -> None:
        """Fetch for the last time: the project is about to be removed."""
        self.fetch()
        self.faults.shown()
        self.ended = True

    def _wire(self, id: str) -> Callable[[], list[Any]]:
        def wire(*, masked: bool = True, links: bool = True) -> list[Any]:
            query = {"links": "whole" if links else "masked"}
            return [RecordedRequest(item) for item in self.client.call("GET", f"/outbox/{id}/wire", query)["requests"]]

        return wire

    def situation(self, project: Project) -> Situation:
        """Say how things stand."""
        self.fetch()
        return self._situation


def _same(one: Delivery, other: Delivery) -> bool:
    return (one.at, one.message_id, one.to, one.payload) == (other.at, other.message_id, other.to, other.payload)


def _carried_out(part: str, *names: str) -> Callable[[type], type]:
    """Let these methods of a class be carried out on the server; signatures and texts stay as they are."""

    def decorate(kind: type) -> type:
        for name in names:
            setattr(kind, name, _remote(part, name, getattr(kind, name)))
        return kind

    return decorate


def _remote(part: str, name: str, method: Any) -> Any:
    @wraps(method)
    def carry_out(self: Any, *args: Any, **values: Any) -> Any:
        __tracebackhide__ = True
        return self.link.call(part, name, *args, **values)

    return carry_out


def _public(kind: type) -> tuple[str, ...]:
    return tuple(name for name, value in vars(kind).items() if inspect.isfunction(value) and not name.startswith("_"))


@_carried_out("given", *_public(Given))
class RemoteGiven(Given):
    """Makes things in the project on the server."""

    _internal = frozenset({"link"})

    def __init__(self, link: ServerLink) -> None:
        self.link = link


@_carried_out("oauth", *_public(OAuth))
class RemoteOAuth(OAuth):
    """Says on the server who signs in through another service."""

    def __init__(self, link: ServerLink) -> None:
        self.link = link


@_carried_out("clock", "freeze", "resume", "advance", "travel_to", "run_due")
class RemoteClock(Clock):
    """The project's time on the server."""

    _internal = frozenset({"link"})

    def __init__(self, link: ServerLink) -> None:
        super().__init__()
        self.link = link

    @property
    def ms(self) -> int:
        """The project's time now, in milliseconds since 1970."""
        found: int = self.link.call("clock", "ms")
        return found

    @property
    def frozen(self) -> bool:
        """True while the clock stands still."""
        found: bool = self.link.call("clock", "frozen")
        return found

    def follow(self, source: Callable[[], float] | None = None) -> None:
        """Refuse: the server is another process, with a time of its own. Raises RuntimeError."""
        raise RuntimeError("a server in another process cannot follow the time of this one; use clock.travel_to(…)")


class RemoteRule(Rule):
    """A rule on the server: `seen` and `matched` are asked for when they are read."""

    # No annotation: this is no field of a rule.
    link = None

    @classmethod
    def of(cls, link: ServerLink, shown: dict[str, Any]) -> Rule:
        """Make a rule of what the server shows of it."""
        # A rule on a call has an effect; a canned answer is shown without the one that it always has.
        implied = {"effect": "answer"} if shown["on"] == "call" else {}
        made = Faults(link.faults.known_failures).add({**implied, **shown})
        rule = cls(**{item.name: getattr(made, item.name) for item in fields(Rule) if item.init})
        rule.switched = lambda: link.faults.switch(rule)
        rule.link = link  # type: ignore[assignment]
        return rule

    def __getattribute__(self, name: str) -> Any:
        link: Any = super().__getattribute__("link") if name in ("seen", "matched") else None
        if link is not None:
            row: dict[str, Any] = next((row for row in link.faults.shown() if row["id"] == self.id), {})
            return row.get(name, 0)
        return super().__getattribute__(name)


@_carried_out("faults", "add", "clear")
class RemoteFaults(Faults):
    """The fault rules of the project on the server."""

    _internal = frozenset({"link", "shown", "switch"})

    def __init__(self, link: ServerLink) -> None:
        from ..delivery.outgoing.failures import FAILURES

        self.link = link
        self._last_shown: list[dict[str, Any]] = []
        super().__init__(lambda: FAILURES)

    def shown(self) -> list[dict[str, Any]]:
        """Fetch the rules as the control API shows them, canned answers included."""
        if self.link.ended:
            return self._last_shown
        self._last_shown = [
            row
            for path, name in (("/faults", "faults"), ("/answers", "answers"))
            for row in self.link.client.call("GET", path)[name]
        ]
        return self._last_shown

    def switch(self, rule: Rule) -> None:
        """Switch a rule on or off, as it is here."""
        self.link.client.call("PATCH", f"/faults/{rule.id}", body={"enabled": rule.enabled})

    @property
    def _rules(self) -> dict[str, Rule]:
        return {row["id"]: RemoteRule.of(self.link, row) for row in self.shown()}

    @_rules.setter
    def _rules(self, rules: dict[str, Rule]) -> None:
        """Nothing is kept here."""

    def remove(self, rule: Rule | str) -> Rule:
        """Remove a rule (it, its id or its name) and return it. Raises LookupError."""
        gone = self.get(rule.id if isinstance(rule, Rule) else rule)
        self.link.call("faults", "remove", gone.id)
        return gone


class RemoteJournal(Journal):
    """The API calls of the project on the server."""

    _internal = frozenset({"link", "keep"})

    def __init__(self, link: ServerLink) -> None:
        self.link = link
        self._kept_total = 0
        super().__init__(tell=link.project.listeners.tell)

    def keep(self, calls: Sequence[Call], total: int) -> None:
        """Hold what was fetched; listeners are told of what is new."""
        before, self._kept_total = self._kept_total, total
        self._calls = deque(calls, maxlen=self._calls.maxlen)
        for call in calls:
            if call.number > before:
                self._tell("call", call)

    @property
    def total(self) -> int:
        """How many calls there were."""
        self.link.fetch()
        return self._kept_total

    @total.setter
    def total(self, total: int) -> None:
        """Nothing is counted here."""

    def __len__(self) -> int:
        self.link.fetch()
        return super().__len__()

    def __iter__(self) -> Iterator[Call]:
        self.link.fetch()
        return super().__iter__()

    def __getitem__(self, index: int) -> Call:
        self.link.fetch()
        return super().__getitem__(index)

    def clear(self) -> None:
        """Forget all calls."""
        self.link.call("journal", "clear")


class RemoteOutbox(Outbox):
    """What the project on the server has sent."""

    _internal = frozenset({"link", "kept", "keep"})

    def __init__(self, link: ServerLink) -> None:
        self.link = link
        project = link.project
        super().__init__(project.lock, lambda: link.situation(project), project.listeners.tell)

    def kept(self) -> Sequence[Delivery]:
        """Return what was fetched last."""
        return super().records()

    def keep(self, records: Sequence[Delivery]) -> None:
        """Hold what was fetched."""
        self._every = list(records)
        self._sent = [record for record in records if record.status == "sent"]

    def records(self) -> Sequence[Delivery]:
        """Return all deliveries, sent and failed, for reading that is no assertion."""
        self.link.fetch()
        return super().records()

    def _shown(self) -> Sequence[Delivery]:
        self.link.fetch()
        return super()._shown()

    def _before_assertion(self) -> None:
        self.link.fetch()
        super()._before_assertion()

    def __len__(self) -> int:
        self.link.fetch()
        return super().__len__()

    def __bool__(self) -> bool:
        self.link.fetch()
        return super().__bool__()

    def wait_for(self, *, count: int = 1, timeout: float = 5.0, **match: Any) -> Deliveries:
        """Wait until `count` deliveries match, at most `timeout` seconds; see `Outbox.wait_for`."""
        __tracebackhide__ = True
        check_number(count=count, timeout=timeout)
        self._before_assertion()
        check_match(match)
        end = time.monotonic() + timeout
        while True:
            found = self.where(**match)
            left = end - time.monotonic()
            if len(found) >= count:
                return found
            if left <= 0:
                every = self.records()
                raise OutboxError(too_late(count, timeout, match, found.records(), every, self._situation()))
            last = max((record.number for record in self.kept()), default=0)
            self._until_news(last, left)

    def _until_news(self, last: int, seconds: float) -> None:
        query = {"cursor": last, "timeout": f"{seconds:.3f}", "status": "any"}
        try:
            self.link.client.call("GET", "/wait", query, timeout=seconds + 10)
        except Refused as refused:
            if refused.code != 408:
                raise

    def clear(self, **match: Any) -> int:
        """Forget the deliveries that match (all without a match); return how many."""
        check_match(match)
        gone = (
            [record.id for record in self.where(**{"status": lambda status: True, **match}).records()]
            if match
            else None
        )
        if gone is None:
            deleted: int = self.link.client.call("DELETE", "/outbox")["deleted"]
            return deleted
        for id in gone:
            self.link.client.call("DELETE", f"/outbox/{id}")
        return len(gone)
