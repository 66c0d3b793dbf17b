"""The outbox page while things happen: what has the focus, is selected or being clicked stays as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from mockwrite.given import Given
from mockwrite.testing.mock_appwrite import MockAppwrite

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

from tests.held_answers import HeldAnswers, keep_the_question, settle

ROWS = ".row:not(:has(.waiting-bar))"


def chip(page: Page, name: str) -> Locator:
    """One of the filters above the list; its name is followed by how many there are."""
    return page.locator("#channels button", has_text=re.compile(f"^{name}"))


def press(page: Page, target: Locator) -> None:
    """Press the mouse button in the upper left of something; `page.mouse.up()` lets go."""
    target.hover(position={"x": 6, "y": 6})
    page.mouse.down()


def test_a_chip_keeps_the_focus_whatever_is_delivered_and_when_it_is_chosen(mock: MockAppwrite, page: Page) -> None:
    other = Given(mock.instance.create_project("elsewhere"))
    sms = chip(page, "SMS")
    sms.focus()
    other.message("sms", content="there")
    expect(page.get_by_role("button", name="1 new in elsewhere")).to_be_visible()
    expect(sms).to_be_focused()
    mock.given.message("sms", content="here")
    expect(sms).to_have_text("SMS1")
    expect(sms).to_be_focused()
    page.keyboard.press("Enter")
    expect(sms).to_have_attribute("aria-pressed", "true")
    expect(sms).to_be_focused()
    mock.instance.remove_project("elsewhere")


def test_the_news_of_another_project_keep_the_focus_while_there_is_more(mock: MockAppwrite, page: Page) -> None:
    other = Given(mock.instance.create_project("elsewhere"))
    other.message("sms", content="one")
    news = page.get_by_role("button", name=re.compile("new in elsewhere"))
    news.focus()
    other.message("sms", content="two")
    expect(news).to_have_text("2 new in elsewhere")
    expect(news).to_be_focused()
    mock.instance.remove_project("elsewhere")


def test_a_key_that_is_selected_stays_selected(mock: MockAppwrite, page: Page) -> None:
    key = mock.api_key
    page.reload()
    text = page.locator("#empty .code-text", has_text=key)
    # It is there when the projects are known, so one that is made from here on is new.
    text.evaluate("node => getSelection().selectAllChildren(node)")
    other = Given(mock.instance.create_project("elsewhere"))
    other.message("sms", content="there")
    expect(page.get_by_role("button", name="1 new in elsewhere")).to_be_visible()
    mock.given.message("sms", id="later", content="Later", draft=True)
    expect(page.locator(".unsent-row")).to_have_count(1)
    assert page.evaluate("getSelection().toString()") == key
    mock.instance.remove_project("elsewhere")


def test_a_message_without_a_delivery_keeps_the_focus_when_others_come(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="First", draft=True)
    row = page.get_by_role("button", name="First")
    row.focus()
    mock.given.message("sms", content="Second", draft=True)
    expect(page.locator(".unsent-row")).to_have_count(2)
    expect(row).to_be_focused()


def test_what_takes_the_place_of_something_else_is_what_is_clicked(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", id="before", content="Before", draft=True)
    rule = mock.faults.fail_delivery("bounced", name="before")
    answers = HeldAnswers(page)
    page.get_by_role("button", name="Faults").click()
    expect(page.locator(".card")).to_contain_text("before")
    expect(page.locator(".unsent-row")).to_contain_text("Before")
    answers.hold("projects")
    mock.clock.freeze()
    answers.wait_for(1)
    # The page waits for an answer, so it sees both of a pair at once.
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    assert httpx.delete(f"{mock.endpoint}/messaging/messages/before", headers=headers).is_success
    mock.given.message("sms", id="after", content="After", draft=True)
    mock.faults.remove(rule)
    mock.faults.fail_delivery("bounced", name="after")
    answers.hold_nothing_more()
    answers.give_oldest()
    page.locator(".card", has_text="after").get_by_role("button", name="Remove").click()
    expect(page.locator(".card")).to_have_count(0)
    page.get_by_role("button", name="Close").click()
    page.locator(".unsent-row", has_text="After").click()
    expect(page.locator("#detail .head-line")).to_have_text("message after")


def test_a_message_that_was_changed_meanwhile_opens_as_it_is_now(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("email", id="later", subject="Draft", draft=True)
    row = page.locator(".unsent-row")
    press(page, row)
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    address = f"{mock.endpoint}/messaging/messages/email/later"
    assert httpx.patch(address, json={"subject": "Final"}, headers=headers).is_success
    expect(row).to_contain_text("Final")
    page.mouse.up()
    expect(page.locator("#detail h1")).to_have_text("Final")


def test_a_fault_keeps_the_focus_when_it_matches_and_when_it_is_switched(mock: MockAppwrite, page: Page) -> None:
    mock.faults.fail_delivery("bounced", name="bounces")
    page.get_by_role("button", name="Faults").click()
    card = page.locator(".card")
    remove = card.get_by_role("button", name="Remove")
    remove.focus()
    mock.given.message("email")
    expect(card).to_contain_text("1 match")
    expect(remove).to_be_focused()
    switch = page.get_by_role("switch", name="bounces")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.locator("#fault-count")).to_be_hidden()
    expect(switch).to_be_focused()
    expect(switch).not_to_be_checked()


def test_a_switch_that_the_server_refuses_goes_back(mock: MockAppwrite, page: Page) -> None:
    mock.faults.fail_delivery("bounced", name="bounces")
    page.get_by_role("button", name="Faults").click()
    page.route(
        "**/faults/*",
        lambda route: route.fulfill(status=409, content_type="application/json", body='{"detail": "No."}'),
    )
    page.get_by_role("switch", name="bounces").uncheck(force=True)
    expect(page.locator("#toast")).to_have_text("No.")
    expect(page.get_by_role("switch", name="bounces")).to_be_checked()


def test_a_form_begun_anew_for_a_delivery_is_the_one_that_is_sent(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("email", users=[mock.given.user(email="cleo@example.com")])
    page.get_by_role("button", name="Faults").click()
    page.get_by_label("To whom").fill("somebody@else.example")
    page.locator(ROWS).click()
    # On a narrow screen the panel lies over it.
    page.get_by_role("button", name="Fail the next to cleo@example.com").press("Enter")
    page.get_by_label("Error text").fill("Gone fishing")
    page.get_by_role("button", name="Set this fault").click()
    expect(page.locator(".card")).to_contain_text("the next e-mail to cleo@example.com")


def test_a_click_counts_although_something_happens_between_press_and_release(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="first")
    everything = chip(page, "All")
    chip(page, "SMS").click()
    press(page, everything)
    mock.given.message("sms", content="second")
    expect(everything).to_have_text("All2")
    page.mouse.up()
    expect(everything).to_have_attribute("aria-pressed", "true")

    day = page.locator(".clock-day")
    mock.clock.freeze("2030-01-31T08:00:00Z")
    mock.clock.resume()
    expect(day).to_have_text("Thu, 31 Jan 2030")
    press(page, page.locator(".hold-word"))
    mock.clock.advance(days=3)
    expect(day).to_have_text("Sun, 3 Feb 2030")
    page.mouse.up()
    expect(page.locator("#clock")).to_contain_text("frozen")

    mock.given.message("email", users=[mock.given.user(email="last@example.com")])
    expect(page.locator(ROWS)).to_have_count(3)
    press(page, page.locator(ROWS).first)
    mock.outbox.clear(content="first")
    expect(page.locator(ROWS)).to_have_count(2)
    page.mouse.up()
    expect(page.locator(".head-line .address")).to_have_text("last@example.com")


def test_the_question_whether_to_delete_stands_while_it_is_about_the_same(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="one")
    keep_the_question(page)
    page.get_by_role("button", name="Clear").click()
    sure = page.get_by_role("button", name="Really delete 1?")
    expect(sure).to_be_visible()
    mock.outbox.clear(to="nobody")
    settle(page, mock)
    expect(sure).to_be_visible()
    mock.given.message("sms", content="two")
    expect(page.locator(ROWS)).to_have_count(2)
    expect(page.get_by_role("button", name="Clear", exact=True)).to_be_visible()
    assert len(mock.outbox) == 2
