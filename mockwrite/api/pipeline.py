"""The emulation as one synchronous function: `answer(instance, request)` (design decision 13).

The order of checks is that of http.md §3.
"""

from __future__ import annotations

import traceback
from functools import cache, partial
from typing import Any, NamedTuple

from ..access.caller import Caller
from ..delivery.engine import settle
from ..errors import AppwriteError, ServerDefect, invalid_param
from ..faults.rule import Rule
from ..instance import Instance
from ..php.json import to_json
from ..records import Message
from ..releases import Version, rules_for
from ..state.journal import KEPT_BYTES, Call
from ..state.project import CONSOLE, Project
from ..validators.base import Context
from . import cors, limits
from .answers import (
    BARE_HEADERS,
    COMMON_HEADERS,
    EMPTY_HEADER,
    JSON_HEADER,
    refusal,
    version_of,
    warning_header,
)
from .audit import write_audit
from .bodies import ScalarBody, Upload, read_body, read_query
from .endpoints import LATE, NOT_EMULATED, PARTLY_EMULATED, endpoints_of, left_out
from .faults import canned, disturb
from .http import Request, Response
from .identify import identify, misses_a_factor, note_access
from .models.common import View
from .params import read
from .routing import Match, Router


@cache
def router_for(version: Version, exact: bool, service: str = "") -> Router:
    """Return the router of one release, for a service that is loaded when it is called, or for all others."""
    return Router(endpoints_of(service), rules_for(version), exact=exact)


class _Sent(NamedTuple):
    """What a request carries: its path after /v1, and its parameters."""

    segments: list[str]
    params: dict[str, Any]
    uploads: list[Upload]
    scalar_body: bool


def answer(instance: Instance, request: Request) -> Response:
    """Answer one request as Appwrite would, deliver what it caused, and note it in the project's journal.

    Never raises: an unexpected exception becomes the envelope of a 500, and its traceback is kept in the journal, where
    the fixture finds it and fails the test.
    """
    if request.method == "OPTIONS":
        return Response(204, [EMPTY_HEADER, *BARE_HEADERS, *cors.preflight_headers(request)])
    try:
        sent = _receive(request)
        project = _find_project(instance, request, sent)
    except AppwriteError as error:
        named = request.headers.get("x-appwrite-project", "")
        instance.note_stray(f"{request.method} {request.path} for the project {named!r} → {error.status} {error.type}")
        response = refusal(error, version_of(instance), exact=instance.settings.exact)
        if cors.origin_of(request):
            response.headers.extend(cors.headers(None, request, exact=instance.settings.exact))
        return response
    except Exception:
        instance.bugs.append(traceback.format_exc())
        return refusal(AppwriteError("general_unknown"), version_of(instance), exact=instance.settings.exact)
    with project.lock:
        clock = project.clock
        now = clock.ms
        if project.next_due <= now:
            clock.run_due()
        before = clock.pin(now)
        try:
            response = _answer_in(project, request, sent)
        finally:
            clock.pin(before)
    if project.id == CONSOLE and response.status >= 400:
        instance.note_stray(f"{request.method} {request.path} without a project → {response.status}")
    return response


def _receive(request: Request) -> _Sent:
    segments = [segment for segment in request.path.split("/") if segment]
    if request.method in ("GET", "HEAD"):
        return _Sent(segments, read_query(request.query), [], scalar_body=False)
    try:
        params, uploads = read_body(request)
    except ScalarBody:
        return _Sent(segments, {}, [], scalar_body=True)
    return _Sent(segments, params, uploads, scalar_body=False)


def _find_project(instance: Instance, request: Request, sent: _Sent) -> Project:
    """Find the project of a request (auth.md §1)."""
    header = request.headers.get("x-appwrite-project", "")
    param = sent.params.get("project")
    wanted = param if isinstance(param, str) and param else header
    if not header and request.headers.get("x-appwrite-key"):
        rules = rules_for(version_of(instance))
        if rules.key_without_project and (rules.key_needs_project_header or not wanted):
            raise AppwriteError(rules.key_without_project)
    if not wanted or wanted == CONSOLE:
        # Bound to the server's internal project, where no project key is known and everybody is a guest.
        return _console(instance)
    project = instance.project(wanted)
    if project is None:
        cors.check_origin(None, rules_for(version_of(instance)), request, exact=instance.settings.exact)
        raise AppwriteError("project_not_found")
    return project


