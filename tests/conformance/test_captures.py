"""What a provider receives, and what becomes of its answers, is what a real worker of release 1.9.6 sent and stored."""

from __future__ import annotations

from functools import cache

import pytest

from mockwrite.deviations import DEVIATIONS
from mockwrite.providers import KINDS
from tests.conformance import captured_answers, captured_requests
from tests.conformance.captured import FOLDER, Case, read_answers, read_cases
from tests.conformance.captured_deviating import LOOKS, name_of, play_default

CAPTURED_KINDS = sorted(set(KINDS) - {"appwrite"})


@cache
def cases() -> list[Case]:
    """Read the captured requests once."""
    return read_cases()


@pytest.mark.parametrize("kind", CAPTURED_KINDS)
def test_every_captured_request_is_ours(kind: str, subtests: pytest.Subtests) -> None:
    of_kind = [case for case in cases() if case.kind == kind]
    assert of_kind
    for case in of_kind:
        with subtests.test(msg=case.id):
            verdict = captured_requests.judge(case)
            assert (verdict.substance, verdict.spelling) == ([], [])


@pytest.mark.parametrize("kind", CAPTURED_KINDS)
def test_every_captured_answer_ends_as_it_did(kind: str, subtests: pytest.Subtests) -> None:
    of_kind = [line for line in read_answers() if line["kind"] == kind]
    assert of_kind
    for line in of_kind:
        with subtests.test(msg=f"{kind} {line['answer']}"):
            assert captured_answers.judge(line) == []


def test_outcomes_differ_by_default_only_as_the_deviations_say() -> None:
    published = {deviation.name for deviation in DEVIATIONS}
    found = {case.name: name_of(case) for case in play_default()}
    assert [name for name, deviation in found.items() if deviation is None] == []
    assert set(found.values()) == set(LOOKS) <= published


def test_the_captures_are_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 1_000_000
