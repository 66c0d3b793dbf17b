"""Colours in a terminal that has them, unless NO_COLOR (no-color.org) or TERM=dumb says otherwise."""

from __future__ import annotations

import os
from typing import TextIO

_CODES = {"bad": "31", "good": "32", "wait": "33", "soft": "2"}


def paint(text: str, meaning: str, stream: TextIO) -> str:
    """Return a text as it is written to a stream: in the colour of its meaning (bad, good, wait, soft), or as it is."""
    shows = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{_CODES[meaning]}m{text}\x1b[0m" if shows and text else text
