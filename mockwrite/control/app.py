"""`/_mockwrite`: where the control API and the page are mounted."""

from __future__ import annotations

import re

from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route

from ..instance import Instance
from .dispatch import build


def control_routes(instance: Instance) -> list[BaseRoute]:
    """Return the routes of the control API and of the page, for a set of projects."""
    below = Mount("/_mockwrite", app=build(instance))
    # A line feed in a path is a letter like any other; Starlette's pattern ends there.
    below.path_regex = re.compile(below.path_regex.pattern, re.DOTALL)
    return [Route("/_mockwrite", RedirectResponse("/_mockwrite/", status_code=308)), below]
