"""The texts of failed assertions about deliveries: what was expected, what was there, and what to do. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .matching import describe, differences, is_question

if TYPE_CHECKING:
    from .delivery import Delivery

SHOWN_ROWS = 20
SHOWN_CLOSEST = 3
# Similarity of texts is judged for the latest ones only: it is slow, and a test rarely means an old one.
JUDGED = 500
_LONG = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What else the reader of a failed assertion wants to know.

    `waiting` are messages without a delivery and why, `refused` API calls that were refused, `hints` what to do.
    """

    waiting: Sequence[str] = ()
    refused: Sequence[str] = ()
    hints: Sequence[str] = ()


def table(records: Sequence[Delivery]) -> str:
    """Write deliveries one a line, those that failed too."""
    if not records:
        return "nothing was captured"
    lines = [f"  {number}. {record}" for number, record in enumerate(records[:SHOWN_ROWS], 1)]
    if len(records) > SHOWN_ROWS:
        lines.append(f"  … and {len(records) - SHOWN_ROWS} more")
    return "\n".join([f"{len(records)} captured", *lines])


def wrong_number(
    wanted: str,
    match: Mapping[str, Any],
    found: Sequence[Delivery],
    every: Sequence[Delivery],
    situation: Situation | None,
) -> str:
    """Say that too many or too few deliveries match; `situation` is left out where there are too many."""
    sections = [f"expected {wanted}{_with(match)}, found {len(found) or 'none'}"]
    if found:
        sections.append(_section("these match", [str(record) for record in found], SHOWN_ROWS))
        if len(found) > 1 and not wanted.startswith("no "):
            sections.append(_what_tells_apart(found))
    elif match:
        sections += _closest(match, every)
    if situation is None:
        return "\n".join(sections)
    return _with_situation(sections, every, situation, in_table=len(found) < len(every))


def people_missed(
    missed: Sequence[str],
    others: Sequence[Delivery],
    match: Mapping[str, Any],
    every: Sequence[Delivery],
    situation: Situation,
) -> str:
    """Say who was not reached although expected, and who was although not."""
    sections = [f"expected deliveries{_with(match)} to exactly these people"]
    if missed:
        sections.append(_section("not reached", missed))
    if others:
        sections.append(_section("reached besides", [str(record) for record in others], SHOWN_ROWS))
    return _with_situation(sections, every, situation)


def too_late(
    count: int,
    seconds: float,
    match: Mapping[str, Any],
    found: Sequence[Delivery],
    every: Sequence[Delivery],
    situation: Situation,
) -> str:
    """Say that deliveries did not come in time."""
    counted = "a delivery" if count == 1 else f"{count} deliveries"
    sections = [f"waited {seconds:g} s for {counted}{_with(match)}, found {len(found) or 'none'}"]
    if found:
        sections.append(_section("these came", [str(record) for record in found], SHOWN_ROWS))
    elif match:
        sections += _closest(match, every)
    return _with_situation(sections, every, situation, in_table=len(found) < len(every))


def _with(match: Mapping[str, Any]) -> str:
    return (
        "".join([" with ", ", ".join(f"{name}={_brief(expected)}" for name, expected in match.items())])
        if match
        else ""
    )


def _brief(expected: Any) -> str:
    text = describe(expected)
    return text if len(text) <= _LONG else text[: _LONG - 1] + "…"


def _section(title: str, lines: Iterable[str], most: int = 10) -> str:
    rows = list(lines)
    shown = [f"  {row}" for row in rows[:most]]
    if len(rows) > most:
        shown.append(f"  … and {len(rows) - most} more")
    return "\n".join([f"{title}:", *shown])


def _with_situation(
    sections: list[str], every: Sequence[Delivery], situation: Situation, *, in_table: bool = True
) -> str:
    if situation.waiting:
        sections.append(_section("messages without a delivery", situation.waiting))
    if situation.refused:
        sections.append(_section("refused API calls", situation.refused))
    if in_table:
        sections.append(f"outbox: {table(every)}")
    sections += situation.hints
    return "\n".join(sections)


