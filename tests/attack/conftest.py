"""One server for the attacks, for each a project, and a client of its control API."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    """A running server."""
    with MockServer() as running:
        yield running


@pytest.fixture
def world(server: MockServer) -> Iterator[MockAppwrite]:
    """A new project; the test fails when mockwrite broke."""
    with server.project() as made:
        yield made


@pytest.fixture
def control(server: MockServer, world: MockAppwrite) -> Iterator[httpx.Client]:
    """A client of the control API that means the test's project."""
    headers = {"X-Appwrite-Project": world.project_id}
    with httpx.Client(base_url=f"{server.url}/_mockwrite", headers=headers, timeout=30) as client:
        yield client


@pytest.fixture
def api(server: MockServer, world: MockAppwrite) -> Iterator[httpx.Client]:
    """A client of the emulated API with a key of the test's project."""
    headers = {"X-Appwrite-Project": world.project_id, "X-Appwrite-Key": world.api_key}
    with httpx.Client(base_url=f"{server.url}/v1", headers=headers, timeout=30) as client:
        yield client
