"""What differs on Windows and macOS, faked here: ports, signals, line ends, options that a system does not have."""

from __future__ import annotations

import errno
import os
import signal
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockwrite.commands import exec as exec_command
from mockwrite.instance import Instance
from mockwrite.recording.files import open_privately, replace_file
from mockwrite.server.listening import PortTaken, bind
from mockwrite.server.mock_server import MockServer

# A socket option that Linux has too, in the place of the one of Windows.
EXCLUSIVE = socket.SO_KEEPALIVE


class Noted(socket.socket):
    """A socket that notes its options; binding fails as Windows says it."""

    options: list[tuple[Any, ...]] = []  # noqa: RUF012 - one list for all sockets of a test

    def setsockopt(self, *option: Any) -> None:
        """Note an option."""
        self.options.append(option)
        super().setsockopt(*option)


class Refused(Noted):
    """A socket whose address somebody else has asked for alone."""

    def bind(self, address: Any) -> None:
        """Refuse as Windows does."""
        raise OSError(
            errno.EACCES, "An attempt was made to access a socket in a way forbidden by its access permissions"
        )


@pytest.mark.parametrize("windows", [True, False])
def test_a_port_is_asked_for_alone_where_two_servers_could_share_it(
    monkeypatch: pytest.MonkeyPatch, *, windows: bool
) -> None:
    options: list[tuple[Any, ...]] = []
    monkeypatch.setattr(Noted, "options", options)
    monkeypatch.setattr(socket, "socket", Noted)
    if windows:
        monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", EXCLUSIVE, raising=False)
    bind("127.0.0.1", 0).close()
    wanted, other = (EXCLUSIVE, socket.SO_REUSEADDR) if windows else (socket.SO_REUSEADDR, EXCLUSIVE)
    assert (socket.SOL_SOCKET, wanted, 1) in options
    assert (socket.SOL_SOCKET, other, 1) not in options


def test_a_port_that_windows_refuses_is_a_taken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "SO_EXCLUSIVEADDRUSE", EXCLUSIVE, raising=False)
    with pytest.raises(PortTaken, match="taken by another program"):
        bind("127.0.0.1", 6245)
    monkeypatch.delattr(socket, "SO_EXCLUSIVEADDRUSE")
    # Elsewhere that is a port that only the system may have.
    with pytest.raises(PermissionError):
        bind("127.0.0.1", 80)


def test_two_servers_never_have_one_port() -> None:
    with MockServer() as server, pytest.raises(PortTaken):
        bind("127.0.0.1", int(server.url.rpartition(":")[2]))


def test_a_server_answers_where_connections_cannot_be_deferred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "TCP_DEFER_ACCEPT", raising=False)
    with MockServer() as server:
        assert httpx.get(f"{server.endpoint}/health/version").status_code == 200


def test_exec_passes_no_interrupt_on_where_the_console_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "tcgetpgrp")
    assert exec_command._at_a_terminal()


def test_signals_that_a_system_does_not_have_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from mockwrite.commands.serve import stop_on_signals

    before = {name: signal.getsignal(getattr(signal, name)) for name in ("SIGINT", "SIGTERM", "SIGHUP")}
    hangup = signal.SIGHUP
    monkeypatch.delattr(signal, "SIGHUP")
    try:
        stop_on_signals(Instance().close)
        assert signal.getsignal(signal.SIGTERM) is not before["SIGTERM"]
        assert signal.getsignal(hangup) is before["SIGHUP"]
    finally:
        for name in ("SIGINT", "SIGTERM"):
            signal.signal(getattr(signal, name), before[name])


def test_files_are_opened_so_that_a_line_feed_stays_one_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flags: list[int] = []
    opened = os.open
    # Any flag that does nothing here, in the place of the one of Windows.
    binary = os.O_CLOEXEC

    def note(path: Any, flag: int, *mode: int) -> int:
        flags.append(flag)
        return opened(path, flag, *mode)

    monkeypatch.setattr(os, "open", note)
    monkeypatch.setattr(os, "O_BINARY", binary, raising=False)
    # What Python takes as the end of a line in texts of this system.
    monkeypatch.setattr(os, "linesep", "\r\n")
    open_privately(tmp_path / "run.jsonl").close()
    replace_file(tmp_path / "seed.json", "{\n}\n")
    assert len(flags) == 2
    assert all(flag & binary for flag in flags)
    assert (tmp_path / "seed.json").read_bytes() == b"{\n}\n"
