"""The commands that look at a running server or a recording, run as a person runs them."""

from __future__ import annotations

import email
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mockwrite.cli import COMMANDS, main
from mockwrite.commands.clock import span
from mockwrite.mock_appwrite import MockAppwrite
from mockwrite.server import MockServer


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockAppwrite]:
    """A server that the commands find by MOCKWRITE_URL, with one e-mail, one SMS and one failure in its outbox."""
    with MockServer(project="shop") as server, server.project("shop") as project:
        monkeypatch.setenv("MOCKWRITE_URL", server.url)
        ada = project.given.user(id="ada", email="ada@example.com", phone="+12025550101")
        project.given.message("email", id="m1", users=[ada], subject="Reset your password", content="Code 123456")
        project.given.message("sms", id="m2", users=[ada], content="Your code is 654321")
        project.faults.fail_delivery(to="ada@example.com", with_="bounced")
        project.given.message("email", id="m3", users=[ada], subject="Never arrives")
        yield project


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Run a command in this process."""
    status = main(words)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_list_shows_a_line_for_each_delivery(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "outbox", "list")
    lines = out.splitlines()
    assert status == 0
    assert lines[0].split() == ["id", "time", "channel", "to", "via", "outcome", "what"]
    assert ["ada@example.com", "smtp", "sent", "Reset"] == lines[1].split()[3:7]
    assert "Your code is 654321" in lines[2]
    assert "failed:" in lines[3]


def test_the_list_takes_the_search_language(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "outbox", "list", "channel:email", "subject:reset your", "--json")
    assert [item["messageId"] for item in json.loads(out)["deliveries"]] == ["m1"]
    _, out, _ = run(capsys, "outbox", "list", "failed", "--json")
    assert [item["messageId"] for item in json.loads(out)["deliveries"]] == ["m3"]


def test_a_search_that_cannot_be_is_explained(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, complaint = run(capsys, "outbox", "list", "colour:red")
    assert status == 1
    assert complaint.startswith("mockwrite: ")
    assert "colour" in complaint


def test_show_prints_everything_of_one_delivery(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    sent = world.outbox.one(channel="email")
    _, out, _ = run(capsys, "outbox", "show", sent.id)
    assert "Reset your password" in out
    assert "Code 123456" in out
    status, _, complaint = run(capsys, "outbox", "show", "nothing")
    assert status == 1
    assert "nothing" in complaint


def test_wait_finds_what_is_there_and_says_what_is_missing(
    world: MockAppwrite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "outbox", "wait", "channel:sms")[0] == 0
    status, out, _ = run(capsys, "outbox", "wait", "channel:push", "--timeout", "0")
    assert status == 1
    assert "found 0" in out


def test_clear_forgets_what_matches(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "outbox", "clear", "channel:sms")[1] == "1 forgotten\n"
    assert not world.outbox.where(channel="sms")
    assert run(capsys, "outbox", "clear")[1] == "2 forgotten\n"


def test_export_writes_mails_that_python_reads(
    world: MockAppwrite, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(capsys, "outbox", "export", "sent", "--to", str(tmp_path / "mails"))
    [file] = (tmp_path / "mails").iterdir()
    message = email.message_from_bytes(file.read_bytes())
    assert message["Subject"] == "Reset your password"
    run(capsys, "outbox", "export", "--to", str(tmp_path / "all.json"))
    assert len(json.loads((tmp_path / "all.json").read_text())) == 3


def test_the_clock_moves_and_names_what_went_out(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import timedelta

    world.faults.clear()
    world.given.message("sms", id="later", users=["ada"], scheduled_at=world.clock.now() + timedelta(hours=5))
    assert "later" in run(capsys, "clock", "show")[1]
    _, out, _ = run(capsys, "clock", "advance", "6h")
    assert "sms to +12025550101 (sent)" in out
    status, _, complaint = run(capsys, "clock", "advance", "soon")
    assert status == 2
    assert "such as 90s, 15m, 1h30m or 2d" in complaint


def test_a_span_adds_up_its_parts() -> None:
    assert span("1h30m") == {"hours": 1.0, "minutes": 30.0}


def test_explain_says_why_a_person_did_not_get_it(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", "m3", "ada@example.com")
    assert status == 0
    assert "bounced" in out or "fault" in out


def test_faults_are_listed_added_and_removed(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    world.faults.clear()
    assert run(capsys, "faults", "list")[1] == "no faults\n"
    rule = {"on": "delivery", "to": "ada@example.com", "failure": "bounced", "name": "no mail for Ada"}
    assert run(capsys, "faults", "add", json.dumps(rule))[0] == 0
    assert "no mail for Ada" in run(capsys, "faults", "list")[1]
    run(capsys, "faults", "remove")
    assert run(capsys, "faults", "list")[1] == "no faults\n"
    status, _, complaint = run(capsys, "faults", "add", "{")
    assert (status, "the rule is no JSON" in complaint) == (2, True)


def test_projects_are_made_emptied_and_deleted(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "projects", "create", "other", "--key", "other-key", "--scope", "topics.read")
    assert "other-key" in out
    assert "other" in run(capsys, "projects", "list")[1]
    assert run(capsys, "projects", "reset", "other")[0] == 0
    assert run(capsys, "projects", "delete", "other")[0] == 0
    assert run(capsys, "projects", "delete", "other")[0] == 1


def test_ready_tells_whether_somebody_answers(world: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "ready")[0] == 0
    status, _, complaint = run(capsys, "ready", "--url", "http://127.0.0.1:9")
    assert status == 1
    assert "start one with `mockwrite serve`" in complaint


def test_exec_sets_the_variables_and_passes_the_exit_code_on() -> None:
    script = "import os, sys; print(os.environ['APPWRITE_ENDPOINT'], os.environ['APPWRITE_PROJECT_ID']); sys.exit(7)"
    done = subprocess.run(
        [sys.executable, "-m", "mockwrite", "exec", "--project", "shop", "--", sys.executable, "-c", script],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 7
    assert done.stdout.startswith("http://127.0.0.1:")
    assert done.stdout.endswith("/v1 shop\n")
    assert "the outbox has 0 deliveries" in done.stderr


@pytest.mark.parametrize(
    ("words", "status", "text"),
    [(["exec"], 2, "name the command to run after --"), (["exec", "--", "no-such-command"], 127, "there is no command 'no-such-command'")],
    ids=["nothing to run", "not on the path"],
)  # fmt: skip
def test_exec_explains_what_it_cannot_run(
    capsys: pytest.CaptureFixture[str], words: list[str], status: int, text: str
) -> None:
    assert main(words) == status
    assert text in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert f"usage: mockwrite {command}" in capsys.readouterr().out


def test_every_command_and_flag_is_in_the_docs() -> None:
    from mockwrite.commands.serve import FLAGS

    text = (Path(__file__).parents[2] / "docs" / "server.md").read_text()
    missing = [
        name
        for name in [f"mockwrite {command}" for command in COMMANDS] + [flag for flag, _ in FLAGS]
        if name not in text
    ]
    assert missing == []
