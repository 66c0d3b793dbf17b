"""Load on a server on loopback, bounded in time and in count: by wrk where it is installed, else by the generator here."""

from __future__ import annotations

import selectors
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from .calls import Call
from .rounds import Unavailable
from .servers import HOST, PATIENCE

SCRIPT = Path(__file__).parent / "load.lua"
# A run that reaches this many requests is void: it ended before its time.
MOST_REQUESTS = 400_000


@dataclass(frozen=True)
class Load:
    """What a run of load achieved."""

    requests: int
    seconds: float


def generator() -> str:
    """Name the generator that is used on this machine."""
    return "wrk" if shutil.which("wrk") else "the suite's own generator"


def put_load(port: int, call: Call, *, connections: int, keep_alive: bool, seconds: float) -> Load:
    """Send the same call on so many connections for so long.

    Raises Unavailable when an answer was an error, since errors are not the work that is measured.
    """
    headers = dict(call.headers) if keep_alive else {**call.headers, "Connection": "close"}
    timed = Call(call.method, call.path, headers, call.body)
    send = _with_wrk if shutil.which("wrk") else _with_own
    requests, elapsed, broken, refused = send(port, timed, connections, keep_alive, seconds)
    if broken or refused or not requests:
        raise Unavailable(
            f"{call.method} {call.path}: of {requests} requests {broken} broke and {refused} were refused"
        )
    if requests >= MOST_REQUESTS:
        raise Unavailable(f"{call.method} {call.path}: stopped at the bound of {MOST_REQUESTS} requests")
    return Load(requests, elapsed)


def _with_wrk(port: int, call: Call, connections: int, keep_alive: bool, seconds: float) -> tuple[int, float, int, int]:
    pairs = [part for header in call.headers.items() for part in header]
    options = ["-t", "1", "-c", str(connections), "-d", f"{max(1, round(seconds))}s", "-s", str(SCRIPT)]
    command = ["wrk", *options, f"http://{HOST}:{port}{call.path}", "--", call.method, call.body, str(MOST_REQUESTS)]
    finished = subprocess.run(
        [*command, *pairs], capture_output=True, text=True, timeout=seconds + PATIENCE, check=False
    )
    marked = [line for line in finished.stdout.splitlines() if line.startswith("RESULT ")]
    if not marked:
        raise Unavailable(f"wrk failed: {(finished.stderr or finished.stdout).strip()[:300]}")
    requests, microseconds, broken, refused = (int(part) for part in marked[0].split()[1:])
    return requests, microseconds / 1e6, broken, refused


class _Connection:
    """One connection of the own generator; it has one request under way at any time."""

    def __init__(self, port: int, request: bytes) -> None:
        self._address = (HOST, port)
        self._request = request
        self.begin()

    def begin(self) -> None:
        """Open a connection and send the request on it."""
        self.socket = socket.create_connection(self._address, PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.send()

    def send(self) -> None:
        """Send the request; nothing of its answer has arrived."""
        self._received = b""
        self.socket.sendall(self._request)

    def receive(self) -> int | None:
        """Read what is there; return the status once the answer is complete. Raises ConnectionError when cut off."""
        part = self.socket.recv(1 << 16)
        if not part:
            raise ConnectionResetError("closed within an answer")
        self._received += part
        head, blank, body = self._received.partition(b"\r\n\r\n")
        if not blank:
            return None
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        return int(head[9:12]) if len(body) >= length else None


def _with_own(port: int, call: Call, connections: int, keep_alive: bool, seconds: float) -> tuple[int, float, int, int]:
    body = call.body.encode()
    headers = {"Host": f"{HOST}:{port}", **call.headers, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    request = f"{call.method} {call.path} HTTP/1.1\r\n{head}\r\n".encode() + body
    done = broken = refused = 0
    begun = time.perf_counter()
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = _Connection(port, request)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        while (elapsed := time.perf_counter() - begun) < seconds and done < MOST_REQUESTS and not broken:
            for key, _ in selector.select(0.1):
                connection = key.data
                try:
                    status = connection.receive()
                except OSError:
                    broken += 1
                    continue
                if status is None:
                    continue
                done += 1
                refused += status >= 400
                if keep_alive:
                    connection.send()
                    continue
                selector.unregister(connection.socket)
                connection.socket.close()
                connection.begin()
                selector.register(connection.socket, selectors.EVENT_READ, connection)
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return done, elapsed, broken, refused
