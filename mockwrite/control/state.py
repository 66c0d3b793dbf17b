"""A project as one document: export it, make it that, or add to it (docs/seed.md)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from ..seed import SeedError, export, load
from ..state.project import Project
from .call import ControlCall
from .models import project_json
from .problems import Problem


async def get_state(call: ControlCall) -> Mapping[str, Any]:
    """Export the project."""
    return await asyncio.to_thread(export, call.project)


async def put_state(call: ControlCall) -> Mapping[str, Any]:
    """Make the project what a document says; its keys stay if the document has none."""
    return await _carry_out(call, _replace)


async def add_state(call: ControlCall) -> Mapping[str, Any]:
    """Add what a document holds to the project."""
    return await _carry_out(call, lambda call, project: load(project, call.body))


async def _carry_out(call: ControlCall, change: Callable[[ControlCall, Project], None]) -> Mapping[str, Any]:
    project = call.project
    try:
        await asyncio.to_thread(change, call, project)
    except SeedError as error:
        raise Problem(400, str(error)) from None
    return project_json(call.project, default=call.instance.settings.project)


def _replace(call: ControlCall, old: Project) -> None:
    # Built aside: until it is whole and right, everybody goes on with the old one.
    new = call.instance.prepare_project(old.id, name=old.name, settings=old.settings)
    if "keys" not in call.body:
        new.keys = dict(old.keys)
    load(new, call.body)
    call.instance.install(new)