def _what_tells_apart(found: Sequence[Delivery]) -> str:
    names = ("to", "channel", "role", "message_id", "topic_id", "provider", "subject", "content", "title", "body")
    apart = [name for name in names if any(_read(record, name) != _read(found[0], name) for record in found)]
    if not apart:
        return "they say the same to the same recipient: was the message sent twice?"
    return f"they differ in {', '.join(apart)}"


def _closest(match: Mapping[str, Any], every: Sequence[Delivery]) -> list[str]:
    """Describe the records that miss the fewest fields, the most alike and newest of them first."""
    judged = []
    for record in every[-JUDGED:]:
        missed = differences(match, record.__getattribute__)
        if missed:
            alike = sum(_likeness(match[name], _read(record, name)) for name in missed) / len(missed)
            judged.append((len(missed), -round(alike, 2), -record.number, record, missed))
    # Only a delivery that is right in one field, or nearly so, helps to see what went wrong.
    near = [item for item in sorted(judged, key=lambda item: item[:3]) if item[0] < len(match) or item[1] <= -0.5]
    fewest = [item for item in near if item[0] == near[0][0]]
    failed_too = [
        f"{record.id} matches, but it failed: {record.error}"
        for record in every
        if "status" not in match and record.status == "failed" and not differences(match, record.__getattribute__)
    ]
    lines = failed_too[:SHOWN_CLOSEST]
    for _, _, _, record, missed in fewest[: SHOWN_CLOSEST - len(lines)]:
        lines.append(f"{record.id}: {record}")
        for name in missed:
            lines += _difference(name, match[name], _read(record, name))
    return [_section("closest", lines, most=60)] if lines else []


def _difference(name: str, expected: Any, actual: Any) -> list[str]:
    """Write how one field differs, indented below its record."""
    if _is_part(expected, actual):
        pattern = f"re.escape({expected!r})" if re.search(r"[\\^$.|?*+(){}\[]", expected) else repr(expected)
        return [
            f"    {name} has it as a part: {_excerpt(actual, actual.index(expected))}",
            f"      write {name}=mockwrite.contains({expected!r}) or {name}=re.compile({pattern})",
        ]
    multiline = isinstance(expected, str) and isinstance(actual, str) and ("\n" in expected + actual)
    if multiline:
        from difflib import unified_diff

        changed = list(unified_diff(expected.splitlines(), actual.splitlines(), "expected", "actual", lineterm="", n=1))
        return [f"    {name} differs:", *(f"      {line}" for line in changed[2:22])]
    if isinstance(expected, str) and isinstance(actual, str) and max(len(expected), len(actual)) > _LONG:
        start = next(
            (index for index, pair in enumerate(zip(expected, actual, strict=False)) if pair[0] != pair[1]), None
        )
        at = start if start is not None else min(len(expected), len(actual))
        return [
            f"    {name} differs from character {at + 1} on:",
            f"      expected {_excerpt(expected, at)}",
            f"      actual   {_excerpt(actual, at)}",
        ]
    return [f"    {name} is {actual!r}, not {describe(expected)}{_slip(expected, actual)}"]


def _slip(expected: Any, actual: Any) -> str:
    """Name what is easily overlooked when two values look the same."""
    if isinstance(expected, str) and isinstance(actual, str):
        if expected.strip() == actual.strip():
            return " (white space)"
        if expected.lower() == actual.lower():
            return " (capitals)"
    elif not is_question(expected) and str(expected) == str(actual):
        return f" ({type(actual).__name__}, not {type(expected).__name__})"
    return ""


def _excerpt(text: str, at: int) -> str:
    start, end = max(at - 20, 0), at + 50
    return ("…" if start else "") + repr(text[start:end]) + ("…" if end < len(text) else "")


def _is_part(expected: Any, actual: Any) -> bool:
    """Tell whether a text stands in another one that is longer by more than white space."""
    return (
        isinstance(expected, str)
        and isinstance(actual, str)
        and expected.strip() not in ("", actual.strip())
        and expected in actual
    )


def _likeness(expected: Any, actual: Any) -> float:
    if _is_part(expected, actual):
        return 1.0
    if isinstance(expected, str) and isinstance(actual, str):
        from difflib import SequenceMatcher

        return SequenceMatcher(None, expected[:500], actual[:500]).ratio()
    return 0.0


def _read(record: Delivery, name: str) -> Any:
    return getattr(record, name)
