"""The outbox of one project, which a test, a command or a page reads."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Unpack, overload

from ..names import do_nothing
from .complaints import Situation, too_late
from .deliveries import Deliveries, Match, OutboxError, check_match, pick
from .delivery import Delivery, Handover
from .matching import differences

if TYPE_CHECKING:
    from .golden import GoldenFiles

__all__ = ["Deliveries", "Delivery", "Handover", "Outbox", "OutboxError"]


class Outbox(Deliveries):
    """Everything one project has sent. It keeps the final outcome of every attempt.

    `len`, truth, iteration, indexing, `one`, `where` and the assertions see what was sent, unless a match names a `status`;
    `failed` has the rest. An empty outbox is false.
    """

    def __init__(
        self,
        lock: threading.RLock,
        situation: Callable[[], Situation] = Situation,
        tell: Callable[..., None] = do_nothing,
    ) -> None:
        super().__init__((), situation)
        self._every: list[Delivery] = []
        self._sent: list[Delivery] = []
        # False leaves out what accounts send, unless a match names an `origin`.
        self.counts_account_mails = True
        self._last = 0
        self._lock = lock
        # How many of the newest deliveries are kept, 0 for all, and how many older ones were let go.
        self.most = 0
        self.dropped = 0
        # Made by the first who waits.
        self._changed: threading.Condition | None = None
        self._looked_at: set[int] | None = None
        # Tells the project's listeners: a kind, and records.
        self._tell = tell
        # Called first by each assertion; it may raise what the test should hear of before.
        self.before_assertion: Callable[[], None] = do_nothing
        # Where golden files are, once somebody says it; else in the working directory.
        self.golden_files: GoldenFiles | None = None

    def records(self) -> Sequence[Delivery]:
        """Return all deliveries, sent and failed, for reading that is no assertion."""
        with self._lock:
            return tuple(self._every)

    def _shown(self) -> Sequence[Delivery]:
        with self._lock:
            return tuple(self._sent)

    def _before_assertion(self) -> None:
        self.before_assertion()

    def __len__(self) -> int:
        with self._lock:
            self._look_at(self._sent)
            return len(self._sent)

    def __bool__(self) -> bool:
        with self._lock:
            return bool(self._sent)

    @overload
    def __getitem__(self, index: int) -> Delivery: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Delivery]: ...
    def __getitem__(self, index: int | slice) -> Delivery | Sequence[Delivery]:
        found = pick(self._shown(), index)
        self._look_at((found,) if isinstance(found, Delivery) else found)
        return found

    def __iter__(self) -> Iterator[Delivery]:
        shown = self._shown()
        self._look_at(shown)
        return iter(shown)

    def _some(self, records: Iterable[Delivery]) -> Deliveries:
        found = tuple(records)
        self._look_at(found)
        return Deliveries(found, self._situation)

    @property
    def failed(self) -> Deliveries:
        """The deliveries that failed."""
        return self._some(record for record in self.records() if record.status == "failed")

    @property
    def all(self) -> Deliveries:
        """All deliveries, sent and failed."""
        return self._some(self.records())

    def watch_looks(self) -> None:
        """From now on, note which deliveries are looked at."""
        self._looked_at = set()

    def not_looked_at(self) -> list[Delivery]:
        """Return the deliveries that no assertion or query has touched since `watch_looks`."""
        seen = self._looked_at
        return [] if seen is None else [record for record in self.records() if record.number not in seen]

    def _look_at(self, records: Iterable[Delivery]) -> None:
        if self._looked_at is not None:
            self._looked_at.update(record.number for record in records)

    def next_number(self, count: int = 1) -> int:
        """Draw the numbers of the next deliveries and return the first."""
        first = self._last + 1
        self._last += count
        return first

    @property
    def size(self) -> int:
        """How many deliveries are kept, sent and failed."""
        return len(self._every)

    @property
    def last_number(self) -> int:
        """The number of the latest delivery, to be handed to `ids_since` later."""
        return self._last

    def ids_since(self, number: int) -> list[str]:
        """Return the ids of the deliveries made since `last_number` was read."""
        return [record.id for record in self.between(number + 1, self._last)] if self._last > number else []

    def between(self, first: int, last: int) -> Sequence[Delivery]:
        """Return the deliveries with these numbers, both ends included, without going through all."""
        with self._lock:
            start = bisect_left(self._every, first, key=attrgetter("number"))
            return self._every[start : bisect_right(self._every, last, key=attrgetter("number"))]

    def add(self, *records: Delivery) -> None:
        """Keep deliveries. Whoever waits is woken by the engine once the message is done, not for each recipient."""
        with self._lock:
            self._every += records
            self._sent += filter(self._is_shown, records)
            over = len(self._every) - self.most if self.most else 0
            if over > 0:
                self._drop(over)
        if records:
            self._tell("delivery", *records)

    def _drop(self, count: int) -> None:
        """Let go of the oldest deliveries."""
        del self._every[:count]
        first = self._every[0].number if self._every else self._last + 1
        del self._sent[: bisect_left(self._sent, first, key=attrgetter("number"))]
        is_first = not self.dropped
        self.dropped += count
        if is_first:
            self._tell("dropped")

    def announce(self) -> None:
        """Wake whoever waits for deliveries."""
        with self._lock:
            if self._changed is not None:
                self._changed.notify_all()

    def wait_for(self, *, count: int = 1, timeout: float = 5.0, **match: Unpack[Match]) -> Deliveries:
        """Wait until `count` deliveries match, at most `timeout` seconds of real time; return them.

        Raises OutboxError, with what was captured, when the time is over. It blocks its thread: in an asyncio test write
        `await asyncio.to_thread(outbox.wait_for, to=…)`.
        """
        __tracebackhide__ = True
        self._before_assertion()
        check_match(match)
        found: list[Deliveries] = []

        def enough() -> bool:
            found[:] = [self.where(**match)]
            return len(found[0]) >= count

        with self._lock:
            if self._changed is None:
                self._changed = threading.Condition(self._lock)
            if self._changed.wait_for(enough, timeout):
                return found[0]
        raise OutboxError(too_late(count, timeout, match, found[0].records(), self.records(), self._situation()))

    def assert_matches_golden(self, name: str, *, replace: dict[str, str] | None = None) -> None:
        """Assert that everything captured is what a golden file holds, with ids and times made stable.

        The file lies in `golden/` beside the test; `--mockwrite-update-golden` writes it. `replace` makes texts stable that
        change from run to run: regular expressions and what stands for them. Raises OutboxError with a diff.
        """
        __tracebackhide__ = True
        self._before_assertion()
        from .golden import GoldenFiles  # only a test asks for them

        files = self.golden_files if self.golden_files is not None else GoldenFiles()
        complaint = files.compare(name, self.all.records(), replace or {})
        if complaint is not None:
            raise OutboxError(complaint)

    def clear(self, **match: Unpack[Match]) -> int:
        """Forget the deliveries that match (all without a match); return how many."""
        check_match(match)
        with self._lock:
            gone = {record.id for record in self._every if not differences(match, record.__getattribute__)}
            self._every = [record for record in self._every if record.id not in gone]
            self._sent = [record for record in self._sent if record.id not in gone]
        self._tell("outbox")
        return len(gone)

    def state(self) -> tuple[int, list[Delivery]]:
        """Return what `restore` needs."""
        return self._last, list(self._every)

    def restore(self, state: tuple[int, list[Delivery]]) -> None:
        """Bring back a saved state."""
        with self._lock:
            self._last, every = state
            self._every = list(every)
            self._sent = [*filter(self._is_shown, every)]

    def _is_shown(self, record: Delivery) -> bool:
        return record.status == "sent" and (record.mail is None or self.counts_account_mails)
