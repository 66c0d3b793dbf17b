"""js/README.md: its blocks are copied out of it into an empty folder, and run."""

from __future__ import annotations

import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import mockwrite
from tests.chromium import FLAGS, PATIENCE, PROGRAMS
from tests.javascript_runners import JEST, PLAYWRIGHT, VITEST
from tests.js.npm import NEEDS_NODE, PACKAGE, commands, fill, installed_by_the_readme, run, section

pytestmark = NEEDS_NODE

CONTAINERS = (PACKAGE.parent / "docs" / "containers.md").read_text(encoding="utf-8")


def files_of(title: str) -> dict[str, str]:
    """Return the files of a section: the first line of each names it. One that is no module has a folder that is none."""
    named = [re.match(r"// (\S+)\n", block.code) for block in section(title) if block.language == "js"]
    return {name[1]: name.string for name in named if name} | {"package.json": '{"private": true}'}


def started_as_the_readme_says(title: str, command: tuple[str, ...]) -> tuple[str, ...]:
    """Return a command with our patience, when it is the one of the README."""
    typed = commands(section(title))[-1].split()
    assert typed == list(command[: len(typed)])
    return command


def test_a_vitest_project_of_three_tests(application: Path) -> None:
    folder = fill(application / "vitest", files_of("Vitest"))
    assert "3 passed" in run(folder, *started_as_the_readme_says("Vitest", VITEST))


def test_a_failing_test_says_what_the_readme_says(application: Path) -> None:
    files = files_of("Vitest")
    files["welcome.test.js"] = files["welcome.test.js"].replace(
        "to: 'ada@example.com', subject: 'Welcome'", "to: 'ada@example.com', subject: 'Welcom'"
    )
    said = run(fill(application / "vitest-fails", files), *VITEST, fails=True)
    assert "1 failed | 2 passed" in said
    shown = next(block.code for block in section("Vitest") if block.language == "")
    # The id of a project is new each time.
    before, after = shown.strip().split("6b0b…")
    assert re.search(re.escape(before) + r"\w+" + re.escape(after), said), said


def test_a_jest_project(application: Path) -> None:
    folder = fill(application / "jest", files_of("Jest"))
    assert "1 passed" in run(folder, *started_as_the_readme_says("Jest", JEST))


def test_a_jest_project_of_es_modules(application: Path) -> None:
    files = files_of("Jest")
    module = re.sub(r"const (.+) = require\((.+)\);", r"import \1 from \2;", files["code.test.js"])
    config = files["jest.config.js"].replace("module.exports =", "export default")
    files |= {"code.test.js": module, "jest.config.js": config, "package.json": '{"type": "module"}'}
    said = run(fill(application / "jest-modules", files), *JEST, NODE_OPTIONS="--experimental-vm-modules --no-warnings")
    assert "1 passed" in said


# What the README's test for Playwright meets: a page that has Appwrite send a mail.
_SHOP = """<!doctype html><meta charset="utf-8"><title>shop</title>
<label>E-mail <input></label> <button>Reset</button> <p></p>
<script>
document.querySelector('button').onclick = async () => {
  const project = new URLSearchParams(location.search).get('project');
  const headers = { 'x-appwrite-project': project, 'content-type': 'application/json' };
  const body = JSON.stringify({ email: document.querySelector('input').value, url: 'http://localhost/reset' });
  const answer = await fetch('ENDPOINT/v1/account/recovery', { method: 'POST', headers, body });
  document.querySelector('p').textContent = answer.ok ? 'A mail is on its way' : await answer.text();
};
</script>"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a line for each request."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The addresses of an application and of the server that it uses."""
    with mockwrite.MockServer() as server, server.project("mockwrite"):
        (tmp_path / "index.html").write_text(_SHOP.replace("ENDPOINT", server.url), encoding="utf-8")
        pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
        thread = threading.Thread(target=pages.serve_forever)
        thread.start()
        yield f"http://localhost:{pages.server_address[1]}", server.url
        pages.shutdown()
        pages.server_close()
        thread.join()


def test_a_playwright_project_in_a_browser(application: Path, shop: tuple[str, str]) -> None:
    chromium = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    # The README's configuration, but for the browser of this machine, the application's port and our patience.
    config = f"""
    import readme from './playwright.config.js';
    const launchOptions = {{ executablePath: '{chromium}', args: {[*FLAGS]}, timeout: {PATIENCE} }};
    const use = {{ ...readme.use, baseURL: process.env.SHOP, launchOptions }};
    export default {{ ...readme, reporter: 'line', expect: {{ timeout: {PATIENCE} }}, use }};
    """
    folder = fill(application / "playwright", files_of("Playwright Test") | {"here.config.js": config})
    command = started_as_the_readme_says("Playwright Test", PLAYWRIGHT)
    address, server = shop
    assert "1 passed" in run(folder, *command, "--config", "here.config.js", SHOP=address, MOCKWRITE_URL=server)


_WITHOUT_A_PAGE = """
import { expect, test } from 'mockwrite/playwright';
test('sends', async ({ project }) => {
  await project.given.message('push', { title: 'Hi' });
  await expect(project).toHaveSent({ title: 'Hi' });
});
"""


@pytest.mark.parametrize("setup", ["globalSetup: 'mockwrite/global-setup'", ""], ids=["of the run", "of the worker"])
def test_playwright_test_starts_a_server(application: Path, setup: str) -> None:
    config = f"export default {{ reporter: 'line', {setup} }};"
    files = {"playwright.config.js": config, "push.spec.js": _WITHOUT_A_PAGE}
    folder = fill(application / f"playwright-{len(setup)}", files)
    assert "1 passed" in run(folder, *PLAYWRIGHT)


@pytest.mark.parametrize("title", ["Vitest", "Jest", "Playwright Test"])
def test_what_a_section_imports_is_what_it_installs(title: str) -> None:
    lines = [line for line in commands(section(title)) if line.startswith("npm i ")]
    code = "".join(files_of(title).values())
    imported = {name for name in installed_by_the_readme() if re.search(rf"['\"]{re.escape(name)}[/'\"]", code)}
    assert len(lines) == 1
    assert imported <= set(lines[0].split())
    assert "mockwrite" in lines[0].split()


# A container that is the server of this run.
_TESTCONTAINERS = """
export class GenericContainer {
  constructor(image) { if (image !== 'mockwrite') throw new Error(image); }
  withExposedPorts(port) { this.port = port; return this; }
  withWaitStrategy(strategy) { this.strategy = strategy; return this; }
  async start() { if (!this.strategy) throw new Error('waits for nothing'); return this; }
  async stop() {}
  getHost() { return new URL(process.env.MOCKWRITE_URL).hostname; }
  getMappedPort(port) { if (port !== this.port) throw new Error(port); return new URL(process.env.MOCKWRITE_URL).port; }
}
export const Wait = { forHealthCheck: () => ({}) };
"""


def test_the_recipe_for_testcontainers_runs_with_a_stand_in(application: Path) -> None:
    config = (
        "export default { test: { globalSetup: ['mockwrite/global-setup'] },"
        " resolve: { alias: { testcontainers: '/stand-in.mjs' } } };"
    )
    recipe = CONTAINERS.partition("```js\n")[2].partition("```")[0]
    files = {"vitest.config.mjs": config, "container.test.mjs": recipe, "stand-in.mjs": _TESTCONTAINERS}
    assert "1 passed" in run(fill(application / "containers", files), *VITEST)
