"""Who may use the control API."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture(scope="module")
def opened() -> Iterator[MockServer]:
    """A server that lets two names in."""
    with MockServer(allow_host=("mockwrite", "localhost:3000")) as server:
        server.instance.create_project("mockwrite")
        yield server


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:6245", "127.8.9.1", "[::1]:6245", "app.localhost", "LOCALHOST", "10.0.0.1"]
)
def test_local_names_are_let_in(control: httpx.Client, host: str) -> None:
    assert control.get("/health/live", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "mockwrite:6245", "[::1", ""],
)
def test_other_hosts_are_refused(control: httpx.Client, host: str) -> None:
    answer = control.get("/health/live", headers={"Host": host})
    assert answer.status_code == 403
    assert "--allow-host" in answer.json()["detail"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:9999", "null", "https://{host}:1"])
def test_pages_from_elsewhere_are_refused(mock: MockAppwrite, control: httpx.Client, origin: str) -> None:
    mock.given.message("sms")
    headers = {"Origin": origin.format(host=control.base_url.host)}
    for answer in (control.get("/outbox", headers=headers), control.delete("/outbox", headers=headers)):
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers
    assert len(mock.outbox) == 1


def test_the_servers_own_page_is_let_in(control: httpx.Client) -> None:
    origin = f"http://{control.base_url.host}:{control.base_url.port}"
    assert control.get("/outbox", headers={"Origin": origin}).status_code == 200


@pytest.mark.parametrize(
    ("destination", "status"), [("image", 403), ("script", 403), ("iframe", 403), ("empty", 403), ("document", 200)]
)
def test_a_browser_that_says_cross_site_may_only_follow_a_link(
    control: httpx.Client, destination: str, status: int
) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": destination}
    assert control.get("/outbox", headers=headers).status_code == status


def test_a_form_from_elsewhere_changes_nothing(mock: MockAppwrite, control: httpx.Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "document"}
    assert control.post(f"/projects/{mock.project_id}/reset", headers=headers).status_code == 403


def test_named_hosts_are_let_in(opened: MockServer) -> None:
    answer = httpx.get(f"{opened.url}/_mockwrite/outbox", headers={"Host": "mockwrite:6245"})
    assert answer.status_code == 200


def test_named_origins_may_call_and_read(opened: MockServer) -> None:
    headers = {"Origin": "http://localhost:3000"}
    answer = httpx.get(f"{opened.url}/_mockwrite/outbox", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "http://localhost:3000"
    asked = httpx.options(
        f"{opened.url}/_mockwrite/outbox", headers={**headers, "Access-Control-Request-Method": "DELETE"}
    )
    assert asked.status_code == 204
    assert "DELETE" in asked.headers["access-control-allow-methods"]
    assert httpx.get(f"{opened.url}/_mockwrite/outbox", headers={"Origin": "http://localhost:4000"}).status_code == 403


def test_the_emulated_api_of_a_strict_server_answers_every_name(mock: MockAppwrite) -> None:
    headers = {"Host": "appwrite.internal", "X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    assert httpx.get(f"{mock.endpoint}/messaging/topics", headers=headers).status_code == 200
