"""How the server's database compares texts: without regard to case and accents, as MariaDB does by default.

Contract: queries.md §4 (semantics), corrections.md C (ids); recorded on MariaDB. Ids, identifiers and the values in queries are
all compared so, in unique indexes too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def folded(text: str) -> str:
    """Return the form in which texts are searched: lower case, no accents."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


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
    return canonical(text).upper()


def distinct(ids: Iterable[str]) -> list[str]:
    """Return ids without those that the database takes for an earlier one."""
    found: dict[str, str] = {}
    for id in ids:
        found.setdefault(canonical(id), id)
    return list(found.values())
