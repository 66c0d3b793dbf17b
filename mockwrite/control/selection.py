"""Which deliveries a call means: filters by field, a search, times and a cursor, as conditions that can be explained."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any

from ..moments import format_time
from ..outbox.delivery import Delivery
from ..outbox.fields import FIELDS
from ..outbox.search import SearchError, moment, parse
from ..state.project import Project
from .models import delivery_row
from .problems import Problem
from .table import QueryField

_COMPARED = {field.wire: field for field in FIELDS if field.filter}

STATUS = QueryField(
    "status",
    "Outcome: what was sent unless this or the search says otherwise",
    {"type": "string", "enum": ["sent", "failed", "any"]},
)
FILTERS: tuple[QueryField, ...] = (
    *(QueryField(name, f"{field.description}, exactly", field.schema) for name, field in _COMPARED.items()),
    STATUS,
    QueryField("search", "Words and field:value pairs, see the search language"),
    QueryField("after", "Not before this time: ISO, or how long ago on the project's clock (10m)"),
    QueryField("before", "Before this time: ISO, or how long ago on the project's clock (10m)"),
)

# From here on, looking through everything is left to a thread so that the loop goes on.
_MANY = 2000
_NEAREST, _COMPARED_AT_MOST = 5, 500


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that is asked of a delivery. `actual` shows what a delivery has instead."""

    name: str
    wanted: str
    test: Callable[[Delivery], bool]
    actual: Callable[[Delivery], Any]

    def complaint(self, delivery: Delivery) -> str:
        """Say in which way a delivery is not what was asked for."""
        if self.name == "search":
            return f"the search {self.wanted} does not find it"
        return f"{self.name} is {self.actual(delivery)!r}, not {self.wanted}"

    def likeness(self, delivery: Delivery) -> float:
        """Say how close a delivery comes, from 0 to 1."""
        return SequenceMatcher(None, self.wanted, repr(self.actual(delivery)), autojunk=False).quick_ratio()


def conditions(project: Project, query: Mapping[str, Any], *, status: str = "sent") -> list[Filter]:
    """Read the filters of a call; `status` is meant where the caller names none. Raises Problem."""
    found = [_equal(name, query[name]) for name in _COMPARED if query.get(name) is not None]
    now = project.clock.ms
    try:
        for name in ("after", "before"):
            if query.get(name):
                found.append(_timed(name, moment(query[name], now)))
        search = parse(query.get("search") or "", now)
    except SearchError as error:
        raise Problem(400, str(error)) from None
    if search.tests:
        found.append(Filter("search", repr(query["search"]), search.matches, lambda delivery: None))
    wanted = query.get("status") or ("any" if search.names_status else status)
    if wanted != "any":
        found.append(Filter("status", repr(wanted), lambda delivery: delivery.status == wanted, attrgetter("status")))
    return found


def _equal(name: str, wanted: Any) -> Filter:
    read = _COMPARED[name].read

    def actual(delivery: Delivery) -> Any:
        try:
            return read(delivery)
        except AttributeError:
            # What is kept for another channel does not have the field. Nobody can ask for None.
            return None

    return Filter(name, repr(wanted), lambda delivery: bool(actual(delivery) == wanted), actual)


def _timed(name: str, at: int) -> Filter:
    def test(delivery: Delivery) -> bool:
        return delivery.at >= at if name == "after" else delivery.at < at

    return Filter("time", f"{name} {format_time(at)}", test, lambda delivery: format_time(delivery.at))


def matching(records: Iterable[Delivery], wanted: Sequence[Filter]) -> list[Delivery]:
    """Return the deliveries that fulfil all conditions, in order."""
    tests = [condition.test for condition in wanted]
    return [record for record in records if all(test(record) for test in tests)]


async def find(project: Project, wanted: Sequence[Filter]) -> Sequence[Delivery]:
    """Return the project's deliveries that fulfil all conditions, in order."""
    records = project.outbox.records()
    if not wanted:
        return records
    if len(records) < _MANY:
        return matching(records, wanted)
    return await asyncio.to_thread(matching, records, wanted)


def nearest(records: Sequence[Delivery], wanted: Sequence[Filter]) -> list[dict[str, Any]]:
    """Return the deliveries that miss the fewest conditions, the most similar and then the newest first, each with what is
    different. Only the latest are looked at."""
    judged = []
    for delivery in records[-_COMPARED_AT_MOST:]:
        missed = [condition for condition in wanted if not condition.test(delivery)]
        if missed:
            likeness = sum(condition.likeness(delivery) for condition in missed) / len(missed)
            judged.append(((len(missed), -likeness, -delivery.number), delivery, missed))
    judged.sort(key=lambda item: item[0])
    return [
        {"delivery": delivery_row(delivery), "differences": [condition.complaint(delivery) for condition in missed]}
        for _, delivery, missed in judged[:_NEAREST]
    ]
