"""The types of the npm package, by the strict compiler, with every way that it has to find a module."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.js.npm import IMPORTS, NEEDS_NODE, fill, run

pytestmark = NEEDS_NODE

# How modules are found, and the kind of modules that goes with it.
RESOLUTIONS = {"node10": "commonjs", "node16": "node16", "nodenext": "nodenext", "bundler": "preserve"}

_USES = """
import { connect, startMockwrite, type Delivery, type Project } from 'mockwrite';
import { expect as viaPlaywright, test } from 'mockwrite/playwright';
import { mockwriteTasks } from 'mockwrite/cypress';
import setup from 'mockwrite/global-setup';

export async function code(project: Project): Promise<string | undefined> {
  const mail: Delivery = await project.outbox.one({ to: 'ada@example.com', channel: 'email' });
  await viaPlaywright(project).toHaveSent({ subject: 'Welcome' }, { timeout: 2 });
  await project.clock.advance({ hours: 1 });
  return mail.codes[0];
}
// @ts-expect-error: no such channel
export const wrong = async (project: Project) => project.outbox.where({ channel: 'fax' });
export const stop: Promise<() => Promise<void>> = setup();
export { connect, mockwriteTasks, startMockwrite, test };
"""
# `expect` is imported from a runner, or there without an import.
_EXPECTS = """
import { connect } from 'mockwrite';
export async function mail() {
  const project = await (await connect()).project();
  await expect(project).toHaveSent({ to: 'ada@example.com' }, { timeout: 2 });
  // @ts-expect-error: there is no such field
  await expect(project).toHaveSent({ too: 'ada@example.com' });
  await expect(project).not.toHaveSent();
}
"""
_EXPECTATIONS = {
    "vitest.ts": "import { expect } from 'vitest';" + _EXPECTS,
    "jest.ts": "import { expect } from '@jest/globals';" + _EXPECTS,
    "global.ts": _EXPECTS,
}


def compile_strictly(folder: Path, resolution: str, types: list[str]) -> None:
    """Run the compiler over a folder as an application that is an ES module has it."""
    options = {
        "strict": True,
        "noEmit": True,
        "target": "es2022",
        "module": RESOLUTIONS[resolution],
        "moduleResolution": resolution,
        "esModuleInterop": True,
        "skipLibCheck": True,
        "types": types,
    }
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": options}))
    (folder / "package.json").write_text('{"type": "module"}')
    run(folder, "npx", "tsc", "--project", ".")


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_every_sub_path_can_be_imported(application: Path, resolution: str) -> None:
    everything = "".join(f"import * as m{number} from '{path}';\n" for number, path in enumerate(IMPORTS))
    used = f"export const all = [{', '.join(f'm{number}' for number in range(len(IMPORTS)))}];\n"
    files = {"all.ts": everything + used, "uses.ts": _USES, "uses.cts": _USES} | _EXPECTATIONS
    compile_strictly(fill(application / f"imports-{resolution}", files), resolution, ["node", "jest"])


@pytest.mark.parametrize("resolution", RESOLUTIONS)
def test_the_configuration_of_the_compiler_makes_the_matchers_known(application: Path, resolution: str) -> None:
    folder = fill(application / f"types-{resolution}", _EXPECTATIONS)
    compile_strictly(folder, resolution, ["node", "jest", "mockwrite/vitest", "mockwrite/jest"])
