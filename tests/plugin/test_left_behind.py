"""What a failed test leaves behind: a recording, and the page at its project."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import httpx
import pytest

from mockwrite import open_recording
from pytest_mockwrite.failures import file_name
from tests.plugin.pytest_runs import Run

CODE = """
import pytest

@pytest.mark.parametrize("name", ["a/b", "c"])
def test_fails(mock_appwrite, name):
    mock_appwrite.given.message("sms", id="m", content=f"Hello {name}")
    mock_appwrite.given.message("email", id="lost", topics=[mock_appwrite.given.topic()])
    assert False

def test_passes(mock_appwrite):
    mock_appwrite.given.message("sms")
"""


def test_each_failed_test_is_recorded_under_its_name(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    for _ in range(2):
        result = run(CODE, f"--mockwrite-record={folder}")
    result.assert_outcomes(failed=2, passed=1)
    names = ["test_it.py.test_fails[a-b].jsonl", "test_it.py.test_fails[c].jsonl"]
    assert sorted(path.name for path in folder.iterdir()) == names
    result.stdout.fnmatch_lines([f"recorded: mockwrite view {folder}/test_it.py.test_fails[[]c].jsonl"])
    kept = open_recording(folder / names[0])
    assert [sent.content for sent in kept.outbox] == ["Hello a/b"]
    (project,) = kept.projects.values()
    assert [message.status for message in project.messages] == ["sent", "failed"]


def test_a_name_that_no_file_can_have_is_cut_and_stays_its_own() -> None:
    one, other = file_name("x" * 400), file_name("x" * 399 + "y")
    assert len(one) < 200
    assert one != other


def test_the_page_of_the_first_failed_test_is_opened_while_its_server_runs(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    answered: list[int] = []

    def enter(prompt: str) -> str:
        with httpx.Client() as client:
            answered.append(client.get(opened[0]).status_code)
        return ""

    monkeypatch.setattr("builtins.input", enter)
    run(CODE, "--mockwrite-open").assert_outcomes(failed=2, passed=1)
    (url,) = opened
    assert "/_mockwrite/?project=project-" in url
    assert answered == [200]
