"""The outbox page under load: how long a step of scrolling takes, and whether memory grows with what it has seen."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

pytestmark = pytest.mark.full

# Goes down the list in 60 steps, each in a frame of its own; says how many rows were in the page at most.
SCROLL = """async (id) => {
  const node = document.getElementById(id), frame = () => new Promise(requestAnimationFrame);
  let most = 0;
  for (let step = 1; step <= 60; step++) {
    await frame();
    node.scrollTop = ((node.scrollHeight - node.clientHeight) * step) / 60;
    await frame();
    node.getBoundingClientRect();
    most = Math.max(most, node.querySelectorAll(".row").length);
  }
  return most;
}"""


def scrolled(page: Page, id: str) -> tuple[float, int]:
    """Scroll a list to its end: the milliseconds of work a step, and the most rows that were in the page.

    The work is the processor time of the page's thread, so it does not depend on what else the machine does.
    """
    tools = page.context.new_cdp_session(page)
    tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def worked() -> float:
        metrics = tools.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    before = worked()
    rows = page.evaluate(SCROLL, id)
    work = (worked() - before) * 1000 / 60
    tools.detach()
    return work, rows


def many(mock: MockAppwrite, count: int) -> None:
    """Add so many deliveries like the first one."""
    template = mock.outbox[0]
    outbox = mock.project.outbox
    for _ in range(count):
        number = outbox.next_number()
        outbox.add(replace(template, id=f"more{number}", number=number, to=f"+1555{number:07d}"))


def test_5_000_deliveries_and_500_failed_messages_scroll_in_less_than_100_ms_a_step(
    mock: MockAppwrite, page: Page
) -> None:
    nobody = mock.given.topic(id="nobody")
    for number in range(500):
        mock.given.message("email", subject=f"lost {number}", topics=[nobody])
    mock.given.message("sms", content="the first")
    many(mock, 4_999)
    page.reload()
    expect(page.get_by_role("button", name="All 5,000")).to_be_visible()
    work, rows = scrolled(page, "timeline")
    assert work < 100
    assert rows < 100, "all rows are in the page, not only those near what is seen"
    page.get_by_role("button", name="and 496 more messages").click()
    expect(page.locator(".unsent-row")).to_have_count(500)
    work, _ = scrolled(page, "unsent")
    assert work < 100


def held(page: Page) -> tuple[float, int]:
    """The page's live memory in MB and how many nodes it has, after garbage was collected."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.collectGarbage")
    used = tools.send("Runtime.getHeapUsage")["usedSize"] / 2**20
    nodes = tools.send("Memory.getDOMCounters")["nodes"]
    tools.detach()
    return used, nodes


def test_memory_is_flat_over_10_000_events(mock: MockAppwrite, page: Page) -> None:
    mock.given.message("sms", content="the first")
    page.locator(".row").first.click()
    expect(page.locator(".chat-bubble")).to_be_visible()
    measured = []
    for seen in range(101, 10_002, 100):
        # No more at once than the page fetches at once: so it has each of them, and has to let the older ones go.
        many(mock, 100)
        expect(page.get_by_role("button", name=f"All {seen:,}")).to_be_visible()
        if seen % 400 == 1:
            measured.append(held(page))
    # The first fifth fills what the page keeps at most; the rest may not add to it. What a page holds only while it draws does
    # not count, so the least of some is taken. Pages that were never let go would add 1 MB.
    settled, late = measured[5:12], measured[-7:]
    assert min(used for used, _ in late) < min(used for used, _ in settled) + 0.7, measured
    assert min(nodes for _, nodes in late) < min(nodes for _, nodes in settled) * 1.5, measured


def test_50_000_records_open_and_scroll_and_are_fetched_by_pages(
    mock: MockAppwrite, chromium: Browser, page: Page
) -> None:
    mock.given.message("sms", content="the first")
    (template,) = mock.outbox
    for number in range(1, 50_000):
        mock.project.outbox.add(
            replace(template, id=f"more{number}", number=mock.project.outbox.next_number(), to=f"+1555{number:07d}")
        )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.get_by_role("button", name="All 50,000")).to_be_visible()
    expect(page.locator(".row-to").first).to_have_text("+15550049999")
    assert page.locator(".row").count() < 60
    for position in (0.25, 0.5, 0.75):
        page.locator("#timeline").evaluate(f"node => node.scrollTop = node.scrollHeight * {position}")
        expect(page.locator(".waiting-bar")).to_have_count(0)
    page.locator("#timeline").evaluate("node => node.scrollTop = node.scrollHeight")
    expect(page.locator(".row-to").last).to_have_text(template.to)
    assert page.locator(".row").count() < 60
    lists = [url for url in asked if re.search(r"/outbox\?", url)]
    assert 0 < len(lists) < 20
    assert all(int(re.findall(r"limit=(\d+)", url)[0]) <= 100 for url in lists)
