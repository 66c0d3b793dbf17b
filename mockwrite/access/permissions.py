"""Permissions of documents: texts such as `read("user:u1")` (contract: users-targets.md §5, buckets and files)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

# What `write` stands for, in the order in which the server writes it out.
_WRITE = ("create", "update", "delete")
BUCKET_ACTIONS = ("create", "read", "update", "delete")
FILE_ACTIONS = ("read", "update", "delete")


def write_out(permissions: Iterable[str], actions: Collection[str]) -> list[str]:
    """Replace each `write` by those of its actions that exist here, and drop what is there twice."""
    return list(dict.fromkeys(_written_out(permissions, actions)))


def _written_out(permissions: Iterable[str], actions: Collection[str]) -> Iterator[str]:
    for permission in permissions:
        action, bracket, role = permission.partition("(")
        if action == "write":
            yield from (f"{each}{bracket}{role}" for each in _WRITE if each in actions)
        else:
            yield permission


def grant(actions: Iterable[str], role: str) -> list[str]:
    """Return the permissions that give a role these actions."""
    return [f'{action}("{role}")' for action in actions]


def roles_in(permissions: Iterable[str]) -> list[str]:
    """Return the role that each permission names."""
    return [permission.partition('("')[2].removesuffix('")') for permission in permissions]


def allow(permissions: Iterable[str], action: str, roles: Collection[str]) -> bool:
    """Tell whether one of the permissions gives this action to one of the roles."""
    wanted = f'{action}("'
    return any(role in roles for role in roles_in(text for text in permissions if text.startswith(wanted)))
