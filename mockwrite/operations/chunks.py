"""Which chunk of a file an upload is, by its Content-Range (contract: users-targets.md §5, table of chunks). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import AppwriteError, ServerDefect
from ..releases import Rules

CHUNK_SIZE = 5 * 1024 * 1024

# The unit is not looked at, but there has to be one (recorded).
_RANGE = re.compile(r"[^\s=]+ (\d{1,18})-(\d{1,18})/(\d{1,18})\Z", re.ASCII)


class Span(NamedTuple):
    """A Content-Range: first and last byte, and the size of the whole file."""

    start: int
    end: int
    size: int


class ChunkPlace(NamedTuple):
    """The number of a chunk, from 1 on, and how many there are."""

    number: int
    total: int


def read_span(header: str) -> Span:
    """Read a Content-Range; 400 `storage_invalid_content_range`. An end that equals the size passes (recorded)."""
    match = _RANGE.match(header.strip())
    span = Span(*map(int, match.groups())) if match else None
    if span is None or not span.start <= span.end <= span.size:
        raise AppwriteError(
            "storage_invalid_content_range",
            f"The Content-Range header is `bytes START-END/SIZE` with an inclusive end, not {header!r}.",
        )
    return span


def place_of(span: Span, known_total: int | None, rules: Rules) -> ChunkPlace:
    """Tell which chunk a range is; `known_total` is that of the file it continues, None for a new one."""
    if rules.chunks_in_any_order:
        total = -(-span.size // CHUNK_SIZE) if known_total is None else known_total
        return ChunkPlace(span.start // CHUNK_SIZE + 1, total)
    return _place_by_length(span, known_total, rules)


def _place_by_length(span: Span, known_total: int | None, rules: Rules) -> ChunkPlace:
    """Up to 1.9.0 the first chunk's length says how many there are, and a range that reaches the end is the last one."""
    if span.end >= span.size - 1:
        if known_total is None:
            raise ServerDefect(
                "Content-Range", "the last chunk of a file cannot be the first to arrive", type=rules.structure_invalid
            )
        return ChunkPlace(known_total, known_total)
    length = span.end - span.start + 1
    total = -(-span.size // length) if known_total is None else known_total
    number = span.start // length + 1
    if number > total:
        raise ServerDefect("Content-Range", f"the file has {total} chunks, and this would be number {number}")
    return ChunkPlace(number, total)
