"""The plugin costs next to nothing where it is not used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = [
    "starlette",
    "uvicorn",
    "requests",
    "httpx",
    "pydantic",
    "faker",
    "hypothesis",
    "appwrite",
    "jsonschema",
    "phonenumbers",
    "asyncio",
    "http.server",
]


def test_a_run_that_does_not_use_the_plugin_loads_nothing_heavy(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        f"""
        import sys

        def test_it():
            assert [name for name in {HEAVY} if name in sys.modules] == []
            assert [name for name in sys.modules if name.split(".")[0] == "mockwrite"] == []
        """
    )
    # Other plugins of this environment load what they like.
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.runpytest_subprocess("-p", "pytest_mockwrite.plugin", "-q").assert_outcomes(passed=1)


def test_options_alone_load_nothing_heavy(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(f"import sys\n\ndef test_it():\n    assert [n for n in {HEAVY} if n in sys.modules] == []")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    options = ("--mockwrite-version=1.8", "--mockwrite-delivery=manual", "--mockwrite-time=2030-01-01T00:00Z")
    pytester.runpytest_subprocess("-p", "pytest_mockwrite.plugin", "-q", *options).assert_outcomes(passed=1)


def test_the_in_process_transport_loads_no_server() -> None:
    program = (
        "import sys, mockwrite\n"
        "with mockwrite.InProcess() as host, host.project() as project:\n"
        "    project.given.message('sms')\n"
        "    assert project.outbox.one()\n"
        "print([name for name in ('starlette', 'uvicorn') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.full
def test_the_fixtures_are_typed_for_their_users(tmp_path: Path) -> None:
    file = tmp_path / "test_user.py"
    file.write_text(
        """
import re
from datetime import datetime

from mockwrite import Delivery, MockAppwrite, MockServer
from pytest_mockwrite import MockAppwriteFactory


def test_mail(mock_appwrite: MockAppwrite, mock_appwrite_factory: MockAppwriteFactory) -> None:
    ada = mock_appwrite.given.user(email="ada@example.com")
    sent: Delivery = mock_appwrite.outbox.one(to=ada.email, subject=re.compile("Hello"))
    subject: str | None = sent.subject
    moment: datetime = sent.time
    query: dict[str, str] = sent.links[0].query
    code: str = sent.codes[0]
    badge: int | None = sent.badge
    content: bytes = sent.attachments[0].content
    with mock_appwrite.expect_error("topic_not_found") as expected:
        print(len(expected.calls), subject, moment, query, code, badge, content)
    other: MockAppwrite = mock_appwrite_factory("shop", version="1.8", delivery="manual")
    print([record.to for record in other.outbox.where(channel="sms")], other.deliver())
    mock_appwrite.outbox.wait_for(count=2, subject=lambda text: text.startswith("Hello"))
    # A field that does not exist is an error of the checkers too: the comment would be one without it.
    mock_appwrite.outbox.where(subjet="Hello")  # type: ignore[call-arg]
    print(mock_appwrite.clock.advance(hours=1)[0].to)
    mock_appwrite.clock.advance(3600)  # type: ignore[call-arg]
    mock_appwrite.outbox.assert_sent(1)  # type: ignore[call-arg]
    # A name of the file that the kind of attachment does not have.
    print(sent.attachments[0].mimetype)  # type: ignore[attr-defined]


def test_server() -> None:
    with MockServer() as server, server.project() as project:
        print(project.endpoint, server.url)
""",
        encoding="utf-8",
    )
    checked = 0
    for checker in (
        ("mypy", "--strict", "--no-incremental", "--no-error-summary", "--warn-unused-ignores"),
        ("pyright", "--pythonpath", sys.executable),
    ):
        if subprocess.run([sys.executable, "-m", checker[0], "--version"], capture_output=True, check=False).returncode:
            continue
        command = [sys.executable, "-m", *checker, str(file)]
        done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        checked += 1
    if not checked:
        pytest.skip("neither mypy nor pyright is installed")
