"""The patterns of fault rules: `*`, `**` and `{name}`. Matching never takes back a choice, so no pattern is slow. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Only so much of a path or address is compared: no longer one means a call or a person.
READ_AT_MOST = 2048

_PIECE = re.compile(r"(\*|\{[^/}]*\})")


def text_pattern(text: str) -> re.Pattern[str]:
    """Turn a text with `*`, which is any text, into a pattern for whole texts, whatever their case."""
    return re.compile(_joined([re.escape(part) for part in text.split("*")], "."), re.IGNORECASE)


def start_pattern(text: str) -> re.Pattern[str]:
    """Turn `api.mailgun.net/v3/*` into a pattern for the start of a text, whatever its case; `*` is any text."""
    return re.compile(_joined([re.escape(part) for part in text.split("*")], ".", earliest=True), re.IGNORECASE)


def path_pattern(path: str) -> re.Pattern[str]:
    """Turn a path with `*`, `**` and `{name}` into a pattern for a path without /v1."""
    segments = [segment for segment in path.split("?")[0].split("/") if segment]
    if segments[:1] == ["v1"]:
        del segments[0]
    first, *others = "/".join(segments).split("**")
    if not others:
        return re.compile(_segments(first))
    *middle, last = others
    # The earliest end of a part leaves most to those behind it, so none has to be looked for again.
    found = "".join(f"(?>.*?{_segments(part, earliest=True)})" for part in middle)
    return re.compile(f"(?>{_segments(first, earliest=True)}){found}.*{_segments(last)}")


def _segments(text: str, *, earliest: bool = False) -> str:
    *before, last = text.split("/")
    return "/".join([*map(_segment, before), _segment(last, earliest=earliest)])


def _segment(text: str, *, earliest: bool = False) -> str:
    pieces = [""]
    for part in _PIECE.split(text):
        if part[:1] in ("*", "{") and _PIECE.fullmatch(part):
            pieces[-1] += "" if part == "*" else "[^/]"
            pieces.append("")
        else:
            pieces[-1] += re.escape(part)
    return _joined(pieces, "[^/]", earliest=earliest)


def _joined(pieces: Sequence[str], letter: str, *, earliest: bool = False) -> str:
    """Join pieces by what may stand between them: any number of letters of a kind."""
    if len(pieces) == 1:
        return pieces[0]
    first, *middle, last = pieces
    return f"{first}{''.join(f'(?>{letter}*?{piece})' for piece in middle)}{letter}*{'?' if earliest else ''}{last}"
