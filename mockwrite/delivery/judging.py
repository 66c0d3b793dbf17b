"""What becomes of a batch: delivered, or failed as a fault says (contract: delivery.md, batching, retries, errors)."""

from __future__ import annotations

from typing import NamedTuple

from ..providers import Adapter
from ..records import Message, Provider
from ..state import Project
from .recipients import Recipient

# The server reads the text "0" of a Vonage success as a failure.
MISREAD_SUCCESS = "Unknown error"


class Outcome(NamedTuple):
    """What became of one recipient. `attempts` are the times of the tries in milliseconds, where there was more than one."""

    error: str | None = None
    expires_target: bool = False
    attempts: tuple[int, ...] = ()


_DELIVERED = Outcome()


def judge(
    project: Project, message: Message, provider: Provider, adapter: Adapter, batch: list[Recipient]
) -> list[Outcome]:
    """Say what becomes of each recipient of a batch.

    Under an adapter with one verdict for the whole batch, a single failure fails them all.
    """
    if adapter.success_misread and project.exact:
        return [Outcome(error=MISREAD_SUCCESS)] * len(batch)
    return [_DELIVERED] * len(batch)
