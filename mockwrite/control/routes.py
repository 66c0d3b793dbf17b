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
from .table import ControlRoute, QueryField
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
_SEARCH_CALLS = QueryField(
    "search", "Words and field:value pairs: method, path, error, caller, message, fault, source, has:, failed"
)
_CALL_PAGING = tuple(query for query in PAGING if query.name in ("limit", "offset"))

ROUTES: tuple[ControlRoute, ...] = (
    ControlRoute("GET", "/outbox", outbox.list_deliveries, "List what was sent", (*FILTERS, *PAGING, VIEW), answer="DeliveryPage"),
    ControlRoute("DELETE", "/outbox", outbox.delete_deliveries, "Delete what matches, or everything", FILTERS, answer="Deleted"),
    ControlRoute("GET", "/outbox/{id}", outbox.get_delivery, "Show one delivery", answer="Delivery", problems=(404,)),
    ControlRoute("DELETE", "/outbox/{id}", outbox.delete_delivery, "Delete one delivery", status=204, problems=(404,)),
    ControlRoute("GET", "/outbox/{id}/eml", outbox.get_eml, "Export an e-mail as .eml", media="message/rfc822", problems=(404,)),
    ControlRoute(
        "POST", "/outbox/{id}/relay", outbox.relay_delivery, "Hand an e-mail on to an SMTP server", body="RelayTo", answer="Relayed",
        problems=(404, 409, 502),
    ),
    ControlRoute("GET", "/outbox/{id}/html", outbox.get_html, "Show an e-mail's content, sandboxed", (outbox.IMAGES, outbox.THEME), media="text/html", problems=(404,)),
    ControlRoute(
        "GET", "/outbox/{id}/attachments/{index}", outbox.get_attachment, "Download an attachment",
        media="application/octet-stream", problems=(404,),
    ),
    ControlRoute("GET", "/outbox/{id}/image", outbox.get_image, "Show the image of a push", media="image/*", problems=(404,)),
    ControlRoute(
        "GET", "/outbox/{id}/wire", outbox.get_wire, "Show what the provider would have received", (outbox.LINKS,), answer="Wire",
        problems=(404,),
    ),
    ControlRoute(
        "GET", "/unsent", outbox.list_unsent, "List the messages that nobody has got: failed before, drafts, still to come",
        tuple(query for query in PAGING if query.name == "limit"), answer="Unsent",
    ),
    ControlRoute(
        "GET", "/wait", wait, "Wait until deliveries match", (*FILTERS, *WAITING), answer="Found", waits=True, unmet=408
    ),
    ControlRoute(
        "GET", "/expect", expect, "Check how many deliveries match now", (*FILTERS, *COUNTED), answer="Found", unmet=409
    ),
    ControlRoute("GET", "/journal", journal.list_calls, "List API calls", (_SEARCH_CALLS, *_CALL_PAGING), answer="CallPage"),
    ControlRoute("GET", "/journal/{id}", journal.get_call, "Show one API call", answer="Call", problems=(404,)),
    ControlRoute("GET", "/projects", projects.list_projects, "List the projects", answer="ProjectList"),
    ControlRoute(
        "POST", "/projects", projects.create_project, "Make a project with a key", body="NewProject", answer="Project",
        status=201, in_project=False, problems=(409,),
    ),
    ControlRoute("GET", "/projects/{id}", projects.get_project, "Show one project", answer="Project", in_project=False, problems=(404,)),
    ControlRoute(
        "DELETE", "/projects/{id}", projects.delete_project, "Delete a project", status=204, in_project=False, problems=(404,)
    ),
    ControlRoute(
        "POST", "/projects/{id}/reset", projects.reset_project, "Empty a project, keys stay", body="Nothing", answer="Project",
        in_project=False, problems=(404,),
    ),
    ControlRoute("GET", "/clock", clock.get_clock, "Show the project's time", answer="Clock"),
    ControlRoute("POST", "/clock/freeze", clock.freeze_clock, "Stop the clock", body="Freeze", answer="ClockMoved", makes_project=True),
    ControlRoute("POST", "/clock/travel", clock.travel_clock, "Move to a time", body="Travel", answer="ClockMoved", makes_project=True),
    ControlRoute("POST", "/clock/advance", clock.advance_clock, "Move forward", body="Advance", answer="ClockMoved"),
    ControlRoute("POST", "/clock/resume", clock.resume_clock, "Let the clock tick on", body="Nothing", answer="ClockMoved"),
    ControlRoute("POST", "/clock/run-due", clock.run_due_clock, "Deliver what is due by now", body="Nothing", answer="ClockMoved"),
    ControlRoute("GET", "/scheduled", clock.list_scheduled, "List what is still to come", answer="Scheduled"),
    ControlRoute("POST", "/deliver", clock.deliver, "Deliver what waits", body="Deliver", answer="Delivered", problems=(404,)),
    ControlRoute(
        "GET", "/explain/{id}", explain_message, "Explain who got a message, who did not, and why", PERSON, answer="Explanation",
        problems=(404,),
    ),
    ControlRoute("GET", "/faults", faults.list_faults, "List the fault rules", answer="FaultList"),
    ControlRoute("POST", "/faults", faults.add_fault, "Add a fault rule", body="NewFaultRule", answer="FaultRule", status=201, makes_project=True),
    ControlRoute("DELETE", "/faults", faults.clear_faults, "Remove all fault rules", answer="Deleted"),
    ControlRoute(
        "GET", "/faults/{id}", faults.get_fault, "Show a fault rule", answer="FaultRule", problems=(404,), free_text=True
    ),
    ControlRoute(
        "PATCH", "/faults/{id}", faults.switch_fault, "Switch a fault rule on or off", body="FaultSwitch", answer="FaultRule",
        problems=(404,), free_text=True,
    ),
    ControlRoute(
        "DELETE", "/faults/{id}", faults.remove_fault, "Remove a fault rule", status=204, problems=(404,), free_text=True
    ),
    ControlRoute("GET", "/answers", faults.list_answers, "List the canned answers", answer="AnswerList"),
    ControlRoute("POST", "/answers", faults.add_answer, "Prepare the answer to a call", body="NewAnswer", answer="FaultRule", status=201, makes_project=True),
    ControlRoute("DELETE", "/answers", faults.clear_answers, "Remove all canned answers", answer="Deleted"),
    ControlRoute(
        "DELETE", "/answers/{id}", faults.remove_answer, "Remove a canned answer", status=204, problems=(404,), free_text=True
    ),
    ControlRoute("GET", "/snapshots", snapshots.list_snapshots, "List the snapshots", answer="SnapshotList"),
    ControlRoute(
        "POST", "/snapshots", snapshots.take_snapshot, "Keep what the project holds now", body="NewSnapshot", answer="Snapshot",
        status=201,
    ),
    ControlRoute(
        "POST", "/snapshots/{id}/restore", snapshots.restore_snapshot, "Bring a snapshot back", body="Nothing",
        answer="Snapshot", problems=(404, 409),
    ),
    ControlRoute("DELETE", "/snapshots/{id}", snapshots.delete_snapshot, "Forget a snapshot", status=204, problems=(404,)),
    ControlRoute("GET", "/state", state.get_state, "Export the project as a seed document", answer="Seed"),
    ControlRoute("PUT", "/state", state.put_state, "Make the project what a seed document says", body="Seed", answer="Project", most=_DOCUMENT, makes_project=True),
    ControlRoute("POST", "/state", state.add_state, "Add a seed document to the project", body="Seed", answer="Project", most=_DOCUMENT, makes_project=True),
    ControlRoute("GET", "/lines", attached.get_lines, "Show what a test reads, unmasked: for mockwrite.connect", answer="Lines"),
    ControlRoute(
        "POST", "/attached/{part}/{method}", attached.carry_out, "Call the project's Python surface: for mockwrite.connect",
        body="AttachedCall", answer="AttachedResult", most=_DOCUMENT, problems=(404,),
    ),
    ControlRoute(
        "GET", "/oauth", oauth.choose_person, "The page that stands for another service: who signs in?", oauth.QUERY,
        media="text/html",
    ),
    ControlRoute("GET", "/sign-in", sign_in.get_sign_in, "Show how people sign in", answer="SignIn"),
    ControlRoute(
        "PATCH", "/sign-in", sign_in.change_sign_in, "Change how people sign in: mock numbers, methods, alerts …", body="SignIn",
        answer="SignIn", makes_project=True,
    ),
    ControlRoute("GET", "/events", events.stream_events, "Stream what happens", media="text/event-stream"),
    ControlRoute("GET", "/metrics", metrics.get_metrics, "Counters for Prometheus", media="text/plain", in_project=False),
    ControlRoute("GET", "/health/live", health.get_live, "Is it there?", answer="Health", in_project=False),
    ControlRoute("GET", "/health/ready", health.get_ready, "Can it be used?", answer="Health", in_project=False),
    ControlRoute(
        "GET", "/openapi.json", get_emulated, "OpenAPI document of the emulated API", answer="Document", in_project=False
    ),
    ControlRoute("GET", "/control.json", get_control, "OpenAPI document of this API", answer="Document", in_project=False),
)  # fmt: skip
