"""The emulation as one synchronous function: `answer(instance, request)` (design decision 13).

The order of checks is that of http.md §3.
"""

from __future__ import annotations

import traceback
from functools import cache, partial
from json import dumps
from typing import Any, NamedTuple

import orjson

from .. import __version__
from ..caller import Caller
from ..delivery.engine import settle
from ..errors import AppwriteError, ServerDefect, invalid_param
from ..faults import Rule
from ..instance import Instance
from ..journal import KEPT_BYTES, Call
from ..records import LogEntry, Message
from ..state import CONSOLE, Project
from ..validators import Context
from ..version import Version, format_version, parse_format, parse_version, rules_for
from . import cors, limits
from .caller import identify, misses_a_factor, note_access
from .endpoints import ENDPOINTS, NOT_EMULATED, PARTLY_EMULATED
from .faults import disturb
from .forms import ScalarBody, Upload, read_body, read_query
from .http import Request, Response
from .models import View
from .params import read
from .routing import Match, Router

JSON_TYPE = "application/json; charset=UTF-8"
# http.md §6: a 204 carries the server's default type; the Python SDK needs one.
EMPTY_TYPE = "text/html"
_JSON_HEADER = ("content-type", JSON_TYPE)
_EMPTY_HEADER = ("content-type", EMPTY_TYPE)
_COMMON_HEADERS = (("server", "Appwrite"), ("x-content-type-options", "nosniff"), ("x-mockwrite", __version__))
_BARE_HEADERS = (("server", "Appwrite"), ("x-mockwrite", __version__))
# Refused in step 1 of http.md §3, before the server sets its headers.
_FIRST_REFUSALS = frozenset({"project_id_missing", "user_jwt_invalid", "user_jwt_and_cookie_set"})
_NO_CACHE = (("cache-control", "no-cache, no-store, must-revalidate"), ("expires", "0"), ("pragma", "no-cache"))


@cache
def router_for(version: Version, exact: bool) -> Router:
    """Return the router of one release."""
    return Router(ENDPOINTS, rules_for(version), exact=exact)


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
        return Response(204, [_EMPTY_HEADER, *_BARE_HEADERS, *cors.preflight_headers(request)])
    try:
        sent = _receive(request)
        project = _find_project(instance, request, sent)
    except AppwriteError as error:
        named = request.headers.get("x-appwrite-project", "")
        instance.note_stray(f"{request.method} {request.path} for the project {named!r} → {error.status} {error.type}")
        response = _refuse(error, _version(instance), exact=instance.settings.exact)
        if "origin" in request.headers:
            response.headers.extend(cors.headers(None, request))
        return response
    except Exception:
        instance.bugs.append(traceback.format_exc())
        return _refuse(AppwriteError("general_unknown"), _version(instance), exact=instance.settings.exact)
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


def too_large(instance: Instance, limit: int) -> Response:
    """Refuse a body that no server takes, with the envelope (a listed deviation)."""
    error = AppwriteError("general_bad_request", f"The body is larger than {limit} bytes.", status=413)
    return _refuse(error, _version(instance), exact=instance.settings.exact)


def unreadable(instance: Instance) -> Response:
    """Refuse what is no HTTP request, with the envelope (a listed deviation); an SDK shows nothing else."""
    reason = (
        "This is no HTTP/1.1 request; is the method unknown, or are there letters in the path that must be encoded?"
    )
    return _refuse(AppwriteError("general_bad_request", reason), _version(instance), exact=instance.settings.exact)


def _version(instance: Instance) -> Version:
    return parse_version(instance.settings.appwrite_version)


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
        rules = rules_for(_version(instance))
        if rules.key_without_project and (rules.key_needs_project_header or not wanted):
            raise AppwriteError(rules.key_without_project)
    if not wanted or wanted == CONSOLE:
        # Bound to the server's internal project, where no project key is known and everybody is a guest.
        return _console(instance)
    project = instance.project(wanted)
    if project is None:
        cors.check_origin(None, rules_for(_version(instance)), request)
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
    refuse = partial(_refuse, version=project.rules.version, exact=project.exact)
    try:
        match = _match(project, request, sent)
        if project.faults:
            rule = project.faults.on_call(request.method, request.path, project.clock.ms)
            if rule is not None and rule.stops_call:
                response = disturb(rule, None, refuse, project.clock.ms)
                return _finish(project, request, sent, match, None, response, rule.refusal(), None, fault=rule.name)
        caller = _admit(project, request, sent, match)
        record, response = _carry_out(project, request, sent, match, caller)
    except AppwriteError as refusal_error:
        error = refusal_error
        response = refuse(error, scalar=sent.scalar_body and project.exact)
        if caller is not None:
            response.headers.extend(caller.headers)
    except Exception:
        bug = traceback.format_exc()
        error = AppwriteError("general_unknown")
        response = refuse(error)
    if rule is not None:
        response = disturb(rule, response, refuse, project.clock.ms)
        error = rule.refusal() or error
    name = rule.name if rule is not None else None
    return _finish(project, request, sent, match, caller, response, error, record, fault=name, bug=bug)


def _match(project: Project, request: Request, sent: _Sent) -> Match | None:
    if not sent.segments or sent.segments[0] != "v1":
        return None
    return router_for(project.rules.version, project.exact).match(request.method, sent.segments[1:])


