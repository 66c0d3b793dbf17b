"""The whole control API as one table. Dispatching, checking and the OpenAPI document derive from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..api.endpoints import every_endpoint
from ..releases import parse_version, rules_for
from . import (
    attached,
    clock,
    events,
    faults,
    health,
    journal,
    metrics,
    oauth,
    outbox,
    projects,
    sign_in,
    snapshots,
    state,
)
from .call import ControlCall
from .emulated import emulated_document
from .explain import PERSON, explain_message
from .openapi import control_document
from .outbox import PAGING, VIEW
from .selection import FILTERS
from .table import Query, Route
from .wait import COUNTED, WAITING, expect, wait


async def get_emulated(call: ControlCall) -> Mapping[str, Any]:
    """Describe the emulated API in the release that the server emulates."""
    settings = call.instance.settings
    return emulated_document(
        every_endpoint(), rules_for(parse_version(settings.appwrite_version)), exact=settings.exact
    )


async def get_control(call: ControlCall) -> Mapping[str, Any]:
    """Describe the control API."""
    return control_document(ROUTES)


# A project with its files, in bytes of JSON.
_DOCUMENT = 64 * 1024 * 1024
_SEARCH_CALLS = Query(
    "search", "Words and field:value pairs: method, path, error, caller, message, fault, source, has:, failed"
)
_CALL_PAGING = tuple(query for query in PAGING if query.name in ("limit", "offset"))

ROUTES: tuple[Route, ...] = (
    Route("GET", "/outbox", outbox.list_deliveries, "List what was sent", (*FILTERS, *PAGING, VIEW), answer="DeliveryPage"),
    Route("DELETE", "/outbox", outbox.delete_deliveries, "Delete what matches, or everything", FILTERS, answer="Deleted"),
    Route("GET", "/outbox/{id}", outbox.get_delivery, "Show one delivery", answer="Delivery", problems=(404,)),
    Route("DELETE", "/outbox/{id}", outbox.delete_delivery, "Delete one delivery", status=204, problems=(404,)),
    Route("GET", "/outbox/{id}/eml", outbox.get_eml, "Export an e-mail as .eml", media="message/rfc822", problems=(404,)),
    Route(
        "POST", "/outbox/{id}/relay", outbox.relay_delivery, "Hand an e-mail on to an SMTP server", body="RelayTo", answer="Relayed",
        problems=(404, 409, 502),
    ),
    Route("GET", "/outbox/{id}/html", outbox.get_html, "Show an e-mail's content, sandboxed", (outbox.IMAGES, outbox.THEME), media="text/html", problems=(404,)),
    Route(
        "GET", "/outbox/{id}/attachments/{index}", outbox.get_attachment, "Download an attachment",
        media="application/octet-stream", problems=(404,),
    ),
    Route("GET", "/outbox/{id}/image", outbox.get_image, "Show the image of a push", media="image/*", problems=(404,)),
    Route("GET", "/outbox/{id}/wire", outbox.get_wire, "Show what the provider would have received", answer="Wire", problems=(404,)),
    Route(
        "GET", "/unsent", outbox.list_unsent, "List the messages that nobody has got: failed before, drafts, still to come",
        tuple(query for query in PAGING if query.name == "limit"), answer="Unsent",
    ),
    Route(
        "GET", "/wait", wait, "Wait until deliveries match", (*FILTERS, *WAITING), answer="Found", waits=True, problems=(408,)
    ),
    Route(
        "GET", "/expect", expect, "Check how many deliveries match now", (*FILTERS, *COUNTED), answer="Found", problems=(409,)
    ),
    Route("GET", "/journal", journal.list_calls, "List API calls", (_SEARCH_CALLS, *_CALL_PAGING), answer="CallPage"),
    Route("GET", "/journal/{id}", journal.get_call, "Show one API call", answer="Call", problems=(404,)),
    Route("GET", "/projects", projects.list_projects, "List the projects", answer="ProjectList"),
    Route(
        "POST", "/projects", projects.create_project, "Make a project with a key", body="NewProject", answer="Project",
        status=201, in_project=False, problems=(409,),
    ),
    Route("GET", "/projects/{id}", projects.get_project, "Show one project", answer="Project", in_project=False, problems=(404,)),
    Route(
        "DELETE", "/projects/{id}", projects.delete_project, "Delete a project", status=204, in_project=False, problems=(404,)
    ),
    Route(
        "POST", "/projects/{id}/reset", projects.reset_project, "Empty a project, keys stay", body="Nothing", answer="Project",
        in_project=False, problems=(404,),
    ),
    Route("GET", "/clock", clock.get_clock, "Show the project's time", answer="Clock"),
    Route("POST", "/clock/freeze", clock.freeze_clock, "Stop the clock", body="Freeze", answer="ClockMoved", makes_project=True),
    Route("POST", "/clock/travel", clock.travel_clock, "Move to a time", body="Travel", answer="ClockMoved", makes_project=True),
    Route("POST", "/clock/advance", clock.advance_clock, "Move forward", body="Advance", answer="ClockMoved"),
    Route("POST", "/clock/resume", clock.resume_clock, "Let the clock tick on", body="Nothing", answer="ClockMoved"),
    Route("POST", "/clock/run-due", clock.run_due_clock, "Deliver what is due by now", body="Nothing", answer="ClockMoved"),
    Route("GET", "/scheduled", clock.list_scheduled, "List what is still to come", answer="Scheduled"),
    Route("POST", "/deliver", clock.deliver, "Deliver what waits", body="Deliver", answer="Delivered", problems=(404,)),
    Route(
        "GET", "/explain/{id}", explain_message, "Explain who got a message, who did not, and why", PERSON, answer="Explanation",
        problems=(404,),
    ),
    Route("GET", "/faults", faults.list_faults, "List the fault rules", answer="FaultList"),
    Route("POST", "/faults", faults.add_fault, "Add a fault rule", body="NewFaultRule", answer="FaultRule", status=201, makes_project=True),
    Route("DELETE", "/faults", faults.clear_faults, "Remove all fault rules", answer="Deleted"),
    Route(
        "GET", "/faults/{id}", faults.get_fault, "Show a fault rule", answer="FaultRule", problems=(404,), free_text=True
    ),
    Route(
        "PATCH", "/faults/{id}", faults.switch_fault, "Switch a fault rule on or off", body="FaultSwitch", answer="FaultRule",
        problems=(404,), free_text=True,
    ),
    Route(
        "DELETE", "/faults/{id}", faults.remove_fault, "Remove a fault rule", status=204, problems=(404,), free_text=True
    ),
    Route("GET", "/answers", faults.list_answers, "List the canned answers", answer="AnswerList"),
    Route("POST", "/answers", faults.add_answer, "Can the answer of a call", body="NewAnswer", answer="FaultRule", status=201, makes_project=True),
    Route("DELETE", "/answers", faults.clear_answers, "Remove all canned answers", answer="Deleted"),
    Route(
        "DELETE", "/answers/{id}", faults.remove_answer, "Remove a canned answer", status=204, problems=(404,), free_text=True
    ),
    Route("GET", "/snapshots", snapshots.list_snapshots, "List the snapshots", answer="SnapshotList"),
    Route(
        "POST", "/snapshots", snapshots.take_snapshot, "Keep what the project holds now", body="NewSnapshot", answer="Snapshot",
        status=201,
    ),
    Route(
        "POST", "/snapshots/{id}/restore", snapshots.restore_snapshot, "Bring a snapshot back", body="Nothing",
        answer="Snapshot", problems=(404, 409),
    ),
    Route("DELETE", "/snapshots/{id}", snapshots.delete_snapshot, "Forget a snapshot", status=204, problems=(404,)),
    Route("GET", "/state", state.get_state, "Export the project as a seed document", answer="Seed"),
    Route("PUT", "/state", state.put_state, "Make the project what a seed document says", body="Seed", answer="Project", most=_DOCUMENT, makes_project=True),
    Route("POST", "/state", state.add_state, "Add a seed document to the project", body="Seed", answer="Project", most=_DOCUMENT, makes_project=True),
    Route("GET", "/lines", attached.get_lines, "Show what a test reads, unmasked: for mockwrite.connect", answer="Lines"),
    Route(
        "POST", "/attached/{part}/{method}", attached.carry_out, "Call the project's Python surface: for mockwrite.connect",
        body="AttachedCall", answer="AttachedResult", most=_DOCUMENT, problems=(404,),
    ),
    Route(
        "GET", "/oauth", oauth.choose_person, "The page that stands for another service: who signs in?", oauth.QUERY,
        media="text/html",
    ),
    Route("GET", "/sign-in", sign_in.get_sign_in, "Show how people sign in", answer="SignIn"),
    Route(
        "PATCH", "/sign-in", sign_in.change_sign_in, "Change how people sign in: mock numbers, methods, alerts …", body="SignIn",
        answer="SignIn", makes_project=True,
    ),
    Route("GET", "/events", events.stream_events, "Stream what happens", media="text/event-stream"),
    Route("GET", "/metrics", metrics.get_metrics, "Counters for Prometheus", media="text/plain", in_project=False),
    Route("GET", "/health/live", health.get_live, "Is it there?", answer="Health", in_project=False),
    Route("GET", "/health/ready", health.get_ready, "Can it be used?", answer="Health", in_project=False),
    Route(
        "GET", "/openapi.json", get_emulated, "OpenAPI document of the emulated API", answer="Document", in_project=False
    ),
    Route("GET", "/control.json", get_control, "OpenAPI document of this API", answer="Document", in_project=False),
)  # fmt: skip
