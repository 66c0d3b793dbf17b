"""`mockwrite serve` as a person meets it: a process, its start-up text, its lines, and its end."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mockwrite.server.mock_server import MockServer

Start = Callable[..., "Served"]


class Served:
    """A running `mockwrite serve`."""

    def __init__(self, *flags: str, environment: dict[str, str] | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mockwrite", "serve", "--port", "0", *flags],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self.greeting = ""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.greeting += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"endpoint\s+(\S+)", self.greeting)
        assert found is not None, self.process.communicate()
        self.endpoint = found[1]

    def call(self, method: str, path: str, body: dict[str, Any] | None = None, key: str = "mockwrite-key") -> Any:
        """Call the emulated API in the default project."""
        request = urllib.request.Request(
            f"{self.endpoint}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"X-Appwrite-Project": "mockwrite", "X-Appwrite-Key": key, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def stop(self, number: int = signal.SIGTERM) -> tuple[str, str]:
        """Send a signal, wait for the end, and return what was printed meanwhile."""
        self.process.send_signal(number)
        return self.process.communicate(timeout=60)


@contextmanager
def inherited(number: int, handler: signal.Handlers) -> Iterator[None]:
    """Let what is started meanwhile find a signal handled so."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers and stops them at the end."""
    running: list[Served] = []

    def begin(*flags: str, **more: Any) -> Served:
        running.append(Served(*flags, **more))
        return running[-1]

    yield begin
    for served in running:
        if served.process.poll() is None:
            served.stop()


def test_the_start_text_says_where_and_that_no_provider_exists(start: Start) -> None:
    served = start()
    assert re.search(r"project\s+mockwrite\n", served.greeting)
    assert re.search(r"API key\s+mockwrite-key\n", served.greeting)
    assert "No provider exists yet" in served.greeting
    with urllib.request.urlopen(f"{served.endpoint}/health/version", timeout=60) as answer:
        assert json.loads(answer.read()) == {"version": "1.9.6"}


def test_an_email_goes_from_curl_to_the_outbox_and_prints_a_line(start: Start) -> None:
    served = start("--with-providers")
    served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
    made = served.call(
        "POST", "/messaging/messages/email",
        {"messageId": "m", "subject": "Welcome", "content": "Hello", "users": ["ada"]},
    )  # fmt: skip
    assert made["status"] == "processing"
    assert served.call("GET", "/messaging/messages/m")["status"] == "sent"
    with urllib.request.urlopen(served.endpoint.replace("/v1", "/_mockwrite/outbox"), timeout=60) as answer:
        [delivery] = json.loads(answer.read())["deliveries"]
    assert (delivery["to"], delivery["subject"]) == ("ada@example.com", "Welcome")
    printed, complaints = served.stop()
    assert "email to ada@example.com via smtp: 'Welcome'" in printed
    assert complaints == ""


def test_a_refused_call_prints_a_line_and_quiet_prints_none(start: Start) -> None:
    for flags, expected in (((), 1), (("--quiet",), 0)):
        served = start(*flags)
        with pytest.raises(urllib.error.HTTPError) as refusal:
            served.call("GET", "/messaging/messages/none")
        refusal.value.close()
        printed, _ = served.stop()
        assert printed.count("GET /v1/messaging/messages/none refused: 404 message_not_found") == expected


def test_a_message_that_nobody_got_prints_a_line_that_says_what_to_do(start: Start) -> None:
    served = start()
    served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
    body = {"messageId": "m-1", "subject": "Hi", "content": "Hi", "users": ["ada"]}
    served.call("POST", "/messaging/messages/email", body)
    served.call(
        "POST",
        "/messaging/providers/smtp",
        {"providerId": "p", "name": "P", "host": "h", "fromEmail": "a@b.co", "enabled": True},
    )
    served.call("POST", "/messaging/messages/email", {**body, "messageId": "m-2", "users": [], "topics": ["none"]})
    printed, _ = served.stop()
    assert (
        "message m-1 (email) failed before anybody got it: There is no enabled email provider;"
        " make one, or start with --with-providers\n"
        "message m-2 (email) failed before anybody got it: There are no valid recipients;"
        " why: mockwrite explain m-2 --project mockwrite\n"
    ) in printed


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_when_told_to(start: Start, number: int) -> None:
    # The suite itself may run under nohup.
    with inherited(number, signal.SIG_DFL):
        served = start()
    _, complaints = served.stop(number)
    assert (served.process.returncode, complaints) == (0, "")


def test_under_nohup_it_outlives_its_terminal(start: Start) -> None:
    with inherited(signal.SIGHUP, signal.SIG_IGN):
        served = start()
    served.process.send_signal(signal.SIGHUP)
    with urllib.request.urlopen(f"{served.endpoint}/health/version", timeout=60) as answer:
        assert answer.status == 200
    assert served.process.poll() is None


