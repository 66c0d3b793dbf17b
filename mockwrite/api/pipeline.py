"""The emulation as one synchronous function: `answer(instance, request)` (docs/architecture.md, decision 13).

The order of checks is that of http.md §3.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from functools import cache

from ..access.caller import Caller
from ..delivery.engine import settle
from ..errors import AppwriteError, ServerDefect, invalid_param
from ..instance import Instance, noting_bugs
from ..php.json import to_json
from ..records import Message
from ..releases import Rules, Version, rules_for
from ..state.journal import KEPT_BYTES, Call
from ..state.project import CONSOLE, Project
from ..validators.base import Context
from . import cors, limits
from .admission import admit
from .advice import on_body
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
from .call import Sent, ServedCall, receive
from .endpoints import LATE, endpoints_of, left_out
from .faults import canned, disturb
from .http import Request, Response
from .identify import require_fresh_factor
from .models.common import View
from .params import read
from .routing import RouteMatch, Router


@cache
def router_for(version: Version, exact: bool, service: str = "") -> Router:
    """Return the router of one release, for a service that is loaded when it is called, or for all others."""
    return Router(endpoints_of(service), rules_for(version), exact=exact)


def route_to(rules: Rules, method: str, segments: list[str], *, exact: bool) -> RouteMatch | None:
    """Return the route of a path, given by its segments after /v1, and what they name; None where nothing is emulated."""
    if rules.one_database_has_own_paths and segments[:1] == ["database"]:
        segments = ["databases", _ONE_DATABASE, *segments[1:]]
    service = segments[0] if segments and segments[0] in LATE else ""
    if service and left_out(segments, as_id=False):
        return None
    return router_for(rules.version, exact, service).match(method, segments)


# The database that the paths of the oldest SDKs mean, which know of one (databases.md §15, by reading).
_ONE_DATABASE = "default"
# Called with each call and its answer, in whatever instance of this process: the judges of a test suite. An answer that they
# judge is as it leaves, so a subscription to a project, which hears of the call in the journal, would not do.
judges: list[Callable[[ServedCall, Response], None]] = []


def answer(instance: Instance, request: Request) -> Response:
    """Answer one request as Appwrite would, deliver what it caused, and note it in the project's journal.

    Never raises: an unexpected exception becomes the envelope of a 500, and its traceback is kept in the journal, where
    the fixture finds it and fails the test.
    """
    if request.method == "OPTIONS":
        return Response(204, [EMPTY_HEADER, *BARE_HEADERS, *cors.preflight_headers(request)])
    try:
        sent = receive(request)
        project = _find_project(instance, request, sent)
    except AppwriteError as error:
        named = request.headers.get("x-appwrite-project", "")
        instance.note_stray(f"{request.method} {request.path} for the project {named!r} → {error.status} {error.type}")
        if instance.reword is not None:
            error = instance.reword(error, {"project": named}, ())
        response = refusal(error, version_of(instance), exact=instance.settings.exact)
        if cors.origin_of(request):
            response.headers.extend(cors.headers(None, request, exact=instance.settings.exact))
        return response
    except Exception:
        instance.bugs.append(traceback.format_exc())
        return refusal(AppwriteError("general_unknown"), version_of(instance), exact=instance.settings.exact)
    while True:
        with project.lock:
            current = instance.projects.get(project.id, project)
            if current is project:
                response = _answer_now(ServedCall(project, request, sent))
                break
        # Another project took its place while this call waited; what it does must not be lost with the old one.
        project = current
    if project.id == CONSOLE and response.status >= 400:
        instance.note_stray(f"{request.method} {request.path} without a project → {response.status}")
    return response


def _answer_now(call: ServedCall) -> Response:
    """Answer at one moment of the project's clock, after what is due by then; the caller has the lock."""
    clock = call.project.clock
    now = clock.ms
    if call.project.falls_due(now):
        with noting_bugs(call.project):
            clock.run_due()
    before = clock.pin(now)
    try:
        return _answer_in(call)
    finally:
        clock.pin(before)


def _find_project(instance: Instance, request: Request, sent: Sent) -> Project:
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


def _answer_in(call: ServedCall) -> Response:
    project, request = call.project, call.request
    try:
        response = _respond(call)
    except AppwriteError as refused:
        error = call.error = _advised(call, refused)
        response = call.refuse(error, scalar=call.sent.scalar_body and project.exact, on_page=call.match is None)
        if call.caller is not None:
            response.headers.extend(call.caller.headers)
    except Exception:
        call.bug = traceback.format_exc()
        call.error = AppwriteError("general_unknown")
        response = call.refuse(call.error)
    rule = call.rule
    if rule is not None and not rule.stops_call:
        response = disturb(rule, response, call.refuse, project.clock.ms)
        call.error = rule.refusal() or call.error
    _finish(call, response)
    for judge in judges:
        judge(call, response)
    if request.method == "HEAD":
        response.body = b""
    return response


def _advised(call: ServedCall, error: AppwriteError) -> AppwriteError:
    """Add why nothing of the body was read, where that is why the call is refused."""
    if error.type != "general_argument_invalid" or call.sent.params or call.project.exact:
        return error
    return AppwriteError(
        error.type, error.message + on_body(call.request), status=error.status, comes_first=error.comes_first
    )


