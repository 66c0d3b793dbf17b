"""What the outbox page tells beside the message: times, people, other projects, faults on order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mockwrite import connect
from mockwrite.given import Given
from mockwrite.testing.mock_appwrite import MockAppwrite

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

ROWS = ".row:not(:has(.waiting-bar))"


def test_times_tell_the_truth_after_the_clock_moved(mock: MockAppwrite, page: Page) -> None:
    mock.clock.freeze("2030-03-14T09:00:00Z")
    mock.given.message("sms", content="Hi")
    row, head = page.locator(f"{ROWS} time"), page.locator(".head time")
    page.locator(ROWS).click()
    expect(row).to_have_text("09:00:00")
    expect(head).to_have_text("now")
    mock.clock.advance(hours=3)
    expect(head).to_have_text("3 h ago")
    mock.clock.advance(days=1)
    expect(row).to_have_text("14 Mar")
    expect(head).to_have_text("1 day 3 h ago")
    mock.clock.freeze("2031-03-14T09:00:00Z")
    expect(row).to_have_text("14 Mar 2030")
    expect(head).to_have_text("365 days ago")


def test_people_are_shown_by_name(mock: MockAppwrite, page: Page) -> None:
    ada = mock.given.user(email="ada@example.com", name="Ada Lovelace")
    mock.given.message("email", users=[ada])
    expect(page.locator(".row-person")).to_have_text("Ada Lovelace")
    expect(page.locator(".row-to")).to_have_text("ada@example.com")
    page.locator(ROWS).click()
    expect(page.locator(".head-line .person")).to_have_text("Ada Lovelace")
    expect(page.locator(".head-line .address")).to_have_text("ada@example.com")


def test_a_draft_made_in_python_shows_at_once(mock: MockAppwrite, page: Page) -> None:
    expect(page.get_by_text("Waiting for the first message")).to_be_visible()
    mock.given.message("email", id="later", subject="Not yet", draft=True)
    expect(page.locator(".unsent-row")).to_contain_text("Not yet")
    connect(mock.endpoint.removesuffix("/v1"), project=mock.project_id).given.message(
        "sms", content="Nor this", draft=True
    )
    expect(page.locator(".unsent-row")).to_have_count(2)


def test_the_title_of_the_tab_counts(mock: MockAppwrite, page: Page) -> None:
    expect(page).to_have_title(f"Outbox · {mock.project_id} · mockwrite")
    ada = mock.given.user(email="ada@example.com")
    mock.given.message("email", users=[ada])
    mock.faults.fail_delivery("bounced")
    mock.given.message("email", users=[ada])
    expect(page).to_have_title(f"2 deliveries, 1 failed · {mock.project_id} · mockwrite")


def test_what_is_new_in_another_project_is_said_and_one_click_away(mock: MockAppwrite, page: Page) -> None:
    shop = Given(mock.instance.create_project("shop"))
    news = page.get_by_role("button", name=re.compile("new in shop"))
    shop.message("sms", content="one")
    shop.message("sms", content="two")
    expect(news).to_have_text("2 new in shop")
    expect(page.locator("#project option[value=shop]")).to_have_text("shop (2 new)")
    news.click()
    expect(page.locator(".row-what")).to_have_text(["two", "one"])
    expect(page.get_by_label("Project", exact=True)).to_have_value("shop")
    expect(news).to_have_count(0)
    mock.given.message("sms", content="meanwhile")
    expect(page.get_by_role("button", name=f"1 new in {mock.project_id}")).to_be_visible()
    mock.instance.remove_project("shop")


def test_a_fault_is_set_by_a_form_and_from_a_delivery(mock: MockAppwrite, page: Page) -> None:
    cleo = mock.given.user(email="cleo@example.com", phone="+15551234567")
    mock.given.message("email", users=[cleo], subject="first")
    page.locator(ROWS).click()
    page.get_by_role("button", name="Fail the next to cleo@example.com").click()
    form = page.locator(".fault-form")
    expect(form.get_by_label("To whom")).to_have_value("cleo@example.com")
    expect(form.get_by_label("Channel")).to_have_value("email")
    # A device token is nothing that an e-mail has.
    expect(form.locator("option[value=expired_token]")).to_have_count(0)
    form.get_by_label("With what").select_option("bounced")
    form.get_by_label("Error text").fill("550 Gone fishing")
    form.get_by_role("button", name="Set this fault").click()
    expect(page.locator(".card")).to_contain_text("the next e-mail to cleo@example.com")
    mock.given.message("email", users=[cleo], subject="second")
    mock.given.message("email", users=[cleo], subject="third")
    assert [failed.error for failed in mock.outbox.failed] == ["550 Gone fishing"]
    assert [sent.subject for sent in mock.outbox] == ["first", "third"]


def test_a_form_that_is_being_filled_in_survives_what_happens_meanwhile(mock: MockAppwrite, page: Page) -> None:
    page.get_by_role("button", name="Faults").click()
    page.get_by_label("To whom").fill("*@exam")
    mock.faults.fail_delivery("bounced", name="from a test")
    expect(page.locator(".card")).to_contain_text("from a test")
    expect(page.get_by_label("To whom")).to_have_value("*@exam")
    expect(page.get_by_label("To whom")).to_be_focused()


def test_header_and_clock_make_room_on_a_phone(mock: MockAppwrite, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    mock.given.message("sms", content="Hi")
    clock, moves = page.locator("#clock"), page.get_by_role("button", name="+1 day")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(clock).to_be_visible()
    page.wait_for_function("document.getElementById('clock').offsetHeight < 50")
    expect(moves).to_be_hidden()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(moves).to_be_visible()
    page.locator(ROWS).click()
    for hidden in (clock, page.locator(".search"), page.locator(".filters")):
        expect(hidden).to_be_hidden()
    page.get_by_role("button", name="Timeline").click()
    expect(page.locator(".search")).to_be_visible()


def test_all_messages_without_a_delivery_can_be_reached(mock: MockAppwrite, page: Page) -> None:
    nobody = mock.given.topic(id="nobody")
    for number in range(60):
        mock.given.message("email", subject=f"lost {number}", topics=[nobody])
    page.reload()
    expect(page.get_by_role("heading", name="60 messages failed before anybody got them")).to_be_visible()
    page.get_by_role("button", name="and 56 more messages without a delivery").click()
    expect(page.locator(".unsent-row")).to_have_count(60)
    page.get_by_role("button", name="Show fewer").click()
    expect(page.locator(".unsent-row")).to_have_count(4)


def test_a_project_that_does_not_exist_is_said_and_those_that_do_are_one_click_away(
    mock: MockAppwrite, page: Page
) -> None:
    gone = page.url.replace(mock.project_id, "of-a-test-that-ended")
    page.goto(gone)
    expect(page.get_by_role("heading", name="There is no project of-a-test-that-ended")).to_be_visible()
    expect(page.locator("#live")).to_have_text("the project is gone")
    # It comes by itself when it is made, as in the next run of a test with an id of its own.
    mock.instance.create_project("of-a-test-that-ended")
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    expect(page.locator("#live")).to_have_text("live")
    page.goto(gone.replace("of-a-test-that-ended", "another"))
    page.locator("#empty").get_by_role("button", name=mock.project_id).click()
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    expect(page.get_by_label("Project", exact=True)).to_have_value(mock.project_id)


@pytest.mark.parametrize("width", [768, 1024])
def test_the_clock_takes_one_row_on_a_tablet(mock: MockAppwrite, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    ada = mock.given.user(email="ada@example.com")
    mock.given.message("sms", users=[ada], content="nobody has a number")
    mock.given.message("email", users=[ada], scheduled_at="2031-01-01T00:00:00.000+00:00")
    mock.clock.freeze("2030-12-28T00:00:00Z")
    expect(page.locator(".clock-state")).to_have_text("frozen")
    expect(page.locator(".scheduled-button")).to_contain_text("1 scheduled")
    expect(page.locator(".scheduled-button")).to_contain_text("1 not sent")
    tops = "[...document.querySelectorAll('#clock > *')].filter(part => part.offsetHeight).map(part => part.getBoundingClientRect())"
    page.wait_for_function(f"{tops}.every((part, _, all) => part.top < all[0].bottom)")
