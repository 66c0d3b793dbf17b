"""The outbox page under load: how long a step of scrolling takes, and whether memory grows with what it has seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect

pytestmark = pytest.mark.full

# The longest time from setting a position to the frame after it, over 60 steps down the list, in milliseconds.
SCROLL = """async (id) => {
  const node = document.getElementById(id), frame = () => new Promise(requestAnimationFrame);
  let longest = 0;
  for (let step = 1; step <= 60; step++) {
    await frame();
    const begin = performance.now();
    node.scrollTop = ((node.scrollHeight - node.clientHeight) * step) / 60;
    await frame();
    node.getBoundingClientRect();
    longest = Math.max(longest, performance.now() - begin);
  }
  return longest;
}"""


def many(world: MockAppwrite, count: int) -> None:
    """Add so many deliveries like the first one."""
    template = world.outbox[0]
    outbox = world.project.outbox
    for _ in range(count):
        number = outbox.next_number()
        outbox.add(replace(template, id=f"more{number}", number=number, to=f"+1555{number:07d}"))


def test_5_000_deliveries_and_500_failed_messages_scroll_in_less_than_100_ms_a_step(
    world: MockAppwrite, page: Page
) -> None:
    nobody = world.given.topic(id="nobody")
    for number in range(500):
        world.given.message("email", subject=f"lost {number}", topics=[nobody])
    world.given.message("sms", content="the first")
    many(world, 4_999)
    page.reload()
    expect(page.get_by_role("button", name="All 5,000")).to_be_visible()
    assert page.evaluate(SCROLL, "timeline") < 100
    page.get_by_role("button", name="and 496 more messages").click()
    expect(page.locator(".unsent-row")).to_have_count(500)
    assert page.evaluate(SCROLL, "unsent") < 100


def held(page: Page) -> tuple[float, int]:
    """The page's live memory in MB and how many nodes it has, after garbage was collected."""
    tools = page.context.new_cdp_session(page)
    tools.send("HeapProfiler.collectGarbage")
    used = tools.send("Runtime.getHeapUsage")["usedSize"] / 2**20
    nodes = tools.send("Memory.getDOMCounters")["nodes"]
    tools.detach()
    return used, nodes


def test_memory_is_flat_over_10_000_events(world: MockAppwrite, page: Page) -> None:
    world.given.message("sms", content="the first")
    page.locator(".row").first.click()
    expect(page.locator(".chat-bubble")).to_be_visible()
    seen, measured = 1, []
    for _ in range(40):
        many(world, 250)
        seen += 250
        expect(page.get_by_role("button", name=f"All {seen:,}")).to_be_visible()
        measured.append(held(page))
    # The first quarter fills what the page keeps at most; the rest may not add to it.
    (early, early_nodes), (late, late_nodes) = max(measured[:10]), max(measured[-10:])
    assert late < early + 2, measured
    assert late_nodes < early_nodes * 1.5, measured
