"""Golden files of an outbox: written on demand, the same in every run, compared with a readable diff."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mockwrite import MockAppwrite, OutboxError
from mockwrite.outbox.golden import GoldenFiles, stable_text
from tests.plugin.pytest_runs import Run

CODE = """
    def test_it(mock_appwrite):
        ada = mock_appwrite.given.user(email="ada@example.com")
        link = f"{mock_appwrite.endpoint}/x?user={ada.id}&project={mock_appwrite.project_id}"
        mock_appwrite.given.message("email", users=[ada], subject="Hello", content=f"Dear {ada.id},\\ngo to {link}")
        mock_appwrite.outbox.assert_matches_golden("hello.json")
"""


def test_a_golden_file_is_written_on_demand_beside_the_test_and_holds_in_the_next_run(
    run: Run, pytester: pytest.Pytester
) -> None:
    result = run(CODE)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*there is no golden file *golden/hello.json; run pytest with --mockwrite-update-golden*"]
    )
    run(CODE, "--mockwrite-update-golden").assert_outcomes(passed=1)
    run(CODE).assert_outcomes(passed=1)
    run(CODE, "--mockwrite-transport=in-process").assert_outcomes(passed=1)
    (row,) = json.loads((pytester.path / "golden" / "hello.json").read_text(encoding="utf-8"))
    assert row["user_id"] == "<user 1>"
    assert row["content"] == ["Dear <user 1>,", "go to <endpoint 1>/x?user=<user 1>&project=<project 1>"]


def test_a_change_of_what_is_sent_fails_with_a_diff(run: Run) -> None:
    run(CODE, "--mockwrite-update-golden").assert_outcomes(passed=1)
    result = run(CODE.replace('subject="Hello"', 'subject="Hi"'))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(['E *- *"subject": "Hello",', 'E *+ *"subject": "Hi",'])


def _rows(mock: MockAppwrite, **replace: str) -> Any:
    return json.loads(stable_text(mock.outbox.records(), replace))


def test_ids_that_a_test_chose_stay_and_made_ones_get_stable_names(mock_appwrite: MockAppwrite) -> None:
    given = mock_appwrite.given
    given.message("sms", id="welcome", users=[given.user(id="ada", phone="+4915112345678")])
    given.message("sms", users=[given.user(phone="+4915112345679")])
    first, second = _rows(mock_appwrite)
    assert (first["message_id"], first["user_id"], first["target_id"]) == ("welcome", "ada", "<target 1>")
    assert (second["message_id"], second["user_id"], second["target_id"]) == ("<message 1>", "<user 1>", "<target 2>")
    assert first["provider_id"] == second["provider_id"] == "<provider 1>"


def test_times_count_from_the_first_delivery(mock_appwrite: MockAppwrite) -> None:
    mock_appwrite.given.message("sms")
    mock_appwrite.given.message("sms", scheduled_at=mock_appwrite.clock.now() + timedelta(hours=24, seconds=31))
    mock_appwrite.clock.advance(days=2)
    assert [row["time"] for row in _rows(mock_appwrite)] == ["+0:00:00", "+24:00:30"]


@pytest.mark.mockwrite(provider_limits=False)
def test_secrets_and_times_in_texts_are_made_stable_and_what_the_test_names(mock_appwrite: MockAppwrite) -> None:
    text = f"secret={'0f' * 32} at {mock_appwrite.clock.now().isoformat()}, order 4711"
    mock_appwrite.given.message("push", title=text, data={"secret": "0f" * 32, "list": [text]})
    (row,) = _rows(mock_appwrite, **{r"order \d+": "order N"})
    assert row["title"] == "secret=<secret 1> at <time 1>, order N"
    assert row["data"] == {"secret": "<secret 1>", "list": ["secret=<secret 1> at <time 1>, order N"]}


def test_attachments_are_compared_by_their_content(mock_appwrite: MockAppwrite) -> None:
    text = mock_appwrite.given.file("Total: 17", name="bill.txt")
    image = mock_appwrite.given.file(b"\xff\x00", name="logo.bin")
    mock_appwrite.given.message("email", attachments=[text.reference, image.reference])
    (row,) = _rows(mock_appwrite)
    assert row["attachments"][0]["content"] == "Total: 17"
    assert row["attachments"][1].keys() == {"name", "type", "size", "sha256"}


def test_failed_deliveries_are_compared_too(mock_appwrite: MockAppwrite, tmp_path: Path) -> None:
    mock_appwrite.outbox.golden_files = GoldenFiles(tmp_path, update=True)
    mock_appwrite.outbox.assert_matches_golden("empty.json")
    mock_appwrite.faults.fail_delivery("bounced")
    mock_appwrite.given.message("email")
    mock_appwrite.outbox.golden_files = GoldenFiles(tmp_path)
    with pytest.raises(OutboxError, match='"status": "failed"'):
        mock_appwrite.outbox.assert_matches_golden("empty.json")
