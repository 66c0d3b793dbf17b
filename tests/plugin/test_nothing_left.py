"""What a run of many tests leaves behind in its process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

RUN = """
import os, socket, threading
from http.client import HTTPConnection
import pytest

EXCHANGED = set()

@pytest.mark.parametrize("turn", range({tests}))
def test_letter(turn, mock_appwrite, appwrite_client):
    from appwrite.services.messaging import Messaging
    mock_appwrite.given.provider("sendgrid")
    target = mock_appwrite.given.target(type="email")
    Messaging(appwrite_client).create_email("unique()", "Hello", "Hello, Ada", targets=[target.id])
    assert mock_appwrite.outbox.one(subject="Hello")
    EXCHANGED.add((socket.getaddrinfo, HTTPConnection.set_tunnel))
    if turn in (20, {tests} - 1):
        print("STATE", threading.active_count(), len(os.listdir("/proc/self/fd")), len(EXCHANGED), flush=True)
"""


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts descriptors where /proc lists them")
@pytest.mark.parametrize("transport", ["in-process", "socket"])
def test_a_thousand_tests_leave_no_thread_and_no_descriptor_and_exchange_functions_of_others_once(
    transport: str, tmp_path: Path
) -> None:
    tests = 1000 if os.environ.get("CI") else 100
    (tmp_path / "test_many.py").write_text(RUN.format(tests=tests))
    options = ["-q", "-s", "-p", "no:randomly", "-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path)]
    command = [sys.executable, "-m", "pytest", *options, f"--mockwrite-transport={transport}", str(tmp_path)]
    plugins = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_mockwrite.plugin"}
    finished = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **plugins}, capture_output=True, text=True, check=False
    )
    states = [line.partition("STATE ")[2] for line in finished.stdout.splitlines() if "STATE " in line]
    assert finished.returncode == 0, finished.stdout + finished.stderr
    early, late = ([int(part) for part in state.split()] for state in states)
    assert late[0] <= early[0], "threads"
    # A connection or two may still be closing.
    assert late[1] <= early[1] + 3, "descriptors"
    assert late[2] == 1, "functions of socket and http.client exchanged"
