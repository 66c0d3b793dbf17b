"""What a stranger wrote never steers a terminal: escape sequences, line feeds, bidirectional marks and U+2028 are visible."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

import mockwrite
from mockwrite.cli import main
from mockwrite.server.mock_server import MockServer
from mockwrite.system.visible import one_line, printable
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.commands.test_serve import Served

EVIL = "E\x1b]0;taken\x07\x1b[2J\x9b31m\r\u202eREDRO\u2066\u2028\u2029\x85\x7f\ud83d\nmockwrite: all is well\n"
# No byte or letter of it may reach a terminal as it is.
STEERING = set(EVIL) - set("E]0;taken[2J31mREDROmockwrite: all is well\n")


def check(text: str) -> None:
    """Fail where a text would steer a terminal, or where a stranger's line stands as a line of ours."""
    assert not STEERING & set(text), ascii(text)
    assert "mockwrite: all is well" not in text.split("\n"), text


@pytest.fixture
def evil(server: MockServer) -> Iterator[MockAppwrite]:
    """A project in which everything has such a name."""
    with server.project() as mock:
        ada = mock.given.user(id="ada", email="ada@example.com", name=EVIL)
        phone = mock.given.target(ada, identifier="token" + EVIL)
        topic = mock.given.topic(id="news", name=EVIL, subscribers=[phone])
        mock.given.message("push", title=EVIL, body=EVIL, data={"a": EVIL}, topics=[topic], id="m")
        file = mock.given.file("x", name=EVIL.replace("\ud83d", ""))
        files = [f"{file.bucket_id}:{file.id}"]
        mock.given.message("email", subject=EVIL, content=EVIL, users=[ada], id="mail", attachments=files)
        # Within the hour that a command goes forward.
        later = mock.clock.now() + timedelta(minutes=30)
        mock.given.message("push", title=EVIL, body=EVIL, targets=[phone], id="later", scheduled_at=later)
        mock.faults.fail_delivery("bounced", to="a" + EVIL)
        headers = {"X-Appwrite-Project": mock.project_id, "X-Appwrite-Key": mock.api_key}
        for path in ("/users/%1B%5B2J%0Amockwrite:%20all%20is%20well", "/users?a=%1b[2J%0d%e2%80%a8"):
            httpx.get(mock.endpoint + path, headers=headers)
        httpx.post(
            f"{mock.endpoint}/messaging/topics",
            content=json.dumps({"topicId": EVIL, "name": EVIL}),
            headers={**headers, "Content-Type": "application/json"},
        )
        yield mock


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("outbox", "list"), ("outbox", "list", "none" + EVIL), ("outbox", "show", "d1"), ("outbox", "show", "d2"),
        ("outbox", "show", EVIL.strip()), ("outbox", "wait", "--timeout", "1"), ("outbox", "wait", "to:nobody", "--timeout", "0"),
        ("explain", "m"), ("explain", "mail", "ada"), ("explain", "m", EVIL), ("faults", "list"), ("journal", "list"),
        ("journal", "show", "1"), ("journal", "show", "3"), ("clock", "show"), ("clock", "advance", "1h"),
        ("clock", "advance", EVIL), ("projects", "list"), ("snapshot", "take", "x"), ("snapshot", "list"), ("deliver",),
        ("state", "export"), ("answer", "list"), ("faults", "add", '{"name": ' + json.dumps(EVIL) + ', "on": 1}'),
        ("faults", "add", '{"on": "delivery", "failure": "bounced", "name": ' + json.dumps(EVIL) + "}"), ("faults", "add", EVIL), (EVIL,), ("restore", EVIL),
    ],
    ids=lambda words: " ".join(words).encode("ascii", "replace").decode().replace("\x1b", "").replace("\n", "")[:30],
)  # fmt: skip
def test_no_command_lets_a_stranger_steer_the_terminal(
    server: MockServer,
    evil: MockAppwrite,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    form: tuple[str, ...],
) -> None:
    monkeypatch.setenv("MOCKWRITE_URL", server.url)
    monkeypatch.setenv("MOCKWRITE_PROJECT", evil.project_id)
    try:
        main([*words, *form])
    except SystemExit:
        pass
    said = capsys.readouterr()
    assert said.out + said.err
    check(said.out)
    check(said.err)
    if form and said.out:
        json.loads(said.out)


