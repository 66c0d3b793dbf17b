"""Signals while the last files are written: the first waits it out, the second is told so, the third ends; a whole export or none."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe with a name makes the export wait")

USERS = 2000
TOLD = "mockwrite: it stops as soon as its files are written; once more ends it at once\n"
COMMANDS = {"serve": ("serve", "--port", "0"), "exec": ("exec",)}


class Ending:
    """A server whose export has begun, and waits for somebody to read it."""

    def __init__(self, folder: Path, command: str) -> None:
        seed, pipe = folder / "seed.json", folder / "export.json"
        users = [{"id": f"u{number}", "name": "x" * 100} for number in range(USERS)]
        seed.write_text(json.dumps({"version": 1, "users": users}))
        os.mkfifo(pipe)
        self.pipe = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        # As long as we could write too, nobody takes the pipe for one that has ended.
        ours = os.open(pipe, os.O_WRONLY)
        words = [
            sys.executable,
            "-m",
            "mockwrite",
            *COMMANDS[command],
            "--seed",
            str(seed),
            "--export-on-exit",
            str(pipe),
        ]
        words += ["--", sys.executable, "-c", ""] if command == "exec" else []
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if command == "serve":
            assert self.process.stdout is not None
            assert any("Ctrl-C" in line for line in self.process.stdout)
            self.process.send_signal(signal.SIGTERM)
        self.wait_for_the_export()
        os.close(ours)
        if command == "exec":
            # Its command has ended by itself: this is the first signal that nobody but the export is there for.
            self.process.send_signal(signal.SIGTERM)

    def wait_for_the_export(self) -> None:
        """Wait until the first bytes are there: more than a pipe holds, so that the rest waits too."""
        poll = select.poll()
        poll.register(self.pipe, select.POLLIN)
        assert poll.poll(60_000)

    def read(self) -> bytes:
        """Read what is written until the server is done."""
        os.set_blocking(self.pipe, True)
        read = b""
        while piece := os.read(self.pipe, 65_536):
            read += piece
        return read

    def told(self) -> str:
        """The next line for the person at the terminal."""
        stream: IO[str] | None = self.process.stderr
        assert stream is not None
        said, _, _ = select.select([stream], [], [], 60)
        return stream.readline() if said else ""

    def close(self) -> None:
        """End it."""
        self.process.kill()
        self.process.communicate(timeout=60)
        os.close(self.pipe)


@pytest.fixture(params=COMMANDS)
def ending(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ending]:
    """One that is being stopped."""
    made = Ending(tmp_path, request.param)
    yield made
    made.close()


def test_a_second_signal_is_told_to_wait_and_the_export_is_whole(ending: Ending) -> None:
    ending.process.send_signal(signal.SIGINT)
    assert ending.told() == TOLD
    assert len(json.loads(ending.read())["users"]) == USERS
    assert ending.process.wait(60) == 0


def test_a_third_signal_ends_it_at_once(ending: Ending) -> None:
    ending.process.send_signal(signal.SIGINT)
    assert ending.told() == TOLD
    ending.process.send_signal(signal.SIGTERM)
    assert ending.process.wait(60) == 128 + signal.SIGTERM


def test_one_signal_is_enough_and_nothing_is_said_of_it(ending: Ending) -> None:
    assert len(json.loads(ending.read())["users"]) == USERS
    assert ending.process.wait(60) == 0
    assert "once more" not in ending.process.communicate(timeout=60)[1]
