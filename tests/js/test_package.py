"""The npm package: its own tests, and what a user does with the packed one in an empty folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.docs.blocks import blocks_of

PACKAGE = Path(__file__).parents[2] / "js"

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        shutil.which("node") is None or not (PACKAGE / "node_modules").exists(),
        reason="needs Node.js and the packages of js: npm ci --prefix js",
    ),
    # One folder is made for all of them.
    pytest.mark.xdist_group("js"),
]

_OPENING = """
import { connect } from 'mockwrite';
let project;
beforeEach(async () => { project = await (await connect()).project(); });
afterEach(() => project.remove());
"""
_THREE = """
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Client, Messaging } from 'node-appwrite';
""" + _OPENING + """
async function welcome() {
  const client = new Client().setEndpoint(project.endpoint).setProject(project.id).setKey(project.key);
  const ada = await project.given.user({ email: 'ada@example.com' });
  await new Messaging(client).createEmail({ messageId: 'hi', subject: 'Welcome', content: 'Hello', users: [ada.id] });
}
test('sends', async () => { await welcome(); await expect(project).toHaveSent({ subject: 'Welcome' }); });
test('sends nothing', async () => { await expect(project).toHaveSentNothing(); });
test('misses', async () => { await welcome(); await expect(project).toHaveSent({ to: 'ada@exmple.com' }); });
"""  # fmt: skip
_JEST = """
import { afterEach, beforeEach, expect, test } from '@jest/globals';
""" + _OPENING + """
test('sends', async () => { await project.given.message('sms'); await expect(project).toHaveSent({ channel: 'sms' }); });
"""  # fmt: skip
_PLAYWRIGHT = """
import { expect, test } from 'mockwrite/playwright';
test('sends', async ({ project }) => {
  await project.given.message('push', { title: 'Hi' });
  await expect(project).toHaveSent({ title: 'Hi' });
});
"""
_APPLICATION = """
import { connect, startMockwrite, type Delivery, type Project } from 'mockwrite';
import { expect } from 'vitest';
import 'mockwrite/vitest';
import { test } from 'mockwrite/playwright';
import { mockwriteTasks } from 'mockwrite/cypress';

