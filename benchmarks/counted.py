"""A server in a process of its own that says how many of its objects are in memory: a line on standard input, a number back."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from .environment import ROOT, child_environment


def counted() -> int:
    """How many objects of mockwrite's classes are in memory: projects, messages, deliveries, calls, watches and so on."""
    gc.collect()
    return sum(str(type(item).__module__).startswith("mockwrite.") for item in gc.get_objects())


class CountedServer:
    """Such a server, as a context manager, seen from the process that started it."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.counted"],
            cwd=ROOT,
            env=child_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = urlsplit(self._line()).port or 0
        return self

    def __exit__(self, *_: object) -> None:
        try:
            # Nothing more on its standard input ends it.
            self._process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def count(self) -> int:
        """Ask how many objects there are; see `counted`."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._line())

    def peak(self) -> int:
        """Return the most memory it has held, in kB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def main() -> None:
    """Serve until standard input ends."""
    from mockwrite.server.mock_server import MockServer

    with MockServer() as server:
        print(server.url, flush=True)
        for _ in sys.stdin:
            print(counted(), flush=True)


if __name__ == "__main__":
    main()
