"""HTML as somebody sees it whose mail program shows none. Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_UNSEEN = frozenset(("script", "style", "template", "title"))
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "blockquote", "pre", "ul", "ol", "table"))
_LINES = frozenset(("address", "article", "br", "div", "dd", "dt", "footer", "header", "hr", "li", "section", "tr"))


def plain_text(html: str, *, targets: bool = True) -> str:
    """Return the text of an HTML document: blocks on lines of their own, and the targets of links in brackets if wanted."""
    reader = _Reader(targets)
    reader.feed(html)
    reader.close()
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self, targets: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._targets = targets
        self._unseen = 0
        self._open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "img":
            self.parts.append(values.get("alt") or "")
        elif tag == "a":
            self._open.append((values.get("href") or "", len(self.parts)))
        else:
            self._break(tag)
            self.parts.append("- " if tag == "li" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a" and self._open:
            target, start = self._open.pop()
            words = " ".join("".join(self.parts[start:]).split())
            if self._targets and target not in ("", words) and not target.startswith("#"):
                self.parts.append(f" ({target})")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag != "br":
            self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
