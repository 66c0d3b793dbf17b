"""Roles, labels and permissions (auth.md §5)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from .base import Context, Rejected
from .texts import UID_PATTERN

_LABEL = re.compile(r"[A-Za-z0-9]+\Z")
_ROLE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\Z")


class RoleForm(NamedTuple):
    """What one role word may carry: an id after `:`, a dimension after `/`."""

    id: re.Pattern[str] | None = None
    dimension: re.Pattern[str] | None = None


_VERIFIED = re.compile(r"(?:verified|unverified)\Z")
ROLE_FORMS = {
    "any": RoleForm(),
    "guests": RoleForm(),
    "users": RoleForm(dimension=_VERIFIED),
    "user": RoleForm(id=UID_PATTERN, dimension=_VERIFIED),
    "team": RoleForm(id=UID_PATTERN, dimension=_ROLE_NAME),
    "member": RoleForm(id=UID_PATTERN),
    "label": RoleForm(id=_LABEL),
}


class Role:
    """A role that may subscribe to a topic (auth.md §5)."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str):
            rest, slash, dimension = value.partition("/")
            word, colon, id = rest.partition(":")
            form = ROLE_FORMS.get(word)
            if (
                form is not None
                and (form.id.match(id) is not None if form.id else not colon)
                and (form.dimension is not None and form.dimension.match(dimension) is not None if slash else True)
            ):
                return value
        raise Rejected(
            f"a role is expected, one of any, guests, users, user:ID, team:ID, member:ID, label:NAME; not {value!r}"
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}


class Label:
    """A label of a user: 1 to 36 letters and digits."""

    def check(self, value: Any, context: Context) -> Any:
        if isinstance(value, str) and len(value) <= 36 and _LABEL.match(value):
            return value
        raise Rejected("1 to 36 letters and digits are expected")

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Za-z0-9]{1,36}$"}


class Permission(NamedTuple):
    """A permission such as `read("user:u1")`; `actions` are the words allowed before the role."""

    actions: tuple[str, ...] = ("read", "update", "delete", "write")

    def check(self, value: Any, context: Context) -> Any:
        match = re.fullmatch(r'(\w+)\("([^"]*)"\)', value) if isinstance(value, str) else None
        if match is not None and match[1] in self.actions:
            Role().check(match[2], context)
            return value
        raise Rejected(f'a permission is expected, such as read("any"); actions are {", ".join(self.actions)}')

    def schema(self) -> dict[str, Any]:
        return {"type": "string"}
