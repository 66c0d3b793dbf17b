"""Signing in through another service: to the page that stands for it, and back to the application."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from mockwrite.testing.mock_appwrite import MockAppwrite

SUCCESS, FAILURE = "http://localhost/welcome?from=here", "http://localhost/sorry"


def begin(mock: MockAppwrite, way: str = "sessions", provider: str = "google", **query: str) -> requests.Response:
    """Ask for a sign-in as a browser does: no headers, the project in the query."""
    asked = {"project": mock.project_id, "success": SUCCESS, "failure": FAILURE, **query}
    return requests.get(
        f"{mock.endpoint}/account/{way}/oauth2/{provider}", params=asked, timeout=60, allow_redirects=False
    )


def follow(answered: requests.Response, session: requests.Session | None = None) -> str:
    """Follow redirects up to the application; return where it goes on."""
    client = session or requests.Session()
    while answered.is_redirect:
        location = answered.headers["location"]
        if location.startswith(("http://localhost/", "myapp:")):
            return location
        if location.startswith("/"):
            location = "{0.scheme}://{0.netloc}".format(urlsplit(answered.url)) + location
        answered = client.get(location, timeout=60, allow_redirects=False)
    raise AssertionError(f"{answered.status_code}: {answered.text}")


def test_a_call_leads_to_a_page_of_our_own(mock_appwrite: MockAppwrite) -> None:
    answered = begin(mock_appwrite)
    assert answered.status_code == 301
    page = urlsplit(answered.headers["location"])
    assert (page.path, dict(parse_qsl(page.query))["provider"]) == ("/_mockwrite/oauth", "google")


def test_a_person_given_by_the_test_is_signed_in(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.oauth.sign_in_as(email="Ada@example.com", name="Ada", provider="google")
    with requests.Session() as browser:
        assert follow(begin(mock_appwrite), browser) == SUCCESS
        me: Any = browser.get(
            f"{mock_appwrite.endpoint}/account", headers={"X-Appwrite-Project": mock_appwrite.project_id}, timeout=60
        ).json()
        own: Any = browser.get(
            f"{mock_appwrite.endpoint}/account/sessions/current",
            headers={"X-Appwrite-Project": mock_appwrite.project_id},
            timeout=60,
        ).json()
    assert (me["email"], me["name"], me["emailVerification"]) == ("ada@example.com", "Ada", True)
    assert (own["provider"], own["providerUid"], own["factors"]) == ("google", "ada@example.com", ["email", "oauth2"])
    assert [row.provider_email for row in mock_appwrite.project.identities] == ["ada@example.com"]


def test_the_same_person_is_the_same_user_the_next_time(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="ada", email="ada@example.com")
    for _ in range(2):
        mock_appwrite.oauth.sign_in_as(email="ada@example.com")
        follow(begin(mock_appwrite, provider="github"))
    assert [user.id for user in mock_appwrite.project.users] == ["ada"]
    assert len(mock_appwrite.project.identities) == 1


def test_who_is_signed_in_cannot_add_the_address_of_another_user(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="bob", email="bob@example.com")
    mock_appwrite.given.user(id="ada", email="ada@example.com")
    with requests.Session() as browser:
        mock_appwrite.oauth.sign_in_as(email="ada@example.com")
        follow(begin(mock_appwrite), browser)
        mock_appwrite.oauth.sign_in_as(email="bob@example.com")
        told = dict(parse_qsl(urlsplit(follow(begin(mock_appwrite, provider="github"), browser)).query))
    assert json.loads(told["error"])["type"] == "user_already_exists"
    assert [each.user_id for each in mock_appwrite.project.identities] == ["ada"]


def test_an_address_stays_with_who_first_came_with_it(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.oauth.sign_in_as(email="ada@example.com", uid="1")
    follow(begin(mock_appwrite))
    [ada] = mock_appwrite.project.users
    mock_appwrite.project.users.change(ada, mock_appwrite.project.clock.ms, email="new@example.com")
    mock_appwrite.oauth.sign_in_as(email="ada@example.com", uid="2")
    told = dict(parse_qsl(urlsplit(follow(begin(mock_appwrite, provider="github"))).query))
    assert json.loads(told["error"])["type"] == "general_bad_request"
    assert len(mock_appwrite.project.users) == 1


def test_a_token_comes_back_in_the_address_and_signs_in(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.oauth.sign_in_as(email="ada@example.com")
    back = dict(parse_qsl(urlsplit(follow(begin(mock_appwrite, "tokens"))).query))
    assert list(back) == ["from", "secret", "userId"]
    made = requests.post(
        f"{mock_appwrite.endpoint}/account/sessions/token", json={"userId": back["userId"], "secret": back["secret"]},
        headers={"X-Appwrite-Project": mock_appwrite.project_id}, timeout=60,
    )  # fmt: skip
    assert (made.status_code, made.json()["provider"]) == (201, "oauth2")


def test_a_service_that_refuses_leads_to_the_failure_address(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.oauth.refuse(provider="google")
    back = urlsplit(follow(begin(mock_appwrite)))
    error = json.loads(dict(parse_qsl(back.query))["error"])
    assert (back.path, error["type"], error["code"]) == ("/sorry", "user_unauthorized", 401)
    assert len(mock_appwrite.project.users) == 0


def test_a_blocked_user_ends_at_the_failure_address(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.user(id="ada", email="ada@example.com")
    mock_appwrite.project.users.change(mock_appwrite.project.users.get("ada"), 0, status=False)  # type: ignore[arg-type]
    mock_appwrite.oauth.sign_in_as(email="ada@example.com")
    error = json.loads(dict(parse_qsl(urlsplit(follow(begin(mock_appwrite))).query))["error"])
    assert error["type"] == "user_blocked"


def test_without_a_person_the_page_asks(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.oauth.ask("ada@example.com", "bob@example.com")
    page = requests.get(begin(mock_appwrite).headers["location"], timeout=60)
    assert "Who signs in with google?" in page.text
    assert "ada@example.com" in page.text
    typed = requests.get(f"{page.url}&email=eve@example.com&name=Eve", timeout=60, allow_redirects=False)
    assert follow(typed) == SUCCESS
    assert [user.email for user in mock_appwrite.project.users] == ["eve@example.com"]


@pytest.mark.parametrize("query", [{"success": "https://evil.example/"}, {"failure": "ftp://localhost/"}])
def test_it_does_not_lead_to_where_the_project_has_no_platform(
    mock_appwrite: MockAppwrite, query: dict[str, str]
) -> None:
    assert begin(mock_appwrite, **query).json()["type"] == "general_argument_invalid"


def test_an_unknown_service_is_refused_by_the_call_and_by_the_test_api(mock_appwrite: MockAppwrite) -> None:
    assert begin(mock_appwrite, provider="myspace").status_code == 400
    with pytest.raises(ValueError, match="there is no service 'myspace' to sign in through; there are amazon, "):
        mock_appwrite.oauth.sign_in_as(email="ada@example.com", provider="myspace")


def test_a_tampered_state_is_a_400(mock_appwrite: MockAppwrite) -> None:
    for state in ("", "{", "[]", '{"success": 1}'):
        answered = requests.get(
            f"{mock_appwrite.endpoint}/account/sessions/oauth2/google/redirect",
            params={"project": mock_appwrite.project_id, "code": "x", "state": state}, timeout=60, allow_redirects=False,
        )  # fmt: skip
        assert answered.json()["type"] == "general_argument_invalid", state
