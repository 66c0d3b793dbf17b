"""`mockwrite exec`: a program with a server of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from mockwrite.cli import main


def test_exec_sets_the_variables_and_passes_the_exit_code_on() -> None:
    script = "import os, sys; print(os.environ['APPWRITE_ENDPOINT'], os.environ['APPWRITE_PROJECT_ID']); sys.exit(7)"
    done = subprocess.run(
        [sys.executable, "-m", "mockwrite", "exec", "--project", "shop", "--", sys.executable, "-c", script],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 7
    assert done.stdout.startswith("http://127.0.0.1:")
    assert done.stdout.endswith("/v1 shop\n")
    assert "no API call named a project of this server" in done.stderr


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


def test_exec_names_a_taken_port(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["exec", "--port", str(taken.getsockname()[1]), "--", sys.executable]) == 2
    assert "is taken by another program" in capsys.readouterr().err


def test_exec_cannot_run_what_is_no_program(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("no program")
    assert main(["exec", "--", str(tmp_path / "notes")]) == 126
    (tmp_path / "notes").chmod(0o755)
    assert main(["exec", "--", str(tmp_path / "notes")]) == 126
    assert capsys.readouterr().err.count("cannot be executed") == 2


def test_exec_reaches_its_server_whatever_it_listens_on() -> None:
    script = "import os, urllib.request as r; r.urlopen(os.environ['MOCKWRITE_URL'] + '/_mockwrite/outbox')"
    words = ["exec", "--host", "0.0.0.0", "--", sys.executable, "-c", script]
    done = subprocess.run([sys.executable, "-m", "mockwrite", *words], check=False, timeout=60)
    assert done.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_exec_passes_a_signal_on(number: signal.Signals) -> None:
    script = (
        "import signal, sys, threading\n"
        f"signal.signal({int(number)}, lambda *_: sys.exit(5))\n"
        "print('here', flush=True)\n"
        "threading.Event().wait(300)"
    )
    words = [sys.executable, "-m", "mockwrite", "exec", "--quiet", "--", sys.executable, "-c", script]
    # A session of its own, as in CI: there is no terminal whose Ctrl-C would reach the command by itself.
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(number)
        assert process.wait(timeout=60) == 5


def test_exec_passes_a_signal_on_that_comes_while_the_command_is_started() -> None:
    script = (
        "import signal, subprocess, sys\n"
        "from mockwrite.cli import main\n"
        "class Interrupted(subprocess.Popen):\n"
        "    def __init__(self, *words, **more):\n"
        "        super().__init__(*words, **more)\n"
        "        signal.raise_signal(signal.SIGTERM)\n"
        "subprocess.Popen = Interrupted\n"
        "wait = 'import threading; threading.Event().wait(300)'\n"
        "sys.exit(main(['exec', '--quiet', '--', sys.executable, '-c', wait]))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)
    assert done.returncode == 128 + signal.SIGTERM
