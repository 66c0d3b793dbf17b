"""The docs as a site: it is built without a warning, and a newcomer finds what newcomers ask."""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import mockwrite
import mockwrite_fixtures
from mockwrite.names import internal_names

ROOT = Path(__file__).parents[2]
# What is asked, as it is typed into the search.
QUESTIONS = (
    "signed in client",
    "attachment bytes",
    "assert on calls",
    "module scope project",
    "provider in every test",
    "hypothesis health check",
    "freezegun",
    "time-machine",
    "scheduled message",
    "asyncio",
    "xdist",
    "one-time code",
    "password reset",
    "fail delivery bounced",
    "why did ada not get it",
    "canned answers",
    "cloud.appwrite.io",
    "vitest",
    "playwright",
    "typescript types control.json",
    "php",
    "dart emulator 10.0.2.2",
    "reset between runs",
    "compose healthcheck",
    "CI artifact",
    "testcontainers python",
    "github actions upload",
    "mockwrite.connect url",
)

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("site")]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.add(dict(attrs).get("href") or "")


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the docs of a checkout."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=source,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built."""
    folder = tmp_path_factory.mktemp("site")
    done = build(ROOT, folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def index(site: Path) -> list[dict[str, Any]]:
    """What the search looks in: sections with `location`, `title` and `text`."""
    entries: list[dict[str, Any]] = json.loads((site / "search" / "search_index.json").read_text())["docs"]
    return entries


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_found_by_the_search_and_stands_one_click_from_the_first_page(
    question: str, index: list[dict[str, Any]], site: Path
) -> None:
    words = question.lower().split()
    found = {
        entry["location"]
        for entry in index
        if all(word in f"{entry['title']} {entry['text']}".lower() for word in words)
    }
    links = _Links()
    links.feed((site / "index.html").read_text(encoding="utf-8"))
    assert found & links.found, f"found at {sorted(found)}"


def test_every_public_name_is_in_the_reference(index: list[dict[str, Any]]) -> None:
    titles = {
        entry["location"].split("#")[-1].rsplit(".", 1)[-1] for entry in index if "reference/" in entry["location"]
    }
    fixtures = re.findall(
        r"^\| `(\w+)` \|", (ROOT / "docs/pytest.md").read_text().split("## Fixtures")[1], re.MULTILINE
    )
    assert len(fixtures) >= 5
    names = {*mockwrite.__all__, *mockwrite_fixtures.__all__, *fixtures[:5]} - {"__version__"}
    assert names - titles == set()


def test_a_link_that_leads_nowhere_breaks_the_build(tmp_path: Path) -> None:
    source = tmp_path / "checkout"
    source.mkdir()
    for name in ("docs", "js/README.md", "tests/conformance/README.md"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, source / name)
    for path in ("mkdocs.yml", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"):
        shutil.copy(ROOT / path, source / path)
    for name in ("mockwrite", "pytest_plugin", "fixtures"):
        (source / name).symlink_to(ROOT / name)
    with (source / "docs" / "seed.md").open("a") as page:
        page.write("\n[nowhere](kit.md#no-such-heading)\n")
    done = build(source, tmp_path / "site")
    assert done.returncode != 0
    assert "no-such-heading" in done.stderr + done.stdout


def test_the_reference_leaves_out_what_only_mockwrite_uses() -> None:
    page = (ROOT / "docs/reference/mockwrite.md").read_text(encoding="utf-8")
    filters = dict(re.findall(r'^::: ([\w.]+)\n .*"!\^\(([\w|]+)\)\$"', page, re.MULTILINE))
    assert len(filters) >= 4
    for path, names in filters.items():
        module, _, name = path.rpartition(".")
        kind = getattr(importlib.import_module(module), name)
        # What an object is given when it is made is not in the reference anyhow.
        assert set(names.split("|")) == {known for known in internal_names(kind) if hasattr(kind, known)}