def test_no_key_or_secret_is_printed_for_a_call(start: Start) -> None:
    served = start("--strict-auth")
    with pytest.raises(urllib.error.HTTPError) as refusal:
        served.call("GET", "/messaging/topics", key="my-very-own-secret")
    body = refusal.value.read().decode()
    refusal.value.close()
    printed, complaints = served.stop()
    assert "user_unauthorized" in body
    assert "my-very-own-secret" not in body + printed + complaints


def run(*words: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mockwrite", *words],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
    )


def test_a_port_that_another_mockwrite_has_leads_there() -> None:
    with MockServer() as server:
        url = server.url
        done = run("serve", "--port", url.rpartition(":")[2])
    assert done.returncode == 2
    assert done.stderr.startswith(f"mockwrite: a mockwrite server runs at {url} already; use it (its outbox is ")


def test_the_help_shows_the_flags_under_headings_with_their_variables() -> None:
    shown = " ".join(run("serve", "--help").stdout.split())
    assert shown.startswith("usage: mockwrite serve [FLAG …] Run the server.")
    places = [shown.index(text) for text in ("where it listens:", "--port N", "what it answers as:", "--exact")]
    assert places == sorted(places)
    assert "[MOCKWRITE_EXACT=1]" in shown and "[MOCKWRITE_ACCOUNT_MAILS=0]" in shown
    assert " ".join(run("exec", "--help").stdout.split()).startswith("usage: mockwrite exec [FLAG …] -- COMMAND …")


def test_a_taken_port_is_a_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"mockwrite: port {port} on 127.0.0.1 is taken by another program; stop it, or choose another with --port"
        " (0 takes a free one)\n"
    )


WRONG = {
    "an unknown version": (("--appwrite-version", "3.1"), "Appwrite version '3.1' is not known"),
    "an unknown mode": (("--delivery", "later"), "delivery is instant, manual or after:SECONDS"),
    "a time that is none": (("--frozen-time", "soon"), "--frozen-time: a time is expected"),
    "a port that cannot be": (("--port", "99999"), "port is a number from 0 (a free one) to 65535, got 99999"),
    "an empty host": (("--host", ""), "host is a name or address to listen on"),
    "a project that is no id": (("--project", "a b"), "--project: an id is expected"),
    "the project of the server itself": (("--project", "console"), "not console"),
    "an empty key": (("--key", ""), "key is the secret of the API key"),
    "a negative limit": (("--file-limit", "-5"), "file_limit is a number of bytes from 0 on, got -5"),
    "a host that is not here": (("--host", "192.0.2.1", "--port", "0"), "cannot listen on 192.0.2.1"),
}


@pytest.mark.parametrize(("flags", "text"), WRONG.values(), ids=list(WRONG))
def test_a_wrong_setting_is_one_line_without_a_traceback(flags: tuple[str, ...], text: str) -> None:
    done = run("serve", *flags)
    assert done.returncode == 2
    assert text in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_flags_come_before_the_environment_and_both_before_the_defaults(start: Start) -> None:
    import os

    environment = {**os.environ, "MOCKWRITE_PROJECT": "from-environment", "MOCKWRITE_KEY": "environment-key"}
    served = start("--project", "from-flag", environment=environment)
    assert re.search(r"project\s+from-flag\n", served.greeting)
    assert re.search(r"API key\s+environment-key\n", served.greeting)


def test_a_wrong_variable_is_named() -> None:
    import os

    done = run("serve", environment={**os.environ, "MOCKWRITE_EXACT": "perhaps"})
    assert done.returncode == 2
    assert "MOCKWRITE_EXACT is 1 or 0" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_server_on_all_addresses_names_one_that_reaches_the_outbox(start: Start, host: str) -> None:
    served = start("--host", host)
    assert "--allow-host" in served.greeting
    page = re.search(r"outbox\s+(\S+)", served.greeting)
    assert page is not None
    with urllib.request.urlopen(page[1], timeout=60) as answer:
        assert answer.status == 200


def test_a_subject_that_the_terminal_cannot_write_is_written_as_escapes(start: Start) -> None:
    import os

    served = start("--with-providers", environment={**os.environ, "PYTHONIOENCODING": "ascii"})
    served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
    body = {"messageId": "m1", "subject": "Grüße 🎉", "content": "Hi", "users": ["ada"]}
    served.call("POST", "/messaging/messages/email", body)
    assert served.call("GET", "/messaging/messages/m1")["status"] == "sent"
    assert "Gr\\xfc\\xdfe" in served.stop()[0]
