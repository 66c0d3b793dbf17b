"""Files that hold what was captured: readable by their owner alone, with one writer, and never half of one."""

from __future__ import annotations

import contextlib
import os
from io import FileIO
from pathlib import Path

_PRIVATE = 0o600


class FileInUse(OSError):
    """Another process writes into the file; the text says which, and what to do."""


def open_privately(path: str | Path) -> FileIO:
    """Open a file to append to, as its only writer. Raises FileInUse, OSError."""
    file = FileIO(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _as_it_is(), _PRIVATE), "ab")
    try:
        _lock(file, path)
        # What was made by somebody else keeps its mode.
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(file.fileno(), _PRIVATE)
    except BaseException:
        file.close()
        raise
    return file


def _as_it_is() -> int:
    """Return the flag without which Windows writes two bytes for each line feed."""
    return getattr(os, "O_BINARY", 0)


def replace_file(path: str | Path, content: str | bytes) -> None:
    """Write a text or bytes aside and put them in the place of a file, so that whoever is killed meanwhile leaves the old one whole.

    What is no file (a pipe, a device) is written as it is. Raises OSError.
    """
    target = Path(path)
    written = content.encode() if isinstance(content, str) else content
    if target.exists() and not target.is_file():
        target.write_bytes(written)
        return
    # A link goes on pointing where it points.
    target = target.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _as_it_is()
        with os.fdopen(os.open(aside, flags, _PRIVATE), "wb") as file:
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, target)
    except BaseException as error:
        aside.unlink(missing_ok=True)
        _name(error, path)
        raise


def check_writable(path: str | Path) -> None:
    """Raise OSError now when a file could not be replaced later."""
    target = Path(path)
    if target.exists() and not target.is_file():
        with open(target, "ab"):
            return
    aside = target.resolve().with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(aside, os.O_WRONLY | os.O_CREAT, _PRIVATE))
    except OSError as error:
        _name(error, path)
        raise
    aside.unlink()


def _name(error: BaseException, path: str | Path) -> None:
    """Let an error about the file aside name the file that was asked for."""
    if isinstance(error, OSError):
        error.filename, error.filename2 = str(path), None


def _lock(file: FileIO, path: str | Path) -> None:
    """Keep others from writing into a file for as long as it is open. Raises FileInUse."""
    try:
        import fcntl
    except ImportError:
        _lock_on_windows(file, path)
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _in_use(path) from None
    except OSError:
        # Some file systems have no locks.
        return


def _lock_on_windows(file: FileIO, path: str | Path) -> None:
    import msvcrt

    # A byte far behind all that is ever written: others may read the file meanwhile.
    try:
        file.seek(1 << 40)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        raise _in_use(path) from None


def _in_use(path: str | Path) -> FileInUse:
    return FileInUse(f"another server writes into {path}; stop it, or name another file")
