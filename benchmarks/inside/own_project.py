"""mockwrite without a socket: an instance that is asked directly. Nothing else here knows its Python names."""

from __future__ import annotations

from mockwrite.api.http import Request
from mockwrite.api.pipeline import answer
from mockwrite.instance import Instance
from mockwrite.settings import Settings

from ..calls import PROJECT, Call

PROJECT_ID = PROJECT["X-Appwrite-Project"]


def open_instance() -> Instance:
    """Make an instance as `serve` does: unknown projects appear on first use and any key may do everything."""
    return Instance(Settings(quiet=True))


def prepared(call: Call) -> Request:
    """Turn a call into the request that the emulation takes."""
    path, _, query = call.path.partition("?")
    headers = {name.lower(): value for name, value in call.headers.items()}
    return Request(call.method, path, query, headers, call.body.encode())


class OwnProject:
    """One instance, asked directly."""

    def __init__(self) -> None:
        self.instance = open_instance()

    def ask(self, call: Call) -> tuple[int, bytes]:
        """Send one call; return status and body."""
        response = answer(self.instance, prepared(call))
        return response.status, response.body

    def repeat(self, request: Request, times: int) -> None:
        """Send the same request many times; raises RuntimeError on a refusal."""
        instance = self.instance
        for _ in range(times):
            if answer(instance, request).status >= 400:
                raise RuntimeError(f"{request.method} {request.path} was refused: {answer(instance, request).body!r}")
