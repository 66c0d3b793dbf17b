"""What was captured is not lost: by a text, a full disk, a second writer, a signal or a kill."""

from __future__ import annotations

import errno
import json
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import httpx
import pytest

from mockwrite import MockServer
from mockwrite.cli import main
from mockwrite.commands.serve import stop_on_signals
from mockwrite.instance import Instance
from mockwrite.outbox.golden import stable_text
from mockwrite.recording.files import FileInUse, replace_file
from mockwrite.recording.reading import open_recording
from mockwrite.recording.writing import Recorder
from mockwrite.seed import SeedError, export, load, read_seed, write_seed
from mockwrite.testing.mock_appwrite import MockAppwrite
from tests.attack.test_timer import nested
from tests.commands.test_serve import Served
from tests.recording.test_recording import call, record

HALF = '{"topicId": "half", "name": "\\ud83d"}'


@pytest.fixture(autouse=True)
def undo_signals() -> object:
    """Commands set handlers of their own."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    yield None
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def test_half_a_character_in_a_body_is_recorded_and_read(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as mock:
            headers = {
                "X-Appwrite-Project": "shop",
                "X-Appwrite-Key": mock.api_key,
                "Content-Type": "application/json",
            }
            httpx.post(f"{mock.endpoint}/messaging/topics", content=HALF, headers=headers)
            mock.given.message("sms", content="half \ud83d")
        recorder.close()
        assert server.instance.bugs == []
    recording = open_recording(path)
    assert recording.unread == ()
    assert len(recording.journal) == 1
    assert recording.outbox.all[0].content == "half \ud83d"


def test_a_line_that_cannot_be_read_costs_that_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "run.jsonl"
    record(path)
    first, *lines = path.read_bytes().splitlines()
    strange = [
        b"\xff\xfe",
        b"[]",
        b"1",
        b'{"type": "call"}',
        b'{"type": "none"}',
        b"[" * 100_000,
        b"1" * 5000,
        b'{"type": "delivery"}',
    ]
    path.write_bytes(b"\n".join([first, *strange, *lines, b""]))
    recording = open_recording(path)
    assert (len(recording.outbox), len(recording.unread)) == (3, len(strange))
    assert main(["outbox", "list", "--recording", str(path)]) == 0
    assert "8 lines left out; line 2: this is no JSON" in capsys.readouterr().err


def test_data_as_deep_as_php_reads_it_is_recorded(tmp_path: Path) -> None:
    path, data = tmp_path / "run.jsonl", nested(505)
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with server.project("shop") as mock:
            mock.given.message("push", data=data)
            write_seed(mock.project, tmp_path / "seed.json")
        recorder.close()
    recording = open_recording(path)
    assert recording.outbox.all[0].data == data
    assert "deep.test" in recording.outbox.all[0].wire()[-1]["body"]
    with MockServer() as server, server.project() as mock:
        load(mock.project, read_seed(tmp_path / "seed.json"))
        assert next(iter(mock.project.messages)).data["data"] == data


def test_a_second_writer_is_refused_with_the_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        with pytest.raises(FileInUse, match=r"run\.jsonl; stop it, or name another"):
            Recorder(path, server.instance)
        words = [sys.executable, "-m", "mockwrite", "serve", "--port", "0", "--record", str(path)]
        second = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
        assert (second.returncode, "another server writes into" in second.stderr) == (2, True)
        recorder.close()
        Recorder(path, server.instance).close()


def test_a_full_disk_is_one_line_and_the_exit_code(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk: the last write is a short one, as on a disk that is full."""
    path = tmp_path / "run.jsonl"
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000));"
        "from mockwrite.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    words = [
        sys.executable,
        "-c",
        program,
        "serve",
        "--port",
        "0",
        "--with-providers",
        "--quiet",
        "--record",
        str(path),
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        url = next(line.split()[1] for line in process.stdout if line.strip().startswith("endpoint"))
        statuses = [
            call(url, "mockwrite", "mockwrite-key", "/messaging/topics", {"topicId": f"t{number}", "name": "x" * 100})
            for number in range(20)
        ]
        process.send_signal(signal.SIGTERM)
        error = process.stderr.read()
        assert process.wait(timeout=60) == 1
    assert statuses == [201] * 20
    assert error.count("cannot be written any more") == 1 and "Traceback" not in error
    assert path.read_bytes().endswith(b"\n")
    recording = open_recording(path)
    assert recording.unread == ()
    assert 0 < len(recording.journal) < 20


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_export_that_cannot_be_written_is_one_line_and_the_exit_code(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["exec", "--export-on-exit", "/dev/full", "--", sys.executable, "-c", ""]) == 1
    error = capfd.readouterr().err
    assert error.count("the export cannot be written: /dev/full: the disk is full") == 1 and "Traceback" not in error


def test_recordings_and_exports_are_for_their_owner_alone(tmp_path: Path) -> None:
    files = tmp_path / "run.jsonl", tmp_path / "seed.json"
    arguments = ["--record", str(files[0]), "--export-on-exit", str(files[1])]
    assert main(["exec", *arguments, "--", sys.executable, "-c", ""]) == 0
    assert [stat.S_IMODE(file.stat().st_mode) for file in files] == [0o600, 0o600]
    assert read_seed(files[1])["version"] == 1


