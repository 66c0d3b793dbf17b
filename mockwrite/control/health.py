"""Is the server there, and what is it?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..version import __version__
from .call import ControlCall


async def get_live(call: ControlCall) -> Mapping[str, Any]:
    """Answer as soon as the server answers at all."""
    return {"status": "live", "version": __version__}


async def get_ready(call: ControlCall) -> Mapping[str, Any]:
    """Answer when the server can be used: it answers nothing before its seed is loaded."""
    settings = call.instance.settings
    return {
        "status": "ready",
        "version": __version__,
        "appwriteVersion": settings.appwrite_version,
        "project": settings.project,
        "projects": len(call.instance.projects),
    }