def _respond(call: ServedCall) -> Response:
    """Answer a call: by the rule that stops it, from a can, or as its route does."""
    project, request = call.project, call.request
    call.match = _match(call)
    if project.faults:
        call.rule = project.faults.on_call(request.method, request.path, project.clock.ms)
        if call.rule is not None and call.rule.stops_call:
            call.error = call.rule.refusal()
            return disturb(call.rule, None, call.refuse, project.clock.ms)
        call.canned = project.faults.answer_to(request.method, request.path, project.clock.ms)
        if call.canned is not None:
            return canned(call.canned, request)
    call.caller = admit(call)
    return _carry_out(call, call.caller)


def _match(call: ServedCall) -> RouteMatch | None:
    segments = call.sent.segments
    if not segments or segments[0] != "v1":
        return None
    return route_to(call.project.rules, call.request.method, segments[1:], exact=call.project.exact)


def _carry_out(call: ServedCall, caller: Caller) -> Response:
    """Check the parameters, run the operation and render its result."""
    project, request, params = call.project, call.request, call.sent.params
    if call.match is None:
        raise AppwriteError("general_route_not_found")
    route, in_path = call.match
    endpoint = route.endpoint
    if endpoint.limit is not None:
        limits.count(project, endpoint, caller, params, request)
    if endpoint.guests_only and caller.user is not None:
        # Counted like any other call (recorded), whatever its parameters are.
        raise AppwriteError("user_session_already_exists")
    if endpoint.sign_in and endpoint.sign_in in project.sign_in.switched_off and not caller.is_privileged:
        raise AppwriteError("user_auth_method_unsupported")
    if endpoint.needs_fresh_factor:
        require_fresh_factor(project, caller)
    caller.headers += endpoint.headers
    if project.exact and project.rules.file_headers_are_doubled:
        caller.headers += endpoint.exact_headers
    context = Context(
        project.clock.ms,
        project.rules,
        project.exact,
        caller.wants_format_before((1, 5, 0)),
        project.id,
        project.platforms,
        caller.is_developer or project.sign_in.any_url,
    )
    try:
        values = read(route.plan, in_path, params, context)
        if endpoint.sends:
            project.sign_in.require_channel(endpoint.sends)
        if endpoint.wants_request:
            values["request"] = request
            values["uploads"] = call.sent.uploads
        if endpoint.values_together:
            record = endpoint.operation(project, caller, values)
        else:
            record = endpoint.operation(project, caller, **values)
        call.record = record
    except ServerDefect as defect:
        error = AppwriteError(defect.type)
        if error.status == 500 and not project.exact:
            raise invalid_param(defect.param, defect.reason) from None
        raise error from None
    if endpoint.audit is not None and not endpoint.audit_is_lost:
        write_audit(project, caller, endpoint, record, in_path)
    if endpoint.limit is not None:
        limits.done(project, endpoint, caller, params, request)
    if isinstance(record, Response):
        record.headers.extend((*COMMON_HEADERS, *caller.headers))
        return record
    if endpoint.model is None:
        return Response(endpoint.status, [EMPTY_HEADER, *COMMON_HEADERS, *caller.headers])
    body = to_json(endpoint.model(record, View(project, caller)))
    status = endpoint.status if caller.status is None else caller.status
    return Response(status, [JSON_HEADER, *COMMON_HEADERS, *caller.headers], body)


def _finish(call: ServedCall, response: Response) -> None:
    """Deliver what the call caused, add what every answer carries, and note the call in the journal."""
    project, request, match, params = call.project, call.request, call.match, call.sent.params
    first = project.outbox.last_number
    if project.next_due <= project.clock.ms:
        try:
            settle(project)
        except Exception:
            call.bug = (call.bug or "") + traceback.format_exc()
    if cors.origin_of(request):
        response.headers.extend(cors.headers(project, request, exact=project.exact))
    if project.exact:
        response.headers.extend(warning_header(project, request))
    unknown: tuple[str, ...] = ()
    if match and not match.route.known.issuperset(params):
        unknown = tuple(sorted(params.keys() - match.route.known))
    path_id = match.in_path.get("messageId") if match else None
    entry = Call(
        number=project.journal.total + 1,
        at=project.clock.ms,
        method=request.method,
        path=request.path,
        query=request.query,
        status=response.status,
        error=call.error.type if call.error else None,
        route=match.route.endpoint.path if match else None,
        request=request.body if len(request.body) <= KEPT_BYTES else request.body[:KEPT_BYTES],
        answer=response.body if len(response.body) <= KEPT_BYTES else response.body[:KEPT_BYTES],
        caller=call.caller.kind if call.caller else "",
        message_id=call.record.id if isinstance(call.record, Message) else path_id,
        numbers=project.outbox.numbers_since(first),
        unknown_params=unknown,
        fault=call.fault,
        source="emulated" if call.canned is None else "canned",
        bug=call.bug,
    )
    project.journal.add(entry)
