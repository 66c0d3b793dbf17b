"""What the command line says of itself: help, what there is in place of a wrong word, colours, completion."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from mockwrite.cli import COMMANDS, main
from mockwrite.commands.terminal import Painted, write


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as end:
        main([command, "--help"])
    assert end.value.code == 0
    assert f"usage: mockwrite {command}" in capsys.readouterr().out


def test_every_command_and_flag_is_in_the_docs() -> None:
    from mockwrite.commands.flags import FLAGS

    text = (Path(__file__).parents[2] / "docs" / "server.md").read_text()
    missing = [
        name
        for name in [f"mockwrite {command}" for command in COMMANDS]
        + [flag for flags in FLAGS.values() for flag, _ in flags]
        if name not in text
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "mockwrite: name the command\ncommands are\n  serve  "),
        (["outbx"], "mockwrite: there is no command 'outbx'; did you mean outbox?\ncommands are\n"),
        (["clock"], "mockwrite clock: name the action\nactions are\n  show  "),
        (["clock", "advnce"], "mockwrite clock: there is no action 'advnce'; did you mean advance?\nactions are\n"),
    ],
)
def test_wrong_use_lists_what_there_is(capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert capsys.readouterr().err.startswith(said)


def test_colours_are_for_terminals_that_want_them(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    def written(stream: io.StringIO) -> str:
        write(Painted("failed", "bad"), stream=stream)
        return stream.getvalue()

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    assert written(Terminal()) == "\x1b[31mfailed\x1b[0m\n"
    assert written(io.StringIO()) == "failed\n"
    monkeypatch.setenv("NO_COLOR", "1")
    assert written(Terminal()) == "failed\n"


def test_a_shell_gets_what_it_needs_to_complete(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "bash"]) == 0
    out = capsys.readouterr().out
    assert "--with-providers" in out
    assert "advance" in out
