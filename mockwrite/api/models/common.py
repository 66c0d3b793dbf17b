"""Records as JSON (contract: models.md). The order of the keys is that of the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ...access.caller import Caller
from ...moments import format_time
from ...php.arrays import with_lists
from ...state.project import Project

Json = dict[str, Any]


class View(NamedTuple):
    """For whom a record is written."""

    project: Project
    caller: Caller

    def mapping(self, value: Any) -> Any:
        """Write a map: an empty one is `[]` on the real server, `{}` by default here (models.md §1)."""
        return value if value else ([] if self.project.exact else {})

    def decoded(self, value: Any) -> Any:
        """Write what a caller sent as a map: the real server reads one that is empty, or has the keys 0, 1, 2 …, as a
        list, at any depth (http.md §2)."""
        return with_lists(value) if self.project.exact else value


def time_or_none(ms: int | None) -> str | None:
    """Write a time that may be missing."""
    return None if ms is None else format_time(ms)


def unread_time(ms: int, view: View) -> str:
    """Write a time that was set by this very call and is not read back: the server shows it as its database writes
    times (recorded); here it looks like any other, except with --exact."""
    text = format_time(ms)
    return text.replace("T", " ").removesuffix("+00:00") if view.project.exact else text


def head(record: Any) -> Json:
    """Write what every document begins with."""
    created = format_time(record.created_at)
    updated = created if record.updated_at == record.created_at else format_time(record.updated_at)
    return {"$id": record.id, "$createdAt": created, "$updatedAt": updated}


def listing(key: str, model: Callable[[Any, View], Json]) -> Callable[[tuple[int, Iterable[Any]], View], Json]:
    """Make the model of a list: `total` and the rows under `key`."""

    def write(page: tuple[int, Iterable[Any]], view: View) -> Json:
        total, rows = page
        return {"total": total, key: [model(row, view) for row in rows]}

    return write


def log(entry: Any, view: View) -> Json:
    """models.md §7; the client's fields are parsed from the user agent when they are read."""
    from ...access.agents import parse_agent

    body = {
        "event": entry.event,
        "userId": entry.user_id,
        "userEmail": entry.user_email,
        "userName": entry.user_name,
        "mode": entry.mode,
        "userType": entry.user_type,
        "ip": entry.ip,
        "time": format_time(entry.time),
        **parse_agent(entry.user_agent, view.project.rules),
        "countryCode": "--",
        "countryName": "Unknown",
    }
    if not view.project.rules.log_has_user_type:
        del body["userType"]
    return body


def plain(record: Json, view: View) -> Json:
    """A map that is written as it is."""
    return record


def preferences(record: Json, view: View) -> Json:
    """Preferences are always a map, also when empty; the maps in them are read as PHP reads them (corrections.md, 10)."""
    return {name: view.decoded(value) for name, value in record.items()}
