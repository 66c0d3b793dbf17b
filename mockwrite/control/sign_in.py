"""How people sign in to a project: mock numbers, methods that are switched off, alerts, senders and texts of mails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..seed.sign_in import read_sign_in, write_sign_in
from .call import ControlCall
from .problems import Problem


async def get_sign_in(call: ControlCall) -> Mapping[str, Any]:
    """Show what is not as by default."""
    return write_sign_in(call.project.sign_in)


async def change_sign_in(call: ControlCall) -> Mapping[str, Any]:
    """Change what is given; the rest stays."""
    project = call.project
    with project.lock:
        try:
            project.sign_in = read_sign_in(project.sign_in, call.body)
        except ValueError as error:
            raise Problem(400, str(error)) from None
    return write_sign_in(project.sign_in)