export async function code(project: Project): Promise<string | undefined> {
  const mail: Delivery = await project.outbox.one({ to: 'ada@example.com', channel: 'email' });
  await expect(project).toHaveSent({ subject: 'Welcome' }, { timeout: 2 });
  await project.clock.advance({ hours: 1 });
  return mail.codes[0];
}
// @ts-expect-error: no such channel
export const wrong = async (project: Project) => project.outbox.where({ channel: 'fax' });
export { connect, mockwriteTasks, startMockwrite, test };
"""
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
_CONTAINERS = (PACKAGE.parent / "docs" / "containers.md").read_text(encoding="utf-8")
_FILES: Mapping[str, str] = {
    "vitest.config.mjs": "export default { test: { include: ['three.test.mjs'], globalSetup: ['mockwrite/global-setup'],"
    " setupFiles: ['mockwrite/vitest'] } };",
    "three.test.mjs": _THREE,
    "jest.config.mjs": "export default { testMatch: ['**/jest.test.mjs'], globalSetup: 'mockwrite/global-setup',"
    " setupFilesAfterEnv: ['mockwrite/jest'] };",
    "jest.test.mjs": _JEST,
    "playwright.config.mjs": "export default { testMatch: 'playwright.test.mjs', reporter: 'line' };",
    "playwright.test.mjs": _PLAYWRIGHT,
    "application.ts": _APPLICATION,
    "container.config.mjs": "export default { test: { include: ['container.test.mjs'],"
    " globalSetup: ['mockwrite/global-setup'] }, resolve: { alias: { testcontainers: '/stand-in.mjs' } } };",
    "container.test.mjs": _CONTAINERS.partition("```js\n")[2].partition("```")[0],
    "stand-in.mjs": _TESTCONTAINERS,
}


def run(folder: Path, *words: str, fails: bool = False, **variables: str) -> str:
    """Run a program with `mockwrite` on the PATH and return what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MOCKWRITE_", "APPWRITE_"))
    }
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}",
        "NO_COLOR": "1",
        **variables,
    }
    done = subprocess.run(
        words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300, stdin=subprocess.DEVNULL
    )  # fmt: skip
    assert (done.returncode != 0) is fails, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder, the packed package and the test runners of a user."""
    folder = tmp_path_factory.mktemp("application")
    packed = run(PACKAGE, "npm", "pack", "--silent", "--pack-destination", str(folder)).split()[-1]
    known = json.loads((PACKAGE / "package.json").read_text())["devDependencies"]
    names = ("vitest", "jest", "@jest/globals", "@playwright/test", "node-appwrite", "typescript", "@types/node")
    wanted = [f"{name}@{known[name]}" for name in names]
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    quiet = ("--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
    run(folder, "npm", "install", *quiet, f"./{packed}", *wanted, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1")
    for name, text in _FILES.items():
        (folder / name).write_text(text)
    yield folder


def test_the_tests_of_the_package_pass() -> None:
    run(PACKAGE, "npm", "run", "build")
    assert "failed" not in run(PACKAGE, "npx", "vitest", "run")


def test_the_readme_runs_as_it_stands_there(application: Path) -> None:
    vitest, welcome, jest = [
        block.code for block in blocks_of(PACKAGE / "README.md") if block.run_by == "tests/js/test_package.py"
    ]
    folder = application / "readme"
    folder.mkdir()
    for name, text in {"vitest.config.js": vitest, "welcome.test.js": welcome, "jest.config.js": jest}.items():
        (folder / name).write_text(text)
    assert "1 passed" in run(folder, "npx", "vitest", "run")
    (folder / "welcome.test.js").write_text(_JEST)
    said = run(folder, "npx", "jest", "--rootDir", ".", NODE_OPTIONS="--experimental-vm-modules --no-warnings")
    assert "1 passed" in said


def test_a_vitest_project_names_the_closest_delivery(application: Path) -> None:
    said = run(application, "npx", "vitest", "run", fails=True)
    assert "1 failed | 2 passed" in said
    assert "Nearest: " in said and "to is 'ada@example.com', not 'ada@exmple.com'" in said


def test_a_jest_project_reads_the_outbox(application: Path) -> None:
    said = run(application, "npx", "jest", NODE_OPTIONS="--experimental-vm-modules --no-warnings")
    assert "1 passed" in said


def test_playwright_test_has_a_project_for_each_test(application: Path) -> None:
    assert "1 passed" in run(application, "npx", "playwright", "test")


def test_the_recipe_for_testcontainers_runs_with_a_stand_in(application: Path) -> None:
    assert "1 passed" in run(application, "npx", "vitest", "run", "--config", "container.config.mjs")


def test_commonjs_gets_the_same(application: Path) -> None:
    script = "const m = require('mockwrite'); console.log(Object.keys(m).includes('startMockwrite'))"
    assert run(application, "node", "--input-type=commonjs", "-e", script).strip() == "true"


@pytest.mark.parametrize("module", ["nodenext", "preserve"])
def test_an_application_passes_the_strict_compiler(application: Path, module: str) -> None:
    options = ("--strict", "--noEmit", "--target", "es2022", "--module", module, "--types", "node", "--skipLibCheck")
    run(application, "npx", "tsc", *options, "application.ts")


@pytest.mark.parametrize("runner", ["vitest", "@jest/globals"])
@pytest.mark.parametrize("module", ["nodenext", "preserve"])
def test_the_matchers_are_known_to_the_strict_compiler(application: Path, module: str, runner: str) -> None:
    folder = application / f"typed-{module}-{runner.replace('/', '-')}"
    folder.mkdir()
    (folder / "mockwrite.d.ts").write_text(f"import 'mockwrite/{'vitest' if runner == 'vitest' else 'jest'}';\n")
    (folder / "mail.test.ts").write_text(
        f"import {{ expect, test }} from '{runner}';\nimport {{ connect }} from 'mockwrite';\n"
        "test('mail', async () => {\n"
        "  const project = await (await connect()).project();\n"
        "  await expect(project).toHaveSent({ to: 'ada@example.com' }, { timeout: 2 });\n"
        "  // @ts-expect-error: there is no such field\n"
        "  await expect(project).toHaveSent({ too: 'ada@example.com' });\n"
        "  await expect(project).not.toHaveSent();\n"
        "});\n"
    )
    options = ("--strict", "--noEmit", "--target", "es2022", "--module", module, "--types", "node", "--skipLibCheck")
    run(folder, "npx", "tsc", *options, "mockwrite.d.ts", "mail.test.ts")


def test_types_that_the_server_has_left_behind_fail_the_check(tmp_path: Path) -> None:
    run(PACKAGE, "npm", "run", "check")
    copy = tmp_path / "js"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (copy / "node_modules").symlink_to(PACKAGE / "node_modules")
    types = copy / "src" / "control.ts"
    types.write_text(types.read_text().replace("deliveries:", "mails:"))
    said = run(copy, "node", "scripts/generate.mjs", "--check", fails=True)
    assert "npm run generate" in said
