"""Who reaches a server that is served openly: this machine and who is named, no page of a foreign site."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest

from mockwrite.app import create_app
from mockwrite.instance import Instance
from mockwrite.server.mock_server import MockServer
from mockwrite.settings import DEFAULT_KEY, Settings

ANY = {"X-Appwrite-Project": "shop", "X-Appwrite-Key": "any"}


@pytest.fixture(scope="module")
def opened() -> Iterator[MockServer]:
    """A server as `mockwrite serve` starts it."""
    with MockServer(Settings(port=0, allow_host=("app.example.com",))) as server:
        server.instance.create_project("mockwrite").add_key(secret=DEFAULT_KEY)
        yield server


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:6245", 200),
        ("127.0.0.1", 200),
        ("shop.localhost", 200),
        ("192.0.2.7:6245", 200),
        ("[2001:db8::1]:6245", 200),
        ("appwrite:6245", 200),
        ("app.example.com:80", 200),
        ("APP.example.com", 200),
        ("evil.test", 403),
        ("evil.test:6245", 403),
        ("127.0.0.1.evil.test", 403),
        ("other.example.com", 403),
        ("evil.test.", 403),
        ("[::1", 403),
    ],
)
def test_the_emulated_api_answers_names_that_no_page_can_take_over(opened: MockServer, host: str, status: int) -> None:
    answer = httpx.get(f"{opened.endpoint}/messaging/topics", headers={**ANY, "Host": host})
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["type"] == "general_access_forbidden"
        assert "--allow-host" in answer.json()["message"]


def test_nothing_is_done_or_allowed_under_a_rebound_name(opened: MockServer) -> None:
    headers = {"X-Appwrite-Project": "rebound", "Host": "evil.test", "Origin": "http://evil.test"}
    body = {"userId": "unique()", "email": "ada@example.com", "password": "password1"}
    assert httpx.post(f"{opened.endpoint}/account", json=body, headers=headers).status_code == 403
    assert httpx.options(f"{opened.endpoint}/account", headers=headers).status_code == 403
    assert "rebound" not in opened.instance.projects


@pytest.mark.parametrize("settings", [{"strict_auth": True}, {"exact": True}])
def test_strict_and_exact_servers_answer_as_real_ones_do(settings: dict[str, bool]) -> None:
    with MockServer(Settings(port=0, **settings)) as server:  # type: ignore[arg-type]
        key = server.instance.create_project("shop").add_key().secret
        headers = {**ANY, "X-Appwrite-Key": key, "Host": "evil.test", "Origin": "https://evil.test"}
        assert httpx.get(f"{server.endpoint}/messaging/topics", headers=headers).status_code == 200


@pytest.mark.parametrize("key", ["any", DEFAULT_KEY, None])
def test_no_page_of_another_origin_writes_with_a_key_that_anybody_knows(opened: MockServer, key: str | None) -> None:
    headers = {"X-Appwrite-Project": "mockwrite", "Origin": "https://evil.test"} | (
        {"X-Appwrite-Key": key} if key else {}
    )
    body = {"userId": "unique()", "email": f"eve.{key}@example.com", "password": "password1"}
    path = "/users" if key else "/account"
    answer = httpx.post(f"{opened.endpoint}{path}", json=body, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (403, "general_unknown_origin")
    assert "access-control-allow-origin" not in answer.headers
    own = {**headers, "Origin": "http://localhost:3000"}
    assert httpx.post(f"{opened.endpoint}{path}", json=body, headers=own).status_code == 201


def test_a_key_that_the_project_has_counts_from_everywhere(opened: MockServer) -> None:
    key = opened.instance.projects["mockwrite"].add_key().secret
    headers = {"X-Appwrite-Project": "mockwrite", "Origin": "https://evil.test", "X-Appwrite-Key": key}
    assert httpx.get(f"{opened.endpoint}/users", headers=headers).status_code == 200


async def ask(peer: str, url: str) -> httpx.Response:
    """Ask a server for its outbox from an address."""
    instance = Instance(Settings(host="0.0.0.0", allow_host=("named",)))
    instance.create_project("mockwrite")
    transport = httpx.ASGITransport(create_app(instance), client=(peer, 40_000))
    async with httpx.AsyncClient(transport=transport) as client:
        return await client.get(f"{url}/_mockwrite/outbox")


@pytest.mark.parametrize(
    ("peer", "url", "status"),
    [
        ("127.0.0.1", "http://localhost:6245", 200),
        ("::ffff:127.0.0.1", "http://localhost:6245", 200),
        ("::1", "http://[::1]:6245", 200),
        ("192.0.2.7", "http://192.0.2.7:6245", 200),
        ("192.0.2.9", "http://localhost:6245", 403),
        ("192.0.2.9", "http://127.0.0.1:6245", 403),
        ("192.0.2.9", "http://192.0.2.7:6245", 403),
        ("192.0.2.9", "http://named:6245", 200),
        ("127.0.0.1", "http://unnamed:6245", 403),
    ],
)
def test_another_machine_reaches_the_outbox_only_by_a_name_that_is_allowed(peer: str, url: str, status: int) -> None:
    answer = asyncio.run(ask(peer, url))
    assert answer.status_code == status
    if status == 403:
        assert "--allow-host" in answer.json()["detail"]
