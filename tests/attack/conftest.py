"""One server for the attacks, for each a project, and a client of its control API."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.served_project import control, mock, server

__all__ = ["control", "mock", "server"]


@pytest.fixture
def api(server: MockServer, mock: MockAppwrite) -> Iterator[httpx.Client]:
    """A client of the emulated API with a key of the test's project."""
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    with httpx.Client(base_url=f"{server.url}/v1", headers=headers, timeout=120) as client:
        yield client
