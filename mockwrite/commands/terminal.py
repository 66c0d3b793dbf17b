"""Writing to a terminal: visible (`system/visible.py`), and in colour where it has colours, unless NO_COLOR (no-color.org) or TERM=dumb
says otherwise."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NamedTuple, TextIO, TypeAlias

from ..system.visible import printable

# In the place of a file: what is written goes to the terminal or through a pipe, what is read comes through one.
TERMINAL = "-"
_CODES = {"bad": "31", "good": "32", "wait": "33", "soft": "2"}


class Painted(NamedTuple):
    """A text in the colour of its meaning: bad, good, wait or soft."""

    text: str
    meaning: str


Line: TypeAlias = str | Painted


def write(*lines: Line, stream: TextIO | None = None) -> None:
    """Write lines to a stream (standard output); nothing in them steers the terminal."""
    out = sys.stdout if stream is None else stream
    out.write("".join(f"{_shown(line, out)}\n" for line in lines))


def complain(*lines: Line) -> None:
    """Write lines to standard error."""
    write(*lines, stream=sys.stderr)


def say(*lines: Line) -> None:
    """Write lines for the person at the terminal at once; one who has gone is no error."""
    try:
        write(*lines)
        sys.stdout.flush()
    except BrokenPipeError:
        pass


def progress(text: str, *, last: bool = False) -> None:
    """Show somebody who waits at a terminal how far it is, in place of what stood in the line; the next line takes its place."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{printable(text)}" + ("\n" if last else "\r"))
        sys.stderr.flush()


def as_lines(text: Line | Iterable[Line]) -> list[Line]:
    """Return one line or more as a list."""
    return [text] if isinstance(text, str | Painted) else list(text)


def _shown(line: Line, stream: TextIO) -> str:
    if isinstance(line, str):
        return printable(line)
    text = printable(line.text)
    shows = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return f"\x1b[{_CODES[line.meaning]}m{text}\x1b[0m" if shows and text else text
