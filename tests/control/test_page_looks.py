"""The outbox page where there is little room or little to say: what is told, cut off, folded, faded out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import new_context
from tests.served_project import ask_for_recovery

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

ROWS = ".row:not(:has(.waiting-bar))"
PHONE, TABLET, DESK = 400, 900, 1280
NOT_FADED = "none"


def set_width(page: Page, width: int) -> None:
    """Make the window so wide."""
    page.set_viewport_size({"width": width, "height": 800})


def expect_whole(page: Page, text: str, *, whole: bool = True) -> None:
    """Wait until the text with this selector, on one line, is shown to its last letter, or is cut off."""
    page.wait_for_function(
        """([text, whole]) => {
          const node = document.querySelector(text);
          return node?.clientWidth > 0 && (node.scrollWidth <= node.clientWidth) === whole;
        }""",
        arg=[text, whole],
    )


def test_a_project_that_is_missing_is_told_at_once_with_twelve_that_are_there(
    mock: MockAppwrite, chromium: Browser, page: Page
) -> None:
    made = [mock.instance.create_project(f"shop-{number}").id for number in range(13)]
    with new_context(chromium) as context:
        shown = context.new_page()
        # Nothing is asked for on a beat, so only the stream that is refused can tell.
        shown.add_init_script("window.setInterval = () => 0")
        shown.goto(page.url.replace(mock.project_id, "shop"))
        empty = shown.locator("#empty")
        expect(empty.get_by_role("heading")).to_have_text("There is no project shop")
        expect(empty).to_contain_text("It was never made, or it has ended")
        expect(empty.get_by_text("There are:")).to_be_visible()
        expect(empty.get_by_role("button")).to_have_text(made[1:])
        # The name that was asked for stands in the choice, not one that was not.
        expect(shown.get_by_label("Project", exact=True)).to_have_value("shop")
        expect(shown.locator("#clock")).to_be_hidden()
    for id in made:
        mock.instance.remove_project(id)


def test_a_value_to_connect_with_is_copied_with_one_click(mock: MockAppwrite, page: Page) -> None:
    key = mock.api_key
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.reload()
    # Where a key is too long to be shown, its whole is told by the hint.
    page.get_by_title(f"Copy {key}", exact=True).click()
    expect(page.locator("#toast")).to_have_text("API key copied")
    assert page.evaluate("navigator.clipboard.readText()") == key


def test_a_long_key_is_one_line_to_be_copied(mock: MockAppwrite, page: Page) -> None:
    key = mock.api_key
    assert len(key) > 200
    page.reload()
    text = "#empty dd:last-child .code-text"
    expect(page.locator(text)).to_have_text(key)
    expect_whole(page, text, whole=False)
    expect(page.locator(text)).to_have_css("white-space", "nowrap")


def test_a_message_that_nobody_got_is_cut_off_and_its_reason_told_by_a_hint(mock: MockAppwrite, page: Page) -> None:
    set_width(page, PHONE)
    mock.given.message("email", subject="שלום " * 60, topics=[mock.given.topic(id="nobody")])
    row = page.locator(".unsent-row")
    expect(row.locator(".row-what")).to_have_attribute("title", re.compile("no valid recipients"))
    expect_whole(page, ".unsent-row b", whole=False)
    # From right to left it is cut off at its end, on the left.
    expect(row.locator("b")).to_have_css("direction", "rtl")
    expect(row.locator(".tag")).to_be_in_viewport(ratio=1)


def test_a_row_is_cut_off_at_the_end_of_what_it_says(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="שלום עולם " * 30)
    expect(page.locator(".row-what")).to_have_css("direction", "rtl")


def test_an_address_is_cut_off_before_the_name_is(mock: MockAppwrite, page: Page) -> None:
    ada = mock.given.user(email=f"lovelace@{'long-' * 9}example.com", name="Ada Lovelace")
    ask_for_recovery(mock, ada.email or "")
    expect(page.locator(".row .tag")).to_have_text("recovery")
    expect_whole(page, ".row-person")
    expect_whole(page, ".row-to", whole=False)
    expect_whole(page, ".row .tag")


def test_who_is_asked_about_may_be_named_in_three_ways(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="Hi")
    page.locator(ROWS).click()
    page.get_by_role("tab", name="Why").click()
    expect(page.get_by_placeholder("user, address or token")).to_be_visible()


def test_beside_the_timeline_of_a_tablet_a_message_is_laid_out_as_on_a_phone(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("email", subject="Hello", content="<p>Hi</p>", html=True)
    page.locator(ROWS).click()
    page.get_by_role("tab", name="Why").click()
    expect(page.locator(".people li")).to_have_count(1)
    for width, side, faded, way in (
        (DESK, "auto", re.compile(NOT_FADED), "right"),
        (TABLET, "1", re.compile("linear-gradient"), "left"),
        (PHONE, "1", re.compile("linear-gradient"), "left"),
    ):
        set_width(page, width)
        # The marks and buttons have a line of their own, and the tabs that do not fit fade out.
        expect(page.locator(".head-side")).to_have_css("grid-column-start", side)
        expect(page.locator(".tabs")).to_have_css("mask-image", faded)
        expect(page.locator(".way")).to_have_css("text-align", way)


def test_the_filters_of_a_phone_fade_out_before_the_dot(mock: MockAppwrite, page: Page) -> None:
    expect(page.locator("#channels")).to_have_css("mask-image", NOT_FADED)
    set_width(page, PHONE)
    expect(page.locator("#channels")).to_have_css("mask-image", re.compile("linear-gradient"))
    expect(page.locator("#live")).to_be_in_viewport(ratio=1)
    expect(page.locator(".live-word")).to_be_hidden()
