"""Health, ping and where the caller is (http.md §8)."""

from __future__ import annotations

from typing import Any

from ...access.caller import Caller
from ...errors import AppwriteError
from ...releases import format_version
from ...state.project import CONSOLE, Project
from ..endpoint import Endpoint
from ..http import Response
from ..models import common as models


def ping(project: Project, caller: Caller) -> Response:
    """Answer in plain text; a real project is needed."""
    if project.id == CONSOLE:
        raise AppwriteError("project_not_found")
    return Response(200, [("content-type", "text/plain; charset=UTF-8")], b"Pong!")


def health(project: Project, caller: Caller) -> dict[str, Any]:
    """Say that the server is well."""
    return {"name": "http", "ping": 0, "status": "pass"}


def version(project: Project, caller: Caller) -> dict[str, Any]:
    """Say which Appwrite release is emulated."""
    return {"version": format_version(project.rules.version)}


def locale(project: Project, caller: Caller) -> dict[str, Any]:
    """Say where the caller is, which is unknown for an address of this machine (a listed deviation)."""
    return {
        "ip": caller.ip,
        "countryCode": "--",
        "country": "Unknown",
        "continentCode": "--",
        "continent": "Unknown",
        "eu": False,
        "currency": "",
    }


ENDPOINTS = (
    Endpoint("GET", "/ping", ping, ("global",), summary="Answer Pong!"),
    Endpoint("GET", "/locale", locale, ("locale.read",), model=models.plain, summary="Where the caller is"),
    Endpoint("GET", "/health", health, ("health.read",), model=models.plain, summary="State of the server"),
    Endpoint("GET", "/health/version", version, ("public",), model=models.plain, summary="Emulated Appwrite release"),
)
