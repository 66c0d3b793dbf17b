"""axe-core on the outbox page in each of its states: light and dark, on a desk and on a phone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import new_context

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

AXE = Path(__file__).parents[1] / "sdk" / "node_modules" / "axe-core" / "axe.min.js"

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: cd tests/sdk && npm install"),
]

LOOK = """async () => (await axe.run()).violations.flatMap(({ id, nodes }) =>
  nodes.map(({ target, failureSummary }) => `${id} at ${target}: ${failureSummary}`))"""
LETTER = """<html lang="en"><head><title>Welcome</title></head><body><main><h1>Hi {{name}}</h1>
<p><a href="http://localhost:3000/go">Go</a></p></main></body></html>"""


def page_address(mock: MockAppwrite) -> str:
    """Where the page of a project is."""
    return f"{mock.endpoint.removesuffix('/v1')}/_mockwrite/?project={mock.project_id}"


def filled(mock: MockAppwrite) -> None:
    """Something of every kind: each channel, a failure, files, people with and without a name, faults, later ones."""
    given = mock.given
    for kind in ("sendgrid", "twilio", "fcm"):
        given.provider(kind)
    ada = given.user(id="ada", email="ada@example.com", phone="+15551234567", push="token-of-ada", name="Ada Lovelace")
    note = given.file(b"See you", name="note.txt")
    given.message(
        "email", users=[ada], subject="Welcome", content=LETTER, html=True, attachments=[f"{note.bucket_id}:{note.id}"]
    )
    given.message("sms", users=[ada], content="Your code is 481 926")
    given.message("push", users=[ada], title="Your ride", body="is here", badge=2, data={"id": "r"}, action="ride://1")
    given.message("sms", users=[ada], content="Later", scheduled_at=mock.clock.now() + timedelta(hours=2))
    given.message("email", id="lost", subject="Lost", topics=[given.topic(id="nobody")])
    mock.faults.fail_delivery("bounced", to="*@example.com", name="bounces")
    given.message("email", users=[ada], subject="Refused")


MAIL, CODE = ".row:has-text('Welcome')", ".row:has-text('Your code')"
# What is clicked to come to a state, and what shows that it is there.
STATES: dict[str, tuple[tuple[str, ...], str]] = {
    "list": ((), ".row-to"),
    "mail": ((MAIL,), ".letter-frame"),
    "headers": ((MAIL, "role=tab[name=/Headers/]"), ".headers-pane .facts"),
    "attachments": ((MAIL, "role=tab[name=/Attachments/]"), ".file-preview"),
    "links": ((MAIL, "role=tab[name=/Links/]"), ".links .tag"),
    "sms": ((CODE,), ".chat-bubble"),
    "push": ((".row:has-text('Your ride')",), ".notice"),
    "why": ((CODE, "role=tab[name=Why]"), ".people li"),
    "wire": ((CODE, "role=tab[name=Wire]"), ".wire-line"),
    "json": ((CODE, "role=tab[name=JSON]"), ".json-pane pre"),
    "failed": ((".row:has-text('Refused')",), ".outcome"),
    "failed before": ((".unsent-row >> nth=0",), ".summary"),
    "failed only": ((".chip:has-text('Failed')",), ".row-marks .failed"),
    "calls": ((".chip:has-text('Calls')",), ".empty h2"),
    "faults": (("#open-faults",), ".card"),
    "a fault for a delivery": ((CODE, "[title^='Fail the next']"), ".fault-form"),
    "relay": ((MAIL, "[title^=Relay]"), "#panel .ask"),
    "scheduled": ((".scheduled-button",), ".card"),
    "help": (("#open-help",), ".help-body"),
}
LOOKS: dict[str, tuple[Literal["light", "dark"], int]] = {
    "light": ("light", 1280),
    "dark": ("dark", 1280),
    "phone": ("light", 400),
    "phone, dark": ("dark", 400),
}


def reach(page: Page, address: str, clicks: tuple[str, ...], sign: str) -> None:
    """Open the page and click until a sign shows."""
    page.goto(address)
    page.wait_for_selector(".live.on")
    page.wait_for_selector(".row-to")
    for place in clicks:
        page.click(place)
    page.wait_for_selector(sign)


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(mock: MockAppwrite, chromium: Browser, look: str) -> None:
    scheme, width = LOOKS[look]
    found: dict[str, list[str]] = {}
    with new_context(
        chromium,
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    ) as context:
        page = context.new_page()

        def judge(state: str) -> None:
            page.add_script_tag(path=AXE)
            found[state] = page.evaluate(LOOK)

        page.goto(page_address(mock))
        page.wait_for_selector(".live.on")
        page.wait_for_selector(".empty .connect")
        judge("empty")
        filled(mock)
        for state, (clicks, sign) in STATES.items():
            reach(page, page_address(mock), clicks, sign)
            judge(state)
    assert not {state: problems for state, problems in found.items() if problems}
