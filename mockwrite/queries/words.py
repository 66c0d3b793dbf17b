"""How the server's database searches texts for words (contract: queries.md §7; recorded on MariaDB)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from ..errors import ServerDefect
from ..state.collation import folded

# Words that MariaDB's full-text index leaves out, besides those shorter or longer than the limits below: a name of
# 128 letters x is not found by "x" (recorded).
_STOP_WORDS = "about|are|com|for|from|how|that|the|this|was|what|when|where|who|will|with|und|www"
_SHORTEST, _LONGEST = 3, 84
_RESERVED = re.compile(r'[@+\-*)(<>~"]')
_ELISION = re.compile(r"(?<!\w)\w(?=')")
# The marks of scripts are parts of words to MariaDB, and none to Python: they are read as letters that do not come up otherwise.
_MARKS = (
    "300-36f 483-489 591-5c7 610-615 64b-670 6d6-6ed 711-74a 7a6-7b0 900-963 981-9e3 a01-a7f a81-ae3 b01-b57 b82-bd7 "
    "c01-c56 c82-ce3 d02-d57 d82-df3 e31-e3a e47-e4e eb1-ebc ec8-ecd f71-f84 102c-1039 1056-1059 17b6-17d3 3099-309a fe00-fe0f"
)
_IN_PLACE_OF_MARKS = 0x20000
_INDEXED = rf"(?<!\w)(?=\w{{{_SHORTEST},{_LONGEST}}}(?!\w))(?!(?:{_STOP_WORDS})\b)"


def containing(part: str) -> Callable[[str], bool]:
    """Return a test for folded texts that hold a part, as the database's LIKE finds it.

    The server marks wildcards in the part (those of other databases too) with a backslash, but no backslash: that makes the sign after it, which may be the
    wildcard behind the part, an ordinary one (recorded: a lone backslash finds nothing).
    """
    wanted = folded(part)
    if "\\" not in wanted:
        return lambda text: wanted in text
    pattern = "%" + re.sub(r"[%_\[\]^.*+?(){}|-]", r"\\\g<0>", wanted) + "%"
    pieces = [""]
    for sign in re.findall(r"\\.|[^\\]|\\\Z", pattern, re.DOTALL):
        if sign == "%":
            pieces.append("")
        else:
            pieces[-1] += sign[-1]
    # The first wildcard stands at the beginning.
    return partial(_in_order, pieces[1:-1], pieces[-1])


def _in_order(pieces: Sequence[str], end: str, text: str) -> bool:
    """Tell whether a text holds pieces one behind the other, and ends with another. None is looked for twice: that would be slow."""
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return text.endswith(end) and len(text) - len(end) >= at


def word_matcher(search: str, param: str) -> Callable[[str], bool] | None:
    """Return a test for texts that hold any word of `search`, the last one as a prefix; None: it matches nothing.

    A text in double quotes is a phrase. Raises ServerDefect for `param` on a lone `%`, which the database cannot read.
    """
    phrase = len(search) > 1 and search.startswith('"') and search.endswith('"')
    plain = _RESERVED.sub(" ", _signs(search)).strip()
    if plain and not phrase and not plain.strip("% "):
        raise ServerDefect(param, "a search for nothing but % is a syntax error in the database")
    terms = [_words_of_term(term) for term in plain.replace("%", " ").split()]
    words = [word for term in terms for word in term]
    # "0" alone counts as empty, as everywhere in PHP.
    if not words or plain == "0":
        return None
    if phrase:
        return _phrase_matcher(plain)
    if terms[-1]:
        words[-1] += r"\w*"
    find = re.compile(rf"{_INDEXED}(?:{'|'.join(words)})(?!\w)").search
    return lambda text: find(_signs(text)) is not None


def _signs(text: str) -> str:
    """Return the folded form of a text in which all that belongs to words is a letter, a digit or an underscore."""
    form = folded(text)
    return form if form.isascii() else form.translate(_marks())


@cache
def _marks() -> Mapping[int, int]:
    found: dict[int, int] = {}
    for part in _MARKS.split():
        first, last = (int(number, 16) for number in part.split("-"))
        signs = (sign for sign in range(first, last + 1) if unicodedata.category(chr(sign))[0] == "M")
        # Where such letters are, there is room for so many.
        found |= {sign: _IN_PLACE_OF_MARKS + sign % 0xA000 for sign in signs}
    return found


def _phrase_matcher(plain: str) -> Callable[[str], bool] | None:
    # Words that are not indexed are passed over at the beginning of a phrase; behind it they count (compared with MariaDB 10.11).
    words = re.findall(r"\w+", plain)
    while words and re.match(_INDEXED, words[0]) is None:
        words.pop(0)
    if not words:
        return None
    wanted = _spaced(" ".join(words))
    return lambda text: wanted in _spaced(_signs(text))


def _spaced(text: str) -> str:
    """Return the words of a text with one space before, between and behind them."""
    return " ".join(["", *re.findall(r"\w+", text), ""])


def _words_of_term(term: str) -> list[str]:
    # Recorded: "a b" finds what begins with "b", "a.png" what has the word "png". Of words which other signs than spaces hold
    # together, those after the first are dropped when they are too short or too long for the index, and a letter before an
    # apostrophe is none: "a.b" asks for what begins with "a", "l'a" too (compared with MariaDB 10.11).
    first, *others = re.findall(r"\w+", _ELISION.sub("", term)) or [""]
    return [word for word in (first, *(word for word in others if _SHORTEST <= len(word) <= _LONGEST)) if word]
