"""Default mode differs from exact mode only in the places of the published list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from mockwrite.deviations import DEVIATIONS
from tests.conformance.archive import SHARED, SLOW, VERSIONS, runs
from tests.conformance.deviating import EARLIER_ONLY, LOOKS, NOT_SHOWN, Pair, name_of, play_both


def _groups() -> Iterator[object]:
    """Yield the groups of recordings by their first files; the quick tier plays the short ones of the newest release."""
    for version in VERSIONS:
        for group in runs(version):
            first = group[0].name
            quick = version == VERSIONS[-1] and first not in (SHARED[0], SLOW)
            yield pytest.param(version, first, marks=() if quick else pytest.mark.full)


@cache
def explained(version: str, first: str) -> tuple[set[str], list[Pair]]:
    """Play a group in both modes; return the deviations that were met, and what none of them explains."""
    met: set[str] = set()
    unexplained = []
    group = next(group for group in runs(version) if group[0].name == first)
    for pair in play_both(group):
        name = name_of(pair)
        if name is None:
            unexplained.append(pair)
        else:
            met.add(name)
    return met, unexplained


@pytest.mark.parametrize(("version", "first"), list(_groups()))
def test_every_difference_between_the_modes_is_published(version: str, first: str) -> None:
    _, unexplained = explained(version, first)

    assert not unexplained, "\n".join(
        f"{pair.line.place} {pair.line.name!r} {pair.difference.field}:"
        f" exact {pair.difference.expected!r}, default {pair.difference.got!r}"
        for pair in unexplained[:20]
    )


# Under xdist this one may play some groups once more.
@pytest.mark.full
def test_every_published_deviation_is_met_in_the_recordings_or_says_why_not() -> None:
    newest = VERSIONS[-1]
    met = set[str]().union(*(explained(newest, group[0].name)[0] for group in runs(newest)))

    assert met == set(LOOKS) - EARLIER_ONLY
    assert {deviation.name for deviation in DEVIATIONS} == set(LOOKS) | set(NOT_SHOWN)
