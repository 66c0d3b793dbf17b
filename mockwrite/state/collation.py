"""How the server's database compares texts: without regard to case and accents, as MariaDB does by default.

Contract: queries.md §4 (semantics), corrections.md C (ids); recorded on MariaDB. Ids, identifiers and the values in queries are
all compared so, in unique indexes too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

# The letters beyond ASCII that have no weight of their own in utf8mb4_general_ci (compared with MariaDB 10.11): each weighs as the
# capital of its first part, an accent counts for nothing. All others weigh as themselves: so и and й, か and が differ.
_LETTERS = (
    "80-148 14b-17f 183-199 1a0-233 253-25b 260 263 268-269 26f 272-275 280 283 288 28a-28b 292 345 386 388-3d6 "
    "3db-3f1 400-40e 430-438 43a-481 48d-4c4 4c8 4cc 4d0-4f5 4f8-4f9 561-586 1e00-1e99 1e9b-1ef9 1f00-1f70 1f72 "
    "1f74 1f76 1f78 1f7a 1f7c 1f80-1fba 1fbc-1fbe 1fc2-1fc8 1fca 1fcc 1fd0-1fd2 1fd6-1fda 1fe0-1fe2 1fe4-1fea 1fec "
    "1ff2-1ff8 1ffa 1ffc 2170-217f 24d0-24e9 ff41-ff5a "
)
# Those that weigh as another letter all the same.
_ODD = {
    0x3F2: 0x3A3, 0x439: 0x419,
    0x1F71: 0x1FBB, 0x1F73: 0x1FC9, 0x1F75: 0x1FCB, 0x1F77: 0x1FDB, 0x1F79: 0x1FF9, 0x1F7B: 0x1FEB, 0x1F7D: 0x1FFB,
}  # fmt: skip
# What all signs beyond the first 65,536 weigh, emoji among them: the collation does not tell them apart.
_BEYOND = 0xFFFD


class _Weights(dict[int, int]):
    """What each sign weighs, by its number; ASCII letters are small ones here."""

    def __missing__(self, sign: int) -> int:
        return sign if sign <= 0xFFFF else _BEYOND


_CAPITALS = {sign: sign - 32 for sign in range(ord("a"), ord("z") + 1)}


@cache
def _weights() -> _Weights:
    # Made when the first text beyond ASCII comes.
    found = _Weights({capital: small for small, capital in _CAPITALS.items()})
    for part in _LETTERS.split():
        first, _, last = part.partition("-")
        for sign in range(int(first, 16), int(last or first, 16) + 1):
            capital = unicodedata.normalize("NFD", chr(sign))[0].upper()[0]
            found[sign] = ord(capital.lower() if capital.isascii() else capital)
    found.update(_ODD)
    return found


def folded(text: str) -> str:
    """Return the form in which texts are searched: what each sign weighs, so without case and accents."""
    return text.lower() if text.isascii() else text.translate(_weights())


def canonical(text: str) -> str:
    """Return the form that all texts which the database takes for equal share: spaces at the end do not count.

    A text that has this form already is returned itself, so that keeping both takes no memory.
    """
    form = folded(text).rstrip(" ")
    return text if form == text else form


def comparable(text: str) -> str:
    """Return the form in which texts are equal, smaller or greater.

    Letters weigh as capitals in the default collation (utf8mb4_general_ci), so an underscore comes after them.
    """
    form = canonical(text)
    return form.upper() if form.isascii() else form.translate(_CAPITALS)


def distinct(ids: Sequence[str]) -> Sequence[str]:
    """Return ids without those that the database takes for an earlier one."""
    if len(ids) < 2:
        return ids
    found: dict[str, str] = {}
    for id in ids:
        found.setdefault(canonical(id), id)
    return list(found.values())
