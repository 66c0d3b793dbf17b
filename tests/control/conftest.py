"""One server for all tests here, and for each a project, a client of the control API and, if wanted, a page in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import running_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a window, for which `rebound.example` is a name that somebody else points at this machine."""
    with running_chromium("--host-resolver-rules=MAP rebound.example 127.0.0.1") as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, world: MockAppwrite) -> Iterator[Page]:
    """The outbox page of the test's project, with its event stream open. Errors in its scripts fail the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    shown = context.new_page()
    errors: list[str] = []
    shown.on("pageerror", lambda error: errors.append(str(error)))
    shown.goto(page_address(world))
    shown.wait_for_selector(".live.on")
    yield shown
    context.close()
    assert not errors, errors[0]


def page_address(world: MockAppwrite) -> str:
    """Where the page of a project is."""
    return f"{world.endpoint.removesuffix('/v1')}/_mockwrite/?project={world.project_id}"
