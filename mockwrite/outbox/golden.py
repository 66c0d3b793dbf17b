"""Golden files: what an outbox held when somebody looked at it and found it right. Ids and times are made stable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..system.json_texts import json_lines
from .fields import FIELDS

if TYPE_CHECKING:
    from .delivery import Delivery

# A delivery's own id, its links and codes follow from the rest; what it is worth to know in which order.
_FIELDS = tuple(field for field in FIELDS if field.golden)
_KINDS = {field.name: field.id_of for field in FIELDS if field.id_of is not None}
_MADE_ID = re.compile(r"\b[0-9a-f]{20}\b")
# Texts that change from run to run wherever they stand: secrets, times, and the address of a test server.
_VOLATILE = (
    (re.compile(r"\b[0-9a-f]{32,}\b"), "secret"),
    (_MADE_ID, "id"),
    (re.compile(r"\bproject-[0-9a-f]{12}\b"), "project"),
    (re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"), "time"),
    (
        re.compile(r"http://(?:127\.0\.0\.1|\[::1\]|localhost):\d+(?:/v1\b)?|http://mockwrite\.localhost(?:/v1\b)?"),
        "endpoint",
    ),
)
# The clock of a project ticks while a test runs; within so many milliseconds two times count as the same.
_GRAIN = 10_000
_LEFT_OUT_EMPTY = ("error", "attachments")
_ADVICE = "run pytest with --mockwrite-update-golden"


@dataclass(frozen=True, slots=True)
class GoldenFiles:
    """The golden files of one test: where they lie, and whether they are written anew."""

    folder: Path = Path("golden")
    update: bool = False

    def compare(self, name: str, records: Sequence[Delivery], replace: Mapping[str, str]) -> str | None:
        """Compare with a golden file, or write it; return a complaint when it does not hold."""
        path = self.folder / name
        actual = stable_text(records, replace)
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(actual, encoding="utf-8")
            return None
        if not path.exists():
            return f"there is no golden file {path}; {_ADVICE} to write it, and look at it. It would hold:\n{actual}"
        expected = path.read_text(encoding="utf-8")
        if actual == expected or _same_values(actual, expected):
            return None
        from difflib import unified_diff

        changed = unified_diff(expected.splitlines(), actual.splitlines(), f"golden {name}", "outbox", lineterm="", n=4)
        return "\n".join(
            [
                f"the outbox is not what {path} holds",
                *changed,
                f"if the outbox is right, {_ADVICE} and look at the change before you commit it",
            ]
        )


def _same_values(actual: str, expected: str) -> bool:
    """Tell whether two texts hold the same JSON: an older mockwrite may have written the fields in another order."""
    try:
        return bool(loads(actual) == loads(expected))
    except ValueError:
        return False


def stable_text(records: Sequence[Delivery], replace: Mapping[str, str] | None = None) -> str:
    """Write deliveries as JSON that is the same in every run; long texts as lists of lines.

    `replace` holds regular expressions and what stands for their matches.
    """
    start = records[0].at if records else 0
    names = _Names(records, replace or {})
    rows = [dict(_row(record, record.at - start, names)) for record in records]
    return json_lines(rows) + "\n"


class _Names:
    """Stable names for what changes from run to run, numbered in the order in which it is met."""

    def __init__(self, records: Sequence[Delivery], replace: Mapping[str, str]) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._count: dict[str, int] = {}
        self._replace = [(re.compile(pattern), text) for pattern, text in replace.items()]
        self._known: dict[str, str] = {}
        for record in records:
            for name, kind in _KINDS.items():
                id = getattr(record, name)
                if id is not None and _MADE_ID.fullmatch(id):
                    self._known[id] = self.number(kind, id)

    def number(self, kind: str, text: str) -> str:
        """Return the stable name of a text."""
        if (kind, text) not in self._given:
            self._count[kind] = self._count.get(kind, 0) + 1
            self._given[kind, text] = f"<{kind} {self._count[kind]}>"
        return self._given[kind, text]

    def stable(self, text: str) -> str:
        """Return a text with everything volatile replaced."""
        for pattern, instead in self._replace:
            text = pattern.sub(instead, text)
        for id, name in self._known.items():
            text = text.replace(id, name)
        for pattern, kind in _VOLATILE:
            text = pattern.sub(self._numbering(kind), text)
        return text

    def _numbering(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda match: self.number(kind, match[0])


def _row(record: Delivery, offset: int, names: _Names) -> Iterator[tuple[str, Any]]:
    yield "time", _elapsed(offset)
    for field in _FIELDS:
        value = getattr(record, field.name)
        if value is not None and value != field.usual and not (field.name in _LEFT_OUT_EMPTY and not value):
            yield field.name.strip("_"), _stable(value, names)


def _elapsed(offset: int) -> str:
    """Write a time as hours, minutes and seconds after the first delivery."""
    seconds = round(offset / _GRAIN) * _GRAIN // 1000
    sign, seconds = ("-", -seconds) if seconds < 0 else ("+", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _stable(value: Any, names: _Names) -> Any:
    if isinstance(value, str):
        text = names.stable(value)
        return text.split("\n") if "\n" in text else text
    if isinstance(value, dict):
        return {name: _stable(item, names) for name, item in value.items()}
    if isinstance(value, list):
        return [_stable(item, names) for item in value]
    if isinstance(value, tuple):
        return [_attachment(file, names) for file in value]
    return value


def _attachment(file: Any, names: _Names) -> dict[str, Any]:
    row = {"name": file.name, "type": file.mime_type, "size": file.size}
    try:
        return {**row, "content": _stable(file.content.decode(), names)}
    except UnicodeDecodeError:
        from hashlib import sha256

        return {**row, "sha256": sha256(file.content).hexdigest()}
