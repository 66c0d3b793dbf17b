"""Links and one-time codes in what was sent. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import SupportsIndex, TypeVar, overload
from urllib.parse import parse_qsl, urlsplit

from .markup import Start, read_markup
from .plain_text import plain_text

# A scheme of more than 32 letters is none: with no bound, a long word would be read once for each of its letters.
_URL = re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{0,31}://[^\s<>\"'`]+")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|/")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_PUNCTUATION = ".,;:!?"
# Digits, perhaps with a space or dash in the middle, or capitals with digits among them; no part of a date, an amount, a time,
# a phone number or a year of a copyright.
_CODE = re.compile(
    r"(?<![\w+.,:/$€£#-])(?<!\d[ -])(?<!© )(?<!\(c\) )"
    r"(\d{3}[ -]\d{3}|\d{4}[ -]\d{4}|\d{4,8}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{5,10})"
    r"(?![\w%€$£]|[ -]?\d|[.,:/]\d)"
)
_CODE_WORD = re.compile(
    r"\b(?:code|codes|otp|pin|passcode|password|token|verif\w*|confirm\w*|codigo|código|codice|kod|kode|koodi|код)\b",
    re.IGNORECASE,
)


class Link(str):
    """A URL that stands in a delivery: a text whose parts can be read."""

    __slots__ = ()

    @property
    def host(self) -> str:
        """The host name, in lower case."""
        return urlsplit(self).hostname or ""

    @property
    def path(self) -> str:
        """The path, as it is written."""
        return urlsplit(self).path

    @property
    def query(self) -> dict[str, str]:
        """The parameters behind the `?`, decoded; of one that is repeated, the last."""
        return dict(parse_qsl(urlsplit(self).query, keep_blank_values=True))


T = TypeVar("T")
_WHAT = {
    "code": "a code is 4 to 8 digits, or 5 to 10 capitals with digits among them, outside links",
    "link": "a link is a URL with its scheme, such as https://acme.example/reset",
}
_SHOWN = 300


class Found(list[T]):
    """The links or codes of a delivery. The error for one that is not there says what was looked through."""

    def __init__(self, found: Iterable[T], kind: str, texts: Iterable[str], *, html: bool = False) -> None:
        super().__init__(found)
        self._kind = kind
        self._texts = tuple(texts)
        self._html = html

    @overload
    def __getitem__(self, index: SupportsIndex) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> T | list[T]:
        try:
            return super().__getitem__(index)
        except IndexError:
            raise IndexError(self._missing(index)) from None

    def _missing(self, index: object) -> str:
        texts = [plain_text(text) if self._html else text for text in self._texts]
        searched = " | ".join(filter(None, (" ".join(text.split()) for text in texts)))
        shown = searched if len(searched) <= _SHOWN else searched[: _SHOWN - 1] + "…"
        found = ", ".join(map(str, self)) or "none"
        return f"there is no {self._kind} [{index}]: found {found} in {shown!r} ({_WHAT[self._kind]})"


def find_links(texts: Iterable[str], *, html: bool = False) -> list[Link]:
    """Return the links of some texts in the order in which they stand there, each once.

    Of HTML these are what `<a>` elements point to, and the URLs that a reader sees; not images or style sheets.
    """
    found: dict[str, None] = {}
    for text in texts:
        if html:
            found |= dict.fromkeys(_anchors(text))
            text = plain_text(text)
        found |= dict.fromkeys(_urls(text))
    return [Link(url) for url in found]


def find_codes(texts: Iterable[str], *, html: bool = False) -> list[str]:
    """Return what looks like one-time codes, without the space or dash in the middle, each once.

    These are 4 to 8 digits, or 5 to 10 capitals with digits among them, outside links. Those on or under a line that speaks of
    a code, PIN, token or password come first, then the others, in order.
    """
    likely: dict[str, None] = {}
    others: dict[str, None] = {}
    for text in texts:
        before = ""
        for line in _URL.sub(" ", plain_text(text) if html else text).splitlines():
            if not line.strip():
                continue
            codes = dict.fromkeys(re.sub(r"[ -]", "", code) for code in _CODE.findall(line))
            if _CODE_WORD.search(before) or _CODE_WORD.search(line):
                likely |= codes
            else:
                others |= codes
            before = line
    return list(likely | others)


def _urls(text: str) -> Iterator[str]:
    for match in _URL.finditer(text):
        url = match[0]
        # The sentence around a URL is no part of it: a full stop, or a bracket that was opened before it.
        end = len(url)
        unopened = {closing: url.count(closing) - url.count(opening) for closing, opening in _CLOSING.items()}
        while url[end - 1] in _PUNCTUATION or unopened.get(url[end - 1], 0) > 0:
            end -= 1
            if url[end] in unopened:
                unopened[url[end]] -= 1
        yield url[:end]


def _anchors(html: str) -> Iterator[str]:
    """Yield what the links of a document lead to."""
    for piece in read_markup(html):
        if isinstance(piece, Start) and piece.tag in ("a", "area"):
            target = piece.attributes.get("href", "").strip()
            if _ADDRESS.match(target):
                yield target
