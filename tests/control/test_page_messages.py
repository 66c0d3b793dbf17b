"""The outbox page in Chromium: messages of unusual content, as a person reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.full_project import PNG

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

ROWS = ".row:not(:has(.waiting-bar))"


def test_a_subject_of_900_characters_leaves_room_for_the_letter(mock: MockAppwrite, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 700})
    mock.given.message("email", subject="long " * 180, content="The letter itself")
    page.locator(ROWS).first.click()
    expect(page.get_by_text("The letter itself").last).to_be_in_viewport()


def test_a_push_without_title_is_not_said_to_lack_a_subject(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("push", title="", body="", data={"silent": "1"})
    page.locator(ROWS).first.click()
    expect(page.locator(".head h1")).to_have_text("(no title)")


def test_a_push_shows_its_image_and_looking_at_it_is_no_call(mock: MockAppwrite, page: Page) -> None:
    file = mock.given.file(PNG, name="map.png")
    mock.given.message("push", image=file.reference)
    page.locator(ROWS).first.click()
    expect(page.locator("img.notice-picture")).to_have_js_property("naturalWidth", 1)
    assert mock.journal.total == 0


def test_right_to_left_texts_stand_on_the_right_and_turn_nothing_else_round(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="שלום עולם")
    mock.given.message("email", subject="\u202egnp.exe", content="safe")
    row = page.locator(ROWS, has_text="safe")
    expect(row.locator(".row-what b")).to_have_css("unicode-bidi", "isolate")
    page.locator(ROWS, has_text="שלום").click()
    expect(page.locator(".chat-bubble")).to_have_css("unicode-bidi", "plaintext")
