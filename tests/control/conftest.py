"""A server for each module here, for each test a project, a client of the control API and, if wanted, a page in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import new_context, running_chromium
from tests.served_project import control, mock, server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["control", "mock", "server"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser without a window, for which `rebound.example` is a name that somebody else points at this machine."""
    with running_chromium("--host-resolver-rules=MAP rebound.example 127.0.0.1") as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, mock: MockAppwrite) -> Iterator[Page]:
    """The outbox page of the test's project, which hears what happens and knows the projects. Errors in its scripts fail the test."""
    errors: list[str] = []
    with new_context(chromium, viewport={"width": 1280, "height": 800}, reduced_motion="reduce") as context:
        shown = context.new_page()
        shown.on("pageerror", lambda error: errors.append(str(error)))
        shown.goto(page_address(mock))
        shown.wait_for_selector(".live.on")
        # A project that is made from here on is a new one to it.
        shown.wait_for_selector("#project option", state="attached")
        yield shown
    assert not errors, errors[0]


def page_address(mock: MockAppwrite) -> str:
    """Where the page of a project is."""
    return f"{mock.endpoint.removesuffix('/v1')}/_mockwrite/?project={mock.project_id}"
