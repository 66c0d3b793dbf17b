"""The commands that look at a running server or a recording, run as a person runs them."""

from __future__ import annotations

import email
import io
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from mockwrite.cli import main
from mockwrite.commands.clock import span
from mockwrite.given import Given
from mockwrite.seed.exporting import write_seed
from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockAppwrite]:
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


def test_the_list_shows_a_line_for_each_delivery(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "outbox", "list")
    lines = out.splitlines()
    assert status == 0
    assert lines[0].split() == ["id", "time", "channel", "to", "via", "outcome", "what"]
    assert ["ada@example.com", "smtp", "sent", "Reset"] == lines[1].split()[3:7]
    assert "Your code is 654321" in lines[2]
    assert "failed:" in lines[3]


def test_the_list_takes_the_search_language(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "outbox", "list", "channel:email", "subject:reset your", "--json")
    assert [item["messageId"] for item in json.loads(out)["deliveries"]] == ["m1"]
    _, out, _ = run(capsys, "outbox", "list", "failed", "--json")
    assert [item["messageId"] for item in json.loads(out)["deliveries"]] == ["m3"]


def test_columns_stand_below_each_other_whatever_is_in_them(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str]
) -> None:
    mock.faults.add(to="bob@example.com", error="拒否")
    mock.given.message("email", users=[mock.given.user(email="bob@example.com")], subject="To Bob")
    _, out, _ = run(capsys, "outbox", "list", "to:bob")
    head, row, *_ = out.splitlines()
    # Each of the two signs takes two columns of a terminal.
    assert head.index("what") == row.index("To Bob") + len("拒否")


def test_a_text_cannot_steer_the_terminal(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    mock.given.message("sms", users=["ada"], content="\x1b[2Jgone \u202eback")
    for action in (["list", "channel:sms"], ["show", mock.outbox.where(channel="sms")[-1].id]):
        _, out, _ = run(capsys, "outbox", *action)
        assert r"\u001b[2Jgone \u202eback" in out
        assert not {"\x1b", "\u202e"} & set(out)


SEARCHES = {
    "a phrase quoted for the language": (['subject:"reset your"'], ["m1"]),
    "a phrase quoted for the shell": (["subject:reset your"], ["m1"]),
    "two terms in one word": (["channel:email subject:reset"], ["m1"]),
    "a term turned round": (["-channel:email"], ["m2"]),
    "a phrase turned round": (["-subject:reset your", "-channel:sms"], ["m3"]),
    "a phrase with a colon that is no field": (["your code: none"], []),
    "one person, whatever became of it": (["to:ada"], ["m1", "m3"]),
}


@pytest.mark.parametrize(("words", "found"), SEARCHES.values(), ids=list(SEARCHES))
def test_the_shell_may_take_the_quotes_or_leave_them(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str], words: list[str], found: list[str]
) -> None:
    status, out, _ = run(capsys, "outbox", "list", *words, "--json")
    assert status == 0
    assert [item["messageId"] for item in json.loads(out)["deliveries"]] == found


def test_the_list_says_how_many_it_left_out(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "outbox", "list", "--limit", "1")
    assert out.splitlines()[-1] == "the latest 1 of 3; --limit shows more"


def test_an_empty_list_says_what_did_not_become_a_delivery(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str]
) -> None:
    mock.outbox.clear()
    mock.given.message("email", id="m4", topics=[mock.given.topic()], users=[])
    _, out, _ = run(capsys, "outbox", "list")
    assert out.splitlines()[0] == "nothing was captured in project shop"
    assert "message m4 (email) failed: There are no valid recipients." in out


