"""Browsers: preflight, allowed origins and the headers that go with them (http.md §7)."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import AppwriteError
from ..releases import Rules
from ..settings import DEFAULT_KEY
from ..state.project import Project
from .http import Request

_ALLOWED_HEADERS = (
    "Accept", "Origin", "Cookie", "Set-Cookie", "Content-Type", "Content-Range", "X-Appwrite-Project", "X-Appwrite-Key",
    "X-Appwrite-Dev-Key", "X-Appwrite-Locale", "X-Appwrite-Mode", "X-Appwrite-JWT", "X-Appwrite-Organization",
    "X-Appwrite-Response-Format", "X-Appwrite-Timeout", "X-Appwrite-ID", "X-Appwrite-Timestamp", "X-Appwrite-Session",
    "X-Appwrite-Platform", "X-Appwrite-Impersonate-User-Id", "X-Appwrite-Impersonate-User-Email",
    "X-Appwrite-Impersonate-User-Phone", "X-SDK-Version", "X-SDK-Name", "X-SDK-Language", "X-SDK-Platform",
    "X-SDK-GraphQL", "X-SDK-Profile", "Range", "Cache-Control", "Expires", "Pragma", "X-Fallback-Cookies",
    "X-Requested-With", "X-Forwarded-For", "X-Forwarded-User-Agent",
)  # fmt: skip
_FIXED = (
    ("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE"),
    ("access-control-allow-headers", ", ".join(_ALLOWED_HEADERS)),
    ("access-control-expose-headers", "X-Appwrite-Session, X-Fallback-Cookies"),
    ("access-control-allow-credentials", "true"),
    ("access-control-max-age", "86400"),
)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
# The only one of them that the server itself lets in (recorded).
_SERVERS_HOST = "localhost"
# React Native and Flutter send these as their origin; a project accepts its own platforms (sdks.md §2).
_APP_SCHEMES = ("appwrite-ios", "appwrite-android", "appwrite-macos", "appwrite-windows", "appwrite-linux")


def origin_of(request: Request) -> str:
    """Return the origin of the page that sent a request; empty when there is none, and an empty header counts as none."""
    return request.headers.get("origin", "")


def preflight_headers(request: Request) -> list[tuple[str, str]]:
    """Return the headers of a preflight: any origin that is a URL is echoed."""
    origin = origin_of(request)
    return [*_FIXED, *(_echo(origin) if _host(origin) else [])]


def headers(project: Project | None, request: Request, *, exact: bool) -> list[tuple[str, str]]:
    """Return the headers of an answer to a browser, which may not read the answer without them; not even an error."""
    return [*_FIXED, *(_echo(origin_of(request)) if is_allowed(project, request, exact=exact) else [])]


def _echo(origin: str) -> list[tuple[str, str]]:
    return [("access-control-allow-origin", origin.lower())]


def _host(origin: str) -> str:
    try:
        return (urlsplit(origin).hostname or "").lower()
    except ValueError:
        return ""


def is_allowed(project: Project | None, request: Request, *, exact: bool) -> bool:
    """Tell whether the origin is local or one of the project's platforms.

    `exact`: as the server has it. Else any page of this machine and of the address by which the server is reached, and any app,
    is let in as well (a listed deviation).
    """
    origin = origin_of(request)
    host = _host(origin)
    platforms = project.platforms if project is not None else ()
    if host == _SERVERS_HOST or host in platforms:
        return True
    if not exact:
        own = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if host in LOCAL_HOSTS or host == own.lower() or origin.partition(":")[0] in _APP_SCHEMES:
            return True
    # A platform `*.example.com` stands for every host below example.com.
    return any(platform.startswith("*") and host.endswith(platform[1:]) for platform in platforms)


def _is_secret(project: Project, key: str) -> bool:
    return key in project.keys and key != DEFAULT_KEY


def check_origin(project: Project | None, rules: Rules, request: Request, *, exact: bool) -> None:
    """Raise the refusal of an origin that is not one of the project's platforms; whoever sends a key may have any.

    Where keys are not checked, only one that the project knows counts, and not the one that everybody knows: else any page of
    the web could write here.
    """
    if not origin_of(request):
        return
    key = request.headers.get("x-appwrite-key")
    if key and (exact or project is None or project.strict_auth or _is_secret(project, key)):
        return
    is_checked = rules.reads_need_known_origin or request.method not in ("GET", "HEAD")
    if is_checked and not is_allowed(project, request, exact=exact):
        raise AppwriteError(
            "general_unknown_origin",
            f"The origin {origin_of(request)} is not one of the project's platforms.",
        )
