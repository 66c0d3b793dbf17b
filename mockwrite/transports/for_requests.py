"""`requests` without a socket: `HTTPAdapter.send` answers calls to one host, so that mounted adapters, their retries, hooks,
cookies and streaming work as ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.message import Message
from functools import partial
from http.client import RemoteDisconnected, responses
from io import BytesIO
from typing import Any, TypeAlias

from requests import PreparedRequest
from requests import Response as Answer
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ReadTimeout, RetryError
from requests.sessions import Session, merge_setting
from urllib3 import HTTPConnectionPool, HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, ReadTimeoutError, ResponseError
from urllib3.util.retry import Retry

from ..api.http import Response
from .in_process import InProcess, exchange_attribute

Sent: TypeAlias = tuple[Response, HTTPResponse]


def patch(host: InProcess) -> list[Callable[[], None]]:
    """Let a host answer; return the steps that undo it."""
    original = HTTPAdapter.send

    def send(
        adapter: HTTPAdapter,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: dict[str, str] | None = None,
    ) -> Answer:
        if not host.serves(request.url or ""):
            return original(adapter, request, stream, timeout, verify, cert, proxies)
        body = _read(request.body)
        call = partial(_send, host, request, body, _read_timeout(timeout))
        response, raw = _until_done(call, adapter.max_retries, request)
        answer = adapter.build_response(request, raw)
        if not stream and response.cut is None:
            # The body is here already; to read it in pieces would cost as much as the emulation.
            raw.drain_conn()
            answer._content, answer._content_consumed = response.body, True
        return answer

    merge = Session.merge_environment_settings

    def merge_environment_settings(
        session: Session, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> dict[str, Any]:
        if not host.serves(url):
            return merge(session, url, proxies, stream, verify, cert)
        # No proxy stands between a process and itself; to look for one in the environment takes longer than the answer.
        given = {"stream": stream, "verify": verify, "cert": cert}
        merged = {name: merge_setting(value, getattr(session, name)) for name, value in given.items()}
        return {**merged, "proxies": {**session.proxies, **(proxies or {})}}

    return [
        exchange_attribute(HTTPAdapter, "send", send),
        exchange_attribute(Session, "merge_environment_settings", merge_environment_settings),
    ]


def _read(body: Any) -> bytes:
    """Return a body as the bytes that would have gone over the wire."""
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode()
    if hasattr(body, "read"):
        return _read(body.read())
    return b"".join(_read(part) for part in body)


def _read_timeout(timeout: Any) -> float | None:
    """Return the seconds to wait for an answer, of a number, a pair, or urllib3's object."""
    if isinstance(timeout, tuple):
        return _read_timeout(timeout[1])
    seconds = getattr(timeout, "read_timeout", timeout)
    return float(seconds) if isinstance(seconds, int | float) else None


def _until_done(call: Callable[[], Sent], retries: Retry, request: PreparedRequest) -> Sent:
    """Send a call, and again as the adapter's retries say, as urllib3 does. Raises what `requests` raises."""
    method, url = request.method or "GET", request.path_url
    while True:
        try:
            response, raw = call()
        except HTTPError as failure:
            try:
                retries = retries.increment(method, url, error=failure)
            except MaxRetryError as end:
                raise _translated(end.reason, end, request) from failure
            except HTTPError as end:
                raise _translated(end, end, request) from failure
            retries.sleep()
            continue
        if not retries.is_retry(method, raw.status, bool(raw.headers.get("Retry-After"))):
            return response, raw
        try:
            retries = retries.increment(method, url, response=raw)
        except MaxRetryError as end:
            if retries.raise_on_status:
                raise RetryError(end, request=request) from end
            return response, raw
        retries.sleep(raw)


def _translated(reason: Exception | None, end: HTTPError, request: PreparedRequest) -> Exception:
    if isinstance(reason, ResponseError):
        return RetryError(end, request=request)
    if isinstance(reason, ReadTimeoutError) and reason is end:
        return ReadTimeout(end, request=request)
    return NoConnection(end, request=request)


def _send(host: InProcess, request: PreparedRequest, body: bytes, timeout: float | None) -> Sent:
    """Send a call once. Raises the errors of urllib3."""
    target = request.path_url
    if target.startswith("//"):
        # As the adapter does with a path that would read like a host.
        target = f"/{target.lstrip('/')}"
    headers = [(_text(name), _text(value)) for name, value in request.headers.items()]
    response = host.answer(request.method or "GET", target, headers, body)
    if response.delay:
        if timeout is not None and response.delay > timeout:
            time.sleep(timeout)
            pool = HTTPConnectionPool(host.host_name)
            raise ReadTimeoutError(pool, target, f"Read timed out. (read timeout={timeout:g})")
        time.sleep(response.delay)
    if response.cut == 0:
        message = "Remote end closed connection without response"
        raise ProtocolError("Connection aborted.", RemoteDisconnected(message))
    return response, _raw(request, response)


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _raw(request: PreparedRequest, response: Response) -> HTTPResponse:
    """Return what urllib3 would: a body that is read as a stream, and complains when it ends too early."""
    body = response.body if response.cut is None else response.body[: response.cut]
    return HTTPResponse(
        body=BytesIO(body),
        headers=HTTPHeaderDict(response.headers),
        status=response.status,
        version=11,
        reason=responses.get(response.status, ""),
        preload_content=False,
        decode_content=False,
        original_response=_original(response),
        request_method=request.method,
        request_url=request.url,
    )


def _original(response: Response) -> Any:
    """Return the part of http.client's answer in which `requests` looks for cookies; None where there are none."""
    cookies = [value for name, value in response.headers if name.lower() == "set-cookie"]
    return _Original(cookies) if cookies else None


class _Original:
    def __init__(self, cookies: list[str]) -> None:
        self.msg = Message()
        for cookie in cookies:
            self.msg["Set-Cookie"] = cookie

    def isclosed(self) -> bool:
        return True

    def close(self) -> None:
        """Do nothing: there is no connection."""
