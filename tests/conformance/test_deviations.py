"""Default mode differs from exact mode only in the places of the published list."""

from __future__ import annotations

from functools import cache

import pytest

from mockwrite.deviations import DEVIATIONS
from tests.conformance.archive import VERSIONS, runs
from tests.conformance.deviating import EARLIER_ONLY, LOOKS, NOT_SHOWN, Pair, name_of, play_both

# The newest release in the quick tier, the others where all of it runs.
RELEASES = [
    version if version == VERSIONS[-1] else pytest.param(version, marks=pytest.mark.full) for version in VERSIONS
]


@cache
def explained(version: str) -> tuple[set[str], list[Pair]]:
    """Play a release in both modes; return the deviations that were met, and what none of them explains."""
    met: set[str] = set()
    unexplained = []
    for group in runs(version):
        for pair in play_both(group):
            name = name_of(pair)
            if name is None:
                unexplained.append(pair)
            else:
                met.add(name)
    return met, unexplained


@pytest.mark.parametrize("version", RELEASES)
def test_every_difference_between_the_modes_is_published(version: str) -> None:
    _, unexplained = explained(version)

    assert not unexplained, "\n".join(
        f"{pair.line.place} {pair.line.name!r} {pair.difference.field}:"
        f" exact {pair.difference.expected!r}, default {pair.difference.got!r}"
        for pair in unexplained[:20]
    )


# Under xdist this one may play everything once more.
@pytest.mark.full
def test_every_published_deviation_is_met_in_the_recordings_or_says_why_not() -> None:
    met, _ = explained(VERSIONS[-1])

    assert met == set(LOOKS) - EARLIER_ONLY
    assert {deviation.name for deviation in DEVIATIONS} == set(LOOKS) | set(NOT_SHOWN)
