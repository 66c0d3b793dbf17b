"""`/_mockwrite`: where the control API and the page are mounted."""

from __future__ import annotations

from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from ..instance import Instance
from .dispatch import build


def control_routes(instance: Instance) -> list[BaseRoute]:
    """Return the routes of the control API and of the page, for a set of projects."""
    return [
        Route("/_mockwrite", RedirectResponse("/_mockwrite/", status_code=308)),
        Mount("/_mockwrite", app=build(instance)),
    ]
