"""Errors of the control API: `application/problem+json` (RFC 9457), written for the developer who reads them."""

from __future__ import annotations

from http import HTTPStatus
from json import dumps
from typing import Any

from starlette.responses import Response


class Problem(Exception):
    """A refusal. `detail` says what was expected, what was there and what to do; `more` are further members."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        self.status = status
        self.detail = detail
        self.more = more
        super().__init__(f"{status}: {detail}")

    def response(self) -> Response:
        """Write the problem as an answer."""
        members = {"title": HTTPStatus(self.status).phrase, "status": self.status, "detail": self.detail, **self.more}
        body = dumps(members, ensure_ascii=False, default=str).encode("utf-8", "replace")
        return Response(body, self.status, media_type="application/problem+json")
