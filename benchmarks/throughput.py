"""W3: requests over a socket, on connections that are kept and on a new one for each request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from .contestants import FLOOR, LOADED, MOCKWRITE, available
from .load import put_load
from .report import Report
from .rounds import Contender, Figures, Unavailable, in_turn
from .servers import Program, Running


@dataclass(frozen=True)
class Work:
    """One way of putting load on a server; `key` ends the keys of the targets it is judged by."""

    key: str
    call: str
    connections: int
    keep_alive: bool = True

    @property
    def title(self) -> str:
        """Name the work in tables."""
        how = f"{self.connections} kept connection{'s' if self.connections > 1 else ''}"
        return f"W3 {self.call}, {how if self.keep_alive else 'a new connection each'}"


WORKS = (
    Work("create-1", "create", 1),
    Work("create-32", "create", 32),
    Work("get-1", "get", 1),
    Work("get-32", "get", 32),
    Work("create-new", "create", 1, keep_alive=False),
    Work("get-new", "get", 1, keep_alive=False),
)
RATE, CPU = "requests a second", "CPU µs a request"
# The targets that are about CPU instead of the rate.
CPU_TARGETS = {"create-1": "create-cpu-1", "create-32": "create-cpu-32"}


def run(report: Report, *, rounds: int, seconds: float, peers: bool) -> None:
    """Measure W3 and put it into the report; every run of load lasts `seconds`."""
    programs, skipped = available(LOADED, peers=peers)
    report.skipped |= skipped
    for work in WORKS:
        contenders = [Contender(program.name, partial(load, program, work, seconds)) for program in programs]
        results = in_turn(contenders, rounds, warm_up=False, label=work.title)
        report.skipped |= {f"{name}, {work.title}": reason for name, reason in results.skipped.items()}
        report.raw[work.title] = results.figures
        if FLOOR not in results.figures:
            continue
        for name in results.figures:
            if name != FLOOR:
                report.compare(work.title, name, "× floor", results.ratios(name, FLOOR, RATE))
        if results.has(MOCKWRITE, RATE):
            report.judge(work.key, results.ratios(MOCKWRITE, FLOOR, RATE))
            if work.key in CPU_TARGETS:
                report.judge(CPU_TARGETS[work.key], results.ratios(MOCKWRITE, FLOOR, CPU))


def load(program: Program, work: Work, seconds: float) -> Figures:
    """Put load on a program in a new process; raises Unavailable when it has no such call."""
    # A new process for each run: none is timed with what an earlier one has left behind.
    with Running(program) as server:
        call = server.calls().get(work.call)
        if call is None:
            raise Unavailable("has no such call")
        put_load(server.port, call, connections=work.connections, keep_alive=work.keep_alive, seconds=1)
        used = server.cpu()
        reached = put_load(server.port, call, connections=work.connections, keep_alive=work.keep_alive, seconds=seconds)
        return {RATE: reached.requests / reached.seconds, CPU: (server.cpu() - used) / reached.requests * 1e6}
