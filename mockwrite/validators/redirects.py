"""Where a link in a mail, or the way back from another service, may lead (contract: account-mails.md §3)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from .base import Context, Rejected

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Of these the host decides; the extensions of browsers and Tauri's apps have one too.
_WEB = frozenset({
    "http", "https", "chrome-extension", "moz-extension", "safari-web-extension", "ms-browser-extension", "tauri",
})  # fmt: skip
# The server's own console is there.
_OWN_HOST = "localhost"


class Redirect(NamedTuple):
    """A URL that leads to one of the project's platforms, to localhost, or back into its app; `or_empty` also takes none."""

    or_empty: bool = False

    def check(self, value: Any, context: Context) -> Any:
        """Return the URL, or raise Rejected."""
        if value == "" and self.or_empty:
            return value
        if isinstance(value, str) and _leads_home(value, context):
            return value
        raise Rejected(
            "a URL is expected whose host is localhost or a platform of the project, or an app's callback; add the platform "
            "(given.platform, `platforms` in a seed), or let links lead anywhere (any_url)"
        )

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of what is accepted."""
        return {"type": "string", "format": "uri"}


def _leads_home(url: str, context: Context) -> bool:
    named = _SCHEME.match(url)
    parts = _split(url)
    if named is None or parts is None:
        return False
    if context.any_url:
        return bool(parts.netloc)
    scheme = named[1].lower()
    if not context.rules.links_take_app_schemes:
        return bool(parts.hostname) and _is_known(parts.hostname or "", context)
    if scheme in _WEB:
        return _is_known(parts.hostname or "", context)
    return scheme in ("exp", f"appwrite-callback-{context.project_id.lower()}")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    # What no URL holds would break the header or the link that it ends up in; browsers take `\` for the end of the host.
    return None if re.search(r"[\x00-\x20\x7f]", url) or "\\" in parts.netloc else parts


def _is_known(host: str, context: Context) -> bool:
    if host == _OWN_HOST or host in context.platforms:
        return True
    # A platform `*.example.com` stands for every host below example.com.
    return any(platform.startswith("*") and host.endswith(platform[1:]) for platform in context.platforms)
