"""The official Python SDK against mockwrite: the newest in this environment, older ones each in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mockwrite.server.mock_server import MockServer
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.sdk import documents_tour, messaging_tour

pytest.importorskip("appwrite", reason="needs the official SDK: pip install appwrite")


def test_every_messaging_method_of_the_newest_sdk_works(
    mock_appwrite: MockAppwrite, capsys: pytest.CaptureFixture[str]
) -> None:
    messaging_tour.main(mock_appwrite.endpoint, mock_appwrite.project_id, mock_appwrite.api_key)
    report = json.loads(capsys.readouterr().out)
    assert report["never"] == []
    assert len(report["called"]) == 48


def test_one_message_of_each_channel_reaches_exactly_its_recipients(
    mock_appwrite: MockAppwrite, appwrite_client: Any
) -> None:
    from appwrite.services.messaging import Messaging
    from appwrite.services.users import Users

    messaging, users = Messaging(appwrite_client), Users(appwrite_client)
    messaging.create_sendgrid_provider("mail", "Mail", api_key="k", from_email="shop@example.com", enabled=True)
    messaging.create_twilio_provider("sms", "SMS", xfrom="+12025550100", account_sid="a", auth_token="t", enabled=True)
    messaging.create_fcm_provider("push", "Push", service_account_json={"project_id": "p"}, enabled=True)
    users.create("ada", "ada@example.com")
    users.create("bob", "bob@example.com", "+12025550102")
    users.create("eve", None, "+12025550103")
    users.create_target("eve", "phone", "push", "device-1")
    messaging.create_topic("news", "News")
    for user in ("ada", "bob"):
        target = next(item for item in users.list_targets(user).targets if item.providertype == "email")
        messaging.create_subscriber("news", f"sub-{user}", target.id)
    messaging.create_email("m1", "Hello", "Text", topics=["news"])
    messaging.create_sms("m2", "Hello", users=["bob"])
    messaging.create_push("m3", "Hello", "Text", targets=["phone"])
    assert [str(messaging.get_message(id).status.value) for id in ("m1", "m2", "m3")] == ["sent"] * 3
    assert [(sent.channel, sent.to) for sent in mock_appwrite.outbox] == [
        ("email", "ada@example.com"),
        ("email", "bob@example.com"),
        ("sms", "+12025550102"),
        ("push", "device-1"),
    ]


def test_a_scheduled_message_is_sent_in_real_time(mock_appwrite: MockAppwrite, appwrite_client: Any) -> None:
    from appwrite.services.messaging import Messaging

    messaging = Messaging(appwrite_client)
    user = mock_appwrite.given.user(email="ada@example.com")
    mock_appwrite.given.provider("smtp")
    # The two seconds begin when the clock ticks on, however long the calls take.
    mock_appwrite.clock.freeze()
    soon = (mock_appwrite.clock.now() + timedelta(seconds=2)).isoformat()
    messaging.create_email("later", "Hello", "Text", users=[user.id], scheduled_at=soon)
    assert str(messaging.get_message("later").status.value) == "scheduled"
    began = time.monotonic()
    mock_appwrite.clock.resume()
    mock_appwrite.outbox.wait_for(message_id="later", timeout=120)
    assert time.monotonic() - began >= 1.5
    assert str(messaging.get_message("later").status.value) == "sent"


# One SDK of each line, with the server line that it was made for (sdks.md §1). 13.6 to 21 send `total=True`, which the real
# server refuses too.
OLD_SDKS = {"1.5": "5.0.3", "1.6": "7.1.0", "1.7": "11.1.0", "1.8": "12.0.0"}


@pytest.mark.full
@pytest.mark.parametrize(("line", "sdk"), OLD_SDKS.items(), ids=[f"{sdk} on {line}" for line, sdk in OLD_SDKS.items()])
def test_every_messaging_method_of_an_older_sdk_works_on_its_line(line: str, sdk: str, tmp_path: Path) -> None:
    python = with_sdk(sdk, tmp_path)
    assert on_the_road(python, messaging_tour.__file__, line)["never"] == []
    # Documents were there before messages were: every line has them.
    assert on_the_road(python, documents_tour.__file__, line)["legacy"] == SEEN


def with_sdk(sdk: str, folder: Path) -> Path:
    """Make an environment with one release of the SDK; return its Python."""
    python = folder / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True, timeout=300)
    quiet = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    installed = subprocess.run([*quiet, f"appwrite=={sdk}"], capture_output=True, text=True, check=False, timeout=600)
    assert installed.returncode == 0, installed.stderr
    return python


def on_the_road(python: Path, script: str, line: str) -> Any:
    """Run a tour with an interpreter against a server of a release; return its report."""
    with MockServer(appwrite_version=line) as server, server.project() as project:
        done = subprocess.run(
            [str(python), script, project.endpoint, project.project_id, project.api_key],
            capture_output=True, text=True, check=False, timeout=300, env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


BOTH, ADA, BOB = ["ada", "bob"], ["ada"], ["bob"]
# What the tour of documents sees by the older names: what each query finds, and how calls end.
SEEN = {
    "attributes": ["about", "age", "at", "host", "kind", "mail", "name", "ok", "page", "tags", "weight"],
    "found": [ADA, BOB, ADA, ADA, BOB, BOTH, ADA, BOB, ADA, ADA, BOB, ADA, ADA, ADA, BOB, BOTH, ADA, BOTH],
    "age": 51,
    "refused": ["document_already_exists", "document_invalid_structure"],
    "left": 1,
}


# Each deprecated method of the SDK changes the filters of warnings, so that a mark has no say: the warnings are expected here.
DEPRECATED = r"Call to deprecated function '\w+'\. This API has been deprecated since 1\.8\.0\. Please use `tablesDB\.\w+` instead\.$"


def test_an_application_keeps_its_data_by_the_newest_sdk(
    mock_appwrite: MockAppwrite, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.warns(DeprecationWarning, match=DEPRECATED):
        documents_tour.main(mock_appwrite.endpoint, mock_appwrite.project_id, mock_appwrite.api_key)
    report = json.loads(capsys.readouterr().out)
    assert report["legacy"] == SEEN
    assert report["newer"] == {"columns": 4, "indexes": 1, "ages": [None, 6, 6], "left": ["kit", "tom"]}
