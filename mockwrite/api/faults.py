"""Carrying out the fault rules on calls: what the answer looks like when a rule strikes."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import AppwriteError
from ..faults.canned import CannedCall, make_answer
from ..faults.rule import Rule
from ..php.json import to_json
from .answers import COMMON_HEADERS, EMPTY_TYPE, JSON_TYPE
from .http import Request, Response

# What a client reads of an answer that breaks off before the call has made one.
_TORN = b'{"$id":"torn","$createdAt":'
# A limited route lets so many calls through in so many seconds (auth.md §7 has several; this is the most common).
_LIMIT_CALLS, _LIMIT_SECONDS = 60, 3600


def canned(rule: Rule, request: Request) -> Response:
    """Return a canned answer. Raises RuntimeError when its function does."""
    call = CannedCall(request.method, request.path, request.query, request.headers, request.body)
    answer = make_answer(rule.answer, rule.function, call)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    body = b""
    if answer.text is not None:
        headers.setdefault("content-type", "text/plain; charset=UTF-8")
        body = answer.text.encode("utf-8", "surrogatepass")
    elif answer.json is not None:
        headers.setdefault("content-type", JSON_TYPE)
        body = to_json(answer.json)
    else:
        headers.setdefault("content-type", EMPTY_TYPE)
    return Response(answer.status, [*headers.items(), *COMMON_HEADERS], body, delay=rule.delay)


def disturb(rule: Rule, response: Response | None, refuse: Callable[[AppwriteError], Response], now: int) -> Response:
    """Return the answer of a call that a rule strikes.

    `response` is the right answer, None when the call was not carried out; `refuse` renders an error; `now` is project
    time in milliseconds.
    """
    refusal = rule.refusal()
    if refusal is not None:
        response = refuse(refusal)
    elif response is None:
        response = _torn(_TORN)
    match rule.effect:
        case "rate_limit":
            reset = str(now // 1000 + _LIMIT_SECONDS)
            limits = (("limit", str(_LIMIT_CALLS)), ("remaining", "0"), ("reset", reset))
            response.headers.extend((f"x-ratelimit-{name}", value) for name, value in limits)
        case "broken_body":
            # A 204 cannot have a body: the client would take it for the beginning of the next answer.
            if response.body:
                response.body = response.body[: max(len(response.body) // 2, 1)]
            else:
                response = _torn(_TORN[:1])
        case "half_body":
            response.cut = len(response.body) // 2
        case "drop":
            response.cut = 0
    response.delay += rule.delay
    return response


def _torn(body: bytes) -> Response:
    return Response(200, [("content-type", JSON_TYPE)], body)
