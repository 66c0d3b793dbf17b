"""HTML cut into tags and texts, in time that grows with its length and for any text. Pure.

Python's own parser takes minutes for 64 kB of tags that are never closed, and breaks on some; what an e-mail holds must not
decide whether the outbox can be read. What a browser would drop at the end of a broken document is dropped here too, but a tag
that is never closed stays to be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple


class Characters(NamedTuple):
    """What stands between tags, decoded."""

    text: str


class Start(NamedTuple):
    """The beginning of an element; names in lower case, values decoded, the first of equal names."""

    tag: str
    attributes: Mapping[str, str]


class End(NamedTuple):
    """The end of an element."""

    tag: str


# Inside these, nothing is a tag but their own end.
_RAW = {
    name: re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE) for name in ("script", "style", "textarea", "title", "xmp")
}
_DECODED = frozenset(("textarea", "title"))
_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"(=?[^\s/>=]*)(\s*=\s*)?")
_BARE = re.compile(r"[^\s>]*")
# A number of a character: zeros before it mean nothing, and more figures than these are no character.
_ZEROS = re.compile(r"(&#[xX]?)0+(?=[0-9a-fA-F])")
_TOO_HIGH = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")


def decode(text: str) -> str:
    """Decode the character references of a text; a number that is no character becomes U+FFFD."""
    if "&" not in text:
        return text
    return unescape(_TOO_HIGH.sub("\ufffd", _ZEROS.sub(r"\1", text)))


def read_markup(html: str) -> Iterator[Characters | Start | End]:
    """Yield the tags and texts of an HTML document in order; comments and declarations are left out."""
    position, end = 0, len(html)
    while position < end:
        opening = html.find("<", position)
        if opening < 0:
            break
        after = html[opening + 1 : opening + 2]
        if _is_letter(after):
            found = _read_start(html, opening + 1)
            if found is None:
                break
            start, following = found
            yield from _text(html, position, opening)
            yield start
            position = following
            if start.tag in _RAW:
                closing = _RAW[start.tag].search(html, position)
                stop = closing.start() if closing else end
                raw = html[position:stop]
                if raw:
                    yield Characters(decode(raw) if start.tag in _DECODED else raw)
                position = stop
        elif after == "/" and _is_letter(html[opening + 2 : opening + 3]):
            closed = html.find(">", opening)
            if closed < 0:
                break
            name = _NAME.match(html, opening + 2)
            yield from _text(html, position, opening)
            yield End(name[0].lower() if name else "")
            position = closed + 1
        elif after in ("!", "?", "/") and after:
            yield from _text(html, position, opening)
            if html.startswith("<!--", opening):
                closed = html.find("-->", opening + 2)
                position = closed + 3 if closed >= 0 else end
            else:
                closed = html.find(">", opening)
                position = closed + 1 if closed >= 0 else end
        else:
            # A bare "<" is one of the text.
            yield from _text(html, position, opening + 1)
            position = opening + 1
    yield from _text(html, position, end)


def _is_letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _text(html: str, start: int, stop: int) -> Iterator[Characters]:
    if start < stop:
        yield Characters(decode(html[start:stop]))


def _read_start(html: str, position: int) -> tuple[Start, int] | None:
    """Read the tag whose name begins at a position; return it and where it ends, or None when it never does."""
    name = _NAME.match(html, position)
    if name is None:
        return None
    position = name.end()
    attributes: dict[str, str] = {}
    while True:
        space = _SPACE.match(html, position)
        position = space.end() if space else position
        if position >= len(html):
            return None
        if html[position] == ">":
            return Start(name[0].lower(), attributes), position + 1
        attribute = _ATTRIBUTE.match(html, position)
        if attribute is None:
            return None
        position, value = attribute.end(), ""
        if attribute[2]:
            quote = html[position : position + 1]
            if quote in ("'", '"') and quote:
                closed = html.find(quote, position + 1)
                if closed < 0:
                    return None
                value, position = html[position + 1 : closed], closed + 1
            else:
                bare = _BARE.match(html, position)
                value = bare[0] if bare else ""
                position += len(value)
        attributes.setdefault(attribute[1].lower(), decode(value))
