"""Routes of the outbox: list, read, export, delete."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from ..file_types import known_type
from ..outbox.delivery import Delivery
from ..outbox.eml import eml, media_type
from ..records import File, file_key
from ..settings import SettingsError
from ..state.project import Project
from ..system.errors import reason_of
from .call import ControlCall, others_with_deliveries
from .letter import without_network
from .models import delivery_json, delivery_row, person_of, unsent_json
from .problems import Problem
from .selection import conditions, find
from .table import QueryField

PAGING = (
    QueryField("limit", "How many at most", {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}),
    QueryField("cursor", "Go on behind the page that gave this as next", {"type": "integer", "minimum": 0}),
    QueryField("offset", "Leave out so many first", {"type": "integer", "minimum": 0, "default": 0}),
    QueryField("order", "Which come first", {"type": "string", "enum": ["oldest", "newest"], "default": "oldest"}),
)
VIEW = QueryField(
    "view",
    "full, or row: one line each, without the content",
    {"type": "string", "enum": ["full", "row"], "default": "full"},
)
# So many messages without a delivery come with a page of deliveries.
_UNSENT = 20

# Nothing is counted that far, and Python does not read any number of digits.
_DIGITS = 18
# What stands in a mail never runs: no script, no form, no frame, no network, an origin of its own.
_LETTER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src {images}; font-src data:; form-action 'none';"
    " base-uri 'none'; frame-ancestors 'self'"
)
IMAGES = QueryField(
    "images",
    "Which images of the mail are loaded: none of other servers, or remote ones too",
    {"type": "string", "enum": ["own", "remote"], "default": "own"},
)
# Where images may come from. Remote ones are fetched only by a reader who asks for them: they may tell their sender so.
_IMAGE_SOURCES = {"own": "data:", "remote": "data: http: https:"}
THEME = QueryField(
    "theme",
    "In which theme its reader is, whatever the browser says",
    {"type": "string", "enum": ["browser", "light", "dark"], "default": "browser"},
)
LINKS = QueryField(
    "links",
    "With the secrets of links and the codes, or without, as recordings keep it",
    {"type": "string", "enum": ["whole", "masked"], "default": "whole"},
)
# What a mail asks to know the theme, and a question with a known answer to put in its place.
_ASKS_THEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)", re.IGNORECASE)
_ANSWERS = {True: "(min-width: 0)", False: "(max-width: 0)"}
# A sandbox of its own, should a browser show a file all the same.
_FILE_POLICY = "sandbox; default-src 'none'"
# What the URL of a push's image names (users-targets.md §5, row push image).
_IMAGE_PATH = re.compile(r"/storage/buckets/([^/?#]+)/files/([^/?#]+)/push(?:[?#]|\Z)")


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
        "deliveries": [{**show(record), "person": person_of(call.project, record)} for record in page],
        "next": page[-1].number if page and more else None,
        "messages": unsent_json(call.project)[:_UNSENT],
        "project": call.project.id,
        "others": [{"id": id, "deliveries": count} for id, count in others_with_deliveries(call).items()],
        "dropped": call.project.outbox.dropped,
    }


async def list_unsent(call: ControlCall) -> Mapping[str, Any]:
    """List the messages that nobody has got, with the reason."""
    found = unsent_json(call.project)
    states = Counter(item["state"] for item in found)
    return {"total": len(found), "states": states, "messages": found[: call.query["limit"]]}


async def get_delivery(call: ControlCall) -> Mapping[str, Any]:
    """Show one delivery, and what became of handing it on."""
    record = _one(call)
    return {
        **delivery_json(record),
        "person": person_of(call.project, record),
        "forwarded": call.project.forwarded.get(record.number, {}),
    }


async def delete_delivery(call: ControlCall) -> None:
    """Delete one delivery."""
    record = _one(call)
    call.project.outbox.clear(id=record.id)


async def delete_deliveries(call: ControlCall) -> Mapping[str, Any]:
    """Delete the deliveries that match, all of them without a filter; failed ones too unless a status is named."""
    project = call.project
    wanted = conditions(project, call.query, status="any")
    found = {record.id for record in await find(project, wanted)}
    deleted = project.outbox.clear(id=lambda id: id in found)
    return {"deleted": deleted}


async def get_eml(call: ControlCall) -> Response:
    """Export an e-mail as an .eml file."""
    record = _email(call)
    return Response(eml(record), media_type="message/rfc822", headers=_file_headers(f"{record.id}.eml"))


async def relay_delivery(call: ControlCall) -> Mapping[str, Any]:
    """Hand an e-mail on to an SMTP server: the one that is named, else the server's own."""
    from ..forwarding.forwarder import note
    from ..forwarding.relay import Relay

    record, settings = _email(call), call.instance.settings
    url = call.body.get("to") or settings.relay
    if url is None:
        raise Problem(
            409, "No relay is known: name one as `to` (--to), such as smtp://localhost:1025, or start with --relay."
        )
    try:
        relay = Relay(url, settings)
    except SettingsError as error:
        raise Problem(400, str(error)) from None
    try:
        await asyncio.to_thread(relay.send, record)
    except OSError as error:
        reason = reason_of(error)
        note(call.project, record, relay, reason)
        raise Problem(502, f"{url} did not take the e-mail: {reason}") from None
    note(call.project, record, relay, "sent")
    return {"to": url, "delivery": record.id}


