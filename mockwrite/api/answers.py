"""How an answer is written: its headers, its JSON, and the envelope of an error (contract: http.md §6)."""

from __future__ import annotations

from ..access.hosts import name_of
from ..errors import AppwriteError
from ..instance import Instance
from ..php.json import to_json
from ..releases import Version, format_version, parse_format, parse_version, rules_for
from ..state.project import Project
from ..version import __version__
from .http import MAX_HEAD, Request, Response

JSON_TYPE = "application/json; charset=UTF-8"
# http.md §6: a 204 carries the server's default type; the Python SDK needs one.
EMPTY_TYPE = "text/html"
JSON_HEADER = ("content-type", JSON_TYPE)
EMPTY_HEADER = ("content-type", EMPTY_TYPE)
COMMON_HEADERS = (("server", "Appwrite"), ("x-content-type-options", "nosniff"), ("x-mockwrite", __version__))
BARE_HEADERS = (("server", "Appwrite"), ("x-mockwrite", __version__))
# Refused in step 1 of http.md §3, before the server sets its headers.
_FIRST_REFUSALS = frozenset({"project_id_missing", "user_jwt_invalid", "user_jwt_and_cookie_set"})
NO_CACHE = (("cache-control", "no-cache, no-store, must-revalidate"), ("expires", "0"), ("pragma", "no-cache"))


def too_large(instance: Instance, limit: int) -> Response:
    """Refuse a body that no server takes, with the envelope (a listed deviation)."""
    error = AppwriteError("general_bad_request", f"The body is larger than {limit} bytes.", status=413)
    return refusal(error, version_of(instance), exact=instance.settings.exact)


def head_too_large(instance: Instance) -> Response:
    """Refuse a request whose path and headers are longer than any client's, with the envelope (a listed deviation)."""
    error = AppwriteError("general_bad_request", f"Path and headers are larger than {MAX_HEAD} bytes.", status=431)
    return refusal(error, version_of(instance), exact=instance.settings.exact)


def host_refused(instance: Instance, host: str) -> Response:
    """Refuse a name that anybody could let mean this machine, with the envelope (a listed deviation)."""
    reason = (
        f"The host {host!r} is not local. Start the server with --allow-host {name_of(host) or 'NAME'} to let it in,"
        " or with --strict-auth or --exact, where only known keys open anything."
    )
    error = AppwriteError("general_access_forbidden", reason, status=403)
    return refusal(error, version_of(instance), exact=instance.settings.exact)


def unreadable(instance: Instance) -> Response:
    """Refuse what is no HTTP request, with the envelope (a listed deviation); an SDK shows nothing else."""
    reason = (
        "This is no HTTP/1.1 request; is the method unknown, or are there letters in the path that must be encoded?"
    )
    return refusal(AppwriteError("general_bad_request", reason), version_of(instance), exact=instance.settings.exact)


def version_of(instance: Instance) -> Version:
    return parse_version(instance.settings.appwrite_version)


def refusal(
    error: AppwriteError, version: Version, *, exact: bool, scalar: bool = False, on_page: bool = False
) -> Response:
    """Render an error as the envelope of http.md §6; `on_page`: it is the answer for an unknown route."""
    if exact and on_page and rules_for(version).html_not_found:
        page = b"<!doctype html><html><head><title>Not found</title></head><body><h1>404</h1></body></html>"
        return Response(error.status, [("content-type", "text/html; charset=UTF-8"), *COMMON_HEADERS, *NO_CACHE], page)
    if scalar:
        # The server's own handler breaks on such a body: no type, and the wrong content type (http.md §2).
        body = to_json({"message": error.message, "code": 500, "version": format_version(version)})
        return Response(500, [("content-type", "text/html"), *BARE_HEADERS], body)
    body = to_json(
        {"message": error.message, "code": error.status, "type": error.type, "version": format_version(version)}
    )
    is_first = error.comes_first or error.type in _FIRST_REFUSALS
    is_bare = is_first and rules_for(version).first_refusals_are_bare
    return Response(error.status, [JSON_HEADER, *(BARE_HEADERS if is_bare else COMMON_HEADERS), *NO_CACHE], body)


def warning_header(project: Project, request: Request) -> list[tuple[str, str]]:
    """Warn, as the server does, about a response format newer than itself (http.md §6)."""
    wanted = request.headers.get("x-appwrite-response-format", "")
    asked = parse_format(wanted)
    if asked is None or asked <= project.rules.version:
        return []
    own = format_version(project.rules.version)
    return [("x-appwrite-warning", f"The response format {wanted} is newer than this server ({own})")]