def test_what_is_captured_cannot_steer_the_terminal(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    user = mock.given.user(email="eve@example.com")
    mock.given.message("email", users=[user], subject="\x1b[2Jgone \u202egnp.exe", content="\x1b]0;title\x07 text")
    for words in (["list"], ["show", "d4"]):
        _, out, _ = run(capsys, "outbox", *words)
        assert "gone" in out
        assert not set(out) & {"\x1b", "\x07", "\u202e"}


def test_a_search_that_cannot_be_is_explained(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, complaint = run(capsys, "outbox", "list", "colour:red")
    assert status == 1
    assert complaint.startswith("mockwrite: ")
    assert "colour" in complaint


def test_show_prints_everything_of_one_delivery(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    sent = mock.outbox.one(channel="email")
    _, out, _ = run(capsys, "outbox", "show", sent.id)
    assert "Reset your password" in out
    assert "Code 123456" in out
    status, _, complaint = run(capsys, "outbox", "show", "nothing")
    assert status == 1
    assert "nothing" in complaint


def test_wait_finds_what_is_there_and_says_what_is_missing(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "outbox", "wait", "channel:sms")[0] == 0
    status, out, _ = run(capsys, "outbox", "wait", "channel:push", "--timeout", "0")
    assert status == 1
    assert "found 0" in out


def test_wait_prints_what_an_account_mail_was_sent_for(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    mock.faults.clear()
    for path, body in (
        ("recovery", {"email": "ada@example.com", "url": "http://localhost/reset"}),
        ("tokens/phone", {"userId": "ada", "phone": "+12025550101"}),
    ):
        asked = urllib.request.Request(
            f"{mock.endpoint}/account/{path}",
            json.dumps(body).encode(),
            {"content-type": "application/json", "x-appwrite-project": "shop"},
        )
        urllib.request.urlopen(asked, timeout=60).close()
    mail, sms = mock.project.outbox.records()[-2:]
    assert run(capsys, "outbox", "wait", "--origin", "recovery")[1] == f"{mail.link}\n"
    assert run(capsys, "outbox", "wait", "--origin", "phone-token")[1] == f"{sms.code}\n"
    assert run(capsys, "outbox", "wait", "--origin", "messaging", "channel:sms")[0] == 0


WRONG: dict[str, tuple[list[str], int, str]] = {
    "an id with a space": (["outbox", "show", "a b"], 1, "There is no delivery 'a b'"),
    "an id that is not ASCII": (["explain", "ä ö"], 1, "there is no message 'ä ö'"),
    "a name with slashes": (["faults", "remove", "a b/c"], 1, "there is no fault rule and no canned answer 'a b/c'"),
    "an address that is none": (["outbox", "list", "--url", "garbage"], 2, "the address of a server is expected"),
    "half an address": (["outbox", "list", "--url", "http://[::1"], 2, "the address of a server is expected"),
    "a file in a folder that is not there": (["outbox", "export", "--to", "/none/x.json"], 2, "cannot be written"),
    "a file where a folder is wanted": (["outbox", "export", "--to", __file__], 2, "cannot be written"),
}


@pytest.mark.parametrize(("words", "status", "text"), WRONG.values(), ids=list(WRONG))
def test_wrong_words_are_one_line_without_a_traceback(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str], words: list[str], status: int, text: str
) -> None:
    found, _, complaint = run(capsys, *words)
    assert found == status
    assert complaint.startswith("mockwrite: ")
    assert text in complaint


def test_another_program_at_the_address_is_named_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        try:
            status, _, complaint = run(capsys, "outbox", "list", "--url", f"http://127.0.0.1:{other.server_port}")
        finally:
            other.shutdown()
            thread.join()
    assert status == 2
    assert "is no mockwrite server" in complaint


def test_clear_forgets_what_matches(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "outbox", "clear", "channel:sms")[1] == "1 forgotten\n"
    assert not mock.outbox.where(channel="sms")
    assert run(capsys, "outbox", "clear")[1] == "2 forgotten\n"


def test_export_writes_mails_that_python_reads(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    run(capsys, "outbox", "export", "sent", "--to", str(tmp_path / "mails"))
    [file] = (tmp_path / "mails").iterdir()
    message = email.message_from_bytes(file.read_bytes())
    assert message["Subject"] == "Reset your password"
    run(capsys, "outbox", "export", "--to", str(tmp_path / "all.json"))
    assert len(json.loads((tmp_path / "all.json").read_text())) == 3


def test_files_hold_every_script_as_it_is_written(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    mock.given.message("sms", id="m4", users=["ada"], content="Zoë, 你好 🎉")
    for words, file in (
        (["outbox", "export", "--to"], "outbox.json"),
        (["state", "export"], "state.json"),
    ):
        assert run(capsys, *words, str(tmp_path / file))[0] == 0
        assert '"Zoë, 你好 🎉"' in (tmp_path / file).read_text(encoding="utf-8")
    for words in (
        ["state", "export"],
        ["outbox", "export", "--to", "-"],
        ["outbox", "list", "--json"],
        ["outbox", "show", "d4", "--json"],
    ):
        assert '"Zoë, 你好 🎉"' in run(capsys, *words)[1]
    write_seed(mock.project, tmp_path / "seed.json")
    assert '"Zoë, 你好 🎉"' in (tmp_path / "seed.json").read_text(encoding="utf-8")


def test_a_dash_stands_for_a_pipe(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    _, document, _ = run(capsys, "state", "export", "-")
    assert {user["id"] for user in json.loads(document)["users"]} >= {"ada"}
    _, mails, _ = run(capsys, "outbox", "export", "--to", "-")
    assert len(json.loads(mails)) == 3
    mock.given.user(id="bob")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(document.encode())))
    assert run(capsys, "state", "replace", "-")[0] == 0
    assert "bob" not in run(capsys, "state", "export")[1]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"users:")))
    assert run(capsys, "state", "load", "-")[2].startswith("mockwrite: standard input: no JSON in line 1")
    assert list(tmp_path.iterdir()) == []


def test_the_clock_moves_and_names_what_went_out(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    from datetime import timedelta

    mock.faults.clear()
    mock.given.message("sms", id="later", users=["ada"], scheduled_at=mock.clock.now() + timedelta(hours=5))
    assert "later" in run(capsys, "clock", "show")[1]
    _, out, _ = run(capsys, "clock", "advance", "6h")
    assert "sms to +12025550101 (sent)" in out
    status, _, complaint = run(capsys, "clock", "advance", "soon")
    assert status == 2
    assert "such as 90s, 15m, 1h30m or 2d" in complaint


def test_a_span_adds_up_its_parts() -> None:
    assert span("1h30m") == {"hours": 1.0, "minutes": 30.0}


def test_explain_says_why_a_person_did_not_get_it(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "explain", "m3", "ada@example.com")
    assert status == 0
    assert "bounced" in out or "fault" in out


def test_faults_are_listed_added_and_removed(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    mock.faults.clear()
    assert run(capsys, "faults", "list")[1] == "no faults\n"
    rule = {"on": "delivery", "to": "ada@example.com", "failure": "bounced", "name": "no mail for Ada"}
    assert run(capsys, "faults", "add", json.dumps(rule))[0] == 0
    assert "no mail for Ada" in run(capsys, "faults", "list")[1]
    run(capsys, "faults", "remove")
    assert run(capsys, "faults", "list")[1] == "no faults\n"
    status, _, complaint = run(capsys, "faults", "add", "{")
    assert (status, "the rule is no JSON" in complaint) == (2, True)


def test_projects_are_made_emptied_and_deleted(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "projects", "create", "other", "--key", "other-key", "--scope", "topics.read")
    assert "other-key" in out
    assert "other" in run(capsys, "projects", "list")[1]
    Given(mock.instance.projects["other"]).user(id="bob")
    assert run(capsys, "projects", "reset", "other")[0] == 0
    emptied = mock.instance.projects["other"]
    assert (len(emptied.users), list(emptied.keys)) == (0, ["other-key"])
    assert len(mock.project.users) == 1
    assert run(capsys, "projects", "delete", "other")[0] == 0
    assert "other" not in mock.instance.projects
    assert run(capsys, "projects", "delete", "other")[0] == 1


def test_ready_tells_whether_somebody_answers(mock: MockAppwrite, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "ready")[0] == 0
    status, _, complaint = run(capsys, "ready", "--url", "http://127.0.0.1:9")
    assert status == 1
    assert "start one with `mockwrite serve`" in complaint


def test_a_reader_who_has_enough_is_no_error(mock: MockAppwrite) -> None:
    words = f"{sys.executable} -m mockwrite outbox list | true"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", words], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("where", "status", "told"),
    [(">&-", 0, ""), (">&- 2>&-", 0, ""), ("> /dev/full", 1, "mockwrite: the output: the disk is full\n")],
)
def test_an_output_that_takes_nothing_is_told_in_a_line_or_not_at_all(
    mock: MockAppwrite, where: str, status: int, told: str
) -> None:
    if "full" in where and not Path("/dev/full").exists():
        pytest.skip("needs /dev/full, which Linux has")
    words = f"{sys.executable} -m mockwrite outbox list {where}"
    done = subprocess.run(["bash", "-c", words], stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (status, told)


def test_calls_snapshots_held_messages_and_the_state_have_commands(
    mock: MockAppwrite, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    headers = {"x-appwrite-project": mock.project_id, "x-appwrite-key": mock.api_key}
    request = urllib.request.Request(f"{mock.endpoint}/messaging/topics/none", headers=headers)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    refused.value.close()
    _, out, _ = run(capsys, "journal", "list", "failed")
    assert "GET /v1/messaging/topics/none" in out.splitlines()[1]
    _, out, _ = run(capsys, "journal", "show", "1")
    assert out.startswith("GET /v1/messaging/topics/none → 404 topic_not_found\nanswer: {")
    assert run(capsys, "snapshot", "take", "before")[1] == "snapshot before; mockwrite restore before brings it back\n"
    state = tmp_path / "state.json"
    assert run(capsys, "state", "export", str(state))[0] == 0
    mock.given.user(id="bob")
    assert "before" in run(capsys, "snapshot", "list")[1]
    assert run(capsys, "restore", "before")[0] == 0
    assert "bob" not in mock.project.users
    assert run(capsys, "state", "replace", str(state))[1] == "project shop has 1 user and 3 messages\n"
    assert run(capsys, "deliver")[1] == "nothing waits for delivery\n"
    assert run(capsys, "state", "load", str(tmp_path / "none.json"))[2].endswith(
        "none.json: there is no such file or folder\n"
    )