async def get_html(call: ControlCall) -> Response:
    """Show an e-mail's content in a page that can do nothing."""
    record = _email(call)
    kind = "text/html" if record.html else "text/plain"
    content, theme = record.content or "", call.query["theme"]
    if record.html:
        content = without_network(content)
    if theme != "browser":
        content = _ASKS_THEME.sub(lambda asked: _ANSWERS[asked[1].lower() == theme], content)
    policy = _LETTER_POLICY.format(images=_IMAGE_SOURCES[call.query["images"]])
    headers = {"content-security-policy": policy, "referrer-policy": "no-referrer", "x-dns-prefetch-control": "off"}
    return Response(content.encode("utf-8", "replace"), media_type=f"{kind}; charset=utf-8", headers=headers)


async def get_attachment(call: ControlCall) -> Response:
    """Download an attachment; `index` counts from 0."""
    record = _email(call)
    files = record.attachments
    wanted = call.path["index"]
    if not wanted.isdecimal() or len(wanted) > _DIGITS or int(wanted) >= len(files):
        raise Problem(
            404, f"Delivery {record.id} has {len(files)} attachments, counted from 0; there is no {wanted!r}."
        )
    file = files[int(wanted)]
    return Response(file.content, media_type=media_type(file), headers=_file_headers(file.name))


async def get_image(call: ControlCall) -> Response:
    """Show the image of a push. The emulated API is not asked, so that looking at a push adds no call to the journal."""
    record = _one(call)
    if record.channel != "push" or not record.image:
        raise Problem(404, f"Delivery {record.id} has no image; only a push can have one.")
    named = _IMAGE_PATH.search(record.image)
    if named is None:
        raise Problem(404, f"The image of delivery {record.id} is no file of this server: {record.image}")
    file = _stored(call.project, *named.groups())
    if file is None or not file.complete:
        raise Problem(
            404,
            f"The file {named[2]!r} of the bucket {named[1]!r} is not in project {call.project.id!r} (any more);"
            " a recording keeps the addresses of images, not their files.",
        )
    return Response(
        file.content, media_type=known_type(file.mime_type), headers={"content-security-policy": _FILE_POLICY}
    )


async def get_wire(call: ControlCall) -> Mapping[str, Any]:
    """Show what the provider would have received, keys and passwords masked."""
    handover = _one(call).handover
    requests = handover.wire(links=call.query["links"] == "whole")
    return {"recipients": handover.recipients, "requests": [request.as_dict() for request in requests]}


def _one(call: ControlCall) -> Delivery:
    wanted = call.path["id"]
    every = call.project.outbox.records()
    for record in every:
        if record.id == wanted:
            return record
    raise Problem(404, f"There is no delivery {wanted!r} in project {call.project.id!r}, which has {len(every)}.")


def _stored(project: Project, bucket_id: str, file_id: str) -> File | None:
    with project.lock:
        bucket = project.buckets.get(bucket_id)
        return project.files.get(file_key(bucket.sequence, file_id)) if bucket else None


def _email(call: ControlCall) -> Delivery:
    record = _one(call)
    if record.channel != "email":
        raise Problem(404, f"Delivery {record.id} is {record.channel}; only an e-mail has this.")
    return record


def _file_headers(name: str) -> dict[str, str]:
    from urllib.parse import quote

    return {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "content-security-policy": _FILE_POLICY,
    }
