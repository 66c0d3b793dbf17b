"""The rows of the endpoint table: what a route takes, who may call it, what it does and how the answer looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ..names import python_name
from ..releases import Rules
from ..validators.base import Validator


class Param(NamedTuple):
    """A parameter. `null` says whether null is accepted: always, never, or in ranges of releases (since, until).

    `newest_only`: sent by SDKs newer than any released server; unknown with --exact.
    """

    name: str
    check: Validator
    required: bool = False
    default: Any = None
    null: bool | tuple[tuple[str, str | None], ...] = False
    since: str | None = None
    until: str | None = None
    newest_only: bool = False
    # The JSON Schema types and texts of the docs derive from the validator; the name in Python from the wire name.
    python: str = ""

    def python_name(self) -> str:
        """The keyword under which an operation gets the value: `scheduledAt` is `scheduled_at`, `from` is `from_`."""
        return self.python or python_name(self.name)

    def takes_null(self, rules: Rules) -> bool:
        """Tell whether one release accepts null."""
        if isinstance(self.null, bool):
            return self.null
        return any(rules.is_in(since, until) for since, until in self.null)


def required(name: str, check: Validator, **more: Any) -> Param:
    """A parameter that must be sent."""
    return Param(name, check, required=True, **more)


def optional(name: str, check: Validator, default: Any = "", **more: Any) -> Param:
    """A parameter that may be left out."""
    return Param(name, check, default=default, **more)


def nullable(name: str, check: Validator, default: Any = None, **more: Any) -> Param:
    """A parameter that may be left out or null."""
    return Param(name, check, default=default, null=True, **more)


class RateLimit(NamedTuple):
    """How many calls in how many seconds. `by` are the keys under which they are counted, written as the server writes them:
    `{url}` is the route, `{ip}` and `{userId}` the caller, `{param-x}` a parameter. Routes with the same key share a counter
    (auth.md §7, account-mails.md §12)."""

    calls: int
    seconds: int
    by: tuple[str, ...] = ("url:{url},ip:{ip}",)
    reset_on_success: bool = False


class Endpoint(NamedTuple):
    """One route. `path` is relative to /v1, with `{name}` for parameters; `scope` any of which lets a caller in.

    `operation` is called as `operation(project, caller, **values)`; its result goes through `model`, with the status. A row
    without a model answers with an empty body, or with the Response the operation made itself. `audit` is the event
    written to the log of the resource it names (events.md).
    """

    method: str
    path: str
    operation: Callable[..., Any]
    scope: tuple[str, ...]
    params: tuple[Param, ...] = ()
    model: Callable[..., Any] | None = None
    status: int = 200
    summary: str = ""
    since: str | None = None
    until: str | None = None
    newest_only: bool = False
    audit: str | None = None
    # The server's label for the resource does not resolve, so its entry is never written (events.md).
    audit_is_lost: bool = False
    # The resource that the entry is about, by parameters of the path (`team/{teamId}`); empty: the record that comes back.
    audit_under: str = ""
    limit: RateLimit | None = None
    # Up to and including a release, other scopes let a caller in.
    scope_until: tuple[str, tuple[str, ...]] | None = None
    aliases: tuple[str, ...] = ()
    # The operation gets `request` (uploads, cookies, ranges).
    wants_request: bool = False
    # The operation gets its values as one mapping, which it passes on: `operation(project, caller, values)`. To spread a dozen
    # and gather them again is a thirtieth of a create, as its instructions tell (docs/performance.md).
    values_together: bool = False
    # Signing in is refused to whoever is signed in already.
    guests_only: bool = False
    # The way to sign in that this belongs to, which a project can switch off.
    sign_in: str = ""
    # The channel by which it sends: a server that has nothing to send by refuses it, once the parameters are read.
    sends: str = ""
    # A session whose second factor is missing may do this.
    before_factors: bool = False
    # The session must have given a second factor of late.
    needs_fresh_factor: bool = False
    # What the answer carries from the check of the parameters on, also when that refuses one.
    headers: tuple[tuple[str, str], ...] = ()
    # Besides, in exact mode and releases that repeat headers of files (corrections.md, 29).
    exact_headers: tuple[tuple[str, str], ...] = ()
    service: str = ""

    def scopes_in(self, rules: Rules) -> tuple[str, ...]:
        """Return the scopes of one release, any of which lets a caller in."""
        if self.scope_until is not None and rules.is_in(None, self.scope_until[0]):
            return self.scope_until[1]
        return self.scope

    def params_in(self, rules: Rules, exact: bool) -> tuple[Param, ...]:
        """Return the parameters of one release, in the order in which they are checked."""
        return tuple(
            param
            for param in self.params
            if rules.is_in(param.since, param.until) and not (exact and param.newest_only)
        )
