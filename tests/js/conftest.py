"""What a user has: an empty folder with the packed package and the test runners that the README names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.js.npm import MANIFEST, PACKAGE, installed_by_the_readme, run

_COMPILER = {"typescript", "@types/node", "@types/jest"}


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an application: the tests put theirs in folders below it."""
    folder = tmp_path_factory.mktemp("application")
    packed = run(PACKAGE, "npm", "pack", "--silent", "--pack-destination", str(folder)).split()[-1]
    known = MANIFEST["devDependencies"]
    wanted = [f"{name}@{known[name]}" for name in sorted(installed_by_the_readme() | _COMPILER)]
    (folder / "package.json").write_text('{"private": true}')
    quiet = ("--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error")
    run(folder, "npm", "install", *quiet, f"./{packed}", *wanted, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1")
    return folder
