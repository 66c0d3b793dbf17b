"""Whether a caller is let in, and to which route (contract: http.md §3, steps 1 to 8)."""

from __future__ import annotations

from ..access.caller import Caller
from ..errors import AppwriteError
from ..state.project import Project
from . import cors
from .advice import on_guest, on_route
from .call import Sent, ServedCall
from .endpoints import LATE, NOT_EMULATED, PARTLY_EMULATED, left_out
from .identify import identify, misses_a_factor, note_access


def admit(call: ServedCall) -> Caller:
    """Let the caller in. Raises AppwriteError in the order of http.md §3."""
    project, request, match = call.project, call.request, call.match
    if call.sent.scalar_body:
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
        more = on_guest(request) if caller.kind == "guest" and not project.exact else ""
        raise AppwriteError("general_unauthorized_scope", f"{caller.describe(project)} missing {listed}{more}")
    if caller.user is not None:
        # Also of a blocked user (recorded).
        note_access(project, caller, reads=call.request.method == "GET")
        if not caller.user.status:
            raise AppwriteError("user_blocked", status=project.rules.blocked_status)
        if misses_a_factor(project, caller) and (match is None or not match.route.endpoint.before_factors):
            raise AppwriteError("user_more_factors_required")
    if match is None:
        raise _no_route(project, call.sent, request.method)
    return caller


def _no_route(project: Project, sent: Sent, method: str) -> AppwriteError:
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
    more = "" if project.exact else on_route(project.rules, sent.segments[1:], method)
    return AppwriteError("general_route_not_found", f"There is no such route.{more}")


def _how_to_can(sent: Sent, method: str) -> str:
    path = "/".join(sent.segments[1:])
    return f'Prepare its answer: mock_appwrite.respond("{method}", "/{path}", json={{…}}), or POST /_mockwrite/answers.'
