"""Every API call: request, answer, and the messages and deliveries it caused."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ..names import do_nothing
from ..outbox.delivery import delivery_id
from ..outbox.masking import mask_text
from ..system.visible import one_line

# Who answered a call: the emulation, a canned answer, or a real server that it was passed on to. The daily maintenance is no
# call; it is noted among them when it removed something.
SOURCES = ("emulated", "canned", "upstream", "maintenance")
KEPT_CALLS = 1000
KEPT_BYTES = 16 * 1024


@dataclass(slots=True, kw_only=True)
class Call:
    """One API call. `number` counts from 1; `at` is project time in milliseconds.

    `error` is the wire type of a refusal, `bug` the traceback of an unexpected exception, `route` the matched path
    template, `source` one of SOURCES, `note` what a person should know of the answer. Bodies longer than KEPT_BYTES are cut.
    """

    number: int
    at: int
    method: str
    path: str
    query: str
    status: int
    error: str | None
    route: str | None
    request: bytes
    answer: bytes
    caller: str
    message_id: str | None = None
    # Of the deliveries that it caused.
    numbers: Sequence[int] = ()
    unknown_params: tuple[str, ...] = ()
    fault: str | None = None
    source: str = "emulated"
    note: str | None = None
    bug: str | None = None

    @property
    def deliveries(self) -> list[str]:
        """The ids of the deliveries that it caused."""
        return [delivery_id(number) for number in self.numbers]

    def __str__(self) -> str:
        query = f"?{mask_text(self.query)}" if self.query else ""
        end = f" {self.error}" if self.error else ""
        source = "" if self.source == "emulated" else f" ({'; '.join(filter(None, (self.source, self.note)))})"
        return one_line(f"{self.method} {self.path}{query} → {self.status}{end}{source}")


class Journal:
    """The latest calls of one project (`kept` of them, all with None); `total` counts all of them."""

    _internal = frozenset({"state", "restore", "add"})

    def __init__(self, kept: int | None = KEPT_CALLS, tell: Callable[..., None] = do_nothing) -> None:
        self._calls: deque[Call] = deque(maxlen=kept)
        self.total = 0
        # Tells the project's listeners.
        self._tell = tell

    def __len__(self) -> int:
        return len(self._calls)

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __getitem__(self, index: int) -> Call:
        return self._calls[index]

    def add(self, call: Call) -> None:
        """Keep a call and tell the listeners."""
        self.total += 1
        self._calls.append(call)
        self._tell("call", call)

    @property
    def refused(self) -> list[Call]:
        """The calls that were answered with 400 or above."""
        return [call for call in self if call.status >= 400]

    @property
    def bugs(self) -> list[Call]:
        """The calls in which mockwrite itself broke."""
        return [call for call in self if call.bug is not None]

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()

    def state(self) -> tuple[int, list[Call]]:
        """Return what `restore` needs."""
        return self.total, list(self._calls)

    def restore(self, state: tuple[int, list[Call]]) -> None:
        """Bring back a saved state."""
        self.total, calls = state
        self._calls = deque(calls, maxlen=self._calls.maxlen)
