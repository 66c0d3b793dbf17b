"""A mail on the outbox page: what is fetched on demand, looked at, checked and handed on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.api.full_project import PNG
from tests.other_server import NotedPage, running_server
from tests.smtp_inbox import running_inbox

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect


@pytest.fixture
def pictures() -> Iterator[tuple[str, type[NotedPage]]]:
    """The address of a server of another origin that has a picture, and its handler."""
    with running_server(NotedPage, hits=[], content=PNG, media_type="image/png") as running:
        yield running


def test_remote_images_are_fetched_on_demand_only(
    mock: MockAppwrite, page: Page, pictures: tuple[str, type[NotedPage]]
) -> None:
    address, handler = pictures
    content = f'<h1>Hello</h1><img src="{address}/a.png" alt="a"><script>fetch("{address}/script")</script>'
    mock.given.message("email", content=content, html=True)
    page.locator(".row").click()
    picture = page.frame_locator("iframe.letter-frame").locator("img")
    expect(picture).to_have_js_property("naturalWidth", 0)
    assert handler.hits == []
    page.get_by_role("button", name="Remote images").click()
    expect(picture).to_have_js_property("naturalWidth", 1)
    assert handler.hits == [("/a.png", None)]
    page.get_by_role("button", name="Remote images").click()
    expect(picture).to_have_js_property("naturalWidth", 0)


def test_a_mail_without_remote_images_offers_none(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("email", content='<img src="data:image/png;base64,AA==" alt="">', html=True)
    page.locator(".row").click()
    expect(page.get_by_role("button", name="Dark", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Remote images")).to_have_count(0)


@pytest.mark.parametrize(
    ("style", "shown"),
    [("@media (prefers-color-scheme: dark) { h1 { color: rgb(1, 2, 3) } }", "dark"), ("h1 { margin: 0 }", "inverted")],
)
def test_the_dark_preview_takes_the_dark_colours_of_the_mail_or_turns_its_colours_round(
    mock: MockAppwrite, page: Page, style: str, shown: str
) -> None:
    mock.given.message("email", content=f"<style>{style}</style><h1>Hello</h1>", html=True)
    page.locator(".row").click()
    heading = page.frame_locator("iframe.letter-frame").locator("h1")
    expect(heading).not_to_have_css("color", "rgb(1, 2, 3)")
    page.get_by_role("button", name="Dark", exact=True).click()
    frame = page.locator("iframe.letter-frame")
    expect(frame).to_have_css("filter", "none" if shown == "dark" else "invert(0.92) hue-rotate(180deg)")
    if shown == "dark":
        expect(heading).to_have_css("color", "rgb(1, 2, 3)")


def test_attachments_that_are_pictures_and_texts_are_previewed(mock: MockAppwrite, page: Page) -> None:
    files = [
        mock.given.file(PNG, name="map.png"),
        mock.given.file(b"<b>name</b>,1\n" * 1000, name="list.csv"),
        mock.given.file(b"%PDF-1.7" * 900, name="invoice.pdf"),
    ]
    mock.given.message("email", attachments=[f"{file.bucket_id}:{file.id}" for file in files])
    page.locator(".row").click()
    page.get_by_role("tab", name="Attachments 3").click()
    expect(page.locator("img.file-picture")).to_have_js_property("naturalWidth", 1)
    expect(page.locator(".file-preview pre")).to_contain_text("<b>name</b>,1")
    expect(page.locator(".file-preview")).to_have_count(2)
    expect(page.locator("li", has_text="invoice.pdf")).to_contain_text("No preview: download it to read it.")
    assert len(page.locator(".file-preview pre").inner_text()) <= 4001


def test_links_are_checked_without_following_them(mock: MockAppwrite, page: Page) -> None:
    links = {
        "https://acme.example/confirm?token={{token}}": "a placeholder is left in it",
        "#": "leads nowhere",
        "/reset": "is relative",
        "http://localhost:3000/reset": "only your own network",
        "http://acme.example/": "is not encrypted",
        "javascript:alert(1)": "remove scripts",
    }
    fine = ["https://acme.example/fine", "mailto:help@acme.example", "tel:+15550001"]
    content = "".join(f'<p><a href="{link}">x</a></p>' for link in [*links, *fine])
    mock.given.message("email", content=content, html=True)
    page.locator(".row").click()
    page.get_by_role("tab", name=f"Links {len(links) + len(fine)}, {len(links)} to check").click()
    for link, trouble in links.items():
        row = page.locator(".links li").filter(has=page.get_by_text(link, exact=True))
        expect(row.locator(".tag")).to_contain_text(trouble)
    expect(page.locator(".links .tag")).to_have_count(len(links))


@pytest.mark.parametrize(
    ("channel", "values", "left"),
    [
        ("email", {"subject": "Hi {{name}}", "content": "Your code, %recipient%: ${code}"}, "{{name}}, %recipient%, ${code}"),
        ("sms", {"content": "Hi [[name]], <%= code %>"}, "[[name]], <%= code %>"),
        ("push", {"title": "Hi *|FNAME|*", "body": "there"}, "*|FNAME|*"),
    ],
)  # fmt: skip
def test_placeholders_that_nobody_filled_in_are_named(
    mock: MockAppwrite, page: Page, channel: Literal["email", "sms", "push"], values: dict[str, Any], left: str
) -> None:
    mock.given.message(channel, **values)
    page.locator(".row").click()
    expect(page.locator(".attempts")).to_have_text(f"Not filled in: {left}")


def test_a_text_with_percent_signs_has_nothing_to_fill_in(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("email", subject="20% off, 5 % of {all}", content="100%, 50% and a{b}c", html=False)
    page.locator(".row").click()
    expect(page.locator(".head h1")).to_have_text("20% off, 5 % of {all}")
    expect(page.locator(".attempts")).to_have_count(0)


def test_a_mail_is_handed_on_to_a_server_that_is_asked_for(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("email", subject="Hand me on", content="Hello")
    page.locator(".row").click()
    with running_inbox() as (address, inbox):
        page.get_by_role("button", name="Relay").click()
        page.get_by_label("SMTP server").fill(address)
        page.get_by_role("button", name="Hand on").click()
        expect(page.locator(".handed-on")).to_have_text("relay: sent")
        assert len(inbox.mails) == 1
    page.get_by_role("button", name="Relay").click()
    page.get_by_label("SMTP server").fill(address)
    page.get_by_role("button", name="Hand on").click()
    expect(page.locator(".outcome")).to_contain_text("relay: ")
