"""Waking coroutines when something happens in a project, whatever thread it happens in."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from ..instance import Instance
from ..records import Message
from ..state.journal import Call
from ..state.listeners import Kind
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
        self._subscribed = False

    @contextmanager
    def watch(self, id: str) -> Iterator[Watch]:
        """Watch whatever project has this id, for the length of a block."""
        watch = Watch()
        if not self._subscribed:
            # Before anybody watches, no delivery has to be made for us.
            self._subscribed = True
            self._instance.subscribe(self._hear)
        # A tuple is replaced as a whole, so other threads can go through it meanwhile.
        self._watches[id] = (*self._watches.get(id, ()), watch)
        try:
            yield watch
        finally:
            rest = tuple(other for other in self._watches[id] if other is not watch)
            if rest:
                self._watches[id] = rest
            else:
                del self._watches[id]

    def _hear(self, project: Project, kind: Kind, record: Any) -> None:
        watches = self._watches.get(project.id)
        if watches:
            for news in _NEWS.get(kind, _as_it_is)(kind, record):
                for watch in watches:
                    watch.tell(news)


def _as_it_is(kind: str, record: Any) -> tuple[News, ...]:
    return (News(kind, record),)


def _project(kind: str, record: None) -> tuple[News, ...]:
    return (News("project"),)


def _nothing(kind: str, record: object) -> tuple[News, ...]:
    return ()


def _message(kind: str, message: Message) -> tuple[News, ...]:
    return (News("message", message.id),)


def _call(kind: str, call: Call) -> tuple[News, ...]:
    changed = call.message_id is not None and call.method != "GET"
    return (News("call", call), News("message", call.message_id)) if changed else (News("call", call),)


# What watchers are told of an event that is not passed on as it is.
_NEWS: Mapping[str, Callable[[str, Any], tuple[News, ...]]] = {
    "bug": _nothing,
    "message": _message,
    "made": _message,
    "call": _call,
    "restored": _project,
    "loaded": _project,
    "removed": _project,
}
