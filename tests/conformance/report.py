"""Readable texts about what was played: one finding in full, and a table of files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

from tests.conformance.lines import Line
from tests.conformance.play import Finding, Outcome

_LONGEST = 600


def describe(finding: Finding) -> str:
    """Describe a line that differs: request, expected, got, and the fields one by one."""
    line = finding.line
    rows = [f"{line.source}:{line.number} {line.name!r}"]
    if isinstance(line, Line) and finding.request is not None and finding.response is not None:
        sent = finding.request
        rows += [
            f"  request   {sent.method} {sent.path}" + (f"?{unquote_plus(sent.query)}" if sent.query else ""),
            f"            {_content(sent.body)}",
            f"  expected  {line.answer.status} {_text(line.answer.body)}",
            f"  got       {finding.response.status} {_content(finding.response.body)}",
        ]
    for difference in finding.differences[:20]:
        rows.append(f"  {difference.field}: expected {_text(difference.expected)}, got {_text(difference.got)}")
    if len(finding.differences) > 20:
        rows.append(f"  … and {len(finding.differences) - 20} more")
    if finding.caveat is not None:
        rows.append(f"  known: {finding.caveat.why}")
    return "\n".join(rows)


def summary(outcomes: Iterable[Outcome]) -> str:
    """Make a table of files: lines, passed, excepted, failed, and the fields that differ most."""
    rows = [f"{'release':8} {'file':24} {'lines':>6} {'passed':>7} {'known':>6} {'differ':>7} {'out':>4}  where"]
    for outcome in outcomes:
        failed, excepted = len(outcome.failed), len(outcome.excepted)
        fields = Counter(finding.differences[0].field for finding in outcome.failed)
        where = ", ".join(f"{field} {count}" for field, count in fields.most_common(4))
        rows.append(
            f"{outcome.recording.version:8} {outcome.recording.name:24} {outcome.lines:6}"
            f" {outcome.lines - failed - excepted:7} {excepted:6} {failed:7} {outcome.left_out:4}  {where}".rstrip()
        )
    return "\n".join(rows)


def _content(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return f"({len(body)} bytes)"
    return _cut(text.replace("\r\n", " ⏎ ")) if text.isprintable() or len(text) < _LONGEST else _cut(repr(text))


def _text(value: Any) -> str:
    return _cut(json.dumps(value, ensure_ascii=False))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}… ({len(text)} characters)"