def test_no_line_of_serve_is_a_strangers() -> None:
    served = Served("--with-providers")
    served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com", "name": EVIL.replace("\ud83d", "")})
    title = EVIL.replace("\ud83d", "")
    for kind, body in (
        ("email", {"subject": title, "content": title, "users": ["ada"]}),
        ("push", {"title": title, "body": title, "users": ["ada"]}),
    ):
        served.call("POST", f"/messaging/messages/{kind}", {"messageId": kind, **body})
    httpx.get(
        f"{served.endpoint}/users/%1B%5B2J%0Amockwrite:%20all%20is%20well", headers={"X-Appwrite-Project": "mockwrite"}
    )
    printed, complaints = served.stop()
    assert "email to ada@example.com" in printed
    check(printed)
    check(complaints)


def test_what_exec_says_of_a_failed_command_is_visible(tmp_path: Path) -> None:
    program, title = tmp_path / "program.py", EVIL.replace("\ud83d", "")
    program.write_text(
        "import json, os, urllib.request\n"
        "def call(path, body):\n"
        "    headers = {'X-Appwrite-Project': os.environ['APPWRITE_PROJECT_ID'], 'X-Appwrite-Key': os.environ['APPWRITE_API_KEY'],\n"
        "               'Content-Type': 'application/json'}\n"
        "    url = os.environ['APPWRITE_ENDPOINT'] + path\n"
        "    try:\n"
        "        urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers))\n"
        "    except OSError:\n"
        "        pass\n"
        f"evil = {title!r}\n"
        "call('/users', {'userId': 'ada', 'email': 'ada@example.com', 'name': evil})\n"
        "call('/messaging/messages/push', {'messageId': 'm', 'title': evil, 'body': evil, 'users': ['ada']})\n"
        "call('/messaging/messages/email', {'messageId': 'e', 'subject': evil[:30], 'content': 'c', 'users': ['ada']})\n"
        "call('/messaging/topics', {'topicId': evil, 'name': evil})\n"
        "raise SystemExit(3)\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mockwrite", "exec", "--with-providers", "--", sys.executable, str(program)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "email to ada@example.com" in done.stderr
    check(done.stderr)
    check(done.stdout)


def test_failure_texts_and_what_is_printed_of_records_are_visible(evil: MockAppwrite) -> None:
    with pytest.raises(AssertionError) as failure:
        evil.outbox.one(to="nobody@example.com")
    check(str(failure.value))
    for record in (*evil.outbox.all, *evil.journal):
        check(str(record))
        assert "\n" not in str(record)
    check(str(evil.explain("m")))


def test_what_is_visible_stays_the_same_json_and_what_is_harmless_stays() -> None:
    assert printable("a\tb\n👩‍👩‍👧 ümläut – 日本") == "a\tb\n👩‍👩‍👧 ümläut – 日本"
    assert one_line("a\nb\x1b\x7f") == "a\\nb\\u001b\\u007f"
    assert json.loads(printable(json.dumps({"a": EVIL}, ensure_ascii=False))) == {"a": EVIL}


def test_commands_write_in_one_way_only() -> None:
    package = Path(mockwrite.__file__).parent
    own = {"terminal.py", "completion.py"}
    found = []
    for path in (*(package / "commands").glob("*.py"), package / "cli.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and path.name not in own:
                called = ast.unparse(node.func)
                written = called == "print" or called.endswith((".stdout.write", ".stderr.write", ".writelines"))
                if written and "printable(" not in ast.unparse(node):
                    found.append(f"{path.name}:{node.lineno}")
    assert found == []
