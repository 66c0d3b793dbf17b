"""`requests` without a socket: `HTTPAdapter.send` answers calls to one host, so that mounted adapters, their retries, hooks,
cookies and streaming work as ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from email.message import Message
from functools import partial
from http.client import RemoteDisconnected, responses
from io import BytesIO
from typing import Any

from requests import PreparedRequest, sessions
from requests import Response as Answer
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as NoConnection
from requests.exceptions import ReadTimeout, RetryError
from requests.sessions import Session
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPConnectionPool, HTTPHeaderDict, HTTPResponse
from urllib3.exceptions import HTTPError, MaxRetryError, ProtocolError, ReadTimeoutError, ResponseError
from urllib3.util.retry import Retry

from ..api.http import Response
from .exchange import exchange_attribute
from .in_process import InProcess


def patch(host: InProcess) -> list[Callable[[], None]]:
    """Let a host answer; return the steps that undo it."""
    original = HTTPAdapter.send

    def send(
        adapter: HTTPAdapter,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        *connection: Any,
        **named: Any,
    ) -> Answer:
        if not host.serves(request.url or ""):
            return original(adapter, request, stream, timeout, *connection, **named)
        body = _read(request.body)
        call = partial(_send, host, request, body, _read_timeout(timeout))
        response = _until_done(call, adapter.max_retries, request)
        builds_it_otherwise = type(adapter).build_response is not HTTPAdapter.build_response
        if stream or response.cut is not None or builds_it_otherwise:
            return adapter.build_response(request, _raw(request, response))
        # The body is here already; to read it in pieces, or to make all that could be asked about it, would cost as much as
        # the emulation.
        raw = _Read(request, response)
        answer = adapter.build_response(request, raw)
        raw.forget_headers()
        answer._content, answer._content_consumed = response.body, True
        return answer

    merge = Session.merge_environment_settings

    def merge_environment_settings(
        session: Session, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> dict[str, Any]:
        if not host.serves(url):
            return merge(session, url, proxies, stream, verify, cert)
        # No proxy stands between a process and itself; to look for one in the environment takes longer than the answer.
        return {
            "proxies": {**session.proxies, **(proxies or {})},
            "stream": session.stream if stream is None else stream,
            "verify": session.verify if verify is None else verify,
            "cert": session.cert if cert is None else cert,
        }

    look_up = vars(sessions)["get_netrc_auth"]

    def get_netrc_auth(url: Any, raise_errors: bool = False) -> Any:
        # Nor has anybody a password for this process in a file.
        return None if host.serves(url) else look_up(url, raise_errors)

    return [
        exchange_attribute(HTTPAdapter, "send", send),
        exchange_attribute(Session, "merge_environment_settings", merge_environment_settings),
        exchange_attribute(sessions, "get_netrc_auth", get_netrc_auth),
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


def _until_done(call: Callable[[], Response], retries: Retry, request: PreparedRequest) -> Response:
    """Send a call, and again as the adapter's retries say, as urllib3 does. Raises what `requests` raises."""
    method, url = request.method or "GET", request.path_url
    while True:
        try:
            response = call()
        except HTTPError as failure:
            try:
                retries = retries.increment(method, url, error=failure)
            except MaxRetryError as end:
                raise _translated(end.reason, end, request) from failure
            except HTTPError as end:
                raise _translated(end, end, request) from failure
            retries.sleep()
            continue
        if not retries.is_retry(method, response.status, has_retry_after=_says_when(response, retries)):
            return response
        raw = _raw(request, response)
        try:
            retries = retries.increment(method, url, response=raw)
        except MaxRetryError as end:
            if retries.raise_on_status:
                raise RetryError(end, request=request) from end
            return response
        retries.sleep(raw)


def _says_when(response: Response, retries: Retry) -> bool:
    return response.status in retries.RETRY_AFTER_STATUS_CODES and any(
        name.lower() == "retry-after" and value for name, value in response.headers
    )


def _translated(reason: Exception | None, end: HTTPError, request: PreparedRequest) -> Exception:
    if isinstance(reason, ResponseError):
        return RetryError(end, request=request)
    if isinstance(reason, ReadTimeoutError) and reason is end:
        return ReadTimeout(end, request=request)
    return NoConnection(end, request=request)


def _send(host: InProcess, request: PreparedRequest, body: bytes, timeout: float | None) -> Response:
    """Send a call once. Raises the errors of urllib3."""
    target = request.path_url
    if target.startswith("//"):
        # As the adapter does with a path that would read like a host.
        target = f"/{target.lstrip('/')}"
    response = host.answer(request.method or "GET", request.url or "", target, _texts(request.headers), body)
    if response.delay:
        if timeout is not None and response.delay > timeout:
            time.sleep(timeout)
            pool = HTTPConnectionPool(host.host_name)
            raise ReadTimeoutError(pool, target, f"Read timed out. (read timeout={timeout:g})")
        time.sleep(response.delay)
    if response.cut == 0:
        message = "Remote end closed connection without response"
        raise ProtocolError("Connection aborted.", RemoteDisconnected(message))
    return response


def _texts(headers: Any) -> dict[str, str]:
    """Return headers by their names in lower case, all as text: a program may give bytes."""
    if isinstance(headers, CaseInsensitiveDict):
        # Such a mapping looks every name up again when it is asked for its items.
        items = headers.lower_items()
    else:
        items = ((name.lower(), value) for name, value in headers.items())
    return {
        name if isinstance(name, str) else _latin(name): value if isinstance(value, str) else _latin(value)
        for name, value in items
    }


def _latin(value: bytes) -> str:
    return value.decode("latin-1")


class _Read:
    """urllib3's response once its body is read: what `requests` itself asks of it. The whole of it is made when somebody asks
    for more."""

    def __init__(self, request: PreparedRequest, response: Response) -> None:
        self._make = partial(_raw, request, response)
        self._original_response = _original(response)
        self.status = response.status
        self.reason = responses.get(response.status, "")
        self.headers = _merged(response.headers)

    # `isinstance(answer.raw, HTTPResponse)` is true of a real answer, and programs ask it. To derive from that class would cost
    # what this one saves: its constructor is most of an answer (tests/transports holds that nobody sees a difference).
    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return HTTPResponse

    def forget_headers(self) -> None:
        """Leave the headers to urllib3, which has them in a form of its own."""
        del self.headers

    def __getattr__(self, name: str) -> Any:
        if name == "_whole":
            self._whole = whole = self._make()
            whole.drain_conn()
            return whole
        return getattr(self._whole, name)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._whole)


def _as_read(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return headers as http.client reads them: they are sent as UTF-8, and read as Latin-1."""
    return [
        (name, value if value.isascii() else value.encode("utf-8", "replace").decode("latin-1"))
        for name, value in headers
    ]


def _merged(headers: list[tuple[str, str]]) -> dict[str, str]:
    """Write headers of the same name as one, as urllib3 does."""
    merged: dict[str, str] = {}
    for name, value in _as_read(headers):
        merged[name] = f"{merged[name]}, {value}" if name in merged else value
    return merged


def _raw(request: PreparedRequest, response: Response) -> HTTPResponse:
    """Return what urllib3 would: a body that is read as a stream, and complains when it ends too early."""
    body = response.body if response.cut is None else response.body[: response.cut]
    return HTTPResponse(
        body=BytesIO(body),
        headers=HTTPHeaderDict(_as_read(response.headers)),
        status=response.status,
        version=11,
        reason=responses.get(response.status, ""),
        preload_content=False,
        decode_content=False,
        original_response=_original(response),
        request_method=request.method,
        request_url=request.path_url,
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
