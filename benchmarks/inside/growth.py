"""What a project with many messages, or a topic with many subscribers, costs; mockwrite is asked without a socket."""

from __future__ import annotations

import gc
import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median
from urllib.parse import quote

from ..calls import MESSAGES, PROJECT, Call, answer_of, create_letter, get, mockwrite_calls, post
from .filters import FILTERS, Filter
from .own_project import PROJECT_ID, OwnProject, prepared

CREATES, READS, LISTS = 1000, 1000, 200


def growth(size: int) -> Mapping[str, float]:
    """Fill a project with so many messages; return µs a create, a get and a filtered list there, and bytes a message."""
    mock = OwnProject()
    calls = mockwrite_calls(mock.ask)
    create, read = prepared(calls["create"]), prepared(calls["get"])
    mock.repeat(create, 100)
    before, held = resident(), 100
    mock.repeat(create, size - held)
    figures = {"bytes a message": (resident() - before) / max(1, size - held)}
    figures["create µs"] = each(lambda: mock.repeat(create, CREATES), CREATES)
    figures["get µs"] = each(lambda: mock.repeat(read, READS), READS)
    for name, chosen in FILTERS.items():
        figures[f"list by {name} µs"] = each(partial(mock.repeat, prepared(_filtered(chosen)), LISTS), LISTS)
    return figures


def _filtered(chosen: Filter) -> Call:
    conditions = chosen.conditions
    queries = [json.dumps({"method": "equal", "attribute": name, "values": [value]}) for name, value in conditions]
    return get(f"{MESSAGES}?" + "&".join(f"queries[{index}]={quote(text)}" for index, text in enumerate(queries)))


def each(work: Callable[[], None], times: int) -> float:
    """Return the µs of CPU that each of some calls takes."""
    begun = time.process_time()
    work()
    return (time.process_time() - begun) / times * 1e6


def fan_out(subscribers: int) -> Mapping[str, float]:
    """Send one e-mail to a topic of so many subscribers; return recipients a second and bytes a record.

    A small topic is sent to several times and the median taken.
    """
    mock = OwnProject()
    mockwrite_calls(mock.ask)
    answer_of(mock.ask, post("/v1/messaging/topics", PROJECT, {"topicId": "news", "name": "News"}))
    _subscribe(mock, subscribers)
    letter = prepared(create_letter(topics=["news"]))
    project = mock.instance.project(PROJECT_ID)
    assert project is not None
    seconds, bytes_each = [], []
    for _ in range(max(1, 10_000 // subscribers)):
        before, held = resident(), len(project.outbox)
        seconds.append(each(lambda: mock.repeat(letter, 1), 1) / 1e6)
        if len(project.outbox) - held != subscribers:
            raise RuntimeError(f"{len(project.outbox) - held} of {subscribers} were sent")
        bytes_each.append((resident() - before) / subscribers)
    return {
        "recipients a second": subscribers / median(seconds),
        "µs a recipient": median(seconds) / subscribers * 1e6,
        "bytes a record": max(bytes_each),
    }


def _subscribe(mock: OwnProject, subscribers: int) -> None:
    for number in range(subscribers):
        user = {"userId": f"user-{number}", "email": f"person-{number}@example.com"}
        target = answer_of(mock.ask, post("/v1/users", PROJECT, user))["targets"]
        subscriber = {"subscriberId": f"subscriber-{number}", "targetId": target[0]["$id"]}
        answer_of(mock.ask, post("/v1/messaging/topics/news/subscribers", PROJECT, subscriber))


def resident() -> float:
    """Return how many bytes of memory the process holds."""
    gc.collect()
    status = Path("/proc/self/status").read_text()
    return float(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))) * 1024
