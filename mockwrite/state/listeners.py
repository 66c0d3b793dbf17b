"""The listeners to events of a project: the page, a recording, lines in a terminal, the timer, a test's expectations."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar, get_args
from weakref import ref


class _Project(Protocol):
    def note_bug(self, trace: str) -> None:
        """Keep what broke beside the calls."""


T = TypeVar("T", bound=_Project)

# What can happen, and the record that comes with it; nothing where none is named.
Kind: TypeAlias = Literal[
    "project",  # it was made, perhaps in place of another with its id
    "delivery",  # Delivery: one was added to the outbox
    "message",  # Message: it has reached its final state
    "made",  # Message: it was made in Python; what a call makes is told with the call
    "call",  # Call: one was answered
    "bug",  # the traceback of what broke in mockwrite while no call was answered
    "clock",  # time was moved, stopped or let go
    "scheduled",  # the agenda changed
    "fault",  # a rule was added, removed or switched
    "outbox",  # deliveries were forgotten
    "forwarded",  # Delivery: it was handed on to another program, or could not be
    "dropped",  # the oldest deliveries are let go from now on
    "restored",  # a snapshot was brought back
    "loaded",  # a seed was added
    "removed",  # it is no longer among the projects of its server
]
KINDS: tuple[Kind, ...] = get_args(Kind)


class Listeners(Generic[T]):
    """The subscriptions to one project. A listener is called as `listener(project, kind, record)`, in whatever thread it is.

    The project is held weakly, so what tells of events (outbox, clock …) can hold this without a reference cycle.
    """

    __slots__ = ("_listeners", "_project")

    def __init__(self, project: T) -> None:
        self._project = ref(project)
        # By kind: an event without a listener costs a look-up (the bound on a letter in test_cost_guards.py would notice).
        # A tuple is replaced as a whole, so other threads can go through it meanwhile.
        self._listeners: dict[Kind, tuple[Callable[[T, Kind, Any], None], ...]] = {}

    def add(self, listener: Callable[[T, Kind, Any], None], kinds: Iterable[Kind] = KINDS) -> None:
        """Subscribe a listener to all events from now on, or to those of some kinds."""
        for kind in kinds:
            self._listeners[kind] = (*self._listeners.get(kind, ()), listener)

    def tell(self, kind: Kind, *records: object, each: Callable[[], Iterable[object]] | None = None) -> None:
        """Fan out an event to its listeners, once for each record, or once without any. `each` makes the records lazily: there
        may be no listener.

        A listener that raises keeps no other from its event: it is a bug of the project, which is an event too.
        """
        listeners = self._listeners.get(kind)
        project = self._project() if listeners else None
        if listeners and project is not None:
            traces = []
            told = records or (None,) if each is None else each()
            for listener in listeners:
                for record in told:
                    try:
                        listener(project, kind, record)
                    except Exception:  # noqa: BLE001 - whoever listens must not keep a call from its answer
                        traces.append(traceback.format_exc())
            # A listener that raises on a bug gets no event about that: it would never end.
            for trace in traces if kind != "bug" else ():
                project.note_bug(trace)
