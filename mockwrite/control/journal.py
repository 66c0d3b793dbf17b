"""Routes of the journal: the calls of the emulated API, linked to messages and deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..outbox.search import CALLS, SearchError, parse
from .call import ControlCall
from .models import call_json, call_row
from .problems import Problem


async def list_calls(call: ControlCall) -> Mapping[str, Any]:
    """List API calls by pages, oldest first; the journal keeps the latest."""
    project, query = call.project, call.query
    try:
        search = parse(query.get("search") or "", project.clock.ms, CALLS)
    except SearchError as error:
        raise Problem(400, str(error)) from None
    found = [item for item in project.journal if search.matches(item)]
    page = found[query["offset"] : query["offset"] + query["limit"]]
    return {
        "total": len(found),
        "calls": [call_row(item) for item in page],
        "first": str(found[0].number) if found else None,
    }


async def get_call(call: ControlCall) -> Mapping[str, Any]:
    """Show one API call with its bodies."""
    wanted = call.path["id"]
    for item in call.project.journal:
        if str(item.number) == wanted:
            return call_json(item)
    raise Problem(404, f"The journal has no call {wanted!r}; it keeps the latest {len(call.project.journal)}.")
