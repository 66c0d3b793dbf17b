"""One call on its way through the emulation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..access.caller import Caller
from ..errors import AppwriteError
from ..faults.rule import Rule
from ..state.project import Project
from .answers import refusal
from .bodies import ScalarBody, Upload, read_body, read_query
from .http import Request, Response
from .routing import RouteMatch


class Sent(NamedTuple):
    """What a request carries: its path after the host, and its parameters."""

    segments: list[str]
    params: dict[str, Any]
    uploads: list[Upload]
    scalar_body: bool


def receive(request: Request) -> Sent:
    """Read the path and the parameters of a request. Raises AppwriteError for a body that cannot be read."""
    segments = [segment for segment in request.path.split("/") if segment]
    if request.method in ("GET", "HEAD"):
        return Sent(segments, read_query(request.query), [], scalar_body=False)
    try:
        params, uploads = read_body(request)
    except ScalarBody:
        return Sent(segments, {}, [], scalar_body=True)
    return Sent(segments, params, uploads, scalar_body=False)


@dataclass(slots=True)
class ServedCall:
    """A call of one project, and what becomes of it step by step: each step fills in what the next ones need.

    `record` is what the operation returned, `rule` the fault rule that strikes the call, `canned` the canned answer to it,
    `bug` the traceback of an unexpected exception.
    """

    project: Project
    request: Request
    sent: Sent
    match: RouteMatch | None = None
    caller: Caller | None = None
    record: Any = None
    error: AppwriteError | None = None
    rule: Rule | None = None
    canned: Rule | None = None
    bug: str | None = None

    def refuse(self, error: AppwriteError, *, scalar: bool = False, on_page: bool = False) -> Response:
        """Return the envelope of an error, as the project's release writes it."""
        reword = self.project.reword
        if reword is not None:
            error = reword(error, self.values, self.match.route.known if self.match is not None else ())
        return refusal(error, self.project.rules.version, exact=self.project.exact, scalar=scalar, on_page=on_page)

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the call by name, those of its path first, and its project's id."""
        in_path = self.match.in_path if self.match is not None else {}
        return {**self.sent.params, **in_path, "project": self.project.id}

    @property
    def fault(self) -> str | None:
        """The name of the rule that struck, be it a fault or a canned answer."""
        struck = self.rule or self.canned
        return struck.name if struck is not None else None
