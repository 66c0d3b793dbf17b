"""The entries that the logs routes show (contract: events.md, audit entries)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..access.caller import Caller
from ..records import LogEntry
from ..state.collation import canonical
from ..state.project import Project
from .endpoint import Endpoint


class _InPath(dict[str, str]):
    """The parameters of a path; what is made just now is not in it yet."""

    def __init__(self, in_path: dict[str, str], made: str) -> None:
        super().__init__(in_path)
        self._made = made

    def __missing__(self, name: str) -> str:
        return self._made


@lru_cache(maxsize=64)
def _service_address(project_id: str, host: str) -> str:
    """Return the address of whoever calls with a key; the entries of a project share it."""
    return f"app.{project_id}@service.{host}"


def write_audit(project: Project, caller: Caller, endpoint: Endpoint, record: Any, in_path: dict[str, str]) -> None:
    """Write the entry that the logs routes show (events.md, audit entries)."""
    event = endpoint.audit or ""
    if caller.kind == "key" and caller.acted_for is None and not project.rules.keys_are_logged:
        return
    kind = event.partition(".")[0]
    resource_id = getattr(record, "id", None) or next(reversed(in_path.values()), "")
    user, key = caller.acted_for or caller.user, caller.key
    entry = LogEntry(
        event=event,
        time=project.clock.ms // 1000 * 1000,
        user_id=user.id if user else "",
        user_email=(user.email or "") if user else _service_address(project.id, caller.host) if key else "",
        user_name=(user.name or "") if user else key.name if key else "",
        user_type="user" if user else "keyProject" if key else "guest",
        mode="default",
        ip=caller.ip,
        user_agent=caller.user_agent,
    )
    resource = f"{kind}/{resource_id}"
    if endpoint.audit_under:
        resource = endpoint.audit_under.format_map(_InPath(in_path, resource_id))
    project.logs.setdefault(canonical(resource), []).append(entry)
    if user is not None:
        project.logs.setdefault(canonical(f"by-user/{user.id}"), []).append(entry)
