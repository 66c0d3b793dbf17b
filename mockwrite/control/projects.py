"""Routes of the projects: list, make, reset, delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..settings import SettingsError
from ..state.project import CONSOLE, Project
from .call import ControlCall, no_project, ours
from .models import project_json
from .problems import Problem

# Settings of a project that a caller may choose: name in JSON, name in Settings.
_CHOICES = {
    "appwriteVersion": "appwrite_version",
    "delivery": "delivery",
    "exact": "exact",
    "strictAuth": "strict_auth",
    "rateLimits": "rate_limits",
    "providerLimits": "provider_limits",
    "providers": "with_providers",
    "maintenance": "maintenance",
    "accountMails": "account_mails",
}


async def list_projects(call: ControlCall) -> Mapping[str, Any]:
    """List the projects; `current` is the one that this call is about."""
    default = call.instance.settings.project
    current = call.named_project or default
    shown = [project_json(item, default=default) for item in ours(call.instance)]
    return {"projects": shown, "current": current, "total": len(shown)}


async def get_project(call: ControlCall) -> Mapping[str, Any]:
    """Show one project."""
    return _shown(call, _named(call))


async def create_project(call: ControlCall) -> Mapping[str, Any]:
    """Make a project with an API key of the chosen scopes."""
    body = call.body
    instance = call.instance
    if body.get("id") == CONSOLE:
        raise Problem(
            409, f"The project {CONSOLE!r} is the server's own, for calls without a project; choose another id."
        )
    if body.get("id") in instance.projects:
        raise Problem(409, f"There is a project {body['id']!r} already; reset or delete it, or choose another id.")
    try:
        settings = instance.settings.with_values(
            **{ours: body[name] for name, ours in _CHOICES.items() if name in body}
        )
        project = instance.create_project(
            body.get("id"),
            name=body.get("name"),
            settings=settings,
            random_seed=body.get("randomSeed"),
            frozen_time=body.get("frozenTime"),
        )
        project.add_key(scopes=body.get("scopes"), secret=body.get("key"))
    except (SettingsError, ValueError) as error:
        raise Problem(400, str(error)) from None
    return _shown(call, project)


async def reset_project(call: ControlCall) -> Mapping[str, Any]:
    """Empty a project: a new one takes its place, with the same id, settings and keys."""
    old = _named(call)
    with call.instance.lock:
        new = call.instance.create_project(old.id, name=old.name, settings=old.settings)
        new.keys = dict(old.keys)
    return _shown(call, new)


async def delete_project(call: ControlCall) -> None:
    """Delete a project and all it holds."""
    call.instance.remove_project(_named(call).id)


def _named(call: ControlCall) -> Project:
    wanted = call.path["id"]
    found = next((project for project in ours(call.instance) if project.id == wanted), None)
    if found is None:
        raise no_project(call.instance, wanted)
    return found


def _shown(call: ControlCall, project: Project) -> Mapping[str, Any]:
    return project_json(project, default=call.instance.settings.project)
