"""How many SMS a text becomes: GSM-7 or UCS-2, and where a carrier splits it (3GPP 23.038 and 23.040). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# These take an escape and a second septet, which are never separated.
_EXTENDED = frozenset("^{}\\[~]|€\f")

# Units that fit: when there is only one segment, and when six octets of each carry its place among several.
_CAPACITY = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


@dataclass(frozen=True, slots=True)
class Segment:
    """One SMS as the carrier sends it; `units` are septets (GSM-7) or 16-bit code units (UCS-2)."""

    text: str
    units: int


@dataclass(frozen=True, slots=True)
class Segments:
    """A text as SMS. `capacity` is the number of units that fit into each of `parts`; `reason` names the first characters
    that GSM-7 does not have, None when it has them all."""

    encoding: str
    characters: int
    units: int
    capacity: int
    parts: tuple[Segment, ...]
    reason: str | None = None

    def __len__(self) -> int:
        return len(self.parts)


def segments(text: str) -> Segments:
    """Split a text into SMS. An empty text is one empty segment."""
    foreign = [character for character in dict.fromkeys(text) if character not in _BASIC and character not in _EXTENDED]
    encoding, cost = ("UCS-2", _code_units) if foreign else ("GSM-7", _septets)
    single, several = _CAPACITY[encoding]
    units = sum(map(cost, text))
    capacity = single if units <= single else several
    parts = tuple(_split(text, capacity, cost))
    return Segments(encoding, len(text), units, capacity, parts, _describe(foreign) if foreign else None)


def _septets(character: str) -> int:
    return 2 if character in _EXTENDED else 1


def _code_units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _split(text: str, capacity: int, cost: Callable[[str], int]) -> Iterator[Segment]:
    start = filled = 0
    for position, character in enumerate(text):
        units = cost(character)
        if filled + units > capacity:
            yield Segment(text[start:position], filled)
            start, filled = position, 0
        filled += units
    yield Segment(text[start:], filled)


def _describe(characters: list[str]) -> str:
    shown = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters[:5])
    return shown if len(characters) <= 5 else f"{shown} and {len(characters) - 5} more"
