"""Addresses that lead on: the way back of OAuth, relays, senders. They lead nowhere that nobody allowed, and none breaks the server."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest

from mockwrite.forwarding.addresses import checked_address
from mockwrite.server.mock_server import MockServer
from mockwrite.settings import Settings, SettingsError
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.served_project import ask_for_recovery
from tests.smtp_inbox import running_inbox

AWAY = (
    "javascript:alert(1)", "JavaScript://localhost/%0aalert(1)", "data:text/html,x", "data://localhost/x", "//evil.test", "/\\evil.test",
    "\\\\evil.test", "https:evil.test", "http:///evil.test", "https://evil.test", "http://localhost@evil.test", "http://evil.test#@localhost",
    "http://evil.test\\@localhost", "http://localhost\\.evil.test", "http://localhost:80:80", "http://localhost/\r\nSet-Cookie: a=b",
    "http://localhost/\x00", "vbscript:x", "file:///etc/passwd", "blob:http://localhost/x", "ftp://localhost/", "about:blank", "x",
    "http://localhost%2eevil.test/", "http://localhost%00.evil.test", "http://[::1", "http://\uff4cocalhost/", "http://localhost\u3002evil.test/",
)  # fmt: skip
RELAYS = (
    "smtp://[::1", "smtp://localhost:99999", "smtp://evil.test", "smtp://localhost@evil.test:1", "smtp://127.1:1", "smtp://0:1", "smtp://0x7f000001:1",
    "smtp://2130706433:1", "smtp://[::ffff:192.0.2.1]:1", "smtp://localhost%00:1", "smtp://", "smtp:localhost", "http://localhost", "\ud83d",
    "smtp://\ud83d", "smtp://\ud83d.localhost", f"smtp://{'a' * 64}.localhost:1", "smtp://a..localhost:1", "", "//localhost", "x" * 5000,
)  # fmt: skip


def written(text: str) -> str:
    """Write a text into a query, halves of characters too."""
    return quote(text, safe="", errors="surrogatepass")


def begin(mock: MockAppwrite, query: str) -> httpx.Response:
    """Ask for a sign-in through another service."""
    return httpx.get(f"{mock.endpoint}/account/sessions/oauth2/google?project={mock.project_id}&{query}", timeout=60)


def come_back(mock: MockAppwrite, state: str) -> httpx.Response:
    """Come back from the service with a refusal, which leads to the failure address."""
    path = f"{mock.endpoint}/account/sessions/oauth2/google/redirect?project={mock.project_id}&error=no&state={written(state)}"
    return httpx.get(path, timeout=60)


def state_of(mock: MockAppwrite) -> dict[str, Any]:
    """The state of a call that began as it should."""
    location = begin(
        mock, f"success={written('http://localhost/in')}&failure={written('http://localhost/out')}"
    ).headers["location"]
    made: dict[str, Any] = json.loads(parse_qs(urlsplit(location).query)["state"][0])
    return made


@pytest.mark.parametrize("url", AWAY, ids=ascii)
def test_a_sign_in_does_not_end_elsewhere(mock: MockAppwrite, url: str) -> None:
    for name in ("success", "failure"):
        asked = begin(mock, f"{name}={written(url)}")
        assert (asked.status_code, asked.json()["type"]) == (400, "general_argument_invalid"), name


def test_it_ends_where_it_began_to_and_nobody_else_says_where(mock: MockAppwrite) -> None:
    state = state_of(mock)
    led = come_back(mock, json.dumps(state))
    assert (led.status_code, led.headers["location"].partition("?")[0]) == (301, "http://localhost/out")
    other = dict(state_of(mock), token=True)
    for changed in (
        {**state, "failure": "https://evil.test"}, {**state, "failure": state["success"]}, {**state, "success": "https://evil.test"}, other,
        {name: value for name, value in state.items() if name != "seal"}, {**state, "seal": None}, {**state, "seal": ["x"]},
        {"failure": "https://evil.test", "success": "https://evil.test"},
    ):  # fmt: skip
        refused = come_back(mock, json.dumps(changed))
        assert (refused.status_code, refused.json()["type"]) == (400, "general_argument_invalid"), changed


@pytest.mark.parametrize(
    "state",
    ["", "{", "[]", "1", "NaN", "\ud83d", "[" * 5000, '{"failure":' + "[" * 900 + "]" * 900 + "}", "9" * 5000, '{"token":' + "9" * 4400 + "}"],
    ids=lambda text: ascii(text)[:20],
)  # fmt: skip
def test_a_state_may_be_any_text(mock: MockAppwrite, state: str) -> None:
    assert come_back(mock, state).json()["type"] == "general_argument_invalid"


def test_the_state_of_one_project_is_none_in_another(server: MockServer, mock: MockAppwrite) -> None:
    with server.project() as other:
        assert come_back(other, json.dumps(state_of(mock))).status_code == 400


@pytest.mark.parametrize(
    "text",
    ["\ud83d", "<script>", '"><a href=//evil.test>', "a\r\nb", "x" * 100_000, "javascript:alert(1)"],
    ids=lambda text: ascii(text)[:20],
)
def test_the_page_shows_people_of_any_name(mock: MockAppwrite, control: httpx.Client, text: str) -> None:
    changed = control.patch(
        "/sign-in", content=json.dumps({"people": [{"email": text}, {"email": "a@b.co", "name": text}]})
    )
    assert changed.status_code == 200
    page = control.get("/oauth", params={"provider": "google", "state": "x", "project": mock.project_id})
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<script" not in page.text and '"><a ' not in page.text


@pytest.mark.parametrize("number", [1.0, 2.5, True, "1", 10**30, -1])
def test_a_count_is_a_whole_number(mock: MockAppwrite, control: httpx.Client, number: object) -> None:
    rules = {"passwordHistory": number}
    for method, path, body in (("PATCH", "/sign-in", rules), ("POST", "/state", {"version": 1, "signIn": rules})):
        answer = control.request(method, path, json=body)
        assert answer.status_code == 400
        assert "passwordHistory is expected to be " in answer.json()["detail"], answer.text


@pytest.mark.parametrize("url", RELAYS, ids=lambda url: ascii(url)[:40])
def test_what_is_no_address_of_this_machine_is_no_relay_and_no_webhook(
    mock: MockAppwrite, control: httpx.Client, url: str
) -> None:
    mock.given.message("email", subject="s", content="c")
    refused = control.post("/outbox/d1/relay", content=json.dumps({"to": url}))
    assert (refused.status_code, refused.headers["content-type"]) == (
        409 if url == "" else 400,
        "application/problem+json",
    )
    with pytest.raises(SettingsError):
        checked_address(
            "webhook",
            url.replace("smtp:", "http:"),
            Settings(),
            {"https": 443} if url.startswith("http") else {"http": 80},
        )


@pytest.mark.parametrize(
    "sender", ["é日本@x.co", "a@b.co\r\nRCPT TO:<evil@evil.test>", "\ud83d", "<a@b>", "", "a@b.co\n.\r\n"], ids=ascii
)
def test_no_sender_breaks_a_relay_or_adds_a_reader(mock: MockAppwrite, control: httpx.Client, sender: str) -> None:
    changed = control.patch("/sign-in", content=json.dumps({"sender": {"name": sender, "email": sender}}))
    assert changed.status_code == 200
    mock.given.user(email="ada@example.com")
    ask_for_recovery(mock, "ada@example.com")
    with running_inbox() as (url, inbox):
        assert control.post("/outbox/d1/relay", json={"to": url}).status_code in (200, 502)
        assert {reader for mail in inbox.mails for reader in mail[1]} <= {"ada@example.com"}
