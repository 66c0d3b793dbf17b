"""A disk that is really full, and a process that really has no descriptor left: one line each, and the server goes on."""

from __future__ import annotations

import json
import resource
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from mockwrite.recording.reading import open_recording
from tests.commands.test_serve import Served

pytestmark = pytest.mark.full
ROOM = 256 * 1024
# So many messages of 4 kB are several times too much for a recording and for an export.
MESSAGES = 120
DESCRIPTORS = 40
HEADERS = {"X-Appwrite-Project": "mockwrite", "X-Appwrite-Key": "mockwrite-key"}


class Disk:
    """A small disk. Where mounting is not allowed, a limit on the size of each file stands in for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        mount = shutil.which("mount")
        words = ["-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
        self.mounted = (
            mount is not None and not subprocess.run([mount, *words], capture_output=True, check=False).returncode
        )

    def limit(self, served: Served) -> None:
        """Let a server feel how small it is."""
        if not self.mounted:
            resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (ROOM, ROOM))

    def remove(self) -> None:
        """Unmount it."""
        if self.mounted:
            subprocess.run(["umount", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    made = Disk(tmp_path)
    yield made
    made.remove()


def send(served: Served, first: int, until: int) -> list[str]:
    """Send messages; return the subjects of those that were acknowledged."""
    subjects = [f"number {number}" for number in range(first, until)]
    for subject in subjects:
        body = {"messageId": "unique()", "subject": subject, "content": "x" * 4000, "users": ["ada"]}
        assert served.call("POST", "/messaging/messages/email", body)["status"] == "processing"
    return subjects


def captured(served: Served) -> int:
    """How many deliveries the server has in memory."""
    where = served.endpoint.replace("/v1", "/_mockwrite/outbox?limit=1")
    total: int = httpx.get(where, headers=HEADERS).json()["total"]
    return total


def test_a_disk_that_fills_up_while_recording_costs_what_comes_after(disk: Disk) -> None:
    path, other = disk.folder / "run.jsonl", disk.folder / "other"
    other.write_bytes(bytes(ROOM // 4))
    served = Served("--with-providers", "--quiet", "--record", str(path))
    disk.limit(served)
    served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
    subjects = send(served, 0, MESSAGES)
    # Room again: the file does not go on behind what is missing.
    other.unlink()
    subjects += send(served, MESSAGES, MESSAGES + 5)
    assert captured(served) == len(subjects)
    _, error = served.stop()
    assert served.process.returncode == 1
    assert error.count("cannot be written any more") == 1
    assert error.count("\n") == 1, error
    content = path.read_bytes()
    assert content.endswith(b"\n")
    assert all(json.loads(line) for line in content.splitlines())
    recording = open_recording(path)
    assert recording.unread == ()
    recorded = [delivery.subject for delivery in recording.outbox]
    assert 0 < len(recorded) < MESSAGES
    assert recorded == subjects[: len(recorded)]


def test_an_export_onto_a_full_disk_leaves_the_old_one(disk: Disk) -> None:
    path = disk.folder / "seed.json"
    path.write_text('{"version": 1}')
    served = Served("--with-providers", "--quiet", "--export-on-exit", str(path))
    disk.limit(served)
    served.call("POST", "/users", {"userId": "ada", "email": "ada@example.com"})
    send(served, 0, MESSAGES)
    _, error = served.stop()
    assert served.process.returncode == 1
    assert "the export cannot be written" in error
    assert error.count("\n") == 1, error
    assert path.read_text() == '{"version": 1}'
    assert list(disk.folder.iterdir()) == [path]


def test_a_server_without_descriptors_says_so_once_a_second_and_recovers() -> None:
    served = Served("--quiet")
    error = served.process.stderr
    assert error is not None
    parts = urlsplit(served.endpoint)
    address = parts.hostname or "", parts.port or 0
    # There would be no room for a second connection of this client.
    kept = httpx.Limits(keepalive_expiry=None)
    with httpx.Client(base_url=served.endpoint, headers=HEADERS, timeout=60, limits=kept) as client:
        assert client.get("/users").status_code == 200
        begun = time.monotonic()
        resource.prlimit(served.process.pid, resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))
        waiting = [socket.create_connection(address, timeout=60) for _ in range(3 * DESCRIPTORS)]
        for connection in waiting:
            # Connections are taken when something comes; this one never becomes a request.
            connection.sendall(b"GET /v1/users HTTP/1.1\r\n")
        said = []
        for _ in range(4):
            said.append(error.readline())
            # Who is connected is served meanwhile.
            assert client.get("/users").status_code == 200
        for connection in waiting:
            connection.close()
        assert all(line.startswith("no connection can be taken: Too many open files; close some") for line in said), (
            said
        )
        assert httpx.get(f"{served.endpoint}/users", headers=HEADERS, timeout=60).status_code == 200
    _, rest = served.stop()
    assert "Traceback" not in rest
    # They may have come long before they were read, but not sooner than one after a second.
    assert len(said) + rest.count("\n") <= time.monotonic() - begun + 2