def test_a_recording_that_is_continued_is_for_its_owner_alone_from_then_on(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    record(path)
    path.chmod(0o644)
    Recorder(path, Instance()).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_second_signal_is_told_that_files_are_written_and_the_third_ends_at_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    stopped: list[str] = []
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    stop_on_signals(lambda: stopped.append("once"))
    said = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        signal.raise_signal(number)
        said.append(capfd.readouterr().err)
    assert stopped == ["once"]
    assert [bool(text) for text in said] == [False, True, False]
    assert "as soon as its files are written" in said[1]
    assert ended == [128 + signal.SIGTERM]


def test_what_is_recorded_and_exported_keeps_letters_as_they_are(tmp_path: Path) -> None:
    with MockServer() as server, server.project("shop") as mock:
        recorder = Recorder(tmp_path / "run.jsonl", server.instance)
        mock.given.topic(id="t", name="Grüße")
        for place in ("state", "outbox"):
            mock.given.message("sms", content="Grüße")
            shown = httpx.get(f"{server.url}/_mockwrite/{place}", headers={"X-Appwrite-Project": "shop"})
            assert "Grüße".encode() in shown.content
        recorder.close()
        assert "Grüße" in stable_text(mock.outbox.all)
    assert "Grüße" in (tmp_path / "run.jsonl").read_text(encoding="utf-8")


EXPORTS = [
    (["state", "export"], "shop.json", "shop.json"),
    (["outbox", "export", "--to"], "sent.json", "sent.json"),
    (["outbox", "export", "--to"], "mails", "mails/d1.eml"),
]


@pytest.mark.parametrize(("words", "asked", "written"), EXPORTS, ids=[asked for _, asked, _ in EXPORTS])
def test_what_a_command_exports_is_for_its_owner_alone_and_never_half_of_it(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    asked: str,
    written: str,
) -> None:
    file = tmp_path / written
    with MockServer() as server, server.project() as mock:
        mock.given.message("email", subject="Grüße", content="c")
        monkeypatch.setenv("MOCKWRITE_URL", server.url)
        monkeypatch.setenv("MOCKWRITE_PROJECT", mock.project_id)
        assert main([*words, str(tmp_path / asked)]) == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        good = file.read_bytes()
        assert "Grüße".encode() in good or file.suffix == ".eml"

        def fail(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr("os.fsync", fail)
        mock.given.message("email", subject="another", content="c")
        capsys.readouterr()
        assert main([*words, str(tmp_path / asked)]) != 0
        assert "disk is full" in capsys.readouterr().err
    assert file.read_bytes() == good
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    path.write_text("good")
    with pytest.raises(UnicodeEncodeError):
        replace_file(path, "half \ud83d")
    assert path.read_text() == "good"
    assert list(tmp_path.iterdir()) == [path]


def test_signals_while_the_export_is_written_are_waited_out(tmp_path: Path) -> None:
    path = tmp_path / "seed.json"
    served = Served("--export-on-exit", str(path))
    for number in range(50):
        call(served.endpoint, "mockwrite", "mockwrite-key", "/messaging/topics", {"topicId": f"t{number}", "name": "x"})
    served.process.send_signal(signal.SIGTERM)
    served.process.send_signal(signal.SIGINT)
    served.process.communicate(timeout=60)
    assert served.process.returncode == 0
    assert len(json.loads(path.read_text())["topics"]) == 50


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"version": 1,\n"project": {"name": "\xff"}}', "line 2 is no UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"version": ' + b"1" * 5000 + b"}", "a number cannot be read"),
        (b'{"version": 1, "clock": {"now": "0001-01-01T00:00:00Z"}}', "clock.now: the clock goes from the year 1970"),
        (
            b'{"version": 1, "buckets": [{"id": "b", "files": [{"name": "f", "text": "a", "base64": "YQ=="}]}]}',
            "buckets[0].files[0] has both text and base64",
        ),
    ],
    ids=["utf-8", "deep", "digits", "year 1", "both"],
)
def test_a_seed_that_cannot_be_used_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, complaint: str
) -> None:
    path = tmp_path / "seed.json"
    path.write_bytes(content)
    assert main(["exec", "--seed", str(path), "--", sys.executable, "-c", ""]) == 2
    error = capsys.readouterr().err
    assert complaint in error and error.count("\n") == 1


def test_an_export_keeps_letters_as_they_are_and_halves_as_escapes(mock: MockAppwrite, tmp_path: Path) -> None:
    mock.clock.freeze()
    mock.given.topic(id="t", name="Grüße")
    write_seed(mock.project, tmp_path / "seed.json")
    assert "Grüße" in (tmp_path / "seed.json").read_text(encoding="utf-8")
    mock.given.message("sms", id="m", content="half \ud83d")
    write_seed(mock.project, tmp_path / "seed.json")
    assert read_seed(tmp_path / "seed.json") == export(mock.project)


def test_two_projects_at_once_do_not_mix_their_wires(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with MockServer() as server:
        recorder = Recorder(path, server.instance)
        mocks = [server.open_project(f"p{number}") for number in range(4)]
        threads = [
            threading.Thread(
                target=lambda mock=mock: [mock.given.message("sms", content=mock.project_id) for _ in range(20)]
            )
            for mock in mocks
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        recorder.close()
    for id, project in open_recording(path).projects.items():
        for sent in project.outbox:
            assert id in sent.wire()[0]["body"]
    with pytest.raises(SeedError):
        load(mocks[0].project, {"version": 2})
