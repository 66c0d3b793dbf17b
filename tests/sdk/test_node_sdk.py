"""The official JavaScript SDKs and Vitest against mockwrite, each as its own process."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.javascript_runners import VITEST

HERE = Path(__file__).parent
NODE = shutil.which("node")

needs_node = pytest.mark.skipif(
    NODE is None or not (HERE / "node_modules").exists(),
    reason="needs Node.js and the packages of tests/sdk: cd tests/sdk && npm install",
)
pytestmark = [pytest.mark.full, needs_node]


def node(script: str, *words: str) -> Any:
    """Run a script of this folder and return the JSON it printed last."""
    done = subprocess.run(
        [str(NODE), script, *words], cwd=HERE, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize(
    ("package", "version"), [("node-appwrite", "1.9"), ("node-appwrite-12", "1.5.0")], ids=["newest", "oldest"]
)
def test_every_messaging_method_of_the_node_sdk_works(mock_appwrite_factory: Any, package: str, version: str) -> None:
    mock = mock_appwrite_factory(version=version)
    report = node("tour.mjs", package, mock.endpoint, mock.project_id, mock.api_key)
    assert report["never"] == []


@pytest.mark.parametrize(
    ("package", "version"), [("node-appwrite", "1.9"), ("node-appwrite-14", "1.6")], ids=["newest", "of the 1.6 line"]
)
def test_an_application_keeps_its_data_by_the_node_sdk(mock_appwrite_factory: Any, package: str, version: str) -> None:
    mock = mock_appwrite_factory(version=version)
    report = node("documents.mjs", package, mock.endpoint, mock.project_id, mock.api_key)
    both, ada, bob = ["ada", "bob"], ["ada"], ["bob"]
    assert report["found"] == [ada, bob, ada, both, ada, bob, ada, ada, bob, ada, ada, ["bob", "ada"], both, both]
    assert (report["age"], report["wrong"], report["total"]) == (51, "document_invalid_structure", 1)
    newer = [["tom", "Cat", 7], ["kit", "Kit", 4]] if version == "1.9" else None
    assert report["newer"] == newer


@pytest.mark.parametrize("package", ["appwrite", "appwrite-14"], ids=["newest", "oldest with messaging"])
def test_a_user_signs_up_and_subscribes_with_the_web_sdk(mock_appwrite: MockAppwrite, package: str) -> None:
    mock_appwrite.given.topic(id="news")
    mock_appwrite.given.provider("fcm")
    report = node("web.mjs", package, mock_appwrite.endpoint, mock_appwrite.project_id)
    assert report == {"user": "ada", "session": report["session"], "target": "phone", "jwt": 3}
    mock_appwrite.given.message("push", topics=["news"])
    assert mock_appwrite.outbox.one(channel="push").to == "device-token"


def test_a_vitest_suite_runs_under_exec() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mockwrite", "exec", "--", *VITEST],
        cwd=HERE, capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


def test_the_command_line_of_appwrite_can_use_it(mock_appwrite: MockAppwrite, tmp_path: Path) -> None:
    def cli(*words: str) -> str:
        done = subprocess.run(
            [str(HERE / "node_modules" / ".bin" / "appwrite"), *words],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300,
            env={**os.environ, "HOME": str(tmp_path), "CI": "1"}, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    cli(
        "client",
        "--endpoint",
        mock_appwrite.endpoint,
        "--project-id",
        mock_appwrite.project_id,
        "--key",
        mock_appwrite.api_key,
    )
    cli("messaging", "create-topic", "--topic-id", "news", "--name", "News")
    assert "news" in cli("messaging", "list-topics", "--json")
    user = mock_appwrite.given.user(email="ada@example.com")
    mock_appwrite.given.provider("smtp")
    cli(
        "messaging", "create-email", "--message-id", "hello", "--subject", "Hello", "--content", "Text", "--users", user.id
    )  # fmt: skip
    assert "hello" in cli("messaging", "list-messages", "--json")
    assert mock_appwrite.outbox.one(to="ada@example.com").subject == "Hello"
