"""Fixtures for pytest. It imports pytest only: every run of every user pays for what is imported here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockwrite.mock_appwrite import MockAppwrite
    from mockwrite.server import MockServer


@pytest.fixture(scope="session")
def mockwrite_server() -> Iterator[MockServer]:
    """One server for the session, on a free port; each worker of pytest-xdist has its own."""
    from mockwrite.server import MockServer

    with MockServer() as server:
        yield server


@pytest.fixture
def mock_appwrite(mockwrite_server: MockServer) -> Iterator[MockAppwrite]:
    """A new, empty Appwrite project for this test."""
    with mockwrite_server.project() as project:
        yield project
        bugs = project.bugs()
    if bugs:
        pytest.fail(f"mockwrite itself broke while answering; please report this:\n{bugs[0]}", pytrace=False)


@pytest.fixture
def appwrite_client(mock_appwrite: MockAppwrite) -> Any:
    """The official SDK's client, set up for this test's project."""
    try:
        from appwrite.client import Client
    except ImportError:
        pytest.fail("the fixture appwrite_client needs the official SDK: pip install appwrite", pytrace=False)
    client = Client()
    client.set_endpoint(mock_appwrite.endpoint)
    client.set_project(mock_appwrite.project_id)
    client.set_key(mock_appwrite.api_key)
    return client
