"""Errors of the control API: `application/problem+json` (RFC 9457), written for the developer who reads them."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import Response

from ..system.json_texts import json_bytes


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
        body = json_bytes(members, default=str)
        return Response(body, self.status, media_type="application/problem+json")
