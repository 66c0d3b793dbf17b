"""Routes that describe the two APIs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..api.endpoints import ENDPOINTS
from ..version import parse_version, rules_for
from .call import ControlCall
from .emulated import emulated_document
from .openapi import control_document


async def get_emulated(call: ControlCall) -> Mapping[str, Any]:
    """Describe the emulated API in the release that the server emulates."""
    settings = call.instance.settings
    return emulated_document(ENDPOINTS, rules_for(parse_version(settings.appwrite_version)), exact=settings.exact)


async def get_control(call: ControlCall) -> Mapping[str, Any]:
    """Describe the control API."""
    from .routes import ROUTES  # the table holds this very handler

    return control_document(ROUTES)
