"""What accounts send, on the outbox page, and the page that stands for another service at sign-in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from mockwrite.state.sign_in import Person
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.served_project import ask_for_recovery

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect


def begin(mock: MockAppwrite, page: Page) -> None:
    """Go where an application sends somebody who signs in with Google."""
    # Nobody answers at the application's address; a browser without it would show an error of its own.
    page.route("http://localhost/**", lambda route: route.fulfill(body="the application"))
    query = {"project": mock.project_id, "success": "http://localhost/in", "failure": "http://localhost/out"}
    page.goto(f"{mock.endpoint}/account/tokens/oauth2/google?{urlencode(query)}")


def test_the_account_chip_shows_what_accounts_have_sent_and_nothing_else(mock: MockAppwrite, page: Page) -> None:
    ada = mock.given.user(email="ada@example.com")
    mock.given.message("email", users=[ada], subject="News")
    ask_for_recovery(mock, "ada@example.com")
    sent = mock.outbox.one(origin="recovery")
    expect(page.locator(".row-what")).to_have_count(2)
    page.get_by_role("button", name="Account").click()
    expect(page.locator(".row-what")).to_have_count(1)
    expect(page.locator(".row-what")).to_contain_text(sent.subject or "")
    page.locator(".row").click()
    expect(page.locator(".head")).to_contain_text(sent.subject or "")


def test_what_appwrite_wrote_is_not_checked_for_what_an_application_gets_wrong(mock: MockAppwrite, page: Page) -> None:
    mock.given.user(email="ada@example.com", name="{{name}}")
    ask_for_recovery(mock, "ada@example.com")
    assert "http://localhost" in mock.outbox.one(origin="recovery").link
    page.locator(".row").click()
    page.get_by_role("tab", name="Links 1", exact=True).click()
    expect(page.locator(".links li")).to_have_count(1)
    expect(page.locator(".links .tag")).to_have_count(0)
    expect(page.get_by_text("Not filled in")).to_have_count(0)


def test_who_is_typed_in_is_signed_in(mock: MockAppwrite, page: Page) -> None:
    begin(mock, page)
    expect(page.get_by_role("heading")).to_have_text("Who signs in with google?")
    page.get_by_label("E-mail").fill("ada@example.com")
    page.get_by_label("Name").fill("Ada")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("http://localhost/in?**")
    told = parse_qs(urlsplit(page.url).query)
    session = requests.post(
        f"{mock.endpoint}/account/sessions/token",
        json={"userId": told["userId"][0], "secret": told["secret"][0]},
        headers={"X-Appwrite-Project": mock.project_id},
        timeout=60,
    )
    assert session.ok, session.text
    [user] = mock.project.users
    assert (user.email, user.name) == ("ada@example.com", "Ada")


def test_people_of_another_kind_are_refused_where_they_are_given(mock: MockAppwrite) -> None:
    with pytest.raises(ValueError, match=r"people are of the class Person .* oauth.ask"):
        mock.given.sign_in(people=[{"email": "bob@example.com"}])


def test_people_that_a_test_has_named_are_one_click(mock: MockAppwrite, page: Page) -> None:
    mock.given.sign_in(people=(Person("bob@example.com", "<b>Bob</b>"),))
    begin(mock, page)
    page.get_by_role("link", name="<b>Bob</b> bob@example.com").click()
    page.wait_for_url("http://localhost/in?**")
    assert [user.email for user in mock.project.users] == ["bob@example.com"]


def test_whoever_refuses_is_led_to_the_failure(mock: MockAppwrite, page: Page) -> None:
    begin(mock, page)
    page.get_by_role("link", name="Refuse").click()
    page.wait_for_url("http://localhost/out?**")
    assert not list(mock.project.users)
