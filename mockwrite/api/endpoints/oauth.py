"""Signing in through another service: to the page that stands for it, and back (docs/pytest.md)."""

from __future__ import annotations

from functools import partial
from typing import Any

from ...access.caller import Caller
from ...operations import oauth
from ...state.project import Project
from ...validators.redirects import Redirect
from ...validators.structures import ArrayList
from ...validators.texts import Text, WhiteList
from ..endpoint import Endpoint, RateLimit, optional, required
from ..http import Response

_SIGN_IN, _PUBLIC = ("sessions.write",), ("public",)
_PROVIDER = required("provider", WhiteList(oauth.PROVIDERS, strict=True))
_AROUND = (
    _PROVIDER, optional("success", Redirect(or_empty=True)), optional("failure", Redirect(or_empty=True)),
    optional("scopes", ArrayList(Text(4096), 100), default=[]),
)  # fmt: skip
_FREE = Text(0, min=0)
_FIFTY = RateLimit(50, 3600, ("ip:{ip}",))


def _led(location: str) -> Response:
    """Lead a browser somewhere, as the server does."""
    return Response(301, [("content-type", "text/html; charset=UTF-8"), ("location", location)])


def begin(project: Project, caller: Caller, *, wants_token: bool, scopes: object, **values: Any) -> Response:
    """Lead to the page that asks who signs in, whatever the scopes are that it is to ask for."""
    return _led(oauth.begin(project, caller, wants_token=wants_token, **values))


def finish(project: Project, caller: Caller, *, error: str, error_description: str, **values: Any) -> Response:
    """Lead back to the application."""
    refusal = f"{error} {error_description}".rstrip() if error else ""
    return _led(oauth.finish(project, caller, refusal=refusal, **values))


ENDPOINTS = (
    Endpoint(
        "GET", "/account/sessions/oauth2/{provider}", partial(begin, wants_token=False), _SIGN_IN, _AROUND,
        summary="Sign in through another service", guests_only=True, limit=_FIFTY, status=301,
    ),
    Endpoint(
        "GET", "/account/tokens/oauth2/{provider}", partial(begin, wants_token=True), _SIGN_IN, _AROUND,
        summary="Get a token through another service", limit=_FIFTY, status=301, since="1.6",
    ),
    Endpoint(
        "GET", "/account/sessions/oauth2/{provider}/redirect", finish, _PUBLIC,
        (
            _PROVIDER, optional("code", _FREE), optional("state", _FREE), optional("error", _FREE),
            optional("error_description", _FREE, python="error_description"),
        ),
        summary="Come back from another service", audit="session.create", limit=_FIFTY, status=301,
    ),
)  # fmt: skip
