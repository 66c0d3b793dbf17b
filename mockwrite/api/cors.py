"""Browsers: preflight, allowed origins and the headers that go with them (http.md §7)."""

from __future__ import annotations

from urllib.parse import urlsplit

from ..errors import AppwriteError
from ..releases import Rules
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
# React Native and Flutter send these as their origin; a project accepts its own platforms (sdks.md §2).
_APP_SCHEMES = ("appwrite-ios", "appwrite-android", "appwrite-macos", "appwrite-windows", "appwrite-linux")


def preflight_headers(request: Request) -> list[tuple[str, str]]:
    """Return the headers of a preflight: any origin is echoed."""
    origin = request.headers.get("origin")
    allowed = [("access-control-allow-origin", origin.lower())] if origin else []
    return [*_FIXED, *allowed]


def headers(project: Project | None, request: Request) -> list[tuple[str, str]]:
    """Return the headers of an answer to a browser, which may not read the answer without them; not even an error."""
    origin = request.headers["origin"]
    allowed = [("access-control-allow-origin", origin.lower())] if is_allowed(project, request) else []
    return [*_FIXED, *allowed]


def is_allowed(project: Project | None, request: Request) -> bool:
    """Tell whether the origin is local, the server itself, an app, or one of the project's platforms."""
    try:
        parts = urlsplit(request.headers["origin"])
    except ValueError:
        return False
    host = (parts.hostname or "").lower()
    own = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    platforms = project.platforms if project is not None else ()
    if host in LOCAL_HOSTS or host == own.lower() or parts.scheme in _APP_SCHEMES or host in platforms:
        return True
    # A platform `*.example.com` stands for every host below example.com.
    return any(platform.startswith("*") and host.endswith(platform[1:]) for platform in platforms)


def check_origin(project: Project | None, rules: Rules, request: Request) -> None:
    """Raise the refusal of an origin that is not one of the project's platforms; whoever sends a key may have any."""
    if "origin" not in request.headers or request.headers.get("x-appwrite-key"):
        return
    is_checked = rules.reads_need_known_origin or request.method not in ("GET", "HEAD")
    if is_checked and not is_allowed(project, request):
        raise AppwriteError(
            "general_unknown_origin",
            f"The origin {request.headers['origin']} is not one of the project's platforms.",
        )
