"""The outbox page in Chromium, as a person uses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from appwrite.client import Client
from appwrite.services.messaging import Messaging

from mockwrite.recording.reading import open_recording
from mockwrite.recording.writing import Recorder
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.full_project import PNG
from tests.chromium import new_context
from tests.held_answers import keep_the_question

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

ROWS = ".row:not(:has(.waiting-bar))"


@pytest.fixture
def messaging(mock: MockAppwrite) -> Messaging:
    """The official SDK, as an application has it."""
    return Messaging(Client().set_endpoint(mock.endpoint).set_project(mock.project_id).set_key(mock.api_key))


def test_three_messages_sent_by_the_sdk_appear_without_a_reload(
    mock: MockAppwrite, page: Page, messaging: Messaging
) -> None:
    for kind in ("sendgrid", "twilio", "fcm"):
        mock.given.provider(kind)
    mock.given.user(id="ada", email="ada@example.com", phone="+15551234567", push="token-ada")
    page.evaluate("window.stillTheSame = true")
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    messaging.create_email("unique()", subject="Welcome", content="Hello Ada", users=["ada"])
    expect(page.locator(ROWS)).to_have_count(1)
    messaging.create_sms("unique()", content="Your code is 1234", users=["ada"])
    messaging.create_push("unique()", title="Ride", body="It is here", users=["ada"])
    expect(page.locator(".row-to")).to_have_text(["token-ada", "+15551234567", "ada@example.com"])
    expect(page.get_by_role("button", name="All 3")).to_be_visible()
    assert page.evaluate("window.stillTheSame")


def test_an_email_is_shown_as_html_text_source_headers_and_attachments(mock: MockAppwrite, page: Page) -> None:
    file = mock.given.file(b"%PDF", name="invoice.pdf")
    html = '<p>Dear <b>Ada</b>, <a href="https://acme.example/pay">pay here</a></p>'
    mock.given.message(
        "email", subject="Your invoice", content=html, html=True, attachments=[f"{file.bucket_id}:{file.id}"]
    )
    page.locator(ROWS).click()
    expect(page.frame_locator("iframe.letter-frame").locator("b")).to_have_text("Ada")
    page.get_by_role("tab", name="Text", exact=True).click()
    expect(page.locator(".text-pane")).to_have_text("Dear Ada, pay here (https://acme.example/pay)")
    page.get_by_role("tab", name="Source").click()
    expect(page.locator(".source-pane")).to_have_text(html)
    page.get_by_role("tab", name="Headers").click()
    expect(page.locator(".headers-pane")).to_contain_text("Your invoice")
    page.get_by_role("tab", name="Attachments 1").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    assert download.value.suggested_filename == "invoice.pdf"
    page.get_by_role("tab", name="Links 1").click()
    expect(page.get_by_role("link", name="https://acme.example/pay")).to_have_attribute("rel", "noopener noreferrer")
    page.get_by_role("tab", name="Wire").click()
    expect(page.locator(".wire-pane")).to_contain_text("smtp")


def test_an_sms_and_a_push_are_shown_on_a_phone(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="Grüße – " + "x" * 70)
    mock.given.message("push", title="Ride", body="It is here", badge=3, data={"rideId": "r-1"}, color="#0f8a6b")
    page.locator(ROWS).nth(1).click()
    expect(page.locator(".chat-bubble")).to_contain_text("Grüße")
    expect(page.get_by_role("heading", name="2 segments UCS-2")).to_be_visible()
    expect(page.locator(".segments li")).to_have_count(2)
    page.locator(ROWS).nth(0).click()
    expect(page.locator(".notice-title")).to_have_text("Ride")
    expect(page.locator(".app-badge")).to_have_text("3")
    expect(page.locator(".phone-facts")).to_contain_text('"rideId": "r-1"')


def test_the_clock_is_advanced_and_the_scheduled_message_is_delivered(mock: MockAppwrite, page: Page) -> None:
    later = mock.clock.now() + timedelta(hours=20)
    mock.given.message("sms", content="See you tomorrow", scheduled_at=later)
    scheduled = page.locator(".scheduled-button")
    expect(scheduled).to_contain_text("1 scheduled, next in")
    scheduled.click()
    expect(page.locator("#panel")).to_contain_text("See you tomorrow")
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="+1 h").click()
    expect(page.locator("#toast")).to_have_text("Moved; nothing was due")
    assert not mock.outbox
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator(".row-what")).to_have_text(["See you tomorrow"])
    expect(scheduled).to_have_text("Nothing scheduled")


def test_the_clock_is_frozen_and_travels_to_the_next_message(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="Later", scheduled_at=mock.clock.now() + timedelta(days=3))
    page.get_by_role("button", name="Freeze").click()
    expect(page.locator("#clock")).to_contain_text("frozen")
    assert mock.clock.frozen
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".row-what")).to_have_text(["Later"])
    page.get_by_role("button", name="Resume").click()
    expect(page.locator("#clock")).not_to_contain_text("frozen")


def test_a_search_and_a_channel_narrow_the_list(mock: MockAppwrite, page: Page) -> None:
    ada, bob = mock.given.user(email="ada@example.com"), mock.given.user(email="bob@example.com")
    mock.given.message("email", users=[ada, bob], subject="Reset your password")
    mock.given.message("sms", content="Your code")
    expect(page.locator(ROWS)).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type('to:ada subject:"reset your"')
    expect(page.locator(".row-to")).to_have_text(["ada@example.com"])
    page.keyboard.press("Enter")
    expect(page.locator("#detail h1")).to_have_text("Reset your password")
    page.locator("#search").fill("colour:red")
    expect(page.locator("#search-problem")).to_contain_text("there is no field 'colour'")
    page.keyboard.press("Escape")
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_role("button", name="SMS").click()
    expect(page.locator(".row-what")).to_have_text(["Your code"])
    # The view is in the address, for a colleague.
    page.reload()
    expect(page.locator(".row-what")).to_have_text(["Your code"])


def test_what_failed_shows_why(mock: MockAppwrite, page: Page) -> None:
    page.get_by_role("button", name="Faults").click()
    page.get_by_role("button", name="Every e-mail bounces").click()
    expect(page.locator(".card")).to_contain_text("no match yet")
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")])
    expect(page.locator(".card")).to_contain_text("1 match")
    page.get_by_role("switch", name="Every e-mail bounces").uncheck(force=True)
    expect(page.locator("#fault-count")).to_be_hidden()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Failed 1").click()
    page.locator(ROWS).click()
    expect(page.locator(".outcome")).to_contain_text("Failed:")
    assert not mock.project.faults.rules[0].enabled


def test_a_message_that_nobody_got_is_shown_with_the_reason(mock: MockAppwrite, page: Page) -> None:
    provider = mock.given.provider("smtp", enabled=False)
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Lost")
    button = page.locator(".scheduled-button")
    expect(button).to_contain_text("1 not sent")
    button.click()
    page.locator("#panel").get_by_role("button", name="Why").click()
    expect(page.locator("#detail h1")).to_have_text("Lost")
    expect(page.locator(".why-pane")).to_contain_text(provider.name)


def test_calls_are_listed_with_what_was_refused(mock: MockAppwrite, page: Page, messaging: Messaging) -> None:
    messaging.create_sms("draft", content="Hi", draft=True)
    page.get_by_role("button", name="Calls").click()
    page.locator(ROWS).click()
    expect(page.locator("#detail")).to_contain_text("/v1/messaging/messages/sms")
    expect(page.locator("#detail")).to_contain_text('"messageId": "draft"')


def test_a_call_whose_query_is_no_utf_8_is_shown_as_it_was_sent(mock: MockAppwrite, page: Page) -> None:
    headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
    httpx.get(f"{mock.endpoint}/users?a=%ff&b=%20c", headers=headers)
    page.get_by_role("button", name="Calls").click()
    page.locator(ROWS).click()
    expect(page.locator("#detail")).to_contain_text("a=%ff")


def test_everything_can_be_done_from_the_keyboard(mock: MockAppwrite, page: Page) -> None:
    for subject in ("first", "second", "third"):
        mock.given.message("email", subject=subject)
    expect(page.locator(ROWS)).to_have_count(3)
    head = page.locator("#detail h1")
    for key, subject in (
        ("j", "third"),
        ("j", "second"),
        ("ArrowDown", "first"),
        ("k", "second"),
        ("ArrowUp", "third"),
    ):
        page.keyboard.press(key)
        expect(head).to_have_text(subject)
    page.keyboard.press("]")
    expect(page.get_by_role("tab", selected=True)).to_have_text("Source")
    page.keyboard.press("[")
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(head).to_have_count(0)
    for theme in ("light", "dark", ""):
        page.keyboard.press("t")
        expect(page.locator("html")).to_have_attribute("data-theme", theme)


def test_deliveries_are_deleted_one_and_all(mock: MockAppwrite, page: Page) -> None:
    for content in ("one", "two", "three"):
        mock.given.message("sms", content=content)
    expect(page.locator(ROWS)).to_have_count(3)
    page.locator(ROWS).nth(0).click()
    page.get_by_role("button", name="Delete this one").click()
    expect(page.locator(".row-what")).to_have_text(["two", "one"])
    keep_the_question(page)
    page.get_by_role("button", name="Clear").click()
    assert len(mock.outbox) == 2
    page.get_by_role("button", name="Really delete 2?").click()
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    assert not mock.outbox


@pytest.mark.full
def test_what_a_test_does_in_python_shows_on_the_open_page_at_once(mock: MockAppwrite, page: Page) -> None:
    page.evaluate("window.stillTheSame = true")
    mock.given.message("sms", content="Hi")
    expect(page.locator(ROWS)).to_have_count(1)
    empty = mock.snapshot()
    rule = mock.faults.fail_delivery("bounced")
    expect(page.locator("#fault-count")).to_have_text("1")
    rule.enabled = False
    expect(page.locator("#fault-count")).to_be_hidden()
    mock.given.message("sms", content="Hi again")
    expect(page.locator(ROWS)).to_have_count(2)
    empty.restore()
    expect(page.locator(ROWS)).to_have_count(1)
    mock.outbox.clear()
    expect(page.locator(ROWS)).to_have_count(0)
    mock.clock.freeze("2030-01-31T08:00:00Z")
    expect(page.locator("#clock")).to_contain_text("2030")
    expect(page.locator("#clock")).to_contain_text("frozen")
    assert page.evaluate("window.stillTheSame")


def test_another_project_is_one_choice_away(mock: MockAppwrite, page: Page) -> None:
    from mockwrite.given import Given

    other = Given(mock.instance.create_project("other"))
    other.message("sms", content="elsewhere")
    mock.given.message("sms", content="here")
    expect(page.locator(".row-what")).to_have_text(["here"])
    page.get_by_label("Project", exact=True).select_option("other")
    expect(page.locator(".row-what")).to_have_text(["elsewhere"])
    other.message("sms", content="and more")
    expect(page.locator(".row-what")).to_have_text(["and more", "elsewhere"])
    mock.instance.remove_project("other")


def test_at_400_pixels_everything_fits_and_the_way_back_is_there(mock: MockAppwrite, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    mock.given.message("email", subject="A subject that is long enough to need more than one line on a phone")
    mock.given.message("sms", content="x" * 400)
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator(ROWS).nth(0).click()
    expect(page.locator(".phone")).to_be_visible()
    expect(page.locator("html")).to_have_js_property("scrollWidth", 400)
    page.get_by_role("button", name="Timeline").click()
    page.locator(ROWS).nth(1).click()
    expect(page.locator("#detail h1")).to_contain_text("A subject")
    expect(page.locator("html")).to_have_js_property("scrollWidth", 400)


def test_why_names_everybody_and_answers_for_one_person(mock: MockAppwrite, page: Page) -> None:
    ada = mock.given.user(id="ada", email="ada@example.com", name="Ada")
    bob = mock.given.user(id="bob", phone="+15551234567", name="Bob")
    mock.given.message("email", users=[ada, bob])
    page.locator(ROWS).click()
    page.get_by_role("tab", name="Why").click()
    people = page.locator(".people li")
    expect(people).to_have_count(2)
    expect(page.locator(".people .marked")).to_contain_text("ada@example.com")
    page.get_by_label("About whom").fill("bob")
    page.get_by_role("button", name="Ask").click()
    expect(people).to_have_count(1)
    expect(people).to_contain_text("left out")
    page.get_by_label("About whom").fill("nobody")
    page.get_by_role("button", name="Ask").click()
    expect(page.locator(".why-pane .hint")).to_contain_text("nobody")


@contextmanager
def page_of_recording(path: Path, project_id: str, chromium: Browser) -> Iterator[Page]:
    """The outbox page of a recording, which a server of its own shows."""
    server = MockServer(strict_auth=True, project=project_id)
    server.adopt(open_recording(path).instance)
    with server, new_context(chromium) as context:
        shown = context.new_page()
        shown.goto(f"{server.url}/_mockwrite/")
        yield shown


def test_a_recording_is_shown_as_it_was(mock: MockAppwrite, chromium: Browser, tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "yesterday.jsonl", mock.instance)
    mock.given.provider("sendgrid", api_key="top-secret")
    mock.given.message("email", users=[mock.given.user(email="ada@example.com")], subject="Yesterday", html=True)
    recorder.close()
    with page_of_recording(tmp_path / "yesterday.jsonl", mock.project_id, chromium) as shown:
        shown.locator(ROWS).click()
        expect(shown.locator("#detail h1")).to_have_text("Yesterday")
        shown.get_by_role("tab", name="Wire").click()
        expect(shown.locator(".wire-pane")).to_contain_text("https://api.sendgrid.com/v3/mail/send")
        assert "top-secret" not in shown.content()


def test_a_code_is_copied_with_one_click(mock: MockAppwrite, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    mock.given.message("sms", content="Your code is 481 926, valid for 10 minutes.")
    page.locator(ROWS).first.click()
    page.get_by_title("Copy the code").click()
    expect(page.locator("#toast")).to_have_text("Code copied")
    assert page.evaluate("navigator.clipboard.readText()") == "481926"


@pytest.mark.full
def test_messages_that_nobody_got_stand_above_the_timeline(mock: MockAppwrite, page: Page) -> None:
    rows = page.locator("#unsent li")
    mock.given.message("sms", id="draft", content="Later", draft=True)
    page.reload()
    expect(rows).to_have_count(1)
    expect(page.get_by_role("heading", name="Waiting for the first message")).to_be_visible()
    mock.given.message("email", id="lost", subject="Lost", topics=[mock.given.topic(id="nobody")])
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("failed: There are no valid recipients.")
    expect(page.get_by_role("heading", name="1 message failed before anybody got it")).to_be_visible()
    expect(page).to_have_title(f"1 failed · {mock.project_id} · mockwrite")
    chips = page.locator("#channels button")
    page.get_by_role("button", name="Failed 1").click()
    expect(rows).to_have_count(1)
    rows.first.locator("button").click()
    expect(page.locator("#detail")).to_contain_text("Lost")
    chips.first.click()
    mock.given.message("sms", content="Hi")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(rows).to_have_count(2)


def test_a_scheduled_message_says_how_long_it_is_until_it_goes_out(mock: MockAppwrite, page: Page) -> None:
    mock.clock.freeze()
    mock.given.message("sms", content="Later", scheduled_at=mock.clock.now() + timedelta(hours=43))
    expect(page.locator(".unsent-row .row-what")).to_have_text("goes out in 1 day 19 h")
    mock.clock.advance(hours=40)
    expect(page.locator(".unsent-row .row-what")).to_have_text("goes out in 3 h")


def test_an_empty_outbox_says_where_to_point_an_sdk_of_any_language(mock: MockAppwrite, page: Page) -> None:
    key = mock.api_key
    page.reload()
    for value in (mock.endpoint, mock.project_id, key):
        expect(page.locator("#empty").get_by_text(value, exact=True)).to_be_visible()


def test_a_recorded_push_names_the_image_that_was_not_kept(
    mock: MockAppwrite, chromium: Browser, tmp_path: Path
) -> None:
    recorder = Recorder(tmp_path / "yesterday.jsonl", mock.instance)
    file = mock.given.file(PNG, name="map.png", bucket="maps", id="home")
    mock.given.message("push", image=file.reference)
    recorder.close()
    with page_of_recording(tmp_path / "yesterday.jsonl", mock.project_id, chromium) as shown:
        shown.locator(ROWS).click()
        expect(shown.locator(".notice-picture.absent")).to_contain_text("The file 'home' of the bucket 'maps' is not")


def test_enter_opens_what_was_just_typed(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="first")
    mock.given.message("sms", content="second")
    expect(page.locator(ROWS)).to_have_count(2)
    page.locator("#search").fill("first")
    page.keyboard.press("Enter")
    expect(page.locator(".chat-bubble")).to_have_text("first")
