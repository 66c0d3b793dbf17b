"""How much CPU something takes: wall time would depend on what else the machine does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

# What a single input may cost, in seconds of CPU. Quadratic work on these inputs takes many times as much.
BOUND = 1.0


@contextmanager
def bounded(seconds: float = BOUND) -> Iterator[None]:
    """Fail when the block takes more CPU than it may."""
    begin = process_time()
    yield
    taken = process_time() - begin
    assert taken < seconds, f"it took {taken:.2f} s of CPU, at most {seconds} s are right"
