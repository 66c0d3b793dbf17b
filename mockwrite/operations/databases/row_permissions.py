"""Who may do what with rows: permissions of the table and of the row (contract: databases.md §9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...access.caller import Caller
from ...access.permissions import FILE_ACTIONS, allow, grant, roles_in, write_out
from ...errors import AppwriteError
from ...php.arrays import as_list
from ...records import User
from ...state.databases import Row
from ...state.project import Project
from .places import Place


class Access:
    """What a caller may do with the rows of a table. A key may do everything."""

    def __init__(self, project: Project, caller: Caller, place: Place) -> None:
        self._caller = caller
        self._place = place
        self._roles = frozenset() if caller.is_privileged else frozenset(caller.roles(project))

    def has_table(self, action: str) -> bool:
        """Tell whether the table grants an action for all of its rows."""
        return self._caller.is_privileged or allow(self._place.table.permissions, action, self._roles)

    def has_row(self, action: str, row: Row) -> bool:
        """Tell whether the table or, where those count, the row's own permissions grant an action."""
        if self.has_table(action):
            return True
        return self._place.table.security and allow(row.permissions, action, self._roles)

    def check_create(self) -> None:
        """Raise 401 `user_unauthorized` when no rows may be added."""
        if not self.has_table("create"):
            raise self._forbidden("create")

    def check_row(self, action: str, row: Row) -> None:
        """Raise 401 `user_unauthorized` when an action is not granted for a row."""
        if not self.has_row(action, row):
            raise self._forbidden(action)

    def visible(self) -> Callable[[Row], bool] | None:
        """Return the test of the rows that a list shows, None when it shows all; 401 when it would never show any."""
        if self.has_table("read"):
            return None
        if not self._place.table.security:
            raise self._forbidden("read")
        return lambda row: allow(row.permissions, "read", self._roles)

    def given(self, permissions: Any) -> list[str]:
        """Return permissions as they are stored; 401 `user_unauthorized` when a client gives some to roles of others."""
        written = write_out(as_list(permissions), FILE_ACTIONS)
        if not self._caller.is_privileged:
            foreign = [role for role in roles_in(written) if role not in self._roles]
            if foreign:
                raise AppwriteError(
                    "user_unauthorized",
                    f"A client gives permissions only to its own roles: {', '.join(sorted(self._roles))}; not to {foreign[0]}.",
                )
        return written

    def of_new_row(self, permissions: Any) -> list[str]:
        """Return the permissions of a row that is made: without any, all for the user who makes it, and none else.

        A user whose session comes along with a key counts as that user (recorded).
        """
        if permissions is not None:
            return self.given(permissions)
        user: User | None = self._caller.user or self._caller.user_beside_key
        return [] if user is None else grant(FILE_ACTIONS, f"user:{user.id}")

    def _forbidden(self, action: str) -> AppwriteError:
        names = self._place.names
        by_row = f" nor the {names.row}" if self._place.table.security else ""
        return AppwriteError(
            "user_unauthorized", f"The {names.table} does not{by_row} give the caller the {action} permission."
        )
