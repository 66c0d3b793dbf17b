"""Hands deliveries on to other programs in a thread of its own, so that no call and no test waits for them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from ..instance import Instance
from ..outbox.delivery import Delivery
from ..state.listeners import Kind
from ..state.project import Project
from ..system.errors import reason_of

# So many deliveries wait for a slow program; more are not handed on, which is noted at them.
_WAITING = 10_000
# How long an ending server waits for what is still to be handed on, in seconds.
_END = 5.0


class Destination(Protocol):
    """Something that deliveries are handed on to. `waits` are the seconds before each further try."""

    name: str
    waits: tuple[float, ...]

    def takes(self, record: Delivery) -> bool:
        """Tell whether it wants a delivery."""
        ...

    def send(self, record: Delivery) -> None:
        """Hand a delivery on. Raises OSError when it is not taken."""
        ...


class Forwarder:
    """Hands each new delivery of an instance on to destinations, in order, from the moment it is made until `close`.

    What became of it is noted in `project.forwarded`; a failure is also told to `complain`, as a line for a person.
    """

    def __init__(
        self, instance: Instance, destinations: Sequence[Destination], complain: Callable[[str], None]
    ) -> None:
        self._destinations = destinations
        self._complain = complain
        self._waiting: queue.Queue[tuple[Project, Delivery] | None] = queue.Queue(_WAITING)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mockwrite-forwarder", daemon=True)
        self._thread.start()
        instance.subscribe(self._hear)

    def close(self) -> None:
        """Hand on what waits, for a few seconds at most, and end."""
        self._ending.set()
        try:
            self._waiting.put_nowait(None)
        except queue.Full:
            self._complain("not everything was handed on: too much was still waiting")
            return
        self._thread.join(_END)

    def _hear(self, project: Project, kind: Kind, record: Any) -> None:
        if kind != "delivery" or self._ending.is_set():
            return
        try:
            self._waiting.put_nowait((project, record))
        except queue.Full:
            for destination in self._destinations:
                note(project, record, destination, f"not handed on: {_WAITING} others were waiting")

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            project, record = item
            for destination in self._destinations:
                if destination.takes(record):
                    problem = self._hand_on(destination, record)
                    note(project, record, destination, problem or "sent")
                    if problem is not None:
                        self._complain(
                            f"{destination.name} of delivery {record.id} in project {project.id} failed: {problem}"
                        )

    def _hand_on(self, destination: Destination, record: Delivery) -> str | None:
        for wait in (*destination.waits, None):
            try:
                destination.send(record)
            except Exception as error:  # noqa: BLE001 - whatever another program does must not end this thread
                problem = reason_of(error) or type(error).__name__
            else:
                return None
            if wait is not None:
                # A server that ends tries once more without waiting.
                self._ending.wait(wait)
        return problem


def note(project: Project, record: Delivery, destination: Destination, what: str) -> None:
    """Note at a delivery what became of handing it on."""
    with project.lock:
        forwarded, most = project.forwarded, project.outbox.most
        forwarded.setdefault(record.number, {})[destination.name] = what
        if most and len(forwarded) > 2 * most:
            project.forwarded = dict(list(forwarded.items())[-most:])
    project.listeners.tell("forwarded", record)
