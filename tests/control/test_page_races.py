"""The outbox page where answers come late, or in another order than they were asked for: what was known last is what shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from mockwrite.given import Given
from mockwrite.testing.mock_appwrite import MockAppwrite

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

from tests.held_answers import HeldAnswers, settle

ROWS = ".row:not(:has(.waiting-bar))"


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


def test_a_form_that_was_opened_early_offers_the_failures_when_they_are_known(mock: MockAppwrite, page: Page) -> None:
    answers = HeldAnswers(page)
    page.add_init_script("window.heldAnswers = '/faults'")
    page.reload()
    answers.wait_for(1)
    page.get_by_role("button", name="Faults").click()
    failure = page.get_by_label("With what")
    expect(failure.locator("option")).to_have_count(0)
    answers.hold_nothing_more()
    answers.give_oldest()
    failure.select_option("bounced")
    mock.faults.fail_delivery("throttled", channel="sms")
    expect(page.locator("#fault-count")).to_have_text("1")
    expect(failure).to_have_value("bounced")


def test_who_has_gone_on_to_another_message_is_not_taken_back(mock: MockAppwrite, page: Page) -> None:
    for subject in ("first", "second", "third"):
        mock.given.message("email", subject=subject)
    expect(page.locator(ROWS)).to_have_count(3)
    held: list[Route] = []
    page.route("**/relay?*", lambda route: held.append(route))
    page.route(
        "**/outbox/*", lambda route: held.append(route) if route.request.method == "DELETE" else route.continue_()
    )
    head = page.locator("#detail h1")
    for subject, button in (("first", "Relay"), ("third", "Delete this one")):
        page.locator(ROWS, has_text=subject).click()
        expect(head).to_have_text(subject)
        page.get_by_role("button", name=button).click()
        page.locator(ROWS, has_text="second").click()
        expect(head).to_have_text("second")
    relayed, deleted = held
    relayed.fulfill(json={"to": "an inbox"})
    expect(page.locator("#toast")).to_have_text("Handed on to an inbox")
    deleted.continue_()
    expect(page.locator(ROWS)).to_have_count(2)
    settle(page, mock)
    expect(head).to_have_text("second")


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
    page.locator("#channels button", has_text="SMS").click()
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
