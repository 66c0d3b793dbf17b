"""As many tests as the example application has, which make the application and nothing else."""

from __future__ import annotations

import clinic
import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize("number", range(4))
def test_nothing(number: int) -> None:
    """Make the application, as each test does."""
    assert TestClient(clinic.app) is not None
