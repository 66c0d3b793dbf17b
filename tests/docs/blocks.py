"""The code blocks of the documents, and the project that they run in.

A block that does not run has a comment before it, which readers do not see: `<!-- not run: why -->`, or `<!-- run by: FILE -->` where
a file of the suite runs it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from mockwrite.recording.writing import write_recording
from mockwrite.seed import write_seed
from mockwrite.state.project import Project
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.served_project import ask_for_recovery

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>\S*)[^\n]*\n(?P<code>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_MARKER = re.compile(r"<!-- (?P<kind>not run|run by): (?P<text>[^\n]+?) -->")
# How far before a block its marker may stand: a table's own comment may come between.
_LINES_BEFORE = 2


class Block(NamedTuple):
    """A code block: where it stands, what it is written in, and the marker before it."""

    page: str
    line: int
    language: str
    code: str
    not_run: str | None
    run_by: str | None

    @property
    def name(self) -> str:
        """Where it stands, as the id of a test."""
        return f"{self.page}:{self.line}"


def pages() -> list[Path]:
    """Return every document of the repository."""
    places = ("*.md", "docs/**/*.md", "js/*.md", "examples/**/*.md", "tests/conformance/*.md")
    return sorted(page for place in places for page in ROOT.glob(place) if "node_modules" not in page.parts)


def blocks_of(page: Path) -> list[Block]:
    """Return the code blocks of a document."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        before = "\n".join(text[: fence.start()].rstrip("\n").splitlines()[-_LINES_BEFORE:])
        markers = dict(_MARKER.findall(before))
        found.append(
            Block(
                page.relative_to(ROOT).as_posix(),
                text.count("\n", 0, fence.start()) + 1,
                fence["language"],
                fence["code"],
                markers.get("not run"),
                markers.get("run by"),
            )
        )
    return found


BLOCKS = [block for page in pages() for block in blocks_of(page)]


def populate(mock: MockAppwrite) -> None:
    """Make what the documents speak of: Ada, who got a code, a welcome, a reset of her password and more."""
    given = mock.given
    ada = given.user(id="ada", name="Ada", email="ada@example.com", phone="+12025550101")
    given.message("email", id="code", users=[ada], subject="Your code", content="It is 481926.")
    given.message("email", id="welcome", users=[ada], subject="Welcome")
    given.message("email", id="reset", users=[ada], subject="Reset your password")
    for number in range(4):
        given.message("sms", users=[ada], content=f"Call {number}")
    ask_for_recovery(mock, "ada@example.com")


def furnish(folder: Path, project: Project) -> None:
    """Put the files that the documents name into a folder."""
    shutil.copy(ROOT / "examples" / "clinic" / "appwrite.config.json", folder)
    (folder / "mockwrite-texts.json").write_text(
        '{"version": 1, "texts": {"user_already_exists": "There is one already."}}'
    )
    (folder / "package.json").write_text('{"scripts": {"test": "node --version"}}')
    (folder / "test_it.py").write_text("def test_it(mock_appwrite):\n    assert not mock_appwrite.outbox\n")
    write_seed(project, folder / "shop.json")
    write_recording(folder / "run.jsonl", [project])