def _console(instance: Instance) -> Project:
    project = instance.projects.get(CONSOLE)
    if project is None:
        settings = instance.settings.with_values(strict_auth=True)
        project = instance.create_project(CONSOLE, settings=settings)
    return project


def _answer_in(project: Project, request: Request, sent: _Sent) -> Response:
    caller = None
    match: Match | None = None
    record: Any = None
    error: AppwriteError | None = None
    bug: str | None = None
    rule: Rule | None = None
    answer_rule: Rule | None = None
    refuse = partial(refusal, version=project.rules.version, exact=project.exact)
    try:
        match = _match(project, request, sent)
        if project.faults:
            rule = project.faults.on_call(request.method, request.path, project.clock.ms)
            if rule is not None and rule.stops_call:
                response = disturb(rule, None, refuse, project.clock.ms)
                return _finish(project, request, sent, match, None, response, rule.refusal(), None, fault=rule.name)
            answer_rule = project.faults.answer_to(request.method, request.path, project.clock.ms)
        if answer_rule is not None:
            response = canned(answer_rule, request)
        else:
            caller = _admit(project, request, sent, match)
            record, response = _carry_out(project, request, sent, match, caller)
    except AppwriteError as refusal_error:
        error = refusal_error
        response = refuse(error, scalar=sent.scalar_body and project.exact, on_page=match is None)
        if caller is not None:
            response.headers.extend(caller.headers)
    except Exception:
        bug = traceback.format_exc()
        error = AppwriteError("general_unknown")
        response = refuse(error)
    if rule is not None:
        response = disturb(rule, response, refuse, project.clock.ms)
        error = rule.refusal() or error
    struck = rule or answer_rule
    name = struck.name if struck is not None else None
    source = "emulated" if answer_rule is None else "canned"
    return _finish(project, request, sent, match, caller, response, error, record, fault=name, bug=bug, source=source)


def _match(project: Project, request: Request, sent: _Sent) -> Match | None:
    if not sent.segments or sent.segments[0] != "v1":
        return None
    service = sent.segments[1] if len(sent.segments) > 1 and sent.segments[1] in LATE else ""
    if service and left_out(sent.segments[1:], as_id=False):
        return None
    return router_for(project.rules.version, project.exact, service).match(request.method, sent.segments[1:])


def _admit(project: Project, request: Request, sent: _Sent, match: Match | None) -> Caller:
    """Let the caller in, or raise what http.md §3 says in steps 1 to 8."""
    if sent.scalar_body:
        if project.exact:
            raise AppwriteError("general_unknown")
        raise AppwriteError(
            "general_argument_invalid", "Invalid body: a JSON object is expected, not a bare text, number or boolean"
        )
    caller = identify(project, request)
    cors.check_origin(project, project.rules, request, exact=project.exact)
    # An unknown route is one of its own, which everybody may call (http.md §1).
    scopes = match.route.scopes if match is not None else ("global",)
    if caller.scopes.isdisjoint(scopes):
        plural = project.rules.scope_text_is_plural
        listed = f'scopes (["{scopes[0]}"])' if plural else f"scope ({scopes[0]})"
        raise AppwriteError("general_unauthorized_scope", f"{caller.describe(project)} missing {listed}")
    if caller.user is not None and not caller.user.status:
        raise AppwriteError("user_blocked", status=project.rules.blocked_status)
    if misses_a_factor(caller) and (match is None or not match.route.endpoint.before_factors):
        raise AppwriteError("user_more_factors_required")
    note_access(project, caller)
    if match is None:
        raise _no_route(sent, request.method)
    return caller


def _no_route(sent: _Sent, method: str) -> AppwriteError:
    if sent.segments[:1] != ["v1"] or sent.segments[1:2] == ["v1"]:
        return AppwriteError(
            "general_route_not_found",
            "There is no such route: a path begins with one /v1, with which the endpoint of an SDK ends.",
        )
    service = sent.segments[1] if len(sent.segments) > 1 else ""
    if service in NOT_EMULATED:
        return AppwriteError(
            "general_route_not_found",
            f"The Appwrite service {service!r} is not emulated by mockwrite. {_how_to_can(sent, method)}",
        )
    part = left_out(sent.segments[1:]) if service in LATE else None
    if part is not None:
        return AppwriteError(
            "general_route_not_found",
            f"{part.capitalize()} of the Appwrite service {service!r} are not emulated by mockwrite. {_how_to_can(sent, method)}",
        )
    if service in PARTLY_EMULATED:
        return AppwriteError(
            "general_route_not_found",
            f"There is no such route. Of the Appwrite service {service!r} mockwrite has the routes that messaging needs: see "
            f"/_mockwrite/openapi.json. {_how_to_can(sent, method)}",
        )
    return AppwriteError("general_route_not_found")


