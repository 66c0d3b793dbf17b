"""What neither a hostile message nor a page of another origin can do to the outbox page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.chromium import new_context
from tests.other_server import NotedPage, running_server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip(
    "playwright.sync_api", reason="the tests of the outbox page need playwright: pip install playwright"
)

from playwright.sync_api import expect


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, type[NotedPage]]]:
    """The address of a server of another origin, and its handler."""
    with running_server(NotedPage, hits=[]) as running:
        yield running


def test_a_hostile_email_does_nothing_outside_its_frame(
    mock: MockAppwrite, page: Page, elsewhere: tuple[str, type[NotedPage]]
) -> None:
    address, handler = elsewhere
    mock.given.message(
        "email",
        subject="Hostile",
        html=True,
        content=f"""
            <h1>Hello</h1>
            <script>fetch("{address}/script"); top.document.title = "taken"; top.location = "{address}/top"</script>
            <img src="{address}/image" onerror="parent.taken = true"><link rel="stylesheet" href="{address}/style">
            <style>@import "{address}/import"; h1 {{ background: url({address}/background) }}</style>
            <iframe src="{address}/frame"></iframe><meta http-equiv="refresh" content="0; url={address}/refresh">
            <form action="{address}/form" method="post" target="_top"><button>Press me</button></form>
            <a href="{address}/link" target="_top">Follow me</a><a href="{address}/self">And me</a>""",
    )
    page.locator(".row").click()
    letter = page.frame_locator("iframe.letter-frame")
    expect(letter.get_by_role("heading", name="Hello")).to_be_visible()
    letter.get_by_role("button", name="Press me").click()
    letter.get_by_role("link", name="Follow me").click()
    letter.get_by_role("link", name="And me").click(no_wait_after=True)
    # The source tab shows markup as text.
    page.get_by_role("tab", name="Source").click()
    expect(page.locator(".source-pane pre")).to_contain_text("<script>fetch(")
    assert handler.hits == []
    expect(page).to_have_title(f"1 delivery · {mock.project_id} · mockwrite")
    assert page.url.startswith(mock.endpoint.removesuffix("/v1"))
    assert page.evaluate("window.taken") is None


ATTACK = """
<script>
const target = "{target}";
const tries = {
  read: () => fetch(target + "/outbox"),
  blind: () => fetch(target + "/outbox", { mode: "no-cors", method: "POST", body: "{}" }),
  remove: () => fetch(target + "/outbox", { method: "DELETE" }),
  reset: () => fetch(target + "/projects/{project}/reset", { method: "POST", mode: "no-cors", body: "{}" }),
  fault: () => fetch(target + "/faults", { method: "POST", mode: "no-cors", body: '{"channel":"sms","failure":"throttled"}' }),
  events: () => new Promise((resolve, reject) => {
    const stream = new EventSource(target + "/events");
    stream.onopen = resolve;
    stream.onerror = reject;
  }),
};
window.results = {};
window.done = Promise.all(Object.entries(tries).map(async ([name, attempt]) => {
  try {
    const answer = await attempt();
    window.results[name] = answer.type === "opaque" ? "unreadable" : await answer.text();
  } catch (error) {
    window.results[name] = "refused";
  }
}));
</script>
<iframe src="{target}/"></iframe><img src="{target}/outbox">
<form method="post" enctype="text/plain" action="{target}/projects/{project}/reset"><button>Win a prize</button></form>
"""


def attack(mock: MockAppwrite, target: str) -> bytes:
    """A page that tries to read and change the outbox of a project."""
    return ATTACK.replace("{target}", target).replace("{project}", mock.project_id).encode()


def test_a_page_of_another_origin_reads_and_changes_nothing(
    mock: MockAppwrite, chromium: Browser, elsewhere: tuple[str, type[NotedPage]]
) -> None:
    address, handler = elsewhere
    mock.given.message("sms", content="private")
    project = mock.project
    handler.content = attack(mock, f"{mock.endpoint.removesuffix('/v1')}/_mockwrite")
    with new_context(chromium) as context:
        visited = context.new_page()
        visited.goto(address)
        visited.evaluate("window.done")
        results = visited.evaluate("window.results")
        assert set(results.values()) <= {"refused", "unreadable"}, results
        assert results["read"] == results["remove"] == results["events"] == "refused"
        visited.get_by_role("button", name="Win a prize").click()
        expect(visited.locator("body")).to_contain_text("may not use the control API")
    assert mock.instance.projects[mock.project_id] is project
    assert len(project.outbox) == 1
    assert not project.faults


def test_a_name_that_was_rebound_to_this_machine_is_refused(mock: MockAppwrite, chromium: Browser) -> None:
    port = mock.endpoint.rpartition(":")[2].removesuffix("/v1")
    with new_context(chromium) as context:
        visited = context.new_page()
        answer = visited.goto(f"http://rebound.example:{port}/_mockwrite/outbox?project={mock.project_id}")
        assert answer is not None
        assert answer.status == 403
        own = "fetch('/_mockwrite/outbox').then(answer => answer.status)"
        assert visited.evaluate(own) == 403
