"""Half an emoji, which JSON and seeds can bring in and UTF-8 does not have: whatever writes JSON keeps it, as its escape."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from mockwrite.cli import main
from mockwrite.outbox.golden import stable_text
from mockwrite.seed import export
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite

HALF, WHOLE = "half \ud83d", "Grüße 🎉"


@pytest.fixture
def halved(mock: MockAppwrite) -> MockAppwrite:
    """A project where texts end in half an emoji."""
    mock.clock.freeze()
    mock.given.topic(id="t", name=WHOLE)
    mock.given.user(id="ada", email="ada@example.com", name=HALF)
    mock.given.message("email", id="first", subject=HALF, content=WHOLE, users=["ada"])
    mock.given.message("email", id="second", subject=WHOLE, content=HALF, users=["ada"])
    return mock


def test_a_state_comes_back_as_it_was(halved: MockAppwrite, control: httpx.Client) -> None:
    told = control.get("/state").content
    # Only the half is escaped.
    assert b'"half \\ud83d"' in told and WHOLE.encode() in told
    assert json.loads(told) == export(halved.project)
    assert control.put("/state", content=b'{"version": 1}').status_code == 200
    assert json.loads(control.get("/state").content).get("users") is None
    assert control.put("/state", content=told).status_code == 200
    assert json.loads(control.get("/state").content)["users"] == json.loads(told)["users"]
    assert json.loads(control.get("/state").content)["messages"] == json.loads(told)["messages"]


def test_deliveries_and_problems_keep_it(halved: MockAppwrite, control: httpx.Client) -> None:
    first, second = json.loads(control.get("/outbox").content)["deliveries"]
    assert (first["subject"], second["content"], first["person"]) == (HALF, HALF, HALF)
    refused = control.post("/faults", content=json.dumps({HALF: 1}))
    assert refused.status_code == 400 and repr(HALF) in json.loads(refused.content)["detail"]


def test_the_event_stream_keeps_it(halved: MockAppwrite, control: httpx.Client) -> None:
    with control.stream("GET", "/events", headers={"Last-Event-ID": "0"}) as events:
        data = next(line for line in events.iter_lines() if line.startswith("data: "))
    assert HALF in json.loads(data.removeprefix("data: ")).values()


def test_commands_write_it_into_files(
    server: MockServer, halved: MockAppwrite, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = ("--url", server.url, "--project", halved.project_id)
    assert main(["state", "export", str(tmp_path / "state.json"), *there]) == 0
    assert json.loads((tmp_path / "state.json").read_bytes()) == export(halved.project)
    # Only the half is escaped: people read the file.
    written = (tmp_path / "state.json").read_text(encoding="utf-8")
    assert WHOLE in written and "half \\ud83d" in written
    assert main(["outbox", "export", "--to", str(tmp_path / "outbox.json"), *there]) == 0
    rows = json.loads((tmp_path / "outbox.json").read_bytes())
    assert [rows[0]["subject"], rows[1]["content"]] == [HALF, HALF]
    capsys.readouterr()
    assert main(["state", "export", "-", *there]) == 0
    assert json.loads(capsys.readouterr().out)["users"][0]["name"] == HALF


def test_a_golden_file_can_hold_it(halved: MockAppwrite) -> None:
    text = stable_text(halved.outbox.all)
    assert HALF in json.loads(text.encode())[0].values()


def test_a_complaint_about_a_seed_shows_letters_as_they_are(control: httpx.Client) -> None:
    said = control.post("/state", content=json.dumps({"version": 1, "topics": WHOLE})).json()["detail"]
    assert said == f'topics is expected to be a list, got "{WHOLE}"'
    said = json.loads(control.post("/state", content=json.dumps({"version": 1, "topics": HALF})).content)["detail"]
    assert said == f'topics is expected to be a list, got "{HALF}"'