def _how_to_can(sent: _Sent, method: str) -> str:
    path = "/".join(sent.segments[1:])
    return f'Can its answer: mock_appwrite.respond("{method}", "/{path}", json={{…}}), or POST /_mockwrite/answers.'


def _carry_out(
    project: Project, request: Request, sent: _Sent, match: Match | None, caller: Caller
) -> tuple[Any, Response]:
    """Check the parameters, run the operation and render its result."""
    if match is None:
        raise AppwriteError("general_route_not_found")
    route, in_path = match
    endpoint = route.endpoint
    limits.count(project, endpoint, caller, sent.params, request)
    if endpoint.guests_only and caller.user is not None:
        # Counted like any other call (recorded), whatever its parameters are.
        raise AppwriteError("user_session_already_exists")
    caller.headers += endpoint.headers
    if project.exact and project.rules.file_headers_are_doubled:
        caller.headers += endpoint.exact_headers
    context = Context(project.clock.ms, project.rules, project.exact, caller.wants_format_before((1, 5, 0)))
    try:
        values = read(route.plan, in_path, sent.params, context)
        if endpoint.wants_request:
            values["request"] = request
            values["uploads"] = sent.uploads
        record = endpoint.operation(project, caller, **values)
    except ServerDefect as defect:
        error = AppwriteError(defect.type)
        if error.status == 500 and not project.exact:
            raise invalid_param(defect.param, defect.reason) from None
        raise error from None
    if endpoint.audit is not None and not endpoint.audit_is_lost:
        write_audit(project, caller, endpoint, record, in_path)
    if endpoint.limit is not None:
        limits.done(project, endpoint, caller, sent.params, request)
    if isinstance(record, Response):
        record.headers.extend((*COMMON_HEADERS, *caller.headers))
        return record, record
    if endpoint.model is None:
        return record, Response(endpoint.status, [EMPTY_HEADER, *COMMON_HEADERS, *caller.headers])
    body = to_json(endpoint.model(record, View(project, caller)))
    status = caller.extra.get("status", endpoint.status)
    return record, Response(status, [JSON_HEADER, *COMMON_HEADERS, *caller.headers], body)


def _finish(
    project: Project,
    request: Request,
    sent: _Sent,
    match: Match | None,
    caller: Caller | None,
    response: Response,
    error: AppwriteError | None,
    record: Any,
    *,
    fault: str | None = None,
    bug: str | None = None,
    source: str = "emulated",
) -> Response:
    """Deliver what the call caused, note the call, and add what every answer carries."""
    first = project.outbox.next_delivery
    if project.next_due <= project.clock.ms:
        try:
            settle(project)
        except Exception:
            bug = (bug or "") + traceback.format_exc()
    if cors.origin_of(request):
        response.headers.extend(cors.headers(project, request, exact=project.exact))
    if project.exact:
        response.headers.extend(warning_header(project, request))
    path_id = match.in_path.get("messageId") if match else None
    call = Call(
        number=project.journal.total + 1,
        at=project.clock.ms,
        method=request.method,
        path=request.path,
        query=request.query,
        status=response.status,
        error=error.type if error else None,
        route=match.route.endpoint.path if match else None,
        request=request.body if len(request.body) <= KEPT_BYTES else request.body[:KEPT_BYTES],
        answer=response.body if len(response.body) <= KEPT_BYTES else response.body[:KEPT_BYTES],
        caller=caller.kind if caller else "",
        message_id=record.id if isinstance(record, Message) else path_id,
        deliveries=project.outbox.ids_since(first),
        unknown_params=tuple(sorted(sent.params.keys() - match.route.known)) if match and sent.params else (),
        fault=fault,
        source=source,
        bug=bug,
    )
    project.journal.add(call)
    if request.method == "HEAD":
        response.body = b""
    return response
