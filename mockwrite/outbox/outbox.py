"""The outbox of one project, which a test, a command or a page reads."""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Protocol, Unpack, overload

from ..names import check_number, do_nothing
from .complaints import Situation, too_late
from .deliveries import Deliveries, Match, OutboxError, check_match, pick
from .delivery import Delivery, Handover
from .matching import differences

if TYPE_CHECKING:
    from .golden import GoldenFiles

__all__ = ["Deliveries", "Delivery", "Handover", "Outbox", "OutboxError"]


class DeliveryBatch(Protocol):
    """Deliveries that came together; they may be made when somebody asks for them. `sent` is how many did not fail."""

    @property
    def sent(self) -> int:
        """How many did not fail."""
        ...

    def __len__(self) -> int: ...

    def deliveries(self) -> Sequence[Delivery]:
        """Return them, the same ones each time."""
        ...


class Outbox(Deliveries):
    """Everything one project has sent. It keeps the final outcome of every attempt.

    `len`, truth, iteration, indexing, `one`, `where` and the assertions see what was sent, unless a match names a `status`;
    `failed` has the rest. An empty outbox is false.
    """

    _internal = frozenset({
        "state", "restore", "between", "numbers_since", "records", "size", "add", "add_batch",
        "announce", "watch_looks", "not_looked_at", "next_number", "last_number", "counts_account_mails", "most",
        "dropped", "before_assertion", "golden_files",
    })  # fmt: skip

    def __init__(
        self,
        lock: threading.RLock,
        situation: Callable[[], Situation] = Situation,
        tell: Callable[..., None] = do_nothing,
    ) -> None:
        super().__init__((), situation)
        # What somebody has looked at, and the batches behind it that nobody has, with the number of deliveries in them.
        self._every: list[Delivery] = []
        self._sent: list[Delivery] = []
        self._unread: list[DeliveryBatch] = []
        self._unread_size = self._unread_sent = 0
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
            self._read()
            return tuple(self._every)

    def _shown(self) -> Sequence[Delivery]:
        with self._lock:
            self._read()
            return tuple(self._sent)

    def _read(self) -> None:
        """Have the deliveries made that came since somebody looked; the caller has the lock."""
        if self._unread:
            batches, self._unread, self._unread_size, self._unread_sent = self._unread, [], 0, 0
            for batch in batches:
                self._keep(batch.deliveries())

    def _keep(self, records: Sequence[Delivery]) -> None:
        self._every += records
        self._sent += filter(self._is_shown, records)

    def _before_assertion(self) -> None:
        self.before_assertion()

    def __len__(self) -> int:
        with self._lock:
            if self._looked_at is not None:
                self._look_at(self._shown())
            return len(self._sent) + self._unread_sent

    def __bool__(self) -> bool:
        with self._lock:
            return bool(self._sent) or self._unread_sent > 0

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
        return len(self._every) + self._unread_size

    @property
    def last_number(self) -> int:
        """The number of the latest delivery, to be handed to `numbers_since` later."""
        return self._last

    def numbers_since(self, number: int) -> Sequence[int]:
        """Return the numbers of the deliveries made since `last_number` was read, but for those that were let go since."""
        if self._last == number:
            return ()
        return range(max(number, self._last - self.size) + 1, self._last + 1)

    def between(self, first: int, last: int) -> Sequence[Delivery]:
        """Return the deliveries with these numbers, both ends included, without going through all."""
        with self._lock:
            self._read()
            start = bisect_left(self._every, first, key=attrgetter("number"))
            return self._every[start : bisect_right(self._every, last, key=attrgetter("number"))]

    def add(self, *records: Delivery) -> None:
        """Keep deliveries. Whoever waits is woken by the engine once the message is done, not for each recipient."""
        with self._lock:
            self._read()
            self._keep(records)
            if self.most:
                self._keep_to_most()
        if records:
            self._tell("delivery", *records)

    def add_batch(self, batch: DeliveryBatch) -> None:
        """Keep deliveries of messages that came together; they are made when somebody looks."""
        with self._lock:
            self._unread.append(batch)
            self._unread_size += len(batch)
            self._unread_sent += batch.sent
            if self.most:
                self._keep_to_most()
        self._tell("delivery", each=batch.deliveries)

    def _keep_to_most(self) -> None:
        over = self.size - self.most
        if over > 0:
            self._read()
            self._drop(over)

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
        check_number(count=count, timeout=timeout)
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
            self._read()
            gone = {record.id for record in self._every if not differences(match, record.__getattribute__)}
            self._every = [record for record in self._every if record.id not in gone]
            self._sent = [record for record in self._sent if record.id not in gone]
        self._tell("outbox")
        return len(gone)

    def state(self) -> tuple[int, list[Delivery]]:
        """Return what `restore` needs."""
        self._read()
        return self._last, list(self._every)

    def restore(self, state: tuple[int, list[Delivery]]) -> None:
        """Bring back a saved state."""
        with self._lock:
            self._last, every = state
            self._unread, self._unread_size, self._unread_sent = [], 0, 0
            self._every = list(every)
            self._sent = [*filter(self._is_shown, every)]

    def _is_shown(self, record: Delivery) -> bool:
        return record.status == "sent" and (record.mail is None or self.counts_account_mails)
