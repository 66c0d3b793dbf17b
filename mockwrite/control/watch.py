"""Waking coroutines when something happens in a project, whatever thread it happens in."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from ..instance import Instance
from ..outbox.delivery import Delivery
from ..state.journal import Call
from ..state.project import Project

KEPT = 10_000


class News(NamedTuple):
    """Something that happened, and the record of it; `events` lists the kinds."""

    kind: str
    record: Any = None


class Watch:
    """The news of one project for one coroutine. Only the latest KEPT are held for a reader who is slow."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news: deque[News] = deque(maxlen=KEPT)
        self._wake = asyncio.Event()
        self._told = False

    def tell(self, news: News) -> None:
        """Note something, from any thread."""
        self._news.append(news)
        # One wake-up is enough for all that gathers until the coroutine runs.
        if not self._told:
            self._told = True
            # The loop may have ended with its server.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake.set)

    async def news(self, timeout: float) -> list[News]:
        """Wait for news, at most `timeout` seconds; return what there is, in order."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), timeout)
        self._wake.clear()
        # First, so that what is noted from here on wakes again.
        self._told = False
        found = []
        with suppress(IndexError):
            while True:
                found.append(self._news.popleft())
        return found


class Hub:
    """Who watches which project. A watcher follows its project through a reset, which makes a new object."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._watches: dict[str, tuple[Watch, ...]] = {}
        self._heard: dict[str, Project] = {}
        instance.listeners.append(self._appeared)

    @contextmanager
    def watch(self, project: Project) -> Iterator[Watch]:
        """Watch a project for the length of a block."""
        watch = Watch()
        self._hear(project)
        # A tuple is replaced as a whole, so other threads can go through it meanwhile.
        self._watches[project.id] = (*self._watches.get(project.id, ()), watch)
        try:
            yield watch
        finally:
            rest = tuple(other for other in self._watches[project.id] if other is not watch)
            self._watches[project.id] = rest

    def tell(self, project: Project, kind: str, record: Any = None) -> None:
        """Tell everybody who watches this project, from any thread."""
        for watch in self._watches.get(project.id, ()):
            watch.tell(News(kind, record))

    def _appeared(self, project: Project) -> None:
        if self._watches.get(project.id):
            self._hear(project)
            self.tell(project, "project")

    def _hear(self, project: Project) -> None:
        """Listen to a project, once; a project that nobody ever watched costs nothing."""
        with project.lock:
            if self._heard.get(project.id) is project:
                return
            self._heard[project.id] = project
            project.clock.moved = self._besides(project.clock.moved, project, "clock")
            project.agenda_changed = self._besides(project.agenda_changed, project, "scheduled")
            project.outbox.listeners.append(lambda record: self._delivered(project, record))
            project.journal.listeners.append(lambda call: self._called(project, call))
            project.finished.append(lambda message: self.tell(project, "message", message.id))

    def _besides(self, before: Callable[[], None], project: Project, kind: str) -> Callable[[], None]:
        """Return what does as before, and tells of it."""

        def both() -> None:
            before()
            self.tell(project, kind)

        return both

    def _delivered(self, project: Project, record: Delivery) -> None:
        self.tell(project, "delivery", record)

    def _called(self, project: Project, call: Call) -> None:
        self.tell(project, "call", call)
        if call.message_id is not None and call.method != "GET":
            self.tell(project, "message", call.message_id)
