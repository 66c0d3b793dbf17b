"""The one way of text to a terminal: what would steer it is written as an escape, `\\u001b`, that anybody can see. Pure."""

from __future__ import annotations

# Joiners inside of emoji and of words of some languages; they steer nothing.
_HARMLESS = "\u200c\u200d"
# Controls (escape sequences begin with one), format characters (bidirectional marks among them), halves of characters, and the
# line ends of Unicode.
_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")


def printable(text: str) -> str:
    """Return a text of several lines as a terminal may get it: line feeds and tabs stay, whatever else steers is an escape.

    JSON stays the same JSON.
    """
    return _escaped(text, "\n\t" + _HARMLESS)


def one_line(text: str) -> str:
    """Return a text that comes from somebody else as a part of a line: no line feed of its own makes up another one."""
    return _escaped(text, _HARMLESS)


def _escaped(text: str, kept: str) -> str:
    if text.isprintable():
        return text
    from json import dumps
    from unicodedata import category

    return "".join(
        letter
        if letter in kept or category(letter) not in _STEERING
        else dumps(letter)[1:-1].replace("\x7f", "\\u007f")
        for letter in text
    )
