"""What a test expects to be refused, and what went wrong besides: the mode `fail_on_refused`, and bugs of mockwrite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..delivery.situation import refusal
from ..errors import CATALOGUE, hint
from ..names import counted
from ..outbox.deliveries import OutboxError
from ..outbox.delivery import Delivery
from ..state.journal import Call
from ..state.listeners import Kind
from ..state.project import Project

# Not a type of Appwrite: a call that sent a parameter which its route does not have.
UNKNOWN_PARAMETER = "unknown_parameter"
_SHOWN = 10


class ServerBug(Exception):
    """mockwrite itself broke while answering; the text holds the traceback."""

    __module__ = "mockwrite"


class UnexpectedCalls(OutboxError):
    """With `fail_on_refused`: calls that went wrong, or deliveries nobody looked at, which the test does not expect."""

    __module__ = "mockwrite"


@dataclass(frozen=True, slots=True)
class Expected:
    """The refused calls that an `expect_error` block has met, in order."""

    types: tuple[str, ...]
    calls: list[Call] = field(default_factory=list)


class Expectations:
    """Judges the calls of one project as they come. With `strict` it keeps those that the test does not expect."""

    def __init__(self, project: Project, *, strict: bool) -> None:
        self._project = project
        self._strict = strict
        self._open: list[Expected] = []
        self._unexpected: list[Call] = []
        self._listening = False
        if strict:
            self._listen()
            project.outbox.watch_looks()
            project.outbox.before_assertion = self.check_calls

    @contextmanager
    def expect(self, *types: str) -> Iterator[Expected]:
        """Expect that calls in a `with` block are refused with one of these types (see `MockAppwrite.expect_error`)."""
        __tracebackhide__ = True
        _check_types(types)
        self._listen()
        first = self._project.journal.total
        expected = Expected(types)
        self._open.append(expected)
        try:
            yield expected
        finally:
            last = self._project.journal.total
            self._open.remove(expected)
        if not expected.calls:
            met = [call for call in self._project.journal if first < call.number <= last]
            raise OutboxError(_nothing_refused(types, met))

    def check_calls(self) -> None:
        """Raise UnexpectedCalls when a call went wrong that the test does not expect; each is complained of once."""
        __tracebackhide__ = True
        lines = self._complaint_about_calls()
        if lines:
            raise UnexpectedCalls("\n".join(lines))

    def check(self, strays: Sequence[str]) -> None:
        """Raise UnexpectedCalls also for deliveries that no assertion or query looked at, and for calls to no project."""
        __tracebackhide__ = True
        if not self._strict:
            return
        lines = self._complaint_about_calls()
        if strays:
            lines += [
                f"{counted(len(strays), 'API call')} named no project, or one that does not exist:",
                *_shown(strays),
            ]
        lines += _complaint_about(self._project.outbox.not_looked_at())
        if lines:
            raise UnexpectedCalls("\n".join(lines))

    def _listen(self) -> None:
        if not self._listening:
            self._listening = True
            self._project.listeners.add(self._judge, ("call",))

    def _judge(self, project: Project, kind: Kind, call: Call) -> None:
        wrong = _what_went_wrong(call)
        for expected in self._open:
            met = wrong.intersection(expected.types)
            if met:
                expected.calls.append(call)
                wrong -= met
        if wrong and self._strict:
            self._unexpected.append(call)

    def _complaint_about_calls(self) -> list[str]:
        calls, self._unexpected = self._unexpected, []
        if not calls:
            return []
        kind = next((call.error for call in calls if call.error), UNKNOWN_PARAMETER)
        return [
            f"{counted(len(calls), 'API call')} went wrong that the test does not expect:",
            *_shown([_describe(call) for call in calls]),
            f'put "with mock_appwrite.expect_error({kind!r}):" around what may be refused, or mend the call',
        ]


def _what_went_wrong(call: Call) -> set[str]:
    if call.bug is not None or call.fault is not None:
        # A bug is complained of in any case, and a fault is what the test has ordered.
        return set()
    wrong = {call.error or f"status {call.status}"} if call.status >= 400 else set()
    return wrong | {UNKNOWN_PARAMETER} if call.unknown_params else wrong


def _describe(call: Call) -> str:
    unknown = f"; its route has no parameter {', '.join(call.unknown_params)}" if call.unknown_params else ""
    return refusal(call) + unknown


def _complaint_about(unseen: Sequence[Delivery]) -> list[str]:
    if not unseen:
        return []
    return [
        f"{counted(len(unseen), 'delivery', 'deliveries')} that the test did not look at:",
        *_shown([str(record) for record in unseen]),
        "look at it with mock_appwrite.outbox.one(…) or assert_sent(…), or say with assert_none(…) that it must not be",
    ]


def _nothing_refused(types: Sequence[str], met: Sequence[Call]) -> str:
    wanted = " or ".join(types)
    if not met:
        return f"expected an API call that is refused with {wanted}, but no call was made in this block"
    return "\n".join(
        [
            f"expected an API call that is refused with {wanted}; the calls were",
            *_shown([_describe(call) for call in met]),
        ]
    )


def _check_types(types: Sequence[str]) -> None:
    """Raise ValueError when there is no type, or one that does not exist."""
    if not types:
        raise ValueError("expect_error() needs the type of an error, for example 'topic_not_found'")
    for name in types:
        if name not in CATALOGUE and name != UNKNOWN_PARAMETER:
            raise ValueError(f"Appwrite has no error type {name!r}{hint(name, [*CATALOGUE, UNKNOWN_PARAMETER], '')}")


def _shown(lines: Sequence[str]) -> list[str]:
    more = [f"  … and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return [*(f"  {line}" for line in lines[:_SHOWN]), *more]
