"""The in-process floor: `requests.Session.get_adapter` patched by hand, the floor's application called directly."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from appwrite.client import Client
from requests.structures import CaseInsensitiveDict

from benchmarks.cases.sdk import SUBJECT, make_client, send_letter
from benchmarks.floor import make_app

Store = dict[str, dict[str, Any]]


class Adapter:
    """Hands requests to an ASGI application without a socket, a thread or an event loop."""

    def __init__(self, store: Store) -> None:
        self._app = make_app(store)

    def send(self, request: requests.PreparedRequest, **options: object) -> requests.Response:
        """Answer one request; the application never waits, so its coroutine ends at the first step."""
        parts = urlsplit(request.url or "")
        body = request.body or b""
        sent: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {
                "type": "http.request",
                "body": body.encode() if isinstance(body, str) else body,
                "more_body": False,
            }

        async def send(message: MutableMapping[str, Any]) -> None:
            sent.append(message)

        scope: dict[str, Any] = {
            "type": "http",
            "method": request.method,
            "path": parts.path,
            "query_string": str(parts.query).encode(),
            "headers": [(name.lower().encode(), str(value).encode()) for name, value in request.headers.items()],
        }
        work = self._app(scope, receive, send)
        try:
            work.send(None)
        except StopIteration:
            pass
        response = requests.Response()
        response.status_code = sent[0]["status"]
        response.headers = CaseInsensitiveDict((name.decode(), value.decode()) for name, value in sent[0]["headers"])
        response._content = sent[1]["body"]
        response.url, response.request = request.url or "", request
        return response


STORE: Store = {}
ADAPTER = Adapter(STORE)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return the empty store of the fake that every request reaches."""
    STORE.clear()
    monkeypatch.setattr(requests.Session, "get_adapter", lambda session, url: ADAPTER)
    yield STORE


@pytest.fixture
def client() -> Client:
    """Return a client of the SDK."""
    return make_client("http://fake.test/v1")


def test_letter(store: Store, client: Client) -> None:
    """Send a letter and look at it."""
    send_letter(client, users=["ada"])
    (message,) = store.values()
    assert message["data"]["subject"] == SUBJECT
