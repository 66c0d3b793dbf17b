"""The floor: the least that a hand-written fake does. Starlette routes, the standard `json` and a dict, nothing checked.

`python -m benchmarks.floor PORT` serves it with uvicorn and httptools, access log and lifespan off.
"""

from __future__ import annotations

import json
import sys
import uuid
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

NOW = "2030-01-01T00:00:00.000+00:00"
PAGE = 25


def make_app(store: dict[str, dict[str, Any]]) -> Starlette:
    """Return the fake over this store; messages are kept under their ids."""

    async def create(request: Request) -> JSONResponse:
        body = json.loads(await request.body())
        message_id = uuid.uuid4().hex[:20]
        document = store[message_id] = {
            "$id": message_id,
            "$createdAt": NOW,
            "$updatedAt": NOW,
            "providerType": "email",
            "topics": [],
            "users": body.get("users", []),
            "targets": body.get("targets", []),
            "scheduledAt": None,
            "deliveredAt": None,
            "deliveryErrors": [],
            "deliveredTotal": 0,
            "data": {"subject": body["subject"], "content": body["content"]},
            "status": "processing",
        }
        return JSONResponse(document, 201)

    async def get(request: Request) -> JSONResponse:
        return JSONResponse(store[request.path_params["message_id"]])

    async def list_messages(request: Request) -> JSONResponse:
        return JSONResponse({"total": len(store), "messages": list(store.values())[:PAGE]})

    return Starlette(
        routes=[
            Route("/v1/messaging/messages/email", create, methods=["POST"]),
            Route("/v1/messaging/messages/{message_id}", get),
            Route("/v1/messaging/messages", list_messages),
        ]
    )


def serve(port: int) -> None:
    """Serve the floor on loopback until the process is ended."""
    import uvicorn

    config = uvicorn.Config(
        make_app({}), port=port, http="httptools", ws="none", lifespan="off", log_config=None, access_log=False
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
