"""A server for the tests of a module, and for each test a project and a client of its control API."""

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
def mock(server: MockServer) -> Iterator[MockAppwrite]:
    """A new project; the test fails when mockwrite broke."""
    with server.project() as made:
        yield made
    assert not server.instance.bugs, server.instance.bugs[0]


@pytest.fixture
def control(server: MockServer, mock: MockAppwrite) -> Iterator[httpx.Client]:
    """A client of the control API that means the test's project."""
    headers = {"X-Appwrite-Project": mock.project_id}
    with httpx.Client(base_url=f"{server.url}/_mockwrite", headers=headers, timeout=120) as client:
        yield client


def ask_for_recovery(project: MockAppwrite, email: str) -> None:
    """Ask for a new password, as somebody who has lost theirs does in an application."""
    asked = httpx.post(
        f"{project.endpoint}/account/recovery",
        json={"email": email, "url": "http://localhost/reset"},
        headers={"X-Appwrite-Project": project.project_id},
    )
    assert asked.is_success, asked.text
