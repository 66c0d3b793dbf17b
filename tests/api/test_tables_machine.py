"""Any order of calls to tables and rows, by both services and by several callers, is answered as a simple model says."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from mockwrite.operations.databases import row_permissions, rows
from mockwrite.queries import methods
from mockwrite.seed import databases as seed
from tests.api.rows_machine import RowsMachine

# Older versions of Hypothesis warn of what they do themselves.
pytestmark = pytest.mark.filterwarnings("ignore:It looks like `register_random`")

thorough = settings(
    max_examples=200 if os.environ.get("CI") else 10,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# Enough to find a bug; making the example small is not the point here.
searching = settings(thorough, max_examples=200, phases=[Phase.generate])


def test_tables_and_rows_are_as_a_simple_model_says_in_any_order_of_calls() -> None:
    run_state_machine_as_test(RowsMachine, settings=thorough)


BUGS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a unique value is taken twice": lambda plant: plant.setattr(rows, "owner_of", lambda table, stored, row: None),
    "permissions of rows are overlooked": lambda plant: plant.setattr(
        row_permissions.Access, "has_row", lambda access, action, row: access.has_table(action)
    ),
    "letter case counts": lambda plant: plant.setitem(methods._COMPARISON_KEYS, "string", str),
    "a saved project forgets permissions": lambda plant: plant.setattr(
        seed, "_write_row", lambda table, row, write=seed._write_row: write(table, row) | {"permissions": []}
    ),
    "numbers are used again": lambda plant: plant.setattr(rows, "use_number_up", lambda place, count=1: None),
}


@pytest.mark.full
@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_found(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    BUGS[bug](monkeypatch)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(RowsMachine, settings=searching)
