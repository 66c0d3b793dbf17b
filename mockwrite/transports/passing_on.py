"""Carries a call to a real Appwrite and its answer back, piece by piece: neither body is held in memory."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from functools import cache
from typing import TYPE_CHECKING

import httpx

from ..api.http import Response
from ..state.journal import KEPT_BYTES
from .upstream import Headers, Passed, Upstream

if TYPE_CHECKING:
    from starlette.types import Receive, Send

# Functions may take 30 seconds; nobody waits longer than this for the next piece.
_TIMEOUT = httpx.Timeout(60, connect=10)


class _CallerGone(Exception):
    """The caller broke off while its body was being passed on."""


async def pass_on(upstream: Upstream, call: Passed, receive: Receive, send: Send) -> None:
    """Pass a call on and its answer back, as an ASGI application. An unreachable server is a 502.

    Raises httpx.HTTPError when the answer breaks off, so that the server drops the connection as the real one did.
    """
    await asyncio.sleep(call.delay)
    sent, answered = bytearray(), bytearray()

    async def body() -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _CallerGone
            piece = message.get("body", b"")
            _keep(sent, piece)
            yield piece
            more = message.get("more_body", False)

    has_body = any(name in ("content-length", "transfer-encoding") for name, _ in call.headers)
    request = _request(upstream, call, body() if has_body else None)
    async with httpx.AsyncClient(verify=_trust(), timeout=_TIMEOUT, trust_env=False) as client:
        try:
            response = await client.send(request, stream=True)
        except _CallerGone:
            return
        except httpx.HTTPError as error:
            refused = upstream.unreachable(error)
            upstream.note(call, refused.status, bytes(sent), refused.body)
            await send(_start(refused.status, refused.headers))
            await send({"type": "http.response.body", "body": refused.body})
            return
        try:
            await send(_start(response.status_code, upstream.answered(_texts(response.headers))))
            last = b""
            async for piece in response.aiter_raw():
                _keep(answered, piece)
                if last:
                    await send({"type": "http.response.body", "body": last, "more_body": True})
                last = piece
        finally:
            await response.aclose()
            # Before the last piece is sent: who has read the answer finds the call in the journal.
            upstream.note(call, response.status_code, bytes(sent), bytes(answered))
        await send({"type": "http.response.body", "body": last})


def pass_on_at_once(upstream: Upstream, call: Passed, body: bytes) -> Response:
    """Pass on a call that was made in this process, whole, and return the answer. An unreachable server is a 502."""
    time.sleep(call.delay)
    with httpx.Client(verify=_trust(), timeout=_TIMEOUT, trust_env=False) as client:
        try:
            response = client.send(_request(upstream, call, body or None), stream=True)
            answered = b"".join(response.iter_raw())
        except httpx.HTTPError as error:
            refused = upstream.unreachable(error)
            upstream.note(call, refused.status, body, refused.body)
            return refused
        finally:
            if "response" in locals():
                response.close()
    upstream.note(call, response.status_code, body, answered)
    headers = [pair for pair in upstream.answered(_texts(response.headers)) if pair[0].lower() != "content-length"]
    return Response(response.status_code, headers, answered)


def _request(upstream: Upstream, call: Passed, content: AsyncIterator[bytes] | bytes | None) -> httpx.Request:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in upstream.asked(call)]
    url = httpx.URL(upstream.url).copy_with(raw_path=call.target.encode("latin-1"))
    return httpx.Request(call.method, url, headers=headers, content=content)


def _texts(headers: httpx.Headers) -> Headers:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw]


def _start(status: int, headers: Headers) -> dict[str, object]:
    lines = [(name.lower().encode("latin-1"), value.encode("latin-1", "replace")) for name, value in headers]
    return {"type": "http.response.start", "status": status, "headers": lines}


def _keep(kept: bytearray, piece: bytes) -> None:
    if len(kept) < KEPT_BYTES:
        kept += piece[: KEPT_BYTES - len(kept)]


@cache
def _trust() -> ssl.SSLContext:
    # Made once: it takes longer than a call.
    return httpx.create_ssl_context()
