"""mockwrite answers as the recorded servers did, in exact mode and for their release."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from tests.conformance.archive import SHARED, SLOW, VERSIONS, find_recording, names_of, runs
from tests.conformance.caveats import MOST, caveats
from tests.conformance.play import Outcome, play
from tests.conformance.report import describe

# How many lines are shown for one file; the rest is counted.
SHOWN = 25


@cache
def outcomes(version: str, first: str) -> dict[str, Outcome]:
    """Play the group of recordings that begins with a file, once for all tests."""
    group = next(group for group in runs(version) if group[0].name == first)
    return {outcome.recording.name: outcome for outcome in play(group)}


def _cases() -> Iterator[object]:
    """Yield every recording; the quick tier plays those of the newest release."""
    for version in VERSIONS:
        for name in names_of(version):
            quick = version == VERSIONS[-1] and name != SLOW
            yield pytest.param(version, name, marks=() if quick else pytest.mark.full)


@pytest.mark.parametrize(("version", "name"), list(_cases()))
def test_every_recorded_answer_is_ours(version: str, name: str) -> None:
    outcome = outcomes(version, SHARED[0] if name in SHARED else name)[name]

    if outcome.failed:
        shown = "\n\n".join(describe(finding) for finding in outcome.failed[:SHOWN])
        pytest.fail(f"{len(outcome.failed)} of {outcome.lines} lines differ\n\n{shown}", pytrace=False)


@pytest.mark.full
def test_every_known_exception_is_needed() -> None:
    excepted = {
        (outcome.recording.version, outcome.recording.name, finding.line.number)
        for outcome in excepted_outcomes()
        for finding in outcome.excepted
    }

    assert set(caveats()) == excepted


@pytest.mark.parametrize("version", VERSIONS)
def test_a_release_has_few_known_exceptions(version: str) -> None:
    assert sum(caveat.version == version for caveat in caveats().values()) <= MOST


def test_the_recordings_are_small() -> None:
    folder = find_recording(VERSIONS[0], SHARED[0]).path.parent

    assert sum(file.stat().st_size for file in folder.iterdir()) < 1_000_000


def excepted_outcomes() -> Iterator[Outcome]:
    """Yield what came of every file in which a line may differ."""
    excepted = {(caveat.version, caveat.file) for caveat in caveats().values()}
    for version in VERSIONS:
        for group in runs(version):
            if not excepted.isdisjoint((version, recording.name) for recording in group):
                yield from outcomes(version, group[0].name).values()
