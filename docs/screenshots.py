"""Takes the pictures of the outbox page in docs/images: `python docs/screenshots.py`. Look at them before you commit them.

It needs playwright (`pip install playwright`) and Chromium.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite

IMAGES = Path(__file__).parent / "images"
LETTER = """<!doctype html><html><head><style>
body { margin: 0; background: #f3efe8; color: #2b2620; font-family: Georgia, serif }
.card { max-width: 520px; margin: 28px auto; padding: 36px; border-radius: 12px; background: #fff }
h1 { margin: 0 0 12px; font-size: 26px }
a.button { display: inline-block; padding: 12px 22px; border-radius: 8px; background: #0f8a6b; color: #fff;
  font-family: sans-serif; text-decoration: none }
small { color: #8a8175 }
</style></head><body><div class="card"><h1>Welcome, Ada!</h1>
<p>Your account is ready. There is one thing left to do: confirm that this address is yours.</p>
<p><a class="button" href="https://acme.example/confirm?token=7f3a9c">Confirm my address</a></p>
<p>The link is valid for 24 hours. If you did not sign up, you can ignore this letter.</p>
<small>Acme Ltd, 1 Example Street · <a href="https://acme.example/unsubscribe">Unsubscribe</a></small>
</div></body></html>"""


def fill(mock: MockAppwrite) -> None:
    """Send a morning's messages of a small company."""
    given, clock = mock.given, mock.clock
    given.provider("sendgrid", name="SendGrid", from_name="Acme", from_email="hello@acme.example")
    given.provider("twilio", name="Twilio", from_="+15550009999")
    given.provider("fcm", name="Firebase")
    ada = given.user(
        id="ada", email="ada@example.com", phone="+4915112345678", name="Ada Lovelace", push="pixel-of-ada"
    )
    bob = given.user(id="bob", email="bob@example.com", phone="+15551234567", name="Bob Kahn", push="iphone-of-bob")
    eve = given.user(id="eve", email="eve@example.org", name="Eve Marder")
    news = given.topic(id="news", name="News", subscribers=[ada, bob])
    invoice = given.file(b"%PDF-1.7" * 900, name="invoice-2041.pdf")
    messages: list[tuple[str, dict[str, Any]]] = [
        ("sms", {"users": [bob], "content": "Your table for four is booked for 19:30."}),
        ("email", {"users": [eve], "subject": "Password reset", "content": "Follow https://acme.example/reset/abc"}),
        ("email", {"topics": [news], "subject": "What is new in March", "content": LETTER, "html": True}),
        ("sms", {"users": [ada], "content": "Your Acme code is 481 926. It is valid for 10 minutes."}),
        (
            "email",
            {
                "users": [bob],
                "subject": "Your invoice 2041",
                "content": "Dear Bob,\n\nattached is your invoice for March.",
                "attachments": [f"{invoice.bucket_id}:{invoice.id}"],
            },
        ),
        (
            "push",
            {
                "users": [ada, bob],
                "title": "Your ride is here",
                "body": "Marta is waiting at the corner in a blue car.",
                "badge": 3,
                "color": "#0f8a6b",
                "action": "ride://r-1842",
                "sound": "ding",
                "data": {"rideId": "r-1842", "driver": "Marta"},
            },
        ),
        ("email", {"users": [ada], "subject": "Welcome to Acme, Ada", "content": LETTER, "html": True}),
    ]
    for kind, values in messages:
        given.message(kind, **values)
        clock.advance(minutes=7, seconds=13)
    mock.faults.fail_delivery("expired_token", to="iphone-of-bob", name="Bob has a new phone")
    given.message("push", users=[bob], title="Your ride is over", body="How was it?")
    for hours, content in ((20, "See you tomorrow at nine"), (43, "Your appointment is in one hour")):
        given.message("sms", users=[bob], content=content, scheduled_at=clock.now() + timedelta(hours=hours))


def opened(
    browser: Browser,
    mock: MockAppwrite,
    *,
    dark: bool = False,
    width: int = 1120,
    height: int = 680,
    wait: str = ".row-to",
) -> Page:
    """Open the page of a project."""
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page.goto(f"{mock.endpoint.removesuffix('/v1')}/_mockwrite/?project={mock.project_id}")
    page.wait_for_selector(".live.on")
    page.wait_for_selector(wait)
    return page


def choose(page: Page, title: str) -> None:
    """Open the newest delivery with this title."""
    page.locator(".row", has_text=title).first.click()
    page.wait_for_selector(".head")


def take(page: Page, name: str) -> None:
    """Write a picture."""
    page.mouse.move(0, 0)
    # The frame of a mail loads by itself, and so does the font of its letters.
    page.wait_for_timeout(400)
    page.screenshot(path=IMAGES / f"page-{name}.png")
    page.close()


def main() -> None:
    """Take all pictures."""
    IMAGES.mkdir(exist_ok=True)
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with (
        MockServer(random_seed=7) as server,
        server.project("shop", frozen_time="2030-03-14T09:00:00+00:00") as mock,
        sync_playwright() as playwright,
    ):
        fill(mock)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        light = opened(browser, mock)
        choose(light, "Welcome to Acme")
        take(light, "light")
        dark = opened(browser, mock, dark=True)
        choose(dark, "Your ride is here")
        take(dark, "dark")
        why = opened(browser, mock)
        choose(why, "What is new in March")
        why.get_by_role("tab", name="Why").click()
        take(why, "why")
        narrow = opened(browser, mock, width=400)
        choose(narrow, "Your Acme code")
        take(narrow, "400")
        fault = opened(browser, mock)
        choose(fault, "Your invoice")
        fault.locator("[title^='Fail the next']").click()
        take(fault, "faults")
        coming = opened(browser, mock, dark=True)
        choose(coming, "Your ride is over")
        coming.locator(".scheduled-button").click()
        take(coming, "scheduled")
        failed = opened(browser, mock)
        failed.locator(".chip", has_text="Failed").click()
        choose(failed, "Your ride is over")
        take(failed, "failed")
        mock.outbox.clear()
        mock.given.message("email", subject="Nobody reads this", topics=[mock.given.topic(id="empty", name="Empty")])
        empty = opened(browser, mock, wait=".connect")
        take(empty, "empty")
        browser.close()


if __name__ == "__main__":
    main()
