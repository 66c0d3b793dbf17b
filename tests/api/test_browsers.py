"""Browsers and apps: preflight, origins and the headers a page needs (docs/contract/http.md §7)."""

from __future__ import annotations

import pytest

from tests.api.stage import Stage

OWN = "api.example.com:8080"
FRIENDS = (
    "http://localhost", "http://localhost:3000", "http://127.0.0.1:5173", "http://[::1]:5173", "https://api.example.com",
    "https://app.example.org", "appwrite-ios://com.example.app", "appwrite-android://com.example.app",
)  # fmt: skip
UNKNOWN = (403, "general_unknown_origin")
BELOW = ("https://a.example.net", "https://b.a.Example.net:8443")
STRANGERS = ("https://evil.example.com", "null", "http://[", "https://localhost.example.com")


def test_a_preflight_is_answered_for_every_path_and_origin_without_credentials() -> None:
    stage = Stage()
    for path in ("/account", "/no/such/route"):
        answered = stage.call("OPTIONS", path, Origin="https://Evil.example.com", X_Appwrite_Project="nowhere")
        assert (answered.status, answered.body) == (204, b"")
        assert answered.header("access-control-allow-origin") == "https://evil.example.com"
        assert answered.header("access-control-allow-credentials") == "true"
        assert answered.header("access-control-allow-methods") == "GET, POST, PUT, PATCH, DELETE"
        assert answered.header("access-control-max-age") == "86400"
        allowed = (answered.header("access-control-allow-headers") or "").split(", ")
        assert {"X-Appwrite-Project", "X-Appwrite-Session", "X-Fallback-Cookies", "X-SDK-Name"} <= set(allowed)


@pytest.mark.parametrize("origin", FRIENDS)
def test_a_page_of_a_known_host_is_answered(origin: str) -> None:
    stage = Stage()
    stage.given.platform("https://App.example.org")
    answered = stage.call("POST", "/account/sessions/anonymous", Origin=origin, Host=OWN)
    assert answered.status == 201
    assert answered.header("access-control-allow-origin") == origin
    assert answered.header("access-control-expose-headers") == "X-Appwrite-Session, X-Fallback-Cookies"
    assert answered.header("x-fallback-cookies") is not None


@pytest.mark.parametrize(("origin", "status"), [*((origin, 201) for origin in BELOW), ("https://example.net", 403)])
def test_a_platform_with_a_star_stands_for_all_hosts_below(origin: str, status: int) -> None:
    stage = Stage()
    stage.given.platform("*.example.net")
    assert stage.call("POST", "/account/sessions/anonymous", Origin=origin).status == status


@pytest.mark.parametrize("origin", STRANGERS)
@pytest.mark.parametrize("version", ["1.9.6", "1.8.1", "1.6.2"])
def test_a_page_of_an_unknown_host_is_refused(origin: str, version: str) -> None:
    stage = Stage(version)
    refused = stage.call("POST", "/account/sessions/anonymous", Origin=origin, Host=OWN)
    assert refused.outcome == UNKNOWN
    assert refused.header("access-control-allow-origin") is None


def test_reading_from_an_unknown_host_is_refused_since_1_9_5() -> None:
    for version, outcome in (("1.9.6", UNKNOWN), ("1.8.1", (200, None)), ("1.6.2", (200, None))):
        stage = Stage(version)
        session = stage.user("ada")
        read = stage.call("GET", "/account", Origin="https://evil.example.com", X_Appwrite_Session=session)
        assert read.outcome == outcome
        assert read.header("access-control-allow-origin") is None


def test_the_origin_is_looked_at_before_the_project_and_after_the_jwt() -> None:
    stage = Stage()
    evil = {"Origin": "https://evil.example.com"}
    assert stage.call("GET", "/account", X_Appwrite_Project="nowhere", **evil).outcome == UNKNOWN
    assert stage.call("GET", "/account", X_Appwrite_JWT="garbage", **evil).outcome == (401, "user_jwt_invalid")
    assert stage.call("GET", "/account", X_Appwrite_Key="", **evil).outcome == UNKNOWN


def test_a_key_calls_from_everywhere() -> None:
    stage = Stage()
    answered = stage.call("GET", "/users", Origin="https://evil.example.com", X_Appwrite_Key=stage.key)
    assert answered.status == 200
    assert answered.header("access-control-allow-origin") is None


def test_a_page_can_read_errors() -> None:
    stage = Stage()
    for path, headers in (("/account", {}), ("/none", {}), ("/account", {"X_Appwrite_Project": "nowhere"})):
        refused = stage.call("GET", path, Origin="http://localhost:3000", **headers)
        assert refused.status >= 400
        assert refused.header("access-control-allow-origin") == "http://localhost:3000"
