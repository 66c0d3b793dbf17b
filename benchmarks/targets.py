"""What must be reached: a row a promise. The rows are the contract of the speed page in the docs."""

from __future__ import annotations

from dataclasses import dataclass

from .rounds import Spread


@dataclass(frozen=True)
class Target:
    """One promise. `unit` names the measure; a value is good when it is at most (or `at_least`) the bound."""

    key: str
    work: str
    unit: str
    must: float
    stretch: float | None = None
    at_least: bool = False

    def verdict(self, measured: Spread) -> str:
        """Judge a median: `stretch`, `must` or `MISSED`."""
        if self.stretch is not None and self._reaches(measured.median, self.stretch):
            return "stretch"
        return "must" if self._reaches(measured.median, self.must) else "MISSED"

    def _reaches(self, value: float, bound: float) -> bool:
        return value >= bound if self.at_least else value <= bound

    def bound(self, value: float | None) -> str:
        """Write a bound as the tables show it."""
        return "–" if value is None else f"{'≥' if self.at_least else '≤'} {value:g}"


def at_most(key: str, work: str, unit: str, must: float, stretch: float | None = None) -> Target:
    """Promise that a figure stays at or below a bound."""
    return Target(key, work, unit, must, stretch)


def at_least(key: str, work: str, unit: str, must: float, stretch: float | None = None) -> Target:
    """Promise that a figure stays at or above a bound."""
    return Target(key, work, unit, must, stretch, at_least=True)


TARGETS = (
    at_most("start-wall", "W1 process start to the first answer, wall clock", "× floor", 1.35, 1.15),
    at_most("start", "W1 process start to the first answer, CPU", "× floor", 1.35, 1.15),
    at_most("session", "W1 a test session of one test, wall clock", "× an empty server", 1.15),
    at_most("rss", "W1 peak memory (RSS) by then", "× floor", 1.25, 1.1),
    at_most("thread", "W1 server thread, warm start and stop", "ms", 5, 1.5),
    at_most("test-in-process", "W2 in-process fixture and one SDK call", "× patched adapter", 1.15, 1.08),
    at_most("test-responses", "W2 the same, beside `responses`", "× responses", 1.0),
    at_most("test-socket", "W2 socket fixture and one SDK call", "× uvicorn thread", 1.1, 1.03),
    at_most("test-httpserver", "W2 the same, beside pytest-httpserver", "× pytest-httpserver", 1.0),
    at_most("fresh", "W2 a fresh project", "ms", 0.05, 0.02),
    at_most("fresh-after", "W2 a fresh project in place of one with 10,000 messages", "ms", 0.05, 0.02),
    at_least("create-1", "W3 create message, 1 connection", "× floor", 0.70, 0.9),
    at_least("create-32", "W3 create message, 32 connections", "× floor", 0.70, 0.9),
    at_most("create-cpu-1", "W3 CPU a create, 1 connection", "× floor", 1.45),
    at_most("create-cpu-32", "W3 CPU a create, 32 connections", "× floor", 1.45),
    at_least("get-1", "W3 get one, 1 connection", "× floor", 0.75, 0.95),
    at_least("get-32", "W3 get one, 32 connections", "× floor", 0.75, 0.95),
    at_least("create-new", "W3 create message, a new connection each", "× floor", 0.70, 0.9),
    at_least("get-new", "W3 get one, a new connection each", "× floor", 0.70, 0.9),
    at_most("growth-create", "W4 create at 100,000 messages", "× own at 1,000", 1.2, 1.1),
    at_most("growth-get", "W4 get at 100,000 messages", "× own at 1,000", 1.2, 1.1),
    at_most("growth-list-10", "W4 filtered list with total at 10,000", "× own at 1,000", 1.5, 1.1),
    at_most("growth-list-100", "W4 filtered list with total at 100,000", "× own at 1,000", 3.0, 1.1),
    at_most("documents-create", "W4 create at 100,000 documents", "× own at 1,000", 1.2, 1.1),
    at_most("documents-get", "W4 get at 100,000 documents", "× own at 1,000", 1.2, 1.1),
    at_most(
        "documents-list", "W4 list by an indexed or common attribute of 100,000 documents", "× own at 1,000", 1.5, 1.1
    ),
    at_most("memory", "W4 memory of a message with its outbox record", "kB", 4.5, 2.7),
    at_most("fan-out", "W4 time a recipient, 100,000 subscribers", "× own at 1,000", 1.2),
    at_most("suite", "W8 200 tests of an application, in process, CPU", "× the SDK patched", 1.5, 1.2),
    at_most("memory-recipient", "W4 memory of a recipient, 100,000 subscribers", "bytes", 300, 150),
    at_most("wait", "W6 long poll answered after its delivery, median", "ms", 50, 10),
    at_most("import", "W5 `import mockwrite`", "× import starlette, uvicorn", 0.15, 0.08),
    at_most("plugin", "W5 plugin loaded, not used", "× import starlette, uvicorn", 0.10, 0.05),
    at_most("plugin-modules", "W5 heavy modules that the plugin loads", "modules", 0),
    at_most(
        "memory-flat",
        "10,000 tests in one process: growth of memory from the 1,000th on",
        "× that of empty tests",
        1.02,
    ),
    at_most(
        "lost", "W10 a crowd in many projects: messages that somebody should have heard of and did not", "messages", 0
    ),
    at_most("mixed", "W10 the same: messages of another project that somebody heard of", "messages", 0),
    at_most("out-of-order", "W10 the same: deliveries out of order", "deliveries", 0),
    at_most("objects-left", "W10 the same: objects in memory once the projects are deleted", "objects", 0),
    at_most("descriptors", "10,000 tests in one process: descriptors left", "descriptors", 0),
)
BY_KEY = {target.key: target for target in TARGETS}
