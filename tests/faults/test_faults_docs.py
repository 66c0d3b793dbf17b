"""docs/faults.md: its examples run, and its tables say what there is."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from mockwrite.delivery.judging import SIMULATOR_NUMBERS
from mockwrite.delivery.outgoing.failures import FAILURES
from mockwrite.delivery.outgoing.limits import LIMITS
from mockwrite.delivery.reasons import REASONS
from mockwrite.faults.fields import EFFECTS
from mockwrite.faults.script import ACTIONS, SMTP_STEPS
from mockwrite.instance import Instance
from mockwrite.testing.mock_appwrite import MockAppwrite

TEXT = (Path(__file__).parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda source: source.split("(")[0].split()[-1])
def test_the_examples_run(source: str, tmp_path: Path) -> None:
    file = tmp_path / "example.py"
    file.write_text(source, encoding="utf-8")
    names = runpy.run_path(str(file))
    (example,) = (value for name, value in names.items() if name.startswith("test_"))
    run: Callable[[MockAppwrite], None] = example
    instance = Instance()
    run(MockAppwrite(instance, instance.create_project("docs"), "http://localhost/v1"))
    instance.close()


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
