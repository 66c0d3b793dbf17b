"""HTML as somebody sees it whose mail program shows none. Pure."""

from __future__ import annotations

import re

from .markup import End, Start, read_markup

_UNSEEN = frozenset(("script", "style", "template", "title"))
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "blockquote", "pre", "ul", "ol", "table"))
_LINES = frozenset(("address", "article", "br", "div", "dd", "dt", "footer", "header", "hr", "li", "section", "tr"))


def plain_text(html: str, *, targets: bool = True) -> str:
    """Return the text of an HTML document: blocks on lines of their own, and the targets of links in brackets if wanted."""
    reader = _Reader(targets)
    for piece in read_markup(html):
        if isinstance(piece, Start):
            reader.start(piece)
        elif isinstance(piece, End):
            reader.end(piece.tag)
        else:
            reader.read(piece.text)
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    def __init__(self, targets: bool) -> None:
        self.parts: list[str] = []
        self._targets = targets
        self._unseen = 0
        # The target of the link that is open, and where its words begin.
        self._link: tuple[str, int] | None = None

    def start(self, element: Start) -> None:
        tag = element.tag
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "img":
            self.parts.append(element.attributes.get("alt", ""))
        elif tag == "a":
            # As in a browser, a link ends where the next begins.
            self._end_link()
            self._link = element.attributes.get("href", ""), len(self.parts)
        else:
            self._break(tag)
            self.parts.append("- " if tag == "li" else "")

    def end(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a":
            self._end_link()
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag != "br":
            self._break(tag)

    def read(self, text: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", text))

    def _end_link(self) -> None:
        if self._link is None:
            return
        (target, start), self._link = self._link, None
        words = " ".join("".join(self.parts[start:]).split())
        if self._targets and target not in ("", words) and not target.startswith("#"):
            self.parts.append(f" ({target})")

    def _break(self, tag: str) -> None:
        if tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")
