"""The GitHub Action: its own steps in a shell, a test suite that passes, one that fails, and a server that does not start."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import mockwrite
from tests.free_port import free_port
from tests.packaging.environments import ROOT
from tests.packaging.runner import Job, job_of

ACTION = ROOT / "action.yml"
pytestmark = pytest.mark.full
_SEND = """
set -u
curl -sSf "$APPWRITE_ENDPOINT/users" -H "X-Appwrite-Project: $APPWRITE_PROJECT_ID" -H "X-Appwrite-Key: $APPWRITE_API_KEY" \
  -H 'Content-Type: application/json' -d '{"userId": "ada", "email": "ada@example.com"}'
curl -sSf "$APPWRITE_ENDPOINT/messaging/messages/email" -H "X-Appwrite-Project: $APPWRITE_PROJECT_ID" \
  -H "X-Appwrite-Key: $APPWRITE_API_KEY" -H 'Content-Type: application/json' \
  -d '{"messageId": "hi", "subject": "Hi", "content": "Hello", "users": ["ada"]}'
mockwrite outbox wait to:ada@example.com
"""


@pytest.fixture
def port() -> str:
    return str(free_port())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The folder of a job; its server is stopped, if it still runs."""
    yield tmp_path
    pid = tmp_path / "mockwrite" / "pid"
    if pid.exists():
        with_what = int(pid.read_text())
        try:
            os.kill(with_what, 15)
        except ProcessLookupError:
            return


def job(folder: Path, **inputs: str) -> Job:
    done = job_of(ACTION, folder, python=sys.executable, **inputs)
    done.run()
    return done


def test_a_suite_that_passes_leaves_no_recording_and_no_server(folder: Path, port: str) -> None:
    done = job(folder, run=_SEND, port=port, project="shop", key="of-the-shop", flags="--strict-auth --with-providers")
    assert not done.failed, done.said
    assert done.uploads == []
    assert (
        done.environment.items()
        >= {
            "MOCKWRITE_URL": f"http://127.0.0.1:{port}",
            "APPWRITE_ENDPOINT": f"http://127.0.0.1:{port}/v1",
            "APPWRITE_PROJECT_ID": "shop",
            "APPWRITE_API_KEY": "of-the-shop",
        }.items()
    )
    assert done.outcomes["Stop the server"] == "success"


def test_a_suite_that_fails_leaves_a_recording_that_can_be_read(folder: Path, port: str) -> None:
    done = job(folder, run=_SEND + "\nfalse", port=port, artifact="what-was-sent")
    assert done.failed
    assert "ada@example.com" in done.said
    [upload] = done.uploads
    assert upload["name"] == "what-was-sent"
    recording = mockwrite.open_recording(upload["path"])
    assert recording.outbox.one(to="ada@example.com").subject == "Hi"
    assert done.outcomes["Stop the server"] == "success"


def test_without_a_command_the_server_is_there_for_the_next_step(folder: Path, port: str) -> None:
    done = job(folder, port=port)
    assert not done.failed, done.said
    assert done.outcomes["Run the tests"] == done.outcomes["Stop the server"] == "skipped"
    assert mockwrite.connect(done.outputs["start"]["url"]).project_id == "mockwrite"


def test_a_server_that_does_not_start_fails_the_job_with_its_words(folder: Path, port: str) -> None:
    done = job(folder, port=port, run="true", flags="--delivery sometimes")
    assert done.outcomes["start"] == "failure" and done.outcomes["Run the tests"] == "skipped"
    assert "delivery is instant, manual or after:SECONDS" in done.said
    assert done.uploads == []
