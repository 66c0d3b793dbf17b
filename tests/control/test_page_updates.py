"""The outbox page while things happen: what somebody holds stays in the hand, and what was known last is what shows."""

from __future__ import annotations

import re
from collections.abc import Callable
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

from tests.held_answers import HeldAnswers, keep_the_question

ROWS = ".row:not(:has(.waiting-bar))"


def chip(page: Page, name: str) -> Locator:
    """One of the filters above the list; its name is followed by how many there are."""
    return page.locator("#channels button", has_text=re.compile(f"^{name}"))


def press(page: Page, target: Locator) -> None:
    """Press the mouse button in the upper left of something; `page.mouse.up()` lets go."""
    target.hover(position={"x": 6, "y": 6})
    page.mouse.down()


def settle(page: Page, mock: MockAppwrite) -> None:
    """Wait until the page has drawn whatever happened: it reads on only when all that it had to read is drawn."""
    rules = mock.faults.rules
    for number in (len(rules) + 1, len(rules) + 2):
        mock.faults.fail_delivery("bounced", to="nobody@example.com")
        expect(page.locator("#fault-count")).to_have_text(str(number))


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


def freeze(mock: MockAppwrite) -> None:
    """Stop the clock."""
    mock.clock.freeze()


def fail(mock: MockAppwrite) -> None:
    """Set a fault."""
    mock.faults.fail_delivery("bounced")


def draft(mock: MockAppwrite) -> None:
    """Make a message that nobody gets."""
    mock.given.message("sms", id="later", content="Later", draft=True)


def deliver(mock: MockAppwrite) -> None:
    """Make one more delivery."""
    mock.given.message("sms", content="two")


@pytest.mark.parametrize(
    ("path", "change", "place", "text"),
    [
        pytest.param("clock", freeze, ".clock-state", "frozen", id="clock"),
        pytest.param("faults", fail, "#fault-count", "1", id="faults"),
        pytest.param("unsent", draft, ".unsent-row b", "Later", id="unsent"),
        pytest.param("projects", deliver, "#channels button:first-child", "All2", id="projects"),
    ],
)
def test_an_answer_that_comes_late_does_not_undo_what_is_known_since(
    mock: MockAppwrite, page: Page, path: str, change: Callable[[MockAppwrite], None], place: str, text: str
) -> None:
    answers = HeldAnswers(page)
    answers.hold(path)
    mock.given.message("sms", content="one")
    answers.wait_for(1)
    change(mock)
    # The page asks again by itself after each move of the clock.
    page.get_by_role("button", name="+1 h").click()
    answers.wait_for(2)
    answers.give_newest()
    expect(page.locator(place)).to_have_text(text)
    answers.give_oldest()
    # It is drawn, or thrown away, before the page reads what has happened meanwhile.
    answers.wait_for(3)
    expect(page.locator(place)).to_have_text(text)


def test_a_clock_that_was_read_before_it_was_frozen_does_not_let_it_tick_on(mock: MockAppwrite, page: Page) -> None:
    answers = HeldAnswers(page)
    answers.hold("clock")
    mock.given.message("sms", content="one")
    answers.wait_for(1)
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator(".clock-state")).to_have_text("frozen")
    answers.wait_for(2)
    answers.give_oldest()
    answers.wait_for(3)
    expect(page.locator(".clock-state")).to_have_text("frozen")


def test_what_is_asked_of_one_project_is_not_shown_in_another(mock: MockAppwrite, page: Page) -> None:
    mock.instance.create_project("elsewhere")
    answers = HeldAnswers(page)
    answers.hold("unsent")
    mock.given.message("sms", id="later", content="Later", draft=True)
    answers.wait_for(1)
    page.get_by_label("Project", exact=True).select_option("elsewhere")
    answers.wait_for(2)
    answers.give_oldest()
    # It is thrown away before the page reads on.
    answers.wait_for(3)
    expect(page.locator(".unsent-row")).to_have_count(0)
    mock.instance.remove_project("elsewhere")


def test_rows_that_were_asked_for_before_some_were_deleted_take_nobodys_place(mock: MockAppwrite, page: Page) -> None:
    bob, ada = (mock.given.user(phone=phone) for phone in ("+15550001", "+15550002"))
    for to, number in ((bob, 60), (ada, 150)):
        for _ in range(number):
            mock.given.message("sms", users=[to], content="Hi")
    answers = HeldAnswers(page)
    settle(page, mock)
    answers.hold_matching("/outbox\\?.*offset=0&limit=100")
    page.locator("#timeline").evaluate("node => node.scrollTop = node.scrollHeight")
    answers.wait_for(1)
    mock.outbox.clear(to="+15550001")
    answers.wait_for(2)
    answers.give_newest()
    expect(page.locator(".row").last).to_have_attribute("aria-posinset", "150")
    expect(page.locator(".waiting-bar")).to_have_count(0)
    answers.give_oldest()
    settle(page, mock)
    expect(page.locator(".row-to", has_text="+15550001")).to_have_count(0)


def test_as_many_new_ones_as_were_deleted_are_seen(mock: MockAppwrite, page: Page) -> None:
    answers = HeldAnswers(page)
    answers.hold("projects")
    mock.given.message("sms", content="old")
    expect(page.locator(".row-what")).to_have_text(["old"])
    answers.wait_for(1)
    # The page waits for an answer, so it sees nothing of what is between.
    mock.outbox.clear()
    mock.given.message("sms", content="new")
    answers.hold_nothing_more()
    answers.give_oldest()
    expect(page.locator(".row-what")).to_have_text(["new"])


def test_what_an_empty_list_says_stays_until_there_is_something_else_to_say(mock: MockAppwrite, page: Page) -> None:
    answers = HeldAnswers(page)
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    answers.hold_matching("/(outbox|journal)\\?")
    chip(page, "SMS").click()
    answers.wait_for(1)
    expect(page.locator("#empty")).to_be_visible()
    answers.give_newest()
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    answers.hold_nothing_more()
    page.locator("#search").fill("colour:red")
    expect(page.locator("#search-problem")).to_contain_text("there is no field 'colour'")
    expect(page.locator("#empty")).to_be_hidden()


def test_the_clock_shows_when_the_project_has_told_its_time_and_goes_with_the_project(
    mock: MockAppwrite, page: Page
) -> None:
    answers = HeldAnswers(page)
    mock.instance.create_project("short-lived")
    page.add_init_script("window.heldAnswers = '/clock'")
    page.goto(page.url.replace(mock.project_id, "short-lived"))
    answers.wait_for(1)
    expect(page.locator("#clock")).to_be_hidden()
    answers.hold_nothing_more()
    answers.give_oldest()
    expect(page.locator("#clock")).to_be_visible()
    Given(mock.instance.projects["short-lived"]).message("sms", content="Hi")
    expect(page.locator(".row-what")).to_have_text(["Hi"])
    mock.instance.remove_project("short-lived")
    expect(page.locator("#live")).to_have_text("the project is gone")
    expect(page.locator("#clock")).to_be_hidden()
    # What it has sent can still be read.
    expect(page.locator(".row-what")).to_have_text(["Hi"])


def test_a_project_is_not_said_to_be_missing_because_the_one_before_was(mock: MockAppwrite, page: Page) -> None:
    page.goto(page.url.replace(mock.project_id, "of-a-test-that-ended"))
    expect(page.get_by_role("heading", name="There is no project of-a-test-that-ended")).to_be_visible()
    page.route("**/projects?*", lambda route: None)
    page.locator("#empty").get_by_role("button", name=mock.project_id).click()
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    expect(page.locator("#clock")).to_be_visible()