def _admit(project: Project, request: Request, sent: _Sent, match: Match | None) -> Caller:
    """Let the caller in, or raise what http.md §3 says in steps 1 to 8."""
    if sent.scalar_body:
        if project.exact:
            raise AppwriteError("general_unknown")
        raise AppwriteError(
            "general_argument_invalid", "Invalid body: a JSON object is expected, not a bare text, number or boolean"
        )
    caller = identify(project, request)
    cors.check_origin(project, project.rules, request)
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
        raise _no_route(sent)
    return caller


def _no_route(sent: _Sent) -> AppwriteError:
    if sent.segments[:1] != ["v1"] or sent.segments[1:2] == ["v1"]:
        return AppwriteError(
            "general_route_not_found",
            "There is no such route: a path begins with one /v1, with which the endpoint of an SDK ends.",
        )
    service = sent.segments[1] if len(sent.segments) > 1 else ""
    if service in NOT_EMULATED:
        return AppwriteError(
            "general_route_not_found",
            f"The Appwrite service {service!r} is not emulated by mockwrite. Use a second client with the endpoint of a real "
            "server for it; mockwrite answers for messaging, users, account, teams and storage.",
        )
    if service in PARTLY_EMULATED:
        return AppwriteError(
            "general_route_not_found",
            f"There is no such route. Of the Appwrite service {service!r} mockwrite has the routes that messaging needs: see "
            "/_mockwrite/openapi.json.",
        )
    return AppwriteError("general_route_not_found")


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
        _audit(project, caller, endpoint.audit, record, in_path)
    if endpoint.limit is not None:
        limits.done(project, endpoint, caller, sent.params, request)
    if isinstance(record, Response):
        record.headers.extend((*_COMMON_HEADERS, *caller.headers))
        return record, record
    if endpoint.model is None:
        return record, Response(endpoint.status, [_EMPTY_HEADER, *_COMMON_HEADERS, *caller.headers])
    body = to_json(endpoint.model(record, View(project, caller)))
    status = caller.extra.get("status", endpoint.status)
    return record, Response(status, [_JSON_HEADER, *_COMMON_HEADERS, *caller.headers], body)


def to_json(value: Any) -> bytes:
    """Write JSON as the server does: compact, non-ASCII as it is, slashes escaped (http.md §6)."""
    try:
        text = orjson.dumps(value)
    except TypeError:
        # Half a surrogate pair, or a number of more than 64 bits: what only the standard library writes.
        text = dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return text.replace(b"/", b"\\/")


def _audit(project: Project, caller: Caller, event: str, record: Any, in_path: dict[str, str]) -> None:
    """Write the entry that the logs routes show (events.md, audit entries)."""
    if caller.kind == "key" and not project.rules.keys_are_logged:
        return
    kind = event.partition(".")[0]
    resource_id = getattr(record, "id", None) or next(reversed(in_path.values()), "")
    user, key = caller.user, caller.key
    entry = LogEntry(
        event=event,
        time=project.clock.ms // 1000 * 1000,
        user_id=user.id if user else "",
        user_email=(user.email or "") if user else f"app.{project.id}@service.{caller.host}" if key else "",
        user_name=(user.name or "") if user else key.name if key else "",
        user_type="user" if user else "keyProject" if key else "guest",
        mode="default",
        ip=caller.ip,
        user_agent=caller.user_agent,
    )
    project.logs.setdefault(f"{kind}/{resource_id}", []).append(entry)
    if user is not None:
        project.logs.setdefault(f"by-user/{user.id}", []).append(entry)


def _refuse(error: AppwriteError, version: Version, *, exact: bool, scalar: bool = False) -> Response:
    """Render an error as the envelope of http.md §6."""
    if exact and error.type == "general_route_not_found" and rules_for(version).html_not_found:
        page = b"<!doctype html><html><head><title>Not found</title></head><body><h1>404</h1></body></html>"
        return Response(404, [("content-type", "text/html; charset=UTF-8"), *_COMMON_HEADERS, *_NO_CACHE], page)
    if scalar:
        # The server's own handler breaks on such a body: no type, and the wrong content type (http.md §2).
        body = to_json({"message": error.message, "code": 500, "version": format_version(version)})
        return Response(500, [("content-type", "text/html"), *_BARE_HEADERS], body)
    body = to_json(
        {"message": error.message, "code": error.status, "type": error.type, "version": format_version(version)}
    )
    is_bare = error.type in _FIRST_REFUSALS and rules_for(version).first_refusals_are_bare
    return Response(error.status, [_JSON_HEADER, *(_BARE_HEADERS if is_bare else _COMMON_HEADERS), *_NO_CACHE], body)


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
) -> Response:
    """Deliver what the call caused, note the call, and add what every answer carries."""
    first = project.outbox.next_delivery
    if project.next_due <= project.clock.ms:
        try:
            settle(project)
        except Exception:
            bug = (bug or "") + traceback.format_exc()
    if "origin" in request.headers:
        response.headers.extend(cors.headers(project, request))
    if project.exact:
        response.headers.extend(_warning(project, request))
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
        bug=bug,
    )
    project.journal.add(call)
    if request.method == "HEAD":
        response.body = b""
    return response


def _warning(project: Project, request: Request) -> list[tuple[str, str]]:
    """Warn, as the server does, about a response format newer than itself (http.md §6)."""
    wanted = request.headers.get("x-appwrite-response-format", "")
    asked = parse_format(wanted)
    if asked is None or asked <= project.rules.version:
        return []
    own = format_version(project.rules.version)
    return [("x-appwrite-warning", f"The response format {wanted} is newer than this server ({own})")]
