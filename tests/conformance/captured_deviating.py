"""The captures in default mode: outcomes may differ from the captured ones in the places of the published list, and in no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from mockwrite.delivery.outgoing.limits import BY_FAULT
from tests.conformance import captured_answers, captured_requests
from tests.conformance.captured import Case, read_answers, read_cases


@dataclass(frozen=True, slots=True)
class Deviating:
    """A case that ends otherwise in default mode: its line, what was stored there, and the faults that deliveries name."""

    name: str
    line: dict[str, Any]
    outcome: dict[str, Any]
    faults: frozenset[str]

    @property
    def kinds(self) -> set[str]:
        """The kinds of provider of the case."""
        return {provider["provider"] for provider in self.line.get("providers", ())} or {self.line["kind"]}


def _has_error(deviating: Deviating, token: str) -> bool:
    return any(entry["error"]["token"] == token for entry in deviating.outcome["deliveryErrors"])


# The first that fits explains a case.
LOOKS: dict[str, Callable[[Deviating], bool]] = {
    "provider-limits": lambda case: bool(case.faults & BY_FAULT.keys()),
    "provider-of-another-type": lambda case: any("is no provider of" in fault for fault in case.faults),
    "push-keys": lambda case: _has_error(case, "signing failed"),
    "vonage-success": lambda case: "vonage" in case.kinds and case.outcome["status"] == "failed",
    "encryption-in-capitals": lambda case: case.outcome.get("crash", {}).get("about") == "encryption option",
    "crash-ends-failed": lambda case: case.outcome["status"].startswith("processing"),
}


def name_of(case: Deviating) -> str | None:
    """Return the name of the deviation that explains a case; None when none does."""
    return next((name for name, looks_so in LOOKS.items() if looks_so(case)), None)


def play_default() -> Iterator[Deviating]:
    """Send every captured message in default mode and yield the cases that end otherwise."""
    for case in read_cases():
        verdict = captured_requests.judge(case, exact=False)
        if verdict.substance or verdict.spelling:
            yield Deviating(case.id, _with_outcome(case), case.outcome, verdict.faults)
    for line in read_answers():
        if captured_answers.judge(line, exact=False):
            yield Deviating(f"{line['kind']} {line['answer']}", line, line["stored"], frozenset())


def _with_outcome(case: Case) -> dict[str, Any]:
    return case.batches[-1]
