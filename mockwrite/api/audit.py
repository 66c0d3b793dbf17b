"""The entries that the logs routes show (contract: events.md, audit entries)."""

from __future__ import annotations

from typing import Any

from ..access.caller import Caller
from ..records import LogEntry
from ..state.collation import canonical
from ..state.project import Project
from .endpoint import Endpoint


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
        user_email=(user.email or "") if user else f"app.{project.id}@service.{caller.host}" if key else "",
        user_name=(user.name or "") if user else key.name if key else "",
        user_type="user" if user else "keyProject" if key else "guest",
        mode="default",
        ip=caller.ip,
        user_agent=caller.user_agent,
    )
    resource = f"{kind}/{resource_id}"
    if endpoint.audit_under:
        # What is made just now is not in the path yet.
        resource = "/".join(in_path.get(name, resource_id) for name in endpoint.audit_under)
    project.logs.setdefault(canonical(resource), []).append(entry)
    if user is not None:
        project.logs.setdefault(canonical(f"by-user/{user.id}"), []).append(entry)
