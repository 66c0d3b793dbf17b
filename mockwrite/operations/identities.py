"""Who the user who calls is at other services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..access.caller import Caller
from ..errors import AppwriteError
from ..queries.kinds import IDENTITIES
from ..queries.parsing import Query
from ..state.project import Project
from .account import signed_in
from .factors import find_identity
from .lists import page

if TYPE_CHECKING:
    from ..state.factors import Identity


def list_identities(
    project: Project, caller: Caller, *, queries: Query, total: bool = True
) -> tuple[int, list[Identity]]:
    """List who the user who calls is at other services."""
    within = ("user_sequence", signed_in(caller).sequence)
    return page(project, project.identities, IDENTITIES, queries, total=total, within=within)


def delete_identity(project: Project, caller: Caller, *, identity_id: str) -> None:
    """Forget an own identity."""
    found = find_identity(project, identity_id)
    if found.user_sequence != signed_in(caller).sequence:
        raise AppwriteError("user_identity_not_found")
    project.identities.remove(found)
