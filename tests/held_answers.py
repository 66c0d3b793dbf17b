"""Answers of the control API that reach the outbox page when a test says so: what a slow network does by chance."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from mockwrite.testing.mock_appwrite import MockAppwrite

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What is asked for on a fixed beat would come in between, so there is no beat.
_HOLD = """
window.setInterval = () => 0;
const now = window.fetch;
const waiting = [];
window.heldAnswers = "(nothing)";
window.giveNewest = () => waiting.pop()();
window.giveOldest = () => waiting.shift()();
window.fetch = async (address, options) => {
  const held = options.method === "GET" && new RegExp(window.heldAnswers).test(address);
  const answer = await now(address, options);
  if (!held) return answer;
  const body = await answer.text();
  await new Promise((give) => {
    waiting.push(give);
    document.documentElement.dataset.held = Number(document.documentElement.dataset.held ?? 0) + 1;
  });
  return new Response(body, answer);
};
"""


class HeldAnswers:
    """The answers that a page waits for; each tells what was so when it was asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.add_init_script(_HOLD)
        page.reload()
        page.wait_for_selector(".live.on")

    def hold(self, path: str) -> None:
        """Hold what is asked for from now on with a path that has this last part."""
        self.hold_matching(f"/{re.escape(path)}(\\?|$)")

    def hold_matching(self, pattern: str) -> None:
        """Hold what is asked for from now on at addresses that match."""
        self._page.evaluate("pattern => { window.heldAnswers = pattern }", pattern)

    def hold_nothing_more(self) -> None:
        """Let through what is asked for from now on."""
        self.hold_matching("(nothing)")

    def wait_for(self, number: int) -> None:
        """Wait until so many have been held since the page was opened."""
        expect(self._page.locator("html")).to_have_attribute("data-held", str(number))

    def give_newest(self) -> None:
        """Let the page have the one that it asked for last."""
        self._page.evaluate("giveNewest()")

    def give_oldest(self) -> None:
        """Let the page have the one that it has waited for longest."""
        self._page.evaluate("giveOldest()")


def keep_the_question(page: Page) -> None:
    """Let the question whether to delete stand: it is taken back after four seconds, which a busy machine may need to answer it."""
    page.evaluate("""() => {
      const real = window.setTimeout;
      window.setTimeout = (call, wait) => (wait === 4000 ? 0 : real(call, wait));
    }""")


def settle(page: Page, mock: MockAppwrite) -> None:
    """Wait until the page has drawn whatever happened: it reads on only when all that it had to read is drawn."""
    rules = mock.faults.rules
    for number in (len(rules) + 1, len(rules) + 2):
        mock.faults.fail_delivery("bounced", to="nobody@example.com")
        expect(page.locator("#fault-count")).to_have_text(str(number))
