"""docs/faults.md: its tables say what there is."""

from __future__ import annotations

import re
from pathlib import Path

from mockwrite.delivery.judging import SIMULATOR_NUMBERS
from mockwrite.delivery.outgoing.failures import FAILURES
from mockwrite.delivery.outgoing.limits import LIMITS
from mockwrite.delivery.reasons import REASONS
from mockwrite.faults.fields import EFFECTS
from mockwrite.faults.script import ACTIONS, SMTP_STEPS

TEXT = (Path(__file__).parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")


def first_column(title: str) -> list[str]:
    """Return the code words of the first column of the table with this heading."""
    rows = TEXT.split(f"| {title} |")[1].split("\n\n")[0].splitlines()[2:]
    return [word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_every_failure_effect_and_cause_is_described() -> None:
    assert first_column("Failure") == list(FAILURES)
    assert first_column("Effect") == list(EFFECTS)
    assert first_column("Rule") == [limit.name for limit in LIMITS]
    assert all(limit.meaning in TEXT for limit in LIMITS)
    assert first_column("Action") == list(ACTIONS)
    assert all(step in TEXT for step in SMTP_STEPS)
    assert set(first_column("Cause")) == set(REASONS)
    assert all(row.meaning in TEXT for row in FAILURES.values())


def test_the_reserved_numbers_are_described() -> None:
    found = [word for word in first_column("Recipient") if word.isdecimal()]
    assert sorted(found) == sorted(SIMULATOR_NUMBERS)
