"""The outbox page: static files, read once, and a policy that lets them use nothing but this server."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from starlette.requests import Request
from starlette.responses import Response

from .problems import Problem

_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}


async def serve_page(request: Request) -> Response:
    """Answer with a file of the page; only files that exist in its folder can be asked for."""
    name = request.path_params["file"] or "index.html"
    content = _files().get(name)
    if content is not None and request.method not in ("GET", "HEAD"):
        refusal = Problem(405, f"{request.method} does nothing here; methods are GET.").response()
        refusal.headers["allow"] = "GET"
        return refusal
    if content is None:
        return Problem(
            404, f"There is nothing at /_mockwrite/{name}; /_mockwrite/control.json describes the routes."
        ).response()
    return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers=_HEADERS)


@cache
def _files() -> dict[str, bytes]:
    return dict(_read(files("mockwrite.control") / "page", ""))


def _read(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        if item.is_dir():
            found += _read(item, f"{prefix}{item.name}/")
        elif item.name.rpartition(".")[2] in _TYPES:
            found.append((prefix + item.name, item.read_bytes()))
    return found
