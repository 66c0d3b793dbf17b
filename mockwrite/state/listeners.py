"""Who hears of what happens in a project: the page, a recording, lines in a terminal, the timer, a test's expectations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, TypeAlias, TypeVar, get_args
from weakref import ref

T = TypeVar("T")

# What can happen, and the record that comes with it; nothing where none is named.
Kind: TypeAlias = Literal[
    "project",  # it was made, perhaps in place of another with its id
    "delivery",  # Delivery: one was added to the outbox
    "message",  # Message: it has reached its final state
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
        # By kind: what nobody wants to hear of costs a look-up (the bound on a letter in test_cost_guards.py would notice).
        # A tuple is replaced as a whole, so other threads can go through it meanwhile.
        self._listeners: dict[Kind, tuple[Callable[[T, Kind, Any], None], ...]] = {}

    def add(self, listener: Callable[[T, Kind, Any], None], kinds: Iterable[Kind] = KINDS) -> None:
        """Tell a listener of everything from now on, or of some kinds."""
        for kind in kinds:
            self._listeners[kind] = (*self._listeners.get(kind, ()), listener)

    def tell(self, kind: Kind, *records: object) -> None:
        """Tell of something that happened, once for each record, or once without any."""
        listeners = self._listeners.get(kind)
        project = self._project() if listeners else None
        if listeners and project is not None:
            for listener in listeners:
                for record in records or (None,):
                    listener(project, kind, record)
