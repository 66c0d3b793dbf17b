"""The versions that development uses are written down, with hashes."""

from __future__ import annotations

import json
import re
import tomllib

from packaging.requirements import Requirement

from tests.packaging.environments import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_what_pyproject_asks_for_is_locked_in_a_version_that_it_allows() -> None:
    asked = [
        *PROJECT["project"]["dependencies"],
        *(row for rows in PROJECT["project"]["optional-dependencies"].values() for row in rows),
        *(row for name in ("test", "attack", "lint", "docs") for row in PROJECT["dependency-groups"][name]),
    ]
    locked = dict(re.findall(r"^(\S+)==(\S+)", LOCK, re.MULTILINE))
    requirements = [requirement for requirement in map(Requirement, asked) if requirement.name != "mockwrite"]
    missing = [
        str(requirement)
        for requirement in requirements
        if locked.get(canonical(requirement.name), "") not in requirement.specifier
    ]
    assert not missing, f"requirements-dev.txt has no fitting version of {missing}; run make lock"


def test_everything_locked_has_a_hash_and_names_no_registry() -> None:
    entries = re.split(r"^(?=[a-z])", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) > 50
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in LOCK


def test_the_node_packages_are_locked() -> None:
    folder = ROOT / "tests" / "sdk"
    lock = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))
    package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert lock["packages"][""][kind] == package[kind], "run npm install in tests/sdk"
    entries = [entry for name, entry in lock["packages"].items() if name and not entry.get("link")]
    assert [entry for entry in entries if "integrity" not in entry and not entry.get("inBundle")] == []
    assert [entry["resolved"] for entry in entries if "resolved" in entry] == []
