"""`httpx` without a socket: its transports, for clients with and without async, answer calls to one host."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from http.client import responses

import anyio
import httpx

from ..api.http import Response
from .exchange import exchange_attribute
from .in_process import InProcess


def patch(host: InProcess) -> list[Callable[[], None]]:
    """Let a host answer; return the steps that undo it."""
    original = httpx.HTTPTransport.handle_request
    original_async = httpx.AsyncHTTPTransport.handle_async_request

    def handle_request(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        if not host.serves(str(request.url)):
            return original(transport, request)
        response = _answer(host, request, request.read())
        wait, too_long = _wait(request, response)
        if wait:
            time.sleep(wait)
        return _result(request, response, too_long=too_long)

    async def handle_async_request(transport: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        if not host.serves(str(request.url)):
            return await original_async(transport, request)
        response = _answer(host, request, await request.aread())
        wait, too_long = _wait(request, response)
        if wait:
            await anyio.sleep(wait)
        return _result(request, response, too_long=too_long)

    return [
        exchange_attribute(httpx.HTTPTransport, "handle_request", handle_request),
        exchange_attribute(httpx.AsyncHTTPTransport, "handle_async_request", handle_async_request),
    ]


def _answer(host: InProcess, request: httpx.Request, body: bytes) -> Response:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in request.headers.raw}
    return host.answer(request.method, str(request.url), request.url.raw_path.decode("ascii"), headers, body)


def _wait(request: httpx.Request, response: Response) -> tuple[float, bool]:
    """Return the seconds to wait, and whether the client's patience ends before the answer comes."""
    patience = request.extensions.get("timeout", {}).get("read")
    if patience is not None and response.delay > patience:
        return patience, True
    return response.delay, False


def _result(request: httpx.Request, response: Response, *, too_long: bool) -> httpx.Response:
    if too_long:
        raise httpx.ReadTimeout("timed out", request=request)
    if response.cut == 0:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)
    return httpx.Response(
        response.status,
        headers=[(name.encode("latin-1"), value.encode("utf-8", "replace")) for name, value in response.headers],
        stream=_Body(response),
        extensions={"http_version": b"HTTP/1.1", "reason_phrase": responses.get(response.status, "").encode()},
    )


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body as it comes, which may end too early."""

    def __init__(self, response: Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        response = self._response
        yield response.body if response.cut is None else response.body[: response.cut]
        if response.cut is not None and response.cut < len(response.body):
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body"
                f" (received {response.cut} bytes, expected {len(response.body)})"
            )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self:
            yield part
