"""The papers and the comments speak of files and decisions that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CODE = [
    ROOT / "pyproject.toml",
    *(path for place in ("mockwrite", "pytest_plugin", "fixtures") for path in sorted((ROOT / place).rglob("*.py"))),
]


def test_a_decision_that_the_code_cites_stands_in_the_table() -> None:
    cited = {
        (path.name, number)
        for path in CODE
        for number in re.findall(r"docs/architecture\.md,\s+decision (\d+)", path.read_text(encoding="utf-8"))
    }
    decisions = set(re.findall(r"^\| (\d+) \|", ARCHITECTURE, re.MULTILINE))
    assert len(cited) >= 6
    assert [row for row in sorted(cited) if row[1] not in decisions] == []


def test_no_decision_is_cited_without_the_document_that_holds_it() -> None:
    found = [
        f"{path.name}: {match[0]}"
        for path in CODE
        for match in re.finditer(r".{0,30}\bdecision \d+", path.read_text(encoding="utf-8"))
        if "docs/architecture.md, decision" not in match[0]
    ]
    assert found == []


@pytest.mark.parametrize("page", ["docs/architecture.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_a_file_that_a_page_sends_people_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:mockwrite|pytest_plugin|fixtures|tests|docs|benchmarks|\.ci|\.github)/[^`\s*]*)`", text)
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_a_file_that_a_page_or_a_comment_names_is_there() -> None:
    pages = [
        *sorted((ROOT / "docs").glob("*.md")),
        *(ROOT / name for name in ("README.md", "CHANGELOG.md", "js/README.md")),
    ]
    pattern = re.compile(
        r"(?<![\w/.])((?:mockwrite|pytest_plugin|fixtures|tests|docs|benchmarks|examples)/[\w./-]+\.(?:py|md|mjs|toml|json))"
    )
    missing = [
        f"{path.relative_to(ROOT)}: {named}"
        for path in (*pages, *CODE)
        for named in pattern.findall(path.read_text(encoding="utf-8"))
        if not (ROOT / named).exists()
    ]
    assert missing == []
