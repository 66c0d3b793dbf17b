"""How the server's database searches texts for words (contract: queries.md §7; recorded on MariaDB)."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..errors import ServerDefect
from ..state.collation import folded

# Words that MariaDB's full-text index leaves out, besides those shorter or longer than the limits below: a name of
# 128 letters x is not found by "x" (recorded).
_STOP_WORDS = "about|are|com|for|from|how|that|the|this|was|what|when|where|who|will|with|und|www"
_SHORTEST, _LONGEST = 3, 84
_RESERVED = re.compile(r'[@+\-*)(<>~"]')
_INDEXED = rf"(?<!\w)(?=\w{{{_SHORTEST},{_LONGEST}}}(?!\w))(?!(?:{_STOP_WORDS})\b)"


def containing(part: str) -> Callable[[str], bool]:
    """Return a test for folded texts that hold a part, as the database's LIKE finds it.

    The server marks wildcards in the part with a backslash, but no backslash: that makes the sign after it, which may be the
    wildcard behind the part, an ordinary one (recorded: a lone backslash finds nothing).
    """
    wanted = folded(part)
    if "\\" not in wanted:
        return lambda text: wanted in text
    pattern = "%" + re.sub(r"[%_]", r"\\\g<0>", wanted) + "%"
    parts = re.findall(r"\\.|[^\\]|\\\Z", pattern, re.DOTALL)
    find = re.compile("".join(".*" if sign == "%" else re.escape(sign[-1]) for sign in parts), re.DOTALL).fullmatch
    return lambda text: find(text) is not None


def word_matcher(search: str, param: str) -> Callable[[str], bool] | None:
    """Return a test for texts that hold any word of `search`, the last one as a prefix; None: it matches nothing.

    A text in double quotes is a phrase. Raises ServerDefect for `param` on a lone `%`, which the database cannot read.
    """
    phrase = len(search) > 1 and search.startswith('"') and search.endswith('"')
    plain = _RESERVED.sub(" ", folded(search)).strip()
    if plain and not phrase and not plain.strip("% "):
        raise ServerDefect(param, "a search for nothing but % is a syntax error in the database")
    terms = [_words_of_term(term) for term in plain.replace("%", " ").split()]
    words = [word for term in terms for word in term]
    # "0" alone counts as empty, as everywhere in PHP.
    if not words or plain == "0":
        return None
    if phrase:
        pattern = r"(?<!\w)" + r"\W+".join(re.findall(r"\w+", plain)) + r"(?!\w)"
    else:
        if terms[-1]:
            words[-1] += r"\w*"
        pattern = rf"{_INDEXED}(?:{'|'.join(words)})(?!\w)"
    find = re.compile(pattern).search
    return lambda text: find(folded(text)) is not None


def _words_of_term(term: str) -> list[str]:
    # Recorded: "a b" finds what begins with "b", "a.png" what has the word "png". That of words which other signs than
    # spaces hold together, those after the first are dropped when they are too short or too long for InnoDB's index, is
    # inferred: "a.b" asks for what begins with "a".
    first, *others = re.findall(r"\w+", term) or [""]
    return [word for word in (first, *(word for word in others if _SHORTEST <= len(word) <= _LONGEST)) if word]
