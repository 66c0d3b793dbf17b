"""The servers that are started and loaded: the floor, mockwrite and the peers."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from . import calls
from .calls import Call
from .environment import ROOT
from .peers import node_script, python_with
from .rounds import Unavailable, show_progress
from .servers import Program

FLOOR, FLOOR_UVLOOP, MOCKWRITE = "floor", "floor with uvloop", "mockwrite"


def floor() -> Program:
    """Return the floor on the project's own interpreter."""
    return _floor(FLOOR, sys.executable)


def floor_with_uvloop() -> Program:
    """Return the floor on an interpreter that has uvloop, which uvicorn then uses."""
    return _floor(FLOOR_UVLOOP, python_with("uvloop, starlette, uvicorn, httptools"))


def _floor(name: str, python: str) -> Program:
    command = [python, "-m", "benchmarks.floor"]
    return Program(name, lambda port: [*command, str(port)], Call("GET", calls.MESSAGES), calls.floor_calls, ROOT)


def mockwrite() -> Program:
    """Return mockwrite as people start it."""
    command = [sys.executable, "-m", "mockwrite", "serve", "--quiet", "--port"]
    return Program(
        MOCKWRITE, lambda port: [*command, str(port)], calls.get(calls.MESSAGES), calls.mockwrite_calls, ROOT
    )


def json_server() -> Program:
    """Return json-server over a file in a temporary folder."""
    command = node_script("json-server", "lib/cli/bin.js")
    folder = Path(tempfile.mkdtemp(prefix="benchmark-json-server-"))
    data = folder / "data.json"
    data.write_text(json.dumps({"messages": [{"id": 1, **calls.LETTER}]}))
    read = Call("GET", "/messages/1")
    create = calls.post("/messages", calls.JSON, calls.LETTER)
    return Program(
        "json-server",
        lambda port: [*command, "--port", str(port), "--host", "127.0.0.1", "--quiet", str(data)],
        read,
        lambda ask: {"create": create, "get": read},
        folder,
    )


def ses_local() -> Program:
    """Return aws-ses-v2-local. It has no call that reads one message."""
    command = node_script("aws-ses-v2-local", "dist/cli.js")
    create = calls.post("/v2/email/outbound-emails", calls.SIGNED, calls.SES_LETTER)
    return Program(
        "aws-ses-v2-local",
        lambda port: [*command, "--port", str(port), "--host", "127.0.0.1"],
        Call("GET", "/health-check"),
        lambda ask: {"create": create},
    )


def moto() -> Program:
    """Return moto's server; its message is an e-mail through SES."""
    command = [python_with("moto.server"), "-m", "moto.server", "-p"]
    return Program("moto", lambda port: [*command, str(port)], Call("GET", "/moto-api/data.json"), calls.moto_calls)


def pytest_httpserver() -> Program:
    """Return pytest-httpserver with static answers."""
    command = [python_with("pytest_httpserver"), str(Path(__file__).parent / "static_httpserver.py")]
    read = calls.get(f"{calls.MESSAGES}/message")
    create = calls.create_letter(targets=["target"])
    return Program(
        "pytest-httpserver", lambda port: [*command, str(port)], read, lambda ask: {"create": create, "get": read}
    )


STARTED = (floor, mockwrite, json_server, ses_local, moto)
LOADED = (floor, mockwrite, floor_with_uvloop, json_server, ses_local, moto, pytest_httpserver)


def available(makers: Sequence[Callable[[], Program]], *, peers: bool) -> tuple[list[Program], dict[str, str]]:
    """Return the programs that can run here, and why the others cannot. Without `peers` only floor and mockwrite."""
    programs: list[Program] = []
    skipped: dict[str, str] = {}
    for maker in makers:
        if not peers and maker not in (floor, mockwrite):
            continue
        try:
            programs.append(maker())
        except Unavailable as problem:
            skipped[maker.__name__.replace("_", "-")] = str(problem)
            show_progress(f"left out: {problem}")
    return programs, skipped
