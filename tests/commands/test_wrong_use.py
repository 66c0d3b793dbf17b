"""What a command line, a file or an address that cannot be used says: what is expected, what was there, what to do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mockwrite.cli import main
from mockwrite.server.mock_server import MockServer
from mockwrite.settings import SettingsError

WRONG_WORDS = {
    "a flag that does not exist": (
        ["serve", "--prot", "5"],
        "mockwrite serve: there is no flag --prot; did you mean --port",
    ),
    "a flag of an action that does not exist": (
        ["outbox", "list", "--projct", "shop"],
        "mockwrite outbox list: there is no flag --projct; did you mean --project?",
    ),
    "a field of a search as a flag": (
        ["outbox", "list", "--channel", "sms"],
        "mockwrite outbox list: there is no flag --channel; what to look for is written as field:value, such as channel:…",
    ),
    "a flag behind the end of flags": (
        ["clock", "advance", "--", "1h", "--project", "shop"],
        "mockwrite clock advance: --project stands behind --, where nothing is a flag",
    ),
    "a word too many": (["serve", "shop"], "mockwrite serve: 'shop' is one word too many"),
    "a word for a number": (["serve", "--port", "abc"], "mockwrite serve: --port is a whole number, got 'abc'"),
    "a word for a span": (["ready", "--wait", "long"], "mockwrite ready: --wait is a number, got 'long'"),
    "a flag without its value": (["serve", "--key"], "mockwrite serve: --key needs a value"),
    "a value for a switch": (["serve", "--exact=yes"], "mockwrite serve: --exact takes no value, got 'yes'"),
    "a word that is missing": (["clock", "advance"], "mockwrite clock advance: what is missing: span"),
    "a shell that is not known": (["completion", "fish"], "mockwrite completion: shell is one of "),
    "two bodies": (
        ["answer", "add", "GET", "/x", "--body", "1", "--text", "2"],
        "mockwrite answer add: --text and --body do not go together",
    ),
}


@pytest.mark.parametrize("name", WRONG_WORDS)
def test_a_wrong_word_is_told_in_two_lines(capsys: pytest.CaptureFixture[str], name: str) -> None:
    words, text = WRONG_WORDS[name]
    with pytest.raises(SystemExit) as ended:
        main(words)
    said, mend = capsys.readouterr().err.splitlines()
    assert ended.value.code == 2
    assert said.startswith(text)
    assert mend == f"`{text.partition(':')[0]} --help` shows how it is used"


def test_a_flag_that_nothing_is_like_comes_with_no_advice(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["clock", "advance", "--hours", "2"])
    assert "there is no flag --hours\n" in capsys.readouterr().err


def test_help_is_a_command_too(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["help"], ["help", "outbox"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        assert capsys.readouterr().out.startswith("usage: mockwrite" + " outbox" * (len(words) - 1))


FILES = {
    "nothing.json": (None, "nothing.json: there is no such file or folder"),
    "folder/nothing.json": (None, "nothing.json: there is no folder "),
    "empty.json": (b"", "empty.json: the file is empty; JSON is expected, {} at the least"),
    "shop.yaml": (b"users:\n  - id: ada\n", "shop.yaml: JSON is expected, not YAML; `yq -o json "),
    "shop.json": (b'{"users": [}', "shop.json: no JSON in line 1, column 12"),
    "latin.json": (b'{"a": "\xe9"}', "latin.json: line 1 is no UTF-8"),
}


@pytest.mark.parametrize("command", ["serve --seed", "serve --config", "serve --texts", "state load"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_told_in_one_line_and_in_the_same_words_everywhere(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, name: str
) -> None:
    content, text = FILES[name]
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main([*command.split(), str(path)]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert text in said
    assert "Errno" not in said


@pytest.mark.parametrize("flag", ["--record", "--export-on-exit"])
def test_a_file_in_a_folder_that_is_not_there_is_told_by_its_own_name(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, flag: str
) -> None:
    path = tmp_path / "runs" / "today.json"
    assert main(["serve", "--port", "0", flag, str(path)]) == 2
    assert (
        capsys.readouterr().err
        == f"mockwrite: the file cannot be written: {path}: there is no folder {tmp_path / 'runs'}\n"
    )


def test_what_holds_no_recording_does_not_get_the_lines_of_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("buy milk\n")
    assert main(["serve", "--port", "0", "--record", str(path)]) == 2
    assert "notes.txt is there already and holds no recording; name another file" in capsys.readouterr().err
    assert path.read_text() == "buy milk\n"


@pytest.mark.parametrize("command", ["serve", "exec"])
@pytest.mark.parametrize(
    ("key", "text"), [("none.pem", "tls_key: "), ("cert.pem", "are no certificate and the private key")]
)
def test_a_certificate_that_cannot_be_used_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str, key: str, text: str
) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    files = ["--tls-cert", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / key)]
    assert main([command, "--port", "0", *files, *(["--", "true"] if command == "exec" else [])]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert text in said


def test_a_server_with_such_a_certificate_does_not_start_and_does_not_wait(tmp_path: Path) -> None:
    server = MockServer(tls_cert=str(tmp_path / "cert.pem"), tls_key=str(tmp_path / "key.pem"))
    with pytest.raises(SettingsError, match="tls_cert: .* there is no such file"):
        server.start()


@contextmanager
def deaf() -> Iterator[str]:
    """Give the address of a server that closes each connection without an answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: listener.accept()[0].close())
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def test_https_to_a_server_that_speaks_http_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    with MockServer() as server:
        assert main(["outbox", "list", "--url", server.url.replace("http:", "https:")]) == 2
    assert "what listens there does not speak TLS; write http:// in place of https://" in capsys.readouterr().err


def test_who_answers_nothing_is_no_mockwrite_server(capsys: pytest.CaptureFixture[str]) -> None:
    with deaf() as url:
        assert main(["outbox", "list", "--url", url]) == 2
    assert "no mockwrite server" in capsys.readouterr().err


def test_verify_says_what_an_address_looks_like(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--against", "localhost", "--project", "shop", "--key", "k"]) == 2
    assert "expected, such as http://localhost/v1; got 'localhost'" in capsys.readouterr().err


def test_a_variable_that_is_close_to_a_setting_is_pointed_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOCKWRITE_PROT", "7000")
    # What Kubernetes sets for a service of this name.
    monkeypatch.setenv("MOCKWRITE_PORT_6245_TCP", "tcp://10.0.0.1:6245")
    monkeypatch.setenv("MOCKWRITE_KEY", "")
    monkeypatch.setenv("MOCKWRITE_WITHOUT_PROVIDERS", "1")
    assert main(["serve"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "mockwrite: the variable MOCKWRITE_PROT has no effect; did you mean MOCKWRITE_PORT?",
        "mockwrite: the variable MOCKWRITE_WITHOUT_PROVIDERS has no effect; did you mean MOCKWRITE_WITH_PROVIDERS=0?",
        "mockwrite: key is the secret of the API key; it is empty",
    ]


def test_a_removal_says_how_much_went(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with MockServer(project="mockwrite") as server, server.project("mockwrite") as project:
        monkeypatch.setenv("MOCKWRITE_URL", server.url)
        for _ in range(2):
            project.faults.fail_call("GET", "/users", status=503)
        project.respond("GET", "/functions", json={})
        main(["faults", "remove"])
        main(["answer", "remove"])
    assert capsys.readouterr().out == "removed: 2\nremoved: 1\n"
