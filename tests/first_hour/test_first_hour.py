"""The first hour of a new user, mistakes included: each text that is met says what to do now, and is kept as a golden file.

`pytest --mockwrite-update-golden tests/first_hour` writes them anew; read the change as somebody who is stuck.
"""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mockwrite import MockAppwrite
from mockwrite.cli import main
from mockwrite.given import Given
from mockwrite.server.mock_server import MockServer
from mockwrite_fixtures import seeds
from tests.commands.test_serve import Served

GOLDEN = Path(__file__).parent / "golden"
Compare = Callable[[str, str], None]
# What differs from run to run, and what stands for it.
CHANGING = (
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"\d\d:\d\d:\d\d ", "TIME "),
    (r"project-[0-9a-f]{12}", "PROJECT"),
)


@pytest.fixture
def compare(pytestconfig: pytest.Config) -> Compare:
    """Compare a text with its golden file."""

    def same(name: str, text: str) -> None:
        for pattern, stable in CHANGING:
            text = re.sub(pattern, stable, text)
        path = GOLDEN / f"{name}.txt"
        if pytestconfig.getoption("mockwrite_update_golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return same


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[MockServer]:
    """A server as `serve` runs it, with the default project and one of an application, which the commands find."""
    with MockServer(strict_auth=False) as server:
        server.instance.create_project("mockwrite")
        given = Given(server.instance.create_project("my-app"))
        given.message("email", id="m-1", users=[given.user(email="ada@example.com")], subject="Welcome")
        given.message("email", id="m-2", topics=[given.topic(id="empty")], subject="News")
        monkeypatch.setenv("MOCKWRITE_URL", server.url)
        yield server


def test_serve_with_a_project_of_ones_own_and_a_message_that_fails(compare: Compare) -> None:
    served = Served("--project", "my-app")
    try:
        for path, body in (
            ("/users", {"userId": "ada", "email": "ada@example.com"}),
            ("/messaging/messages/email", {"messageId": "m-1", "subject": "Hi", "content": "Hi", "users": ["ada"]}),
        ):
            request = urllib.request.Request(
                f"{served.endpoint}{path}",
                data=repr(body).replace("'", '"').encode(),
                headers={"x-appwrite-project": "my-app", "x-appwrite-key": "k", "content-type": "application/json"},
            )
            urllib.request.urlopen(request, timeout=60).close()
    finally:
        printed, _ = served.stop()
    compare("serve", served.greeting + printed)


PROGRAM = """
import os, sys, urllib.request
def post(path, body):
    headers = {"x-appwrite-project": "my-app", "x-appwrite-key": "any", "content-type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(os.environ["APPWRITE_ENDPOINT"] + path, body.encode(), headers)).close()
post("/users", '{"userId": "ada", "email": "ada@example.com"}')
post("/messaging/messages/email", '{"messageId": "m-1", "subject": "Hi", "content": "Hi", "users": ["ada"]}')
post("/messaging/messages/push", '{"messageId": "m-2", "title": "Hi", "body": "Hi", "users": ["ada"]}')
sys.exit(3)
"""


@pytest.mark.parametrize("flags", [(), ("--without-providers",)], ids=["exec", "exec-without-providers"])
def test_exec_with_a_project_of_ones_own(compare: Compare, flags: tuple[str, ...]) -> None:
    words = [sys.executable, "-m", "mockwrite", "exec", *flags, "--", sys.executable, "-c", PROGRAM]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 3
    compare("-".join(["exec", *(flag.strip("-") for flag in flags)]), done.stderr)


WRONG_PROJECT = {
    "no-project-named": ["outbox", "list"],
    "a-project-that-does-not-exist": ["outbox", "list", "--project", "my-ap"],
    "the-right-project": ["outbox", "list", "--project", "my-app"],
    "a-wait-in-the-wrong-project": ["outbox", "wait", "to:ada", "--timeout", "0"],
    "a-clock-of-no-project": ["clock", "advance", "1h", "--project", "my-ap"],
    "a-fault-with-a-typo": ["faults", "add", '{"failure": "bounce", "to": "ada@example.com"}'],
    "a-fault-with-a-wrong-field": ["faults", "add", '{"failure": "bounced", "too": "ada@example.com"}'],
}


@pytest.mark.parametrize("name", WRONG_PROJECT)
def test_a_command_that_went_astray(
    server: MockServer, capsys: pytest.CaptureFixture[str], compare: Compare, name: str
) -> None:
    main(WRONG_PROJECT[name])
    printed = capsys.readouterr()
    compare(name, printed.out + printed.err)


TYPOS: dict[str, Callable[[MockAppwrite], Any]] = {
    "channel": lambda mock: mock.outbox.where(channel="mail"),  # type: ignore[arg-type]
    "role": lambda mock: mock.outbox.where(role="copy"),  # type: ignore[arg-type]
    "provider": lambda mock: mock.outbox.one(provider="sendgird"),  # type: ignore[arg-type]
    "status": lambda mock: mock.outbox.one(status="send"),  # type: ignore[arg-type]
    "message type": lambda mock: mock.given.message("e-mail"),  # type: ignore[arg-type]
    "target type": lambda mock: mock.given.target(type="phone"),  # type: ignore[arg-type]
    "provider kind": lambda mock: mock.given.provider("twillio"),  # type: ignore[arg-type]
    "failure": lambda mock: mock.faults.fail_delivery("bounce"),  # type: ignore[arg-type]
    "effect": lambda mock: mock.faults.add(path="/users", effect="brake"),
    "error type": lambda mock: mock.expect_error("user_notfound").__enter__(),
    "recipient": lambda mock: mock.given.message(users=["nobody"]),
    "field": lambda mock: mock.outbox.where(adress="ada@example.com"),  # type: ignore[call-arg]
    "world of the kit": lambda mock: seeds.load("shpo", mock),
}


def test_a_typo_in_each_closed_set(mock_appwrite: MockAppwrite, compare: Compare) -> None:
    mock_appwrite.given.user(id="ada")
    lines = []
    for name, act in TYPOS.items():
        with pytest.raises((ValueError, TypeError, LookupError)) as raised:
            act(mock_appwrite)
        lines.append(f"{name}: {raised.value.args[0]}\n")
    compare("typos", "".join(lines))


@pytest.mark.mockwrite(transport="in-process")
def test_in_process_with_urllib(mock_appwrite: MockAppwrite, compare: Compare) -> None:
    with pytest.raises(RuntimeError) as raised:
        urllib.request.urlopen(f"{mock_appwrite.endpoint}/health/version", timeout=60)
    compare("in-process-with-urllib", f"{raised.value}\n")
