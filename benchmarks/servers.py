"""Server processes to measure: started on a free port, watched through /proc, stopped by their own process id."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from .calls import Ask, Call
from .environment import child_environment
from .rounds import Unavailable

HOST = "127.0.0.1"
PATIENCE = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Program:
    """A server to start. `command` takes the port, `probe` is answered once it is up, `prepare` returns the timed calls."""

    name: str
    command: Callable[[int], Sequence[str]]
    probe: Call
    prepare: Callable[[Ask], Mapping[str, Call]]
    folder: Path | None = None


def free_port() -> int:
    """Ask the kernel for a port that nobody listens on."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def ask(port: int, call: Call) -> tuple[int, bytes]:
    """Send one request on a new connection; return status and body."""
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    try:
        connection.request(call.method, call.path, call.body or None, dict(call.headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Running:
    """A started server, as a context manager. `first_answer` is the time from start to its first answer, in ms."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.port = free_port()
        self.first_answer = 0.0

    def __enter__(self) -> Self:
        begun = time.perf_counter()
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            list(self.program.command(self.port)),
            cwd=self.program.folder,
            env=child_environment(),
            stdin=quiet,
            stdout=quiet,
            stderr=quiet,
        )
        try:
            self._wait(begun)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _wait(self, begun: float) -> None:
        while time.perf_counter() - begun < PATIENCE:
            if self._process.poll() is not None:
                raise Unavailable(f"{self.program.name} ended with exit code {self._process.returncode} at its start")
            try:
                status, body = self.ask(self.program.probe)
            except OSError:
                time.sleep(0.001)
                continue
            self.first_answer = (time.perf_counter() - begun) * 1000
            if status >= 400:
                raise Unavailable(f"{self.program.name} answered its first request with {status}: {body[:200]!r}")
            return
        raise Unavailable(f"{self.program.name} did not answer within {PATIENCE:.0f} s")

    def ask(self, call: Call) -> tuple[int, bytes]:
        """Send one request on a new connection; return status and body."""
        return ask(self.port, call)

    def calls(self) -> Mapping[str, Call]:
        """Set the server up and return the calls that it is timed with."""
        return self.program.prepare(self.ask)

    def peak_rss(self) -> float:
        """Return the most memory the process has held, in kB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")))

    def cpu_of_threads(self) -> float:
        """Return the CPU time that the threads which still run have used, in ms, to the nanosecond."""
        spent = (thread / "schedstat" for thread in Path(f"/proc/{self._process.pid}/task").iterdir())
        return sum(int(path.read_text().split()[0]) for path in spent) / 1e6

    def cpu(self) -> float:
        """Return the CPU time the process has used, user and system, in seconds."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def stop(self) -> None:
        """End the process, kindly first."""
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
