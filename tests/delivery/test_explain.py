"""Why somebody did or did not get a message."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mockwrite.delivery.explain import explain
from mockwrite.state import Project
from tests.delivery.explained_world import SHOWN, build

GOLDEN = Path(__file__).parent / "golden" / "explain"


@pytest.fixture(scope="module")
def world() -> Project:
    """Make the world in which everything goes wrong."""
    return build()


def causes(project: Project, reason: str) -> list[str]:
    """Return the names of the reasons given for the person that shows one."""
    return [candidate.cause for candidate in explain(project, *SHOWN[reason]).candidates]


@pytest.mark.parametrize("reason", SHOWN)
def test_a_person_reads_why(world: Project, reason: str) -> None:
    text = f"{explain(world, *SHOWN[reason])}\n"
    file = GOLDEN / f"{reason}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
    assert reason in causes(world, reason)


@pytest.mark.parametrize("reason", SHOWN)
def test_a_reason_goes_with_its_cause(reason: str) -> None:
    assert reason not in causes(build(without=reason), reason)
