"""What the docs say is what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mockwrite.deviations import DEVIATIONS

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]


def test_the_tables_that_come_from_data_are_current() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr


def test_the_readme_names_five_deviations_and_fidelity_lists_them_all() -> None:
    names = {row.name for row in DEVIATIONS}
    shown = re.findall(r"^- \*\*([a-z0-9-]+)\*\*:", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(shown) == 5
    assert set(shown) <= names
    text = (ROOT / "docs" / "fidelity.md").read_text(encoding="utf-8")
    assert [name for name in names if f"| {name} |" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_an_extra_that_a_page_or_a_message_names_can_be_installed() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    texts = [
        *PAGES,
        *(path for place in ("mockwrite", "pytest_plugin", "fixtures") for path in (ROOT / place).rglob("*.py")),
    ]
    named = {
        extra.strip()
        for path in texts
        for group in re.findall(r"mockwrite\[([a-z, ]+)\]", path.read_text(encoding="utf-8"))
        for extra in group.split(",")
    }
    assert len(named) >= 4
    assert named - set(extras) == set()


def test_no_page_or_module_names_the_machine_it_was_made_on() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    if listed.returncode != 0:
        pytest.skip("this is no git checkout")
    paths = "|".join(f"/{name}/" for name in ("work", "farm", "root"))
    found = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if (
            path.suffix in {".py", ".md", ".toml", ".json", ".js", ".mjs", ".html", ".css"}
            and path.name != "package-lock.json"
        ):
            text = path.read_text(encoding="utf-8")
            found += [f"{name}: {match[0]}" for match in re.finditer(paths, text) if path != Path(__file__)]
    assert found == []
