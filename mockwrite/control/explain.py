"""Why somebody did or did not get a message."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from ..delivery.explain import explain
from .call import ControlCall
from .problems import Problem
from .table import QueryField

PERSON = (
    QueryField(
        "person", "Id of a user or target, e-mail address, phone number or device token; everybody when left out"
    ),
    QueryField(
        "limit",
        "How many candidates at most; those that did not get it come first",
        {"type": "integer", "minimum": 1, "maximum": 10_000, "default": 200},
    ),
)


async def explain_message(call: ControlCall) -> Mapping[str, Any]:
    """Explain a message, or what became of it for one person."""
    query = call.query
    try:
        # A topic may have many thousands of subscribers.
        found = await asyncio.to_thread(
            explain, call.project, call.path["id"], query.get("person") or None, limit=query["limit"]
        )
    except LookupError as error:
        raise Problem(404, str(error.args[0])) from None
    return {**found.as_dict(), "text": str(found)}
