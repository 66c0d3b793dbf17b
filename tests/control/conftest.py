"""One server for all tests here, and a project and a client of the control API for each."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockwrite.mock_appwrite import MockAppwrite
from mockwrite.server import MockServer


@pytest.fixture(scope="session")
def server() -> Iterator[MockServer]:
    """A running server."""
    with MockServer() as running:
        yield running


@pytest.fixture
def world(server: MockServer) -> Iterator[MockAppwrite]:
    """A new project; the test fails when the control API broke."""
    with server.project() as made:
        yield made
    assert not server.instance.bugs, server.instance.bugs[0]


@pytest.fixture
def control(server: MockServer, world: MockAppwrite) -> Iterator[httpx.Client]:
    """A client of the control API that means the test's project."""
    headers = {"X-Appwrite-Project": world.project_id}
    with httpx.Client(base_url=f"{server.url}/_mockwrite", headers=headers, timeout=30) as client:
        yield client
