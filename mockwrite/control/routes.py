"""The routes under /_mockwrite."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from ..instance import Instance
from ..outbox import FIELDS, Delivery
from ..state import Project


def control_routes(instance: Instance) -> list[BaseRoute]:
    """Return the routes of the control API for a set of projects."""

    def project_of(request: Request) -> Project | None:
        wanted = request.query_params.get("project") or request.headers.get("x-appwrite-project")
        return instance.project(wanted or instance.settings.project)

    def match_of(request: Request) -> dict[str, Any]:
        return {name: value for name, value in request.query_params.items() if name in FIELDS}

    async def outbox(request: Request) -> Response:
        project = project_of(request)
        if project is None:
            return JSONResponse({"title": "unknown project"}, 404)
        if request.method == "DELETE":
            return JSONResponse({"deleted": project.outbox.clear(**match_of(request))})
        found = project.outbox.where(**match_of(request)) if match_of(request) else project.outbox.all
        return JSONResponse({"total": len(found), "deliveries": [as_json(record) for record in found]})

    return [Route("/_mockwrite/outbox", outbox, methods=["GET", "DELETE"])]


def as_json(record: Delivery) -> dict[str, Any]:
    """Write a delivery as JSON; attachments by name, type and size."""
    body = {name: getattr(record, name) for name in FIELDS}
    body["time"] = record.time.isoformat(timespec="milliseconds")
    body["attachments"] = [
        {"name": item.name, "mime_type": item.mime_type, "size": len(item.content)} for item in record.attachments
    ]
    return body
