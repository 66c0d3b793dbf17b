"""Loading much code at once."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def loaded_for_good() -> Iterator[None]:
    """Keep the garbage collector away from what a block loads, then and later: what modules are made of stays.

    It buys a twentieth of the start of a server (row W1 of the benchmarks, and test_cost_guards.py, would notice). Only for a
    process of our own: garbage that is there already would stay as well.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
