"""The npm package: its own tests, what is in the tarball, and its types against those of the server."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.javascript_runners import VITEST
from tests.js.npm import IMPORTS, MANIFEST, NEEDS_NODE, PACKAGE, run

pytestmark = NEEDS_NODE


def test_the_tests_of_the_package_pass() -> None:
    run(PACKAGE, "npm", "run", "build")
    assert " passed" in run(PACKAGE, *VITEST)


def _paths(value: Any) -> set[str]:
    """Return every path of the package that its manifest names."""
    if isinstance(value, str):
        return {value[2:]} if value.startswith("./") and "*" not in value else set()
    return {path for item in (value.values() if isinstance(value, dict) else value) for path in _paths(item)}


def test_the_tarball_holds_what_its_manifest_names_and_nothing_of_the_workshop(application: Path) -> None:
    root = application / "node_modules" / "mockwrite"
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    named = _paths(
        [MANIFEST[field] for field in ("main", "module", "types", "exports", "typesVersions", "sideEffects")]
    )
    assert named <= files
    assert {path for path in files if not path.startswith("dist/")} == {"LICENSE", "README.md", "package.json"}
    assert (root / "LICENSE").read_bytes() == (PACKAGE.parent / "LICENSE").read_bytes()


def test_types_are_named_before_the_code_that_they_describe() -> None:
    kinds = [list(kind) for path in MANIFEST["exports"].values() if isinstance(path, dict) for kind in path.values()]
    assert kinds == [["types", "default"]] * 2 * len(IMPORTS)


def test_commonjs_gets_the_same(application: Path) -> None:
    script = (
        "const { MockwriteError, startMockwrite } = require('mockwrite');"
        "require('mockwrite/cypress').mockwriteTasks({ uri: '' })"
        ".catch((error) => console.log(typeof startMockwrite, error instanceof MockwriteError))"
    )
    assert run(application, "node", "--input-type=commonjs", "-e", script).strip() == "function true"


def test_types_that_the_server_has_left_behind_fail_the_check(tmp_path: Path) -> None:
    run(PACKAGE, "npm", "run", "check")
    copy = tmp_path / "js"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("node_modules", "dist"))
    (copy / "node_modules").symlink_to(PACKAGE / "node_modules")
    types = copy / "src" / "control.ts"
    types.write_text(types.read_text().replace("deliveries:", "mails:"))
    said = run(copy, "node", "scripts/generate.mjs", "--check", fails=True)
    assert "npm run generate" in said
