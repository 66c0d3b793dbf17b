"""Recordings: what was acknowledged is in the file, whatever happens to the process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

import mockwrite
from mockwrite.cli import main
from mockwrite.recording.reading import Recording, RecordingError, open_recording
from mockwrite.recording.writing import Recorder
from mockwrite.server.mock_server import MockServer
from tests.commands.test_serve import Served


def record(path: Path) -> None:
    """Record a small project: an e-mail with an attachment, an SMS, a push, a failure and a refused call."""
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as project:
            ada = project.given.user(id="ada", email="ada@example.com", phone="+12025550101", push="token")
            file = project.given.file("Hello", name="hello.txt")
            attachments = [f"{file.bucket_id}:{file.id}"]
            project.given.message("email", users=[ada], subject="Hello", attachments=attachments)
            project.given.message("sms", users=[ada], content="Hello")
            project.given.message("push", users=[ada], title="Hello", data={"a": "1"})
            call(
                project.endpoint,
                project.project_id,
                project.api_key,
                "/users",
                {"userId": "ada", "password": "correct-horse"},
            )
        recorder.close()


def call(endpoint: str, project: str, key: str, path: str, body: dict[str, Any], method: str = "POST") -> int:
    request = urllib.request.Request(
        endpoint + path, data=json.dumps(body).encode(), method=method,
        headers={"X-Appwrite-Project": project, "X-Appwrite-Key": key, "Content-Type": "application/json"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_recording_reads_back_as_the_outbox_it_was(tmp_path: Path) -> None:
    record(tmp_path / "run.jsonl")
    recording = mockwrite.open_recording(tmp_path / "run.jsonl")
    assert [sent.channel for sent in recording.outbox] == ["email", "sms", "push"]
    mail = recording.outbox.one(channel="email")
    assert (mail.to, mail.subject, mail.attachments[0].content) == ("ada@example.com", "Hello", b"Hello")
    assert recording.outbox.one(channel="push").data == {"a": "1"}
    assert mail.wire()[0].as_dict()["method"] == "SMTP"
    [refused] = recording.journal.refused
    assert refused.error == "user_already_exists"


def test_secrets_are_masked_in_a_recording(tmp_path: Path) -> None:
    record(tmp_path / "run.jsonl")
    text = (tmp_path / "run.jsonl").read_text()
    assert "correct-horse" not in text
    assert "standard_" not in text


def test_what_users_sign_in_with_is_masked_in_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as project:
            mock = (project.endpoint, project.project_id, project.api_key)
            hashed = {"passwordSalt": "c2FsdA==", "passwordSaltSeparator": "Bw==", "passwordSignerKey": "hidden-signer"}
            ada = {"userId": "ada", "email": "ada@example.com", "password": "hidden-hash", **hashed}
            assert call(*mock, "/users/scrypt-modified", ada) == 201
            call(*mock, "/account/password", {"password": "hidden-new", "oldPassword": "hidden-old"}, "PATCH")
            assert call(*mock, "/users/ada/mfa/recovery-codes", {}, "PATCH") == 201
            [codes] = [user.mfa_recovery_codes for user in project.project.users]
        recorder.close()
    text = path.read_text()
    assert codes and not any(code in text for code in codes)
    assert "/users/scrypt-modified" in text and "/account/password" in text
    assert "hidden" not in text


def test_a_torn_last_line_is_skipped_and_a_broken_one_is_named(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    record(path)
    whole = path.read_bytes()
    path.write_bytes(whole + b'{"type":"delivery","id":"d9')
    assert len(open_recording(path).outbox) == 3
    lines = whole.split(b"\n")
    path.write_bytes(b"\n".join([*lines[:3], b"{broken", *lines[3:]]))
    recording = open_recording(path)
    assert recording.unread == ("line 4: this is no JSON; a recording has one object a line",)
    assert len(recording.outbox) == 3
    path.write_bytes(b"{}\n")
    with pytest.raises(RecordingError, match="line 1"):
        open_recording(path)
    path.write_bytes(b"")
    with pytest.raises(RecordingError, match="this is no recording"):
        open_recording(path)


def test_the_command_line_reads_a_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record(tmp_path / "run.jsonl")
    assert main(["outbox", "list", "channel:sms", "--recording", str(tmp_path / "run.jsonl")]) == 0
    assert "+12025550101" in capsys.readouterr().out
    assert main(["outbox", "list", "--recording", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_view_shows_a_recording_in_the_page(tmp_path: Path) -> None:
    record(tmp_path / "run.jsonl")
    words = [sys.executable, "-m", "mockwrite", "view", str(tmp_path / "run.jsonl")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(f"{url}outbox", timeout=60) as answer:
            assert json.loads(answer.read())["total"] == 3
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def _kill_in_the_middle(path: Path, creates: int, kill_after: int) -> None:
    """Create messages over a socket, kill the server on the way, and compare what was answered with the recording."""
    served = Served("--record", str(path), "--with-providers", "--quiet")
    answered: list[str] = []
    reached = threading.Event()

    def create() -> None:
        for number in range(creates):
            body = {"messageId": f"m{number}", "content": "Hello", "users": ["ada"]}
            try:
                status = call(served.endpoint, "mockwrite", "mockwrite-key", "/messaging/messages/sms", body)
            except (OSError, HTTPException):
                # Killed before its answer was whole.
                break
            if status == 201:
                answered.append(f"m{number}")
            if number == kill_after:
                reached.set()
        reached.set()

    call(served.endpoint, "mockwrite", "mockwrite-key", "/users", {"userId": "ada", "phone": "+12025550101"})
    worker = threading.Thread(target=create)
    worker.start()
    reached.wait()
    served.process.kill()
    served.process.communicate(timeout=60)
    worker.join()
    recording = open_recording(path)
    recorded = {json.loads(item.request)["messageId"] for item in recording.journal if item.path.endswith("/sms")}
    assert set(answered) <= recorded
    assert set(answered) <= {sent.message_id for sent in recording.outbox}
    assert len(answered) > kill_after


def test_what_was_answered_survives_kill_nine(tmp_path: Path) -> None:
    _kill_in_the_middle(tmp_path / "run.jsonl", 300, 100)


@pytest.mark.full
@pytest.mark.parametrize("repeat", range(20))
def test_what_was_answered_survives_kill_nine_again_and_again(tmp_path: Path, repeat: int) -> None:
    _kill_in_the_middle(tmp_path / "run.jsonl", 2000, 300 + repeat * 50)


def test_a_second_run_goes_on_behind_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    record(path)
    path.write_bytes(path.read_bytes() + b'{"type":"delivery","id":"d9')
    record(path)
    recording = open_recording(path)
    assert [sent.id for sent in recording.outbox] == ["d1", "d2", "d3", "d4", "d5", "d6"]
    assert [sent.number for sent in recording.outbox] == [1, 2, 3, 4, 5, 6]
    assert [call.number for call in recording.journal] == [1, 2]


def test_deliveries_before_and_after_a_reset_have_ids_of_their_own(tmp_path: Path) -> None:
    with MockServer(strict_auth=False, project="shop") as server:
        recorder = Recorder(tmp_path / "run.jsonl", server.instance)
        for text in ("before", "after"):
            with server.project("shop") as project:
                ada = project.given.user(phone="+12025550101")
                project.given.provider("twilio")
                body = {"messageId": text, "content": text, "users": [ada.id]}
                assert call(server.endpoint, "shop", project.api_key, "/messaging/messages/sms", body) == 201
        recorder.close()
    recording = open_recording(tmp_path / "run.jsonl")
    assert [(sent.id, sent.content) for sent in recording.outbox] == [("d1", "before"), ("d2", "after")]
    assert [(made.number, made.deliveries) for made in recording.journal] == [(1, ["d1"]), (2, ["d2"])]


def explained(recording: Recording, message: str) -> str:
    """Ask a server that shows a recording why."""
    viewer = MockServer(strict_auth=True, project="shop")
    viewer.adopt(recording.instance)
    with viewer, urllib.request.urlopen(f"{viewer.url}/_mockwrite/explain/{message}", timeout=60) as answer:
        return str(json.loads(answer.read())["text"])


def test_a_recording_says_what_became_of_a_message_and_of_one_person(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as project:
            people = [project.given.user(id=name, email=f"{name}@example.com") for name in ("ada", "bob", "eve")]
            project.given.provider("mailgun")
            project.faults.fail_delivery("bounced", to="bob@example.com")
            for number, user in enumerate(people[:2]):
                project.given.message("email", id=f"m{number}", users=[user], subject="Hello")
            project.given.message("email", id="m2", users=[project.given.user(phone="+12025550101")], subject="Hello")
        recorder.close()
    recording = open_recording(path)
    assert "(m0) was sent to 1 recipient.\n  ada@example.com" in explained(recording, "m0")
    assert explained(recording, "m0?person=ada") == explained(recording, "m0?person=Ada@example.com").replace(
        "Ada@example.com", "ada"
    )
    assert "(m1) failed for 1 recipient.\n  bob@example.com" in explained(recording, "m1")
    assert explained(recording, "m2") == 'The e-mail "Hello" (m2) failed: There are no valid recipients.'
    with pytest.raises(urllib.error.HTTPError, match="404"):
        explained(recording, "m0?person=eve")


def test_the_clock_of_a_recording_stands_where_its_project_ended(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        for name, end in (("shop", "2031-05-06T07:08:09.000+00:00"), ("forum", "2033-01-01T00:00:00.000+00:00")):
            with server.project(name) as project:
                project.clock.freeze("2030-01-01T00:00:00Z")
                project.given.message("email", id="early")
                project.clock.freeze(end)
                project.given.message("email", id="late")
        recorder.close()
    projects = open_recording(path).projects
    assert {name: project.clock.now().year for name, project in projects.items()} == {"shop": 2031, "forum": 2033}
    assert all(project.clock.frozen for project in projects.values())


def test_a_line_with_a_time_that_no_clock_can_show_costs_that_line(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as project:
            project.clock.freeze("2030-01-01T00:00:00Z")
            project.given.message("email")
        recorder.close()
    lines = path.read_text().splitlines()
    path.write_text("".join(line.replace('"at":1893456000000', '"at":"soon"') + "\n" for line in lines))
    recording = open_recording(path)
    assert len(recording.unread) == 2
    assert not recording.outbox


def test_a_message_id_that_comes_again_after_a_reset_is_another_message(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer(strict_auth=False, project="shop") as server:
        recorder = Recorder(path, server.instance)
        for person, number in (("ada", "+12025550101"), ("bob", "+12025550102")):
            with server.project("shop") as project, server.project("other"):
                project.given.user(id=person, phone=number)
                project.given.provider("twilio")
                body = {"messageId": "welcome", "content": person, "users": [person]}
                assert call(server.endpoint, "shop", project.api_key, "/messaging/messages/sms", body) == 201
        recorder.close()
    recording = open_recording(path)
    shop = recording.projects["shop"]
    assert [sent.message_id for sent in shop.outbox] == ["welcome", "welcome (2)"]
    assert [made.message_id for made in shop.journal] == ["welcome", "welcome (2)"]
    assert [(message.id, message.data["content"]) for message in shop.messages] == [
        ("welcome", "ada"), ("welcome (2)", "bob"),
    ]  # fmt: skip
    told = explained(recording, "welcome%20(2)")
    assert told.startswith('The SMS "bob" (welcome (2)) was sent to 1 recipient.\n  +12025550102 ')
    assert "+12025550101" not in told


def test_a_message_that_is_delivered_after_another_project_was_made_keeps_its_id(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer(delivery="manual") as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as project:
            project.given.message("sms", id="welcome")
            with server.project("other"):
                project.deliver()
        recorder.close()
    assert [sent.message_id for sent in open_recording(path).projects["shop"].outbox] == ["welcome"]


def test_a_hand_over_has_a_number_of_its_own_whichever_project_it_is_of(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as shop, server.project("club") as club:
            for project in (shop, club):
                people = [project.given.user(email=f"{name}@{project.project_id}.test") for name in ("ada", "bob")]
                project.given.topic(id="news", subscribers=people)
            for _ in range(2):
                for project in (shop, club):
                    project.given.message("email", topics=["news"], subject="Hello")
        recorder.close()
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    numbers = [line["handover"] for line in lines if line["type"] == "handover"]
    assert numbers == [1, 2, 3, 4]
    of = [(line["handover"], line["project_id"]) for line in lines if line["type"] == "delivery"]
    assert of == [(1, "shop")] * 2 + [(2, "club")] * 2 + [(3, "shop")] * 2 + [(4, "club")] * 2
