"""pytest-httpserver with a static answer; its own fixture serves one server for the session."""

from __future__ import annotations

import pytest
from appwrite.client import Client
from pytest_httpserver import HTTPServer

from benchmarks.cases.responses_static import ANSWER
from benchmarks.cases.sdk import SUBJECT, make_client, send_letter

pytest_plugins = ["pytest_httpserver.pytest_plugin"]


@pytest.fixture
def client(httpserver: HTTPServer) -> Client:
    """Return a client of the SDK."""
    httpserver.expect_request("/v1/messaging/messages/email", method="POST").respond_with_json(ANSWER, 201)
    return make_client(httpserver.url_for("/v1"))


def test_letter(httpserver: HTTPServer, client: Client) -> None:
    """Send a letter and look at it."""
    send_letter(client, users=["ada"])
    request, _ = httpserver.log[0]
    assert request.json["subject"] == SUBJECT
