"""The chart for the docs: a panel a kind of work, a bar a contender, all as ratios to the base of the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from .contestants import MOCKWRITE
from .report import Comparison, Report, number

WIDTH, NAMES, BAR, GAP, PANEL = 760, 220, 16, 8, 44
ROOM = WIDTH - NAMES - 70


@dataclass(frozen=True)
class Panel:
    """One kind of work as the report names it, with the title that says what the bars mean."""

    work: str
    title: str


PANELS = (
    Panel("W1 start to first answer", "Start to the first answer, × floor (shorter is better)"),
    Panel("W1 peak memory", "Peak memory after the first answer, × floor (shorter is better)"),
    Panel("W2 a test above an empty one", "One test with one SDK call, × patched adapter (shorter is better)"),
    Panel("W3 create, 1 kept connection", "Creates a second, one kept connection, × floor (longer is better)"),
    Panel("W3 create, 32 kept connections", "Creates a second, 32 kept connections, × floor (longer is better)"),
    Panel("W3 create, a new connection each", "Creates a second, a new connection each, × floor (longer is better)"),
)
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.title { font-weight: 600 }
.bar { fill: #8c959f } .ours { fill: #d6336c } .base { stroke: #1f2328; stroke-dasharray: 3 3 } .spread { stroke: #1f2328 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .bar { fill: #6e7681 } .base, .spread { stroke: #e6edf3 }
}
"""


def write_chart(report: Report, path: Path) -> None:
    """Write the SVG; panels without figures are left out, and nothing is written when none is left."""
    parts: list[str] = []
    height = 0
    for panel in PANELS:
        rows = [row for row in report.compared if row.work == panel.work]
        if rows:
            parts += _panel(panel, rows, height)
            height += PANEL + len(rows) * (BAR + GAP)
    if not parts:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height + GAP}" role="img">'
    label = "<title>mockwrite beside a floor and other tools</title>"
    path.write_text("\n".join([head, label, f"<style>{STYLE}</style>", *parts, "</svg>", ""]))


def _panel(panel: Panel, rows: Sequence[Comparison], top: int) -> list[str]:
    scale = ROOM / max(1.0, *(row.spread.high for row in rows))
    first, last = top + PANEL - GAP, top + PANEL + len(rows) * (BAR + GAP) - GAP
    base = NAMES + scale
    lines = [f'<text class="title" x="0" y="{top + 22}">{escape(panel.title)}</text>']
    for index, row in enumerate(rows):
        lines += _bar(row, first + GAP // 2 + index * (BAR + GAP), scale)
    return [*lines, f'<line class="base" x1="{base:.1f}" x2="{base:.1f}" y1="{first}" y2="{last}"/>']


def _bar(row: Comparison, y: int, scale: float) -> list[str]:
    low, middle, high = (NAMES + value * scale for value in (row.spread.low, row.spread.median, row.spread.high))
    kind = "bar ours" if row.contender.startswith(MOCKWRITE) else "bar"
    text, center = y + BAR - 3, y + BAR / 2
    return [
        f'<text x="{NAMES - 8}" y="{text}" text-anchor="end">{escape(row.contender)}</text>',
        f'<rect class="{kind}" x="{NAMES}" y="{y}" width="{max(1.0, middle - NAMES):.1f}" height="{BAR}"/>',
        f'<line class="spread" x1="{low:.1f}" x2="{high:.1f}" y1="{center}" y2="{center}"/>',
        f'<text x="{high + 6:.1f}" y="{text}">{number(row.spread.median)}</text>',
    ]
