"""Routes of the outbox: list, read, export, delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from ..eml import eml, media_type
from ..outbox import Delivery
from .call import ControlCall
from .models import delivery_json, delivery_row
from .problems import Problem
from .selection import conditions, find
from .table import Query

PAGING = (
    Query("limit", "How many at most", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
    Query("cursor", "Go on behind the page that gave this as next", {"type": "integer", "minimum": 0}),
    Query("offset", "Leave out so many first", {"type": "integer", "minimum": 0, "default": 0}),
    Query("order", "Which come first", {"type": "string", "enum": ["oldest", "newest"], "default": "oldest"}),
)
VIEW = Query(
    "view",
    "full, or row: one line each, without the content",
    {"type": "string", "enum": ["full", "row"], "default": "full"},
)

# What stands in a mail never runs: no script, no form, no frame, no network, an origin of its own.
_LETTER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'"
)


async def list_deliveries(call: ControlCall) -> Mapping[str, Any]:
    """List deliveries by pages."""
    query = call.query
    found = await find(call.project, conditions(call.project, query))
    newest = query["order"] == "newest"
    ordered = found[::-1] if newest else found
    start = query["offset"]
    cursor = query.get("cursor")
    if cursor is not None:
        # Numbers only grow, so a cursor holds although its delivery may have been deleted.
        passed = sum(1 for record in found if (record.number >= cursor if newest else record.number <= cursor))
        start += passed
    page = ordered[start : start + query["limit"]]
    more = start + len(page) < len(found)
    show = delivery_row if query["view"] == "row" else delivery_json
    return {
        "total": len(found),
        "deliveries": [show(record) for record in page],
        "next": page[-1].number if page and more else None,
    }


async def get_delivery(call: ControlCall) -> Mapping[str, Any]:
    """Show one delivery."""
    return delivery_json(_one(call))


async def delete_delivery(call: ControlCall) -> None:
    """Delete one delivery."""
    record = _one(call)
    call.project.outbox.clear(id=record.id)
    call.hub.tell(call.project, "outbox")


async def delete_deliveries(call: ControlCall) -> Mapping[str, Any]:
    """Delete the deliveries that match, all of them without a filter; failed ones too unless a status is named."""
    project = call.project
    wanted = conditions(project, call.query, status="any")
    found = {record.id for record in await find(project, wanted)}
    deleted = project.outbox.clear(id=lambda id: id in found)
    call.hub.tell(project, "outbox")
    return {"deleted": deleted}


async def get_eml(call: ControlCall) -> Response:
    """Export an e-mail as an .eml file."""
    record = _email(call)
    return Response(eml(record), media_type="message/rfc822", headers=_file_headers(f"{record.id}.eml"))


async def get_html(call: ControlCall) -> Response:
    """Show an e-mail's content in a page that can do nothing."""
    record = _email(call)
    kind = "text/html" if record.html else "text/plain"
    content = (record.content or "").encode("utf-8", "replace")
    return Response(content, media_type=f"{kind}; charset=utf-8", headers={"content-security-policy": _LETTER_POLICY})


async def get_attachment(call: ControlCall) -> Response:
    """Download an attachment; `index` counts from 0."""
    record = _email(call)
    files = record.attachments
    wanted = call.path["index"]
    if not wanted.isdecimal() or int(wanted) >= len(files):
        raise Problem(
            404, f"Delivery {record.id} has {len(files)} attachments, counted from 0; there is no {wanted!r}."
        )
    file = files[int(wanted)]
    return Response(file.content, media_type=media_type(file), headers=_file_headers(file.name))


async def get_wire(call: ControlCall) -> Mapping[str, Any]:
    """Show what the provider would have received, secrets masked."""
    record = _one(call)
    return {"recipients": record.handover.recipients, "requests": [request.as_dict() for request in record.wire()]}


def _one(call: ControlCall) -> Delivery:
    wanted = call.path["id"]
    every = call.project.outbox.records()
    for record in every:
        if record.id == wanted:
            return record
    raise Problem(404, f"There is no delivery {wanted!r} in project {call.project.id!r}, which has {len(every)}.")


def _email(call: ControlCall) -> Delivery:
    record = _one(call)
    if record.channel != "email":
        raise Problem(404, f"Delivery {record.id} is {record.channel}; only an e-mail has this.")
    return record


def _file_headers(name: str) -> dict[str, str]:
    from urllib.parse import quote

    # A sandbox of its own, should a browser show it all the same.
    return {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
    }
